import * as pulumi from "@pulumi/pulumi";
import type * as aws from "../aws";
import { wordedAlarm } from "../notifications/worded-alarm";
import type { Frequency } from "../settings/guard-args";
import type { Evaluator } from "./evaluator";

export interface EvaluatorAlarmsArgs {
  region: string;
  evaluator: Evaluator;
  rule: aws.cfg.Rule;
  /** Tells people of the alarms. */
  notifier: aws.lambda.Function;
  /**
   * Undefined for rules without a schedule. No alarm on missing invocations is created for them: being idle is normal.
   */
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

/** Alarms on the evaluator. If it fails or is no longer invoked, AWS Config goes on showing its last verdict. */
export class EvaluatorAlarms extends pulumi.ComponentResource {
  constructor(name: string, args: EvaluatorAlarmsArgs, opts: pulumi.ComponentResourceOptions) {
    super("xray-encryption-guard:index:EvaluatorAlarms", name, {}, opts);
    const common = {
      region: args.region,
      namespace: "AWS/Lambda",
      dimensions: { FunctionName: args.evaluator.function.name },
      statistic: "Sum",
      notifier: args.notifier,
    };
    wordedAlarm(
      `${name}-failing`,
      {
        ...common,
        words: {
          title: "the evaluator of X-Ray encryption fails",
          meaning: `The function that evaluates X-Ray's encryption in ${args.region} fails, so the verdict may be out of date. Lambda tries each event three times. Its log says why.`,
          section: "The evaluator fails",
        },
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
      wordedAlarm(
        `${name}-silent`,
        {
          ...common,
          words: {
            title: "X-Ray encryption is no longer evaluated",
            meaning: `AWS Config no longer runs the rule on X-Ray's encryption in ${args.region}, so the verdict is out of date.`,
            section: "The evaluator is silent",
          },
          metricName: "Invocations",
          comparisonOperator: "LessThanThreshold",
          threshold: 1,
          // Runs are not aligned with the periods, so a single period may be empty between two runs.
          period: seconds[args.frequency],
          evaluationPeriods: 2,
          treatMissingData: "breaching",
        },
        // AWS Config runs a new scheduled rule at once. An alarm created before the rule would start with a false alarm.
        { parent: this, dependsOn: [args.rule] },
      );
    }
    this.registerOutputs({});
  }
}
