import { ifExists, type ResourceType } from "../../deployment/resource";

/** CloudWatch Logs' resources, which are in the AWS provider's module `cloudwatch`. */
export const logsResources: Record<string, ResourceType> = {
  "aws:cloudwatch/logGroup:LogGroup": {
    create: async ({ region, inputs, physicalName }) => {
      const name = inputs.optionalString("name") ?? physicalName;
      await region.logs.requireKey(name, inputs.optionalString("kmsKeyId"));
      const { arn } = region.logs.createLogGroup(name, {
        kmsKeyId: inputs.optionalString("kmsKeyId"),
        retentionDays: inputs.optionalNumber("retentionInDays"),
      });
      return { id: name, arn, name };
    },
    update: async ({ region, id, inputs }) => {
      await region.logs.requireKey(id, inputs.optionalString("kmsKeyId"));
      region.logs.encrypt(id, inputs.optionalString("kmsKeyId"));
      region.logs.keep(id, inputs.optionalNumber("retentionInDays"));
      return {};
    },
    read: async ({ region, id }) => ifExists(region.logs.find(id)),
    delete: async ({ region, id }) => region.logs.deleteLogGroup(id),
  },

  "aws:cloudwatch/logMetricFilter:LogMetricFilter": {
    create: async ({ region, inputs, physicalName }) => {
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
    read: async ({ region, id, inputs }) =>
      ifExists(region.logs.find(inputs.string("logGroupName"))?.filters.find(({ name }) => name === id)),
    delete: async ({ region, id, inputs }) =>
      region.logs.deleteMetricFilter(inputs.string("logGroupName"), id),
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
