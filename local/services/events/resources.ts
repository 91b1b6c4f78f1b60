import type { Create } from "../../deployment/resource";
import { InputTransformer } from "./input-transformer";

/** EventBridge's resources, which are in the AWS provider's module `cloudwatch`. */
export const eventsResources: Record<string, Create> = {
  "aws:cloudwatch/eventRule:EventRule": async ({ region, inputs, physicalName }) => {
    inputs.rejectUnsupported("scheduleExpression", "eventBusName");
    const name = inputs.optionalString("name") ?? physicalName;
    const { arn } = region.events.putRule(name, {
      eventPattern: inputs.string("eventPattern"),
      enabled: inputs.optionalString("state") !== "DISABLED",
    });
    return { id: name, arn, name };
  },

  "aws:cloudwatch/eventTarget:EventTarget": async ({ region, inputs, physicalName }) => {
    inputs.rejectUnsupported("input", "inputPath", "eventBusName", "deadLetterConfig");
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
