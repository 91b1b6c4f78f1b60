import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { AwsAccount } from "../aws-account";
import { trustPolicy } from "./policy-document";

export interface NotifierRoleArgs {
  account: AwsAccount;
}

/**
 * The role as which EventBridge tells people, one for all Regions.
 *
 * A role and not a statement in the topic's policy: EventBridge gives SNS no source account to check ("You can't use
 * Condition blocks in Amazon SNS topic policies for EventBridge", EventBridge User Guide), so a statement bound to this
 * account would let nothing in, and an unbound one would let any account's EventBridge in.
 */
export class NotifierRole extends pulumi.ComponentResource {
  readonly role: aws.iam.Role;

  constructor(name: string, args: NotifierRoleArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:NotifierRole", name, {}, opts);
    const { partition, accountId } = args.account;
    this.role = new aws.iam.Role(
      name,
      {
        description: "EventBridge tells people about X-Ray's encryption as this role.",
        assumeRolePolicy: trustPolicy("events.amazonaws.com", {
          StringEquals: { "aws:SourceAccount": accountId },
          ArnLike: {
            "aws:SourceArn": pulumi.interpolate`arn:${partition}:events:*:${accountId}:rule/*`,
          },
        }),
      },
      { parent: this },
    );
    this.registerOutputs({ roleArn: this.role.arn });
  }
}
