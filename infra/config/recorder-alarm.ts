import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { Evaluator } from "../lambda/evaluator";
import { seconds } from "../lambda/evaluator-alarms";
import { wordedAlarm } from "../notifications/worded-alarm";
import type { Frequency } from "../settings/guard-args";

export interface RecorderAlarmArgs {
  region: string;
  evaluator: Evaluator;
  frequency: Frequency;
  /** Tells people of the alarm. */
  notifier: aws.lambda.Function;
}

/**
 * Publishes one alert when scheduled runs find that AWS Config does not record the setting (`alarmOnRecorder`). The
 * evaluator logs the problem on every run. An alarm acts only when its state changes, so there is one alert and not one
 * per run.
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
        // The log line has this member only when there is a problem.
        pattern: '{ $.recordingProblem = "*" }',
        metricTransformation: { ...metric, value: "1", defaultValue: "0" },
      },
      parent,
    );
    wordedAlarm(
      name,
      {
        region,
        words: {
          title: "X-Ray encryption is not recorded",
          meaning: `AWS Config does not record X-Ray's encryption setting in ${region}. Changes are noticed only by scheduled runs, and leave no history. The rule's annotation says why.`,
          section: "AWS Config does not record",
        },
        namespace: metric.namespace,
        metricName: metric.name,
        statistic: "Maximum",
        comparisonOperator: "GreaterThanThreshold",
        threshold: 0,
        // An evaluation on change looks at no recorder and logs no problem: without the run before it would end the alarm.
        // It is over after two runs that found none, and a period without any run changes nothing.
        period: seconds[args.frequency],
        evaluationPeriods: 2,
        datapointsToAlarm: 1,
        treatMissingData: "ignore",
        notifier: args.notifier,
      },
      parent,
    );
    this.registerOutputs({});
  }
}
