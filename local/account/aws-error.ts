/** An error as AWS returns it: a code that clients check, and a message. */
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

/** The error for what the local account does not simulate. An invented answer would mislead. */
export function notSimulated(what: string): AwsError {
  return new AwsError("NotSimulated", `The local account does not simulate ${what}.`, 501);
}
