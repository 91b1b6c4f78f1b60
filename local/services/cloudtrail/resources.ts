import type { Create } from "../../deployment/resource";

/** The CloudTrail resources of the AWS provider. */
export const cloudtrailResources: Record<string, Create> = {
  "aws:cloudtrail/trail:Trail": async ({ account, region, inputs, physicalName }) => {
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
    const name = inputs.optionalString("name") ?? physicalName;
    const { arn } = await account.trails.put(region, {
      name,
      bucket: inputs.string("s3BucketName"),
      multiRegion: inputs.optionalBoolean("isMultiRegionTrail") ?? false,
      // The provider's default.
      logging: inputs.optionalBoolean("enableLogging") ?? true,
    });
    return { id: arn, arn, name, homeRegion: region.name };
  },
};
