import type { ResourceValidationArgs } from "@pulumi/policy";
import type { PolicyConfigJSONSchema, PolicyConfigJSONSchemaType } from "@pulumi/policy/schema";

/** One configurable property of a policy. */
export interface ConfigProperty<T> {
  type: "string" | "integer" | "boolean" | "array" | "object";
  description: string;
  /** The value if the pack's configuration leaves the property out. */
  default: T;
  enum?: string[];
  minimum?: number;
  /** The schema of a list's elements; strings by default. */
  items?: PolicyConfigJSONSchema;
  /** The schema of an object's keys. */
  propertyNames?: PolicyConfigJSONSchema;
}

type Declared<T extends object> = { [K in keyof T]: ConfigProperty<T[K]> };

/**
 * Declares a policy's configurable properties.
 *
 * @returns the JSON schema that the engine validates a configuration with, and a function that reads the configuration
 *   from a policy's args
 */
export function configurable<T extends object>(declared: Declared<T>) {
  const entries = Object.entries(declared) as [
    string,
    ConfigProperty<PolicyConfigJSONSchemaType | undefined>,
  ][];
  const defaults = Object.fromEntries(entries.map(([name, property]) => [name, property.default])) as T;
  const properties = Object.fromEntries(
    entries.map(([name, { default: value, ...property }]) => [
      name,
      {
        ...property,
        ...(property.type === "array" && {
          items: property.items ?? { type: "string" as const },
        }),
        ...(property.type === "object" && { additionalProperties: { type: "string" as const } }),
        ...(value !== undefined && { default: value }),
      },
    ]),
  );
  return {
    schema: { properties },
    read: (args: Pick<ResourceValidationArgs, "getConfig">): T => ({
      ...defaults,
      ...args.getConfig<Partial<T>>(),
    }),
  };
}
