import { quoted } from "./text";

/** The type of a key, as `Pulumi.yaml` declares it. */
export interface ConfigType {
  type?: string;
  items?: ConfigType;
}

/** The types that `Pulumi.yaml` can name. */
export const typeNames = ["string", "integer", "boolean", "array", "object"];

/**
 * Whether a value is of a type. A whole number or a boolean may be text, as `pulumi config set` writes it. A value without a
 * declared type is of any.
 */
export function isOfType(value: unknown, { type, items }: ConfigType): boolean {
  switch (type) {
    case undefined:
      return true;
    case "string":
      return typeof value === "string";
    case "integer":
      return Number.isInteger(value) || (typeof value === "string" && /^[-+]?\d+$/.test(value));
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    case "array":
      return Array.isArray(value) && value.every((item) => isOfType(item, items ?? {}));
    default:
      return isMap(value);
  }
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** What a value of another type must be, for after "must be". */
export function expectedType(declared: ConfigType, value: unknown): string {
  const examples: Record<string, string> = {
    array: ", such as [a, b]",
    boolean: ", true or false",
    object: ", such as {key: value}",
  };
  return `of type '${nameOf(declared)}'${examples[declared.type ?? ""] ?? ""}, but is ${quoted(value)}`;
}

function nameOf({ type = "any", items }: ConfigType): string {
  return type === "array" && items ? `array<${nameOf(items)}>` : type;
}
