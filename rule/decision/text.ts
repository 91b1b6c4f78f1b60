/**
 * Shortens a text to at most `limit` characters; what was cut off ends in "...".
 *
 * @param text any text
 * @param limit the most characters wanted, at least 3
 */
export function clip(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 3)}...`;
}

/** Replaces everything that is not printable ASCII: AWS Config refuses some characters, and a log line is one line. */
export function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?");
}

/**
 * A value as an error message shows it: quoted, printable and at most 80 characters long, whatever it was.
 *
 * @param value anything, also what is not a string
 */
export function quoted(value: unknown): string {
  if (typeof value === "string") {
    return `"${clip(printable(value), 80)}"`;
  }
  if (value === null || typeof value === "number" || typeof value === "boolean") {
    return clip(String(value), 80);
  }
  if (value === undefined) {
    return "missing";
  }
  return Array.isArray(value) ? "a list" : `a value of type ${typeof value}`;
}
