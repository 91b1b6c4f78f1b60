/**
 * What the engine tells about a resource: plain values behind a proxy. Reading a value that is not known before the
 * deployment throws `UnknownValueError`, which makes the engine say that the policy could not be run.
 */
export type Properties = Readonly<Record<string, unknown>>;

/** A text, or undefined when there is none. */
export function stringOf(of: Properties, name: string): string | undefined {
  const value = of[name];
  return typeof value === "string" ? value : undefined;
}

/** A list of texts; AWS writes a list of one as the text alone. */
export function stringsOf(of: Properties, name: string): string[] {
  const value = of[name];
  return (Array.isArray(value) ? Array.from<unknown>(value) : [value]).filter(
    (item) => typeof item === "string",
  );
}

/** An object, or undefined when there is none. */
export function objectOf(of: Properties, name: string): Properties | undefined {
  const value = of[name];
  return isObject(value) ? value : undefined;
}

/** A list of objects. */
export function objectsOf(of: Properties, name: string): Properties[] {
  const value = of[name];
  return Array.isArray(value) ? Array.from<unknown>(value).filter(isObject) : [];
}

export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
