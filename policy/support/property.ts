/**
 * A resource's properties from the engine: plain values behind a proxy. Reading a value that is only known after the
 * deployment throws `UnknownValueError`; the engine then reports that it could not run the policy.
 */
export type Properties = Readonly<Record<string, unknown>>;

/** A string property; undefined if it is missing or not a string. */
export function stringOf(of: Properties, name: string): string | undefined {
  const value = of[name];
  return typeof value === "string" ? value : undefined;
}

/** A list of strings. In AWS's documents, a list of one may be a plain string. */
export function stringsOf(of: Properties, name: string): string[] {
  const value = of[name];
  return (Array.isArray(value) ? Array.from<unknown>(value) : [value]).filter(
    (item) => typeof item === "string",
  );
}

/** An object property; undefined if it is missing or not an object. */
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
