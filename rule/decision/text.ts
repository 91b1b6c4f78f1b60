/**
 * Shortens a text to at most `limit` characters. A shortened text ends in "...".
 *
 * @param limit at least 3
 */
export function clip(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 3)}...`;
}

/** Replaces all but printable ASCII. AWS Config rejects some other characters, and a line break would split a log line. */
export function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?");
}

/** A value with every text in it printable, at any depth. */
export function printableIn<T>(value: T): T {
  if (typeof value === "string") return printable(value) as T;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(printableIn) as T;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, printableIn(member)])) as T;
}

/**
 * Formats any value for an error message: printable and at most 80 characters, strings in quotes.
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
