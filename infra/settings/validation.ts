import { closest } from "fastest-levenshtein";
import { StackConfigError } from "./stack-config-error";

/** One setting: what it may be, and what it means. */
export interface Setting<T = unknown> {
  /** As `Pulumi.yaml` names types. */
  type: "string" | "integer" | "boolean" | "array" | "object";
  /** The type of a list's elements, or of a map's values. */
  items?: "string" | "object";
  /** Left out means any value of the type. */
  allowed?: readonly T[];
  range?: readonly [least: number, most: number];
  /** Whether another program may give an Output, for it names what exists; for a list or map one for each element. */
  isInput?: true;
  /** Allowed even if `allowed` does not have it: an optional string is empty by default. */
  default: T;
  /** Left out where any other allowed value would do. */
  example?: T;
  /** Markdown. */
  description: string;
  /** Checks what the type does not say. Throws StackConfigError. */
  check?(value: T): void;
}

/**
 * Checks one value of the setting `key`.
 *
 * @throws StackConfigError with what is expected, and the nearest allowed value
 */
export function checkValue(key: string, setting: Setting, value: unknown): void {
  if (value === setting.default) return;
  if (!isAllowed(value, setting)) {
    throw new StackConfigError(key, value, `expected ${expectation(setting)}${suggestion(value, setting)}`);
  }
  setting.check?.(value);
}

function isAllowed(value: unknown, { type, items, allowed, range }: Setting): boolean {
  if (allowed !== undefined) return allowed.includes(value);
  switch (type) {
    case "integer": {
      const [least, most] = range ?? [-Infinity, Infinity];
      return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
    }
    case "array":
      return Array.isArray(value) && value.every((item) => typeof item === items && item !== null);
    case "object":
      return isMap(value) && Object.values(value).every((item) => typeof item === items);
    default:
      return typeof value === type;
  }
}

export function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a value of the setting must be. */
function expectation({ type, items, allowed, range, example }: Setting): string {
  if (allowed !== undefined) return `one of ${allowed.join(", ")}`;
  if (range !== undefined) return `a whole number from ${range.join(" to ")}`;
  if (type === "boolean") return "true or false";
  const kinds = {
    string: "a string",
    integer: "a whole number",
    array: `a list of ${items}s`,
    object: `a map of ${items}s`,
  };
  return `${kinds[type]}, such as ${JSON.stringify(example)}`;
}

function suggestion(value: unknown, { type, allowed = [], range }: Setting): string {
  if (typeof value === "string" && type === "string") {
    return `; did you mean ${closest(value, allowed.map(String))}?`;
  }
  if (typeof value === "number" && type === "integer" && !Number.isNaN(value)) {
    return `; the nearest is ${range ? within(value, range) : nearest(value, allowed.map(Number))}.`;
  }
  return ".";
}

function within(value: number, [least, most]: readonly [number, number]): number {
  return Math.round(Math.min(most, Math.max(least, value)));
}

function nearest(value: number, numbers: number[]): number {
  return numbers.reduce((one, other) => (Math.abs(other - value) < Math.abs(one - value) ? other : one));
}
