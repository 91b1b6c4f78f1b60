import * as pulumi from "@pulumi/pulumi";
import { closest } from "fastest-levenshtein";

/** A setting that cannot be used. The message names the key, the value, what is allowed, and the nearest valid value. */
export class StackConfigError extends pulumi.RunError {
  constructor(key: string, value: unknown, expected: string) {
    super(`${key} is ${JSON.stringify(value)}: ${expected}`);
  }
}

export function oneOf<T extends string>(key: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new StackConfigError(
    key,
    value,
    `expected one of ${allowed.join(", ")}; did you mean ${closest(value, [...allowed])}?`,
  );
}

export function wholeNumber(key: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  const nearest = Math.round(Math.min(most, Math.max(least, value || least)));
  throw new StackConfigError(
    key,
    value,
    `expected a whole number from ${least} to ${most}; the nearest is ${nearest}.`,
  );
}

export function trueOrFalse(key: string, value: boolean): boolean {
  if (typeof value === "boolean") return value;
  throw new StackConfigError(key, value, "expected true or false.");
}

export function listOfStrings(key: string, value: string[]): void {
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return;
  throw new StackConfigError(key, value, "expected a list of strings.");
}

export function withoutRepeats(key: string, values: string[]): string[] {
  const repeated = values.find((value, index) => values.indexOf(value) !== index);
  if (repeated === undefined) return values;
  throw new StackConfigError(key, repeated, "it is listed twice; list it once.");
}
