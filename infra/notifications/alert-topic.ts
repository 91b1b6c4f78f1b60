import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { AwsAccount } from "../aws-account";
import { allowService, policyDocument } from "../iam/policy-document";
import type { Subscriber } from "../settings/subscribers";

export interface AlertTopicArgs {
  account: AwsAccount;
  region: string;
  /** AWS asks e-mail addresses and `https://` endpoints to confirm. */
  notify: Subscriber[];
  /** The ARN of the key that encrypts the topic; undefined where none does. */
  topicKeyArn: pulumi.Output<string> | undefined;
}

/** The SNS topic for people in one Region. The notifier publishes to it, and the alarm on the notifier. */
export class AlertTopic extends pulumi.ComponentResource {
  readonly topic: aws.sns.Topic;

  constructor(name: string, args: AlertTopicArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:AlertTopic", name, {}, opts);
    const parent = { parent: this };
    const { region, account } = args;

    this.topic = new aws.sns.Topic(
      name,
      {
        region,
        displayName: "X-Ray encryption",
        ...(args.topicKeyArn && { kmsMasterKeyId: args.topicKeyArn }),
      },
      parent,
    );
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
    for (const { name: subscriberName, protocol, endpoint, isSecret } of args.notify) {
      new aws.sns.TopicSubscription(
        `${name}-${subscriberName}`,
        {
          region,
          topic: this.topic.arn,
          protocol,
          endpoint: isSecret === true ? pulumi.secret(endpoint) : endpoint,
        },
        parent,
      );
    }
    this.registerOutputs({ topic: this.topic.arn });
  }
}
