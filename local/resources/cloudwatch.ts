import type { AlarmOptions } from "../services/cloudwatch";
import { InputTransformer } from "../services/input-transformer";
import type { Inputs } from "../inputs";
import type { Create } from "./resource";

/** The resources of the AWS provider's module `cloudwatch`: logs, alarms and EventBridge. */
export const cloudwatchResources: Record<string, Create> = {
  "aws:cloudwatch/logGroup:LogGroup": async ({ region, inputs, physicalName }) => {
    const name = inputs.optionalString("name") ?? physicalName;
    return { id: name, arn: region.logs.createLogGroup(name).arn, name };
  },

  "aws:cloudwatch/metricAlarm:MetricAlarm": async ({ region, inputs, physicalName }) => {
    inputs.refuse(
      "metricQueries",
      "thresholdMetricId",
      "extendedStatistic",
      "insufficientDataActions",
      "datapointsToAlarm",
    );
    const name = inputs.optionalString("name") ?? physicalName;
    const { arn } = region.cloudwatch.putMetricAlarm({
      name,
      namespace: inputs.string("namespace"),
      metricName: inputs.string("metricName"),
      dimensions: inputs.stringMap("dimensions"),
      statistic: oneOf(inputs, "statistic", ["Sum"]),
      comparison: oneOf(inputs, "comparisonOperator", comparisons),
      threshold: inputs.number("threshold"),
      period: inputs.number("period"),
      evaluationPeriods: inputs.number("evaluationPeriods"),
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

function oneOf<T extends string>(inputs: Inputs, key: string, allowed: readonly T[]): T {
  const value = inputs.string(key);
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new Error(`${key} must be ${allowed.join(" or ")}, but is ${value}`);
  return found;
}
