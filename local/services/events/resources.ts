import { ifExists, type ResourceType } from "../../deployment/resource";
import { InputTransformer } from "./input-transformer";

/** EventBridge's resources, which are in the AWS provider's module `cloudwatch`. */
export const eventsResources: Record<string, ResourceType> = {
  "aws:cloudwatch/eventRule:EventRule": {
    create: async ({ region, inputs, physicalName }) => {
      inputs.rejectUnsupported("scheduleExpression", "eventBusName");
      const name = inputs.optionalString("name") ?? physicalName;
      const { arn } = region.events.putRule(name, {
        eventPattern: inputs.string("eventPattern"),
        enabled: inputs.optionalString("state") !== "DISABLED",
      });
      return { id: name, arn, name };
    },
    read: async ({ region, id }) => ifExists(region.events.find(id)),
    delete: async ({ region, id }) => region.events.deleteRule(id),
  },

  "aws:cloudwatch/eventTarget:EventTarget": {
    create: async ({ region, inputs, physicalName }) => {
      inputs.rejectUnsupported("input", "inputPath", "eventBusName");
      const rule = inputs.string("rule");
      const targetId = inputs.optionalString("targetId") ?? physicalName;
      const transformer = inputs.optionalBlock("inputTransformer");
      region.events.putTarget(rule, {
        id: targetId,
        arn: inputs.string("arn"),
        roleArn: inputs.optionalString("roleArn"),
        deadLetterArn: inputs.optionalBlock("deadLetterConfig")?.string("arn"),
        transformer:
          transformer &&
          InputTransformer.parse(transformer.stringMap("inputPaths"), transformer.string("inputTemplate")),
      });
      return { id: `${rule}-${targetId}`, targetId };
    },
    read: async ({ region, id, inputs }) => {
      const rule = inputs.string("rule");
      return ifExists(region.events.find(rule)?.targets.find((target) => `${rule}-${target.id}` === id));
    },
    delete: async ({ region, id, inputs }) => {
      const rule = inputs.string("rule");
      region.events.removeTarget(rule, id.slice(rule.length + 1));
    },
  },
};
