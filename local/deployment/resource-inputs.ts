/** A resource's inputs as the program registered them, read with the types that the provider declares. */
export class ResourceInputs {
  constructor(
    /** The resource, for messages: `aws:sns/topic:Topic guard`. */
    private readonly owner: string,
    readonly values: Record<string, unknown>,
  ) {}

  string(key: string): string {
    return this.optionalString(key) ?? this.missing(key);
  }

  optionalString(key: string): string | undefined {
    return this.read(key, "a string", (value): value is string => typeof value === "string");
  }

  optionalNumber(key: string): number | undefined {
    return this.read(key, "a number", (value): value is number => typeof value === "number");
  }

  number(key: string): number {
    return this.optionalNumber(key) ?? this.missing(key);
  }

  optionalBoolean(key: string): boolean | undefined {
    return this.read(key, "a boolean", (value): value is boolean => typeof value === "boolean");
  }

  /** A list of strings; empty if the input is missing. */
  strings(key: string): string[] {
    const isStrings = (value: unknown): value is string[] =>
      Array.isArray(value) && value.every((item) => typeof item === "string");
    return this.read(key, "a list of strings", isStrings) ?? [];
  }

  /** A map of strings; empty if the input is missing. */
  stringMap(key: string): Record<string, string> {
    const isMap = (value: unknown): value is Record<string, string> =>
      isObject(value) && Object.values(value).every((item) => typeof item === "string");
    return this.read(key, "a map of strings", isMap) ?? {};
  }

  /** A nested block, such as a rule's `source`. */
  optionalBlock(key: string): ResourceInputs | undefined {
    const value = this.read(key, "an object", isObject);
    return value === undefined ? undefined : new ResourceInputs(`${this.owner}: ${key}`, value);
  }

  block(key: string): ResourceInputs {
    return this.optionalBlock(key) ?? this.missing(key);
  }

  /** A list of nested blocks; empty if the input is missing. */
  blocks(key: string): ResourceInputs[] {
    const isBlocks = (value: unknown): value is Record<string, unknown>[] =>
      Array.isArray(value) && value.every(isObject);
    return (this.read(key, "a list of objects", isBlocks) ?? []).map(
      (value, index) => new ResourceInputs(`${this.owner}: ${key}[${index}]`, value),
    );
  }

  /** A document, given as JSON text or as an object. */
  document(key: string): unknown {
    const value = this.values[key];
    if (isObject(value)) return value;
    const text = this.string(key);
    try {
      return JSON.parse(text);
    } catch {
      throw new Error(`${this.owner}: ${key} must be JSON, but is ${text}`);
    }
  }

  /** @throws Error for inputs that the local account would otherwise silently ignore */
  rejectUnsupported(...keys: string[]): void {
    for (const key of keys) {
      if (this.values[key] !== undefined) {
        throw new Error(
          `${this.owner}: the local account does not simulate ${key}; leave it out to run locally.`,
        );
      }
    }
  }

  private read<T>(key: string, expected: string, is: (value: unknown) => value is T): T | undefined {
    const value = this.values[key];
    if (value === undefined || value === null) return undefined;
    if (is(value)) return value;
    throw new Error(`${this.owner}: ${key} must be ${expected}, but is ${JSON.stringify(value)}`);
  }

  private missing(key: string): never {
    throw new Error(`${this.owner}: ${key} is missing`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
