/** A mistake in a project or stack file. The message is one sentence and is printed alone. */
export class StackError extends Error {
  override readonly name = "StackError";
}
