import * as pulumi from "@pulumi/pulumi";
import * as aws from "../aws";
import type { Evaluator } from "./evaluator";
import type { Frequency } from "../settings/settings";

export interface AlarmsArgs {
  region: string;
  evaluator: Evaluator;
  rule: aws.cfg.Rule;
  alertTopic: aws.sns.Topic;
  /** Undefined when nothing runs on schedule: then silence says nothing. */
  frequency: Frequency | undefined;
}

/** Seconds between two scheduled runs. */
export const seconds: Record<Frequency, number> = {
  One_Hour: 3600,
  Three_Hours: 3 * 3600,
  Six_Hours: 6 * 3600,
  Twelve_Hours: 12 * 3600,
  TwentyFour_Hours: 24 * 3600,
};

/** Watches the evaluator: a rule that fails, or is no longer evaluated, still shows yesterday's COMPLIANT. */
export class Alarms extends pulumi.ComponentResource {
  constructor(name: string, args: AlarmsArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:Alarms", name, {}, opts);
    const common = {
      region: args.region,
      namespace: "AWS/Lambda",
      dimensions: { FunctionName: args.evaluator.function.name },
      statistic: "Sum",
      alarmActions: [args.alertTopic.arn],
    };
    new aws.cloudwatch.MetricAlarm(
      `${name}-failing`,
      {
        ...common,
        alarmDescription: `The evaluator of X-Ray's encryption in ${args.region} fails: its verdict may be out of date. See its log.`,
        metricName: "Errors",
        comparisonOperator: "GreaterThanThreshold",
        threshold: 0,
        period: 300,
        evaluationPeriods: 1,
        treatMissingData: "notBreaching",
      },
      { parent: this },
    );
    if (args.frequency !== undefined) {
      new aws.cloudwatch.MetricAlarm(
        `${name}-silent`,
        {
          ...common,
          alarmDescription: `AWS Config no longer runs the rule on X-Ray's encryption in ${args.region}: its verdict is out of date. Is the recorder running, does the rule exist?`,
          metricName: "Invocations",
          comparisonOperator: "LessThanThreshold",
          threshold: 1,
          // Two in a row: runs are not aligned with the periods, so one may well stay empty between two runs.
          period: seconds[args.frequency],
          evaluationPeriods: 2,
          treatMissingData: "breaching",
        },
        // AWS Config runs a new scheduled rule at once; an alarm made before it would begin with a false alarm.
        { parent: this, dependsOn: [args.rule] },
      );
    }
    this.registerOutputs({});
  }
}
