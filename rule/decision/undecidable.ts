import { clip, printable } from "./text";

/** The verdict hangs on a fact that cannot be had. Nothing may be reported. */
export class UndecidableError extends Error {
  override readonly name = "UndecidableError";
}

/**
 * @param what the question, as the end of "Cannot decide"
 * @param why what KMS answered instead
 * @param reference the key or alias
 */
export function undecidable(what: string, why: string, reference: string): UndecidableError {
  return new UndecidableError(
    `Cannot decide ${what} (${clip(printable(why), 200)}): expected kms:DescribeKey on ${clip(reference, 100)} to be allowed to the evaluator's role, and answered.`,
  );
}
