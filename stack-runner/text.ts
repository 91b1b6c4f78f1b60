/** Shortens a text to 120 characters, so that it fits into a sentence. */
export function clip(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 117)}...`;
}

/** A value as JSON, on one line and short enough for a sentence. */
export function quoted(value: unknown): string {
  return clip(JSON.stringify(value));
}
