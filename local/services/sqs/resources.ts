import { ifExists, type ResourceType } from "../../deployment/resource";

/** The SQS resources of the AWS provider. */
export const sqsResources: Record<string, ResourceType> = {
  "aws:sqs/queue:Queue": {
    create: async ({ inputs, region, physicalName }) => {
      inputs.rejectUnsupported(...unsupported);
      const name = inputs.optionalString("name") ?? physicalName;
      const policy = inputs.optionalString("policy") === undefined ? undefined : inputs.document("policy");
      const { arn, url } = region.sqs.createQueue(name, policy);
      return { id: url, arn, name, url };
    },
    update: async ({ inputs, region, id }) => {
      inputs.rejectUnsupported(...unsupported);
      if (inputs.optionalString("policy") !== undefined) region.sqs.setPolicy(id, inputs.document("policy"));
      return {};
    },
    read: async ({ region, id }) => ifExists(region.sqs.find(id)),
    delete: async ({ region, id }) => region.sqs.deleteQueue(id),
  },

  "aws:sqs/queuePolicy:QueuePolicy": {
    create: async ({ inputs, region }) => {
      const url = inputs.string("queueUrl");
      region.sqs.setPolicy(url, inputs.document("policy"));
      return { id: url };
    },
    // A queue has no policy of its own, so that one without a policy has lost it.
    read: async ({ region, id }) => ifExists(region.sqs.find(id)?.policy),
    delete: async ({ region, id }) => region.sqs.setPolicy(id, undefined),
  },
};

const unsupported = ["fifoQueue", "redrivePolicy", "kmsMasterKeyId"];
