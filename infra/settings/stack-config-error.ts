import * as pulumi from "@pulumi/pulumi";

/** A setting that cannot be used. The message has the key, the value, what is expected and, if there is one, the nearest value. */
export class StackConfigError extends pulumi.RunError {
  constructor(
    key: string,
    value: unknown,
    readonly expected: string,
  ) {
    super(`${key} is ${JSON.stringify(value)}: ${expected}`);
  }
}

export function withoutRepeats(key: string, values: string[]): void {
  const repeated = values.find((value, index) => values.indexOf(value) !== index);
  if (repeated !== undefined) throw new StackConfigError(key, repeated, "it is listed twice; list it once.");
}
