import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import { seconds } from "../lambda/alarms";
import type { Evaluator } from "../lambda/evaluator";
import type { Frequency } from "../settings/settings";

export interface RecorderAlarmArgs {
  region: string;
  evaluator: Evaluator;
  frequency: Frequency;
  alertTopic: aws.sns.Topic;
}

/**
 * Tells people once when scheduled runs find that AWS Config does not record the setting (`watchRecording`). The
 * evaluator writes what it found into its log line; the alarm, which speaks only when it changes, makes it once.
 */
export class RecorderAlarm extends pulumi.ComponentResource {
  constructor(name: string, args: RecorderAlarmArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:RecorderAlarm", name, {}, opts);
    const parent = { parent: this };
    const { region } = args;
    const metric = { namespace: "XRayEncryptionGuard", name: `${name}-problems` };
    new aws.cloudwatch.LogMetricFilter(
      name,
      {
        region,
        logGroupName: args.evaluator.logGroup.name,
        // The member stands in the line only when there is a problem.
        pattern: '{ $.recordingProblem = "*" }',
        metricTransformation: { ...metric, value: "1", defaultValue: "0" },
      },
      parent,
    );
    new aws.cloudwatch.MetricAlarm(
      name,
      {
        region,
        alarmDescription: `AWS Config does not record X-Ray's encryption setting in ${region}: its changes go unnoticed between scheduled runs, and leave no history. See the rule's annotation for why.`,
        namespace: metric.namespace,
        metricName: metric.name,
        statistic: "Maximum",
        comparisonOperator: "GreaterThanThreshold",
        threshold: 0,
        // Runs are not aligned with the periods: one that stays empty between two runs must not end the alarm.
        period: seconds[args.frequency],
        evaluationPeriods: 2,
        datapointsToAlarm: 1,
        treatMissingData: "ignore",
        alarmActions: [args.alertTopic.arn],
      },
      parent,
    );
    this.registerOutputs({});
  }
}
