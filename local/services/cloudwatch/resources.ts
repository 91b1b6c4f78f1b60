import type { AlarmOptions, Metric } from "./cloudwatch";
import { parseExpression } from "./metric-math";
import type { ResourceInputs } from "../../deployment/resource-inputs";
import { ifExists, type ResourceType } from "../../deployment/resource";

export const cloudwatchResources: Record<string, ResourceType> = {
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    create: async ({ region, inputs, physicalName }) => {
      inputs.rejectUnsupported("thresholdMetricId", "extendedStatistic", "insufficientDataActions");
      const name = inputs.optionalString("name") ?? physicalName;
      const { arn } = region.cloudwatch.putMetricAlarm({
        name,
        description: inputs.optionalString("alarmDescription"),
        ...watched(inputs),
        comparison: oneOf(inputs, "comparisonOperator", comparisons),
        threshold: inputs.number("threshold"),
        evaluationPeriods: inputs.number("evaluationPeriods"),
        datapointsToAlarm: inputs.optionalNumber("datapointsToAlarm"),
        treatMissingData:
          inputs.optionalString("treatMissingData") === undefined
            ? "missing"
            : oneOf(inputs, "treatMissingData", missingDataTreatments),
        alarmActions:
          inputs.optionalBoolean("actionsEnabled") === false ? [] : inputs.strings("alarmActions"),
        okActions: inputs.optionalBoolean("actionsEnabled") === false ? [] : inputs.strings("okActions"),
      });
      return { id: name, arn, name };
    },
    read: async ({ region, id }) => ifExists(region.cloudwatch.find(id)),
    delete: async ({ region, id }) => region.cloudwatch.deleteAlarm(id),
  },
};

/** What an alarm watches, and by how many seconds. */
function watched(inputs: ResourceInputs) {
  const queries = inputs.blocks("metricQueries");
  if (queries.length === 0) {
    return { ...metricOf(inputs, "statistic"), period: inputs.number("period") };
  }
  const returned = queries.filter((query) => query.optionalBoolean("returnData") === true);
  const expression = returned[0]?.optionalString("expression");
  if (returned.length !== 1 || expression === undefined) {
    throw new Error("metricQueries must have one with returnData, and it must be an expression");
  }
  const metrics = queries.flatMap((query) => {
    const metric = query.optionalBlock("metric");
    return metric === undefined ? [] : [{ id: query.string("id"), metric }];
  });
  const periods = new Set(metrics.map(({ metric }) => metric.number("period")));
  const [period, ...others] = periods;
  if (period === undefined || others.length > 0) throw new Error("metricQueries must have one period");
  const ids = metrics.map(({ id }) => id);
  // To refuse it at once.
  parseExpression(expression, ids);
  return {
    expression,
    metrics: Object.fromEntries(metrics.map(({ id, metric }) => [id, metricOf(metric, "stat")])),
    period,
  };
}

function metricOf(inputs: ResourceInputs, statistic: string): Metric {
  return {
    namespace: inputs.string("namespace"),
    metricName: inputs.string("metricName"),
    dimensions: inputs.stringMap("dimensions"),
    statistic: oneOf(inputs, statistic, ["Sum", "Maximum"] as const),
  };
}

const comparisons: AlarmOptions["comparison"][] = [
  "GreaterThanThreshold",
  "GreaterThanOrEqualToThreshold",
  "LessThanThreshold",
  "LessThanOrEqualToThreshold",
];
const missingDataTreatments: AlarmOptions["treatMissingData"][] = [
  "breaching",
  "notBreaching",
  "ignore",
  "missing",
];

function oneOf<T extends string>(inputs: ResourceInputs, key: string, allowed: readonly T[]): T {
  const value = inputs.string(key);
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new Error(`${key} must be ${allowed.join(" or ")}, but is ${value}`);
  return found;
}
