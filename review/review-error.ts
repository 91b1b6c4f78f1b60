/** A review that cannot be made. The message is meant to be printed alone. */
export class ReviewError extends Error {
  override readonly name = "ReviewError";
}
