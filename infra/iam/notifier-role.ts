import * as pulumi from "@pulumi/pulumi";
import type { AwsAccount } from "../aws-account";
import type { ServiceRoleArgs } from "./service-role";

/**
 * The role as which EventBridge publishes to the alert topics. Each topic grants it the right to.
 *
 * A role and not a statement in the topic's policy, because EventBridge sends SNS no source account to check ("You can't use
 * Condition blocks in Amazon SNS topic policies for EventBridge", EventBridge User Guide). A statement that is bound to this
 * account would let nothing in, and one that is not would let every account's EventBridge in.
 */
export function notifierRole({ partition, accountId }: AwsAccount): ServiceRoleArgs {
  return {
    service: "events.amazonaws.com",
    description: "Used by EventBridge to publish alerts about X-Ray's encryption.",
    conditions: {
      StringEquals: { "aws:SourceAccount": accountId },
      ArnLike: { "aws:SourceArn": pulumi.interpolate`arn:${partition}:events:*:${accountId}:rule/*` },
    },
  };
}
