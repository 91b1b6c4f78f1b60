import type { Create } from "../../deployment/resource";

/** The SNS resources of the AWS provider. */
export const snsResources: Record<string, Create> = {
  "aws:sns/topic:Topic": async ({ account, region, inputs, physicalName }) => {
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

  "aws:sns/topicPolicy:TopicPolicy": async ({ account, region, inputs }) => {
    const arn = inputs.string("arn");
    region.sns.setPolicy(arn, inputs.document("policy"));
    return { id: arn, owner: account.id };
  },

  "aws:sns/topicSubscription:TopicSubscription": async ({ account, region, inputs }) => {
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
};
