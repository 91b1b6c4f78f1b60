import { functionInputs, functionOutputs } from "../deployment/functions";
import { propertyChanges, replacesEveryType } from "../deployment/property-changes";

/** What resources have beside their inputs, where a program may refer to it. */
const outputs = "arn bucket name url id region version qualifiedArn invokeArn".split(" ");

const anything = { $ref: "pulumi.json#/Any" };

/**
 * Pulumi's schema of what the local account knows of the AWS provider: the names of properties, each of any type. The host of
 * programs in YAML asks for it; the AWS provider's own has all of AWS, and is in the plugin alone.
 */
export function localSchema(version: string): object {
  return {
    name: "aws",
    version,
    meta: { moduleFormat: "(.*)(?:/[^/]*)" },
    provider: { inputProperties: properties(["region"]) },
    resources: Object.fromEntries(
      Object.entries(propertyChanges).map(([type, { replaces, updates, replacesIf = {} }]) => {
        const inputs = [...replacesEveryType, ...replaces, ...updates, ...Object.keys(replacesIf)];
        return [
          type,
          { inputProperties: properties(inputs), properties: properties([...outputs, ...inputs]) },
        ];
      }),
    ),
    functions: Object.fromEntries(
      Object.entries(functionOutputs).map(([token, told]) => {
        const given = ["region", ...words(functionInputs[token] ?? "")];
        return [
          token,
          {
            inputs: { properties: properties(given) },
            outputs: { properties: properties([...given, ...words(told), "id"]) },
          },
        ];
      }),
    ),
  };
}

function properties(names: string[]): Record<string, object> {
  return Object.fromEntries(names.map((name) => [name, anything]));
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
