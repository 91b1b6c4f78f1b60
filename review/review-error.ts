/** A review is not possible. The message is printed alone, without a stack trace. */
export class ReviewError extends Error {
  override readonly name = "ReviewError";
}
