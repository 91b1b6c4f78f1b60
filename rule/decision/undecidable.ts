import { clip, printable } from "./text";

/** A fact that the verdict depends on cannot be read. No verdict may be reported. */
export class UndecidableError extends Error {
  override readonly name = "UndecidableError";
}

/**
 * @param what the undecided question; it follows "Cannot decide"
 * @param why KMS's error or unexpected response
 * @param reference the key or alias that was looked up
 */
export function undecidable(what: string, why: string, reference: string): UndecidableError {
  return new UndecidableError(
    `Cannot decide ${what} (${clip(printable(why), 200)}): expected the evaluator's role to be allowed kms:DescribeKey on ${clip(reference, 100)}, and KMS to answer.`,
  );
}
