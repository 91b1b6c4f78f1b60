import type { Create } from "../../deployment/resource";

/** CloudWatch Logs' resources, which are in the AWS provider's module `cloudwatch`. */
export const logsResources: Record<string, Create> = {
  "aws:cloudwatch/logGroup:LogGroup": async ({ region, inputs, physicalName }) => {
    const name = inputs.optionalString("name") ?? physicalName;
    const { arn } = region.logs.createLogGroup(name, {
      kmsKeyId: inputs.optionalString("kmsKeyId"),
      retentionDays: inputs.optionalNumber("retentionInDays"),
    });
    return { id: name, arn, name };
  },

  "aws:cloudwatch/logMetricFilter:LogMetricFilter": async ({ region, inputs, physicalName }) => {
    inputs.rejectUnsupported("applyOnTransformedLogs");
    const name = inputs.optionalString("name") ?? physicalName;
    const transformation = inputs.block("metricTransformation");
    transformation.rejectUnsupported("dimensions");
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
};

/** The provider takes these numbers as text. On AWS a value may also name a member of the line. */
function numberIn(key: string, text: string): number {
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number)) {
    throw new Error(`the local account supports numbers as a metric filter's ${key}, not ${text}`);
  }
  return number;
}
