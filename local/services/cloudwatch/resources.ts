import type { AlarmOptions } from "./cloudwatch";
import type { ResourceInputs } from "../../deployment/resource-inputs";
import { ifExists, type ResourceType } from "../../deployment/resource";

export const cloudwatchResources: Record<string, ResourceType> = {
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    create: async ({ region, inputs, physicalName }) => {
      inputs.rejectUnsupported(
        "metricQueries",
        "thresholdMetricId",
        "extendedStatistic",
        "insufficientDataActions",
      );
      const name = inputs.optionalString("name") ?? physicalName;
      const { arn } = region.cloudwatch.putMetricAlarm({
        name,
        description: inputs.optionalString("alarmDescription"),
        namespace: inputs.string("namespace"),
        metricName: inputs.string("metricName"),
        dimensions: inputs.stringMap("dimensions"),
        statistic: oneOf(inputs, "statistic", ["Sum", "Maximum"] as const),
        comparison: oneOf(inputs, "comparisonOperator", comparisons),
        threshold: inputs.number("threshold"),
        period: inputs.number("period"),
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
