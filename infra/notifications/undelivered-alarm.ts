import * as pulumi from "@pulumi/pulumi";
import type * as aws from "../aws";
import { wordedAlarm } from "./worded-alarm";

export interface UndeliveredAlarmArgs {
  region: string;
  deadLetters: aws.sqs.Queue;
  notifier: aws.lambda.Function;
}

/** An alarm while the dead-letter queue of a Region is not empty. */
export class UndeliveredAlarm extends pulumi.ComponentResource {
  constructor(name: string, args: UndeliveredAlarmArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:UndeliveredAlarm", name, {}, opts);
    wordedAlarm(
      name,
      {
        region: args.region,
        namespace: "AWS/SQS",
        metricName: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: args.deadLetters.name },
        // While somebody reads a message, it is not visible for half a minute: the most of five minutes has it all the same.
        statistic: "Maximum",
        comparisonOperator: "GreaterThanThreshold",
        threshold: 0,
        period: 300,
        evaluationPeriods: 1,
        // SQS sends data each minute while the queue has messages, and for six hours after its last use. Then it has none,
        // and is as empty as it was.
        treatMissingData: "ignore",
        notifier: args.notifier,
        words: {
          title: "an event on X-Ray encryption was given up",
          meaning: `A function in ${args.region} failed on an event three times, or EventBridge could not deliver one. Until the next run the verdict, or a message to people, may be missing. The event is in the queue.`,
          section: "An event was given up",
        },
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
