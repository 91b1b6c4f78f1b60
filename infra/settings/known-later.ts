import * as pulumi from "@pulumi/pulumi";

/** Whether a value is known only when the program runs, or once it is deployed. */
export function isLater(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

/** Checks an Output when it is known. The program ends then with what `check` throws. */
export function checked<T, R>(value: pulumi.Input<T>, check: (known: T) => R): pulumi.Output<R> {
  const output = pulumi.output(value);
  return output.apply(async (known): Promise<R> => {
    try {
      return check(known as T);
    } catch (error) {
      if (!pulumi.RunError.isInstance(error)) throw error;
      const isSecret = await pulumi.isSecret(output);
      throw asItIs(isSecret ? masked(error, known) : error);
    }
  });
}

/**
 * Keeps the sentence: Pulumi writes `error serializing property "..."` before it, for each place where the value would go. And
 * once the program's own code has ended, Pulumi prints the stack trace of whatever fails.
 */
export function asItIs(error: pulumi.RunError): pulumi.RunError {
  const { message } = error;
  error.stack = message;
  return Object.defineProperty(error, "message", { get: () => message, set: () => undefined });
}

/** A sentence names the value that cannot be used, which a secret's must not. */
export function masked(error: pulumi.RunError, secret: unknown): pulumi.RunError {
  return new pulumi.RunError(textsIn(secret).reduce(withoutText, error.message));
}

function withoutText(sentence: string, secret: string): string {
  return secret === "" ? sentence : sentence.split(secret).join("[secret]");
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return Object.values(value ?? {}).flatMap(textsIn);
}
