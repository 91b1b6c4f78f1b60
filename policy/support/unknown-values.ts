import * as policy from "@pulumi/policy";
import { runtime } from "@pulumi/pulumi";

/** What the engine's proxy throws. The package exports it, but its types leave it out. */
export const { UnknownValueError } = policy as unknown as {
  UnknownValueError: new (sentinel: string, path: string[]) => Error;
};

/**
 * Makes every check, also those behind one that meets a value not known before the deployment; what can be told is told.
 *
 * @throws UnknownValueError in the end when a check met one, so that the engine says that not all could be checked
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
 * A verdict that hangs on what only AWS knows, which is the same to a reviewer as a value not known before the
 * deployment. The engine reports it as such: advisory, never a pass.
 */
export class CannotTellError extends UnknownValueError {
  /** @param why whole sentences: what cannot be told, and what to do */
  constructor(why: string) {
    super(runtime.unknownValue, []);
    this.message = why;
  }
}
