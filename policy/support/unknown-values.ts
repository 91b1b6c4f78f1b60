import * as policy from "@pulumi/policy";
import { runtime } from "@pulumi/pulumi";

/** The error that the engine's proxy throws. The package exports it, but not in its types. */
export const { UnknownValueError } = policy as unknown as {
  UnknownValueError: new (sentinel: string, path: string[]) => Error;
};

/**
 * Runs every check, even after one has read an unknown value, so that all known problems are reported.
 *
 * @throws UnknownValueError after the last check, if any check read an unknown value; the engine then reports that the
 *   policy could not check everything
 */
export function checkAll<T>(items: Iterable<T>, check: (item: T) => void): void {
  let unknown: Error | undefined;
  for (const item of items) {
    try {
      check(item);
    } catch (error) {
      if (!(error instanceof UnknownValueError)) throw error;
      unknown ??= error;
    }
  }
  if (unknown !== undefined) throw unknown;
}

/**
 * A verdict depends on a fact that only AWS knows. The engine reports it like an unknown value: advisory, never a pass.
 */
export class CannotTellError extends UnknownValueError {
  /** @param why whole sentences: what only AWS knows, and what to do */
  constructor(why: string) {
    super(runtime.unknownValue, []);
    this.message = why;
  }
}
