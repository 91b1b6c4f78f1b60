import * as pulumi from "@pulumi/pulumi";
import type * as aws from "../aws";
import { wordedAlarm } from "./worded-alarm";

export interface LostEventAlarmArgs {
  region: string;
  /** Whose failed events go to the dead-letter queue. */
  functions: aws.lambda.Function[];
  /** Whose undelivered events go there. */
  eventRules: aws.cloudwatch.EventRule[];
  notifier: aws.lambda.Function;
}

/** An alarm on events that not even the dead-letter queue of a Region has: it is gone, or does not let them in. */
export class LostEventAlarm extends pulumi.ComponentResource {
  constructor(name: string, args: LostEventAlarmArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:LostEventAlarm", name, {}, opts);
    // AWS takes a price for each metric, so there is none more than what is declared.
    const metrics = [
      ...args.functions.map((one) => ({
        namespace: "AWS/Lambda",
        metricName: "DestinationDeliveryFailures",
        dimensions: { FunctionName: one.name },
      })),
      ...args.eventRules.map((one) => ({
        namespace: "AWS/Events",
        metricName: "InvocationsFailedToBeSentToDlq",
        dimensions: { RuleName: one.name },
      })),
    ].map((metric, index) => ({ id: `m${index + 1}`, metric: { ...metric, period: 300, stat: "Sum" } }));
    wordedAlarm(
      name,
      {
        region: args.region,
        metricQueries: [
          ...metrics,
          // To a sum what is missing is 0.
          {
            id: "lost",
            expression: metrics.map(({ id }) => id).join(" + "),
            label: "lost events",
            returnData: true,
          },
        ],
        comparisonOperator: "GreaterThanThreshold",
        threshold: 0,
        evaluationPeriods: 1,
        // There are data only where something was lost.
        treatMissingData: "notBreaching",
        notifier: args.notifier,
        words: {
          title: "an event on X-Ray encryption was lost",
          meaning: `An event that was given up in ${args.region} did not reach the dead-letter queue. Until the next run the verdict, or a message to people, may be missing.`,
          section: "An event was lost",
        },
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
