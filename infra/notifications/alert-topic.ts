import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { AwsAccount } from "../aws-account";
import { allow, allowService, policyDocument } from "../iam/policy-document";
import type { ServiceRole } from "../iam/service-role";
import type { Subscriber } from "../settings/subscribers";

export interface AlertTopicArgs {
  account: AwsAccount;
  region: string;
  notifierRole: ServiceRole;
  /** AWS asks e-mail addresses and `https://` endpoints to confirm. */
  notify: Subscriber[];
}

/** The SNS topic for alerts in one Region: sentences that can be read in an e-mail. */
export class AlertTopic extends pulumi.ComponentResource {
  readonly topic: aws.sns.Topic;
  /** Depend on it before EventBridge publishes. */
  readonly permission: aws.iam.RolePolicy;

  constructor(name: string, args: AlertTopicArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:AlertTopic", name, {}, opts);
    const parent = { parent: this };
    const { region, account } = args;

    this.topic = new aws.sns.Topic(name, { region, displayName: "X-Ray encryption" }, parent);
    new aws.sns.TopicPolicy(
      name,
      {
        region,
        arn: this.topic.arn,
        policy: policyDocument(
          allowService("cloudwatch.amazonaws.com", "AlarmsPublishAlerts", "sns:Publish", this.topic.arn, {
            StringEquals: { "aws:SourceAccount": account.accountId },
          }),
        ),
      },
      parent,
    );
    this.permission = new aws.iam.RolePolicy(
      name,
      {
        role: args.notifierRole.role.name,
        policy: policyDocument(allow("PublishAlertsInThisRegion", "sns:Publish", this.topic.arn)),
      },
      parent,
    );
    for (const { protocol, endpoint } of args.notify) {
      new aws.sns.TopicSubscription(
        `${name}-${endpoint}`,
        { region, topic: this.topic.arn, protocol, endpoint },
        parent,
      );
    }
    this.registerOutputs({ topic: this.topic.arn });
  }
}
