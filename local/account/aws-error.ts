/** An error as AWS answers it: a code that clients switch on, and a sentence. */
export class AwsError extends Error {
  override readonly name = "AwsError";

  constructor(
    readonly code: string,
    message: string,
    readonly statusCode = 400,
  ) {
    super(message);
  }
}

/** What the local account does not do. Said plainly, because an answer that is made up would be worse. */
export function notSimulated(what: string): AwsError {
  return new AwsError("NotSimulated", `The local account does not simulate ${what}.`, 501);
}
