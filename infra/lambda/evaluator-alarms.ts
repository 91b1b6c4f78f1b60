import * as pulumi from "@pulumi/pulumi";
import type * as aws from "../aws";
import { functionFailing } from "../notifications/function-failing";
import { wordedAlarm } from "../notifications/worded-alarm";
import type { Frequency } from "../settings/guard-args";
import type { Evaluator } from "./evaluator";

export interface EvaluatorAlarmsArgs {
  region: string;
  evaluator: Evaluator;
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
    const { region, notifier } = args;
    const functionName = args.evaluator.function.name;
    wordedAlarm(
      `${name}-failing`,
      {
        ...functionFailing(region, functionName),
        notifier,
        words: {
          title: "the evaluator of X-Ray encryption fails",
          meaning: `The function that evaluates X-Ray's encryption in ${region} failed three times, so the verdict may be out of date. Its log says why.`,
          section: "The evaluator fails",
        },
      },
      { parent: this },
    );
    if (args.frequency !== undefined) {
      wordedAlarm(
        `${name}-silent`,
        {
          region,
          notifier,
          words: {
            title: "X-Ray encryption is no longer evaluated",
            meaning: `AWS Config no longer runs the rule on X-Ray's encryption in ${region}, so the verdict is out of date.`,
            section: "The evaluator is silent",
          },
          metricQueries: [
            {
              id: "runs",
              metric: {
                namespace: "AWS/Lambda",
                metricName: "Invocations",
                dimensions: { FunctionName: functionName },
                period: seconds[args.frequency] / 2,
                stat: "Sum",
              },
            },
            // 0 for a period without a run, but nothing for those before the first: a new alarm would find them all empty.
            {
              id: "since",
              expression: "IF(FILL(runs, REPEAT), runs)",
              label: "runs since the first",
              returnData: true,
            },
          ],
          comparisonOperator: "LessThanThreshold",
          threshold: 1,
          // Three schedules, of which one run is left once none has come for two. Half a schedule more or less is no silence.
          evaluationPeriods: 6,
          datapointsToAlarm: 5,
          // Nothing at all: it never ran, and the alarm has not begun, or no longer runs, and the alarm rings.
          treatMissingData: "ignore",
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
