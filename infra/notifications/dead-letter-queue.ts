import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { AwsAccount } from "../aws-account";
import { allowService, policyDocument } from "../iam/policy-document";

export interface DeadLetterQueueArgs {
  account: AwsAccount;
  region: string;
  /** Whether EventBridge has targets here, whose lost events it keeps. */
  isForEvents: boolean;
}

/**
 * Keeps what could not be handled in one Region: events that a function failed on three times, and events that EventBridge
 * could not deliver. Nobody is mailed an event, because that of a rule's function holds AWS Config's result token.
 */
export class DeadLetterQueue extends pulumi.ComponentResource {
  readonly queue: aws.sqs.Queue;

  constructor(name: string, args: DeadLetterQueueArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:DeadLetterQueue", name, {}, opts);
    const parent = { parent: this };
    const { account, region } = args;
    this.queue = new aws.sqs.Queue(
      name,
      {
        region,
        // SQS's longest. The alarm tells at once; this is how long somebody may take.
        messageRetentionSeconds: 14 * 24 * 3600,
        sqsManagedSseEnabled: true,
      },
      parent,
    );
    if (args.isForEvents) {
      new aws.sqs.QueuePolicy(
        name,
        {
          region,
          queueUrl: this.queue.url,
          policy: policyDocument(
            allowService("events.amazonaws.com", "EventsAreKept", "sqs:SendMessage", this.queue.arn, {
              ArnLike: {
                "aws:SourceArn": pulumi.interpolate`arn:${account.partition}:events:${region}:${account.accountId}:rule/*`,
              },
            }),
          ),
        },
        parent,
      );
    }
    this.registerOutputs({ queue: this.queue.url });
  }
}
