import { ifExists, type ResourceType } from "../../deployment/resource";

/** The SNS resources of the AWS provider. */
export const snsResources: Record<string, ResourceType> = {
  "aws:sns/topic:Topic": {
    create: async ({ account, region, inputs, physicalName }) => {
      inputs.rejectUnsupported("fifoTopic");
      const topic = region.sns.createTopic(inputs.optionalString("name") ?? physicalName, {
        kmsKeyId: inputs.optionalString("kmsMasterKeyId"),
        ...(inputs.optionalString("policy") === undefined ? {} : { policy: inputs.document("policy") }),
      });
      return {
        id: topic.arn,
        arn: topic.arn,
        name: topic.name,
        owner: account.id,
        policy: JSON.stringify(topic.policy),
      };
    },
    update: async ({ region, id, inputs }) => {
      inputs.rejectUnsupported("fifoTopic");
      const topic = region.sns.topic(id);
      topic.kmsKeyId = inputs.optionalString("kmsMasterKeyId");
      if (inputs.optionalString("policy") !== undefined) topic.policy = inputs.document("policy");
      return { policy: JSON.stringify(topic.policy) };
    },
    read: async ({ region, id }) => ifExists(region.sns.find(id)),
    delete: async ({ region, id }) => region.sns.deleteTopic(id),
  },

  "aws:sns/topicPolicy:TopicPolicy": {
    create: async ({ account, region, inputs }) => {
      const arn = inputs.string("arn");
      region.sns.setPolicy(arn, inputs.document("policy"));
      return { id: arn, owner: account.id };
    },
    read: async ({ region, id }) => ifExists(region.sns.find(id)),
    delete: async ({ region, id }) => region.sns.setPolicy(id, undefined),
  },

  "aws:sns/topicSubscription:TopicSubscription": {
    create: async ({ account, region, inputs }) => {
      inputs.rejectUnsupported("filterPolicy", "redrivePolicy");
      const protocol = inputs.string("protocol");
      const { arn } = region.sns.subscribe(inputs.string("topic"), protocol, inputs.string("endpoint"));
      return {
        id: arn,
        arn,
        ownerId: account.id,
        pendingConfirmation: protocol !== "sqs",
        confirmationWasAuthenticated: false,
      };
    },
    // Nothing that the local account supports changes in place.
    update: async () => ({}),
    read: async ({ region, id, inputs }) =>
      ifExists(region.sns.find(inputs.string("topic"))?.subscriptions.find(({ arn }) => arn === id)),
    delete: async ({ region, id }) => region.sns.unsubscribe(id),
  },
};
