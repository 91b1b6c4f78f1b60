import type { AlarmOptions } from "./cloudwatch";
import { InputTransformer } from "../events/input-transformer";
import type { ResourceInputs } from "../../deployment/resource-inputs";
import type { Create } from "../../deployment/resource";

/** The resources of the AWS provider's module `cloudwatch`: logs, alarms and EventBridge. */
export const cloudwatchResources: Record<string, Create> = {
  "aws:cloudwatch/logGroup:LogGroup": async ({ region, inputs, physicalName }) => {
    const name = inputs.optionalString("name") ?? physicalName;
    const { arn } = region.logs.createLogGroup(name, inputs.optionalString("kmsKeyId"));
    return { id: name, arn, name };
  },

  "aws:cloudwatch/logMetricFilter:LogMetricFilter": async ({ region, inputs, physicalName }) => {
    inputs.refuse("applyOnTransformedLogs");
    const name = inputs.optionalString("name") ?? physicalName;
    const transformation = inputs.block("metricTransformation");
    transformation.refuse("dimensions");
    const defaultValue = transformation.optionalString("defaultValue");
    region.logs.putMetricFilter(inputs.string("logGroupName"), inputs.string("pattern"), {
      name,
      namespace: transformation.string("namespace"),
      metricName: transformation.string("name"),
      value: numberIn("value", transformation.string("value")),
      defaultValue: defaultValue === undefined ? undefined : numberIn("defaultValue", defaultValue),
    });
    return { id: name, name };
  },

  "aws:cloudwatch/metricAlarm:MetricAlarm": async ({ region, inputs, physicalName }) => {
    inputs.refuse("metricQueries", "thresholdMetricId", "extendedStatistic", "insufficientDataActions");
    const name = inputs.optionalString("name") ?? physicalName;
    const { arn } = region.cloudwatch.putMetricAlarm({
      name,
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
      alarmActions: inputs.optionalBoolean("actionsEnabled") === false ? [] : inputs.strings("alarmActions"),
      okActions: inputs.optionalBoolean("actionsEnabled") === false ? [] : inputs.strings("okActions"),
    });
    return { id: name, arn, name };
  },

  "aws:cloudwatch/eventRule:EventRule": async ({ region, inputs, physicalName }) => {
    inputs.refuse("scheduleExpression", "eventBusName");
    const name = inputs.optionalString("name") ?? physicalName;
    const { arn } = region.events.putRule(name, {
      eventPattern: inputs.string("eventPattern"),
      enabled: inputs.optionalString("state") !== "DISABLED",
    });
    return { id: name, arn, name };
  },

  "aws:cloudwatch/eventTarget:EventTarget": async ({ region, inputs, physicalName }) => {
    inputs.refuse("input", "inputPath", "eventBusName", "deadLetterConfig");
    const rule = inputs.string("rule");
    const targetId = inputs.optionalString("targetId") ?? physicalName;
    const transformer = inputs.optionalBlock("inputTransformer");
    region.events.putTarget(rule, {
      id: targetId,
      arn: inputs.string("arn"),
      roleArn: inputs.optionalString("roleArn"),
      transformer:
        transformer &&
        InputTransformer.parse(transformer.stringMap("inputPaths"), transformer.string("inputTemplate")),
    });
    return { id: `${rule}-${targetId}`, targetId };
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

/** The provider takes these numbers as text; a value may also name a member of the line. */
function numberIn(key: string, text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number)) {
    throw new Error(`the local account takes numbers as a metric filter's ${key}, not ${text}`);
  }
  return number;
}

function oneOf<T extends string>(inputs: ResourceInputs, key: string, allowed: readonly T[]): T {
  const value = inputs.string(key);
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new Error(`${key} must be ${allowed.join(" or ")}, but is ${value}`);
  return found;
}
