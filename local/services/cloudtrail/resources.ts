import { ifExists, type NewResource, type ResourceType } from "../../deployment/resource";

/** The CloudTrail resources of the AWS provider. */
export const cloudtrailResources: Record<string, ResourceType> = {
  "aws:cloudtrail/trail:Trail": {
    create: async (resource) => {
      const { arn, name } = await put(resource);
      return { id: arn, arn, name, homeRegion: resource.region.name };
    },
    update: async (resource) => {
      await put(resource);
      return {};
    },
    read: async ({ account, id }) => ifExists(account.trails.find(id)),
    delete: async ({ account, id }) => account.trails.delete(id),
  },
};

async function put({ account, region, inputs, physicalName }: NewResource) {
  inputs.rejectUnsupported(
    "eventSelectors",
    "advancedEventSelectors",
    "insightSelectors",
    "isOrganizationTrail",
    "kmsKeyId",
    "snsTopicName",
    "cloudWatchLogsGroupArn",
    "s3KeyPrefix",
  );
  return account.trails.put(region, {
    name: inputs.optionalString("name") ?? physicalName,
    bucket: inputs.string("s3BucketName"),
    multiRegion: inputs.optionalBoolean("isMultiRegionTrail") ?? false,
    // The provider's default.
    logging: inputs.optionalBoolean("enableLogging") ?? true,
  });
}
