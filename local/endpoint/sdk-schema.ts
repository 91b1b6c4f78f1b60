import { NormalizedSchema } from "@smithy/core/schema";
import { AwsError } from "../account/aws-error";

type Schema = Parameters<typeof NormalizedSchema.of>[0];

/** An operation, as the SDK packages describe it. */
export interface Operation {
  name: string;
  http: { method: string; path: string } | undefined;
  input: NormalizedSchema;
  output: NormalizedSchema;
}

/**
 * The operations of a service, read from the model that its SDK package carries.
 *
 * @param client the module of an SDK v3 client, whose exports named `…$` are schemas
 */
export function operationsOf(client: Record<string, unknown>): Map<string, Operation> {
  const operations = new Map<string, Operation>();
  for (const [exported, schema] of Object.entries(client)) {
    // An operation's schema is [9, namespace, name, traits, input, output].
    if (!exported.endsWith("$") || !Array.isArray(schema) || schema[0] !== 9) continue;
    const [, , name, traits, input, output] = schema as [9, string, string, unknown, Schema, Schema];
    operations.set(name, {
      name,
      http: httpBinding(traits),
      input: NormalizedSchema.of(input),
      output: NormalizedSchema.of(output),
    });
  }
  return operations;
}

function httpBinding(traits: unknown): Operation["http"] {
  if (typeof traits !== "object" || traits === null || !("http" in traits)) return undefined;
  const [method, path] = traits.http as [string, string];
  return { method, path };
}

/**
 * Parses a request's body, or a part of it, by its shape. Members that the shape does not have are dropped, as AWS does.
 *
 * @throws AwsError `SerializationException` for a value of another type, `ValidationException` for a missing member
 */
export function parse(schema: NormalizedSchema, value: unknown, path = "request"): unknown {
  if (schema.isStructSchema()) {
    const given = asObject(value, path);
    const parsed: Record<string, unknown> = {};
    for (const [name, member] of schema.structIterator()) {
      const found = given[name];
      if (found !== undefined && found !== null) parsed[name] = parse(member, found, `${path}.${name}`);
      else if (isRequired(schema, name)) {
        throw new AwsError(
          "ValidationException",
          `Value null at '${path}.${name}' failed to satisfy constraint: Member must not be null`,
        );
      }
    }
    return parsed;
  }
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw wrongType(path, "a list");
    return value.map((item, index) => parse(schema.getValueSchema(), item, `${path}[${index}]`));
  }
  if (schema.isMapSchema()) {
    return Object.fromEntries(
      Object.entries(asObject(value, path)).map(([key, item]) => [
        key,
        parse(schema.getValueSchema(), item, `${path}.${key}`),
      ]),
    );
  }
  if (schema.isTimestampSchema()) {
    const time = typeof value === "number" ? new Date(value * 1000) : new Date(Number.NaN);
    if (Number.isNaN(time.getTime())) throw wrongType(path, "a timestamp");
    return time;
  }
  if (schema.isBooleanSchema() && typeof value !== "boolean") throw wrongType(path, "a boolean");
  if (schema.isNumericSchema() && typeof value !== "number") throw wrongType(path, "a number");
  if (schema.isStringSchema() && typeof value !== "string") throw wrongType(path, "a string");
  return value;
}

/**
 * Reads a value that is given as text in a path, a query, a header or a form, so that `parse` can check its type.
 *
 * @throws AwsError `SerializationException`
 */
export function fromText(schema: NormalizedSchema, text: string): unknown {
  if (schema.isNumericSchema()) {
    const number = Number(text);
    if (text.trim() === "" || !Number.isFinite(number)) throw wrongType(`'${text}'`, "a number");
    return number;
  }
  if (schema.isBooleanSchema()) {
    if (text !== "true" && text !== "false") throw wrongType(`'${text}'`, "true or false");
    return text === "true";
  }
  // `parse` expects timestamps in seconds.
  if (schema.isTimestampSchema()) return Date.parse(text) / 1000;
  return text;
}

/** Converts an answer to JSON values. Timestamps become seconds since 1970. A member that the shape lacks is an error. */
export function format(schema: NormalizedSchema, value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (schema.isListSchema() && Array.isArray(value))
    return value.map((item) => format(schema.getValueSchema(), item));
  if (schema.isMapSchema()) {
    return Object.fromEntries(
      Object.entries(asObject(value, "answer")).map(([key, item]) => [
        key,
        format(schema.getValueSchema(), item),
      ]),
    );
  }
  if (!schema.isStructSchema()) return value;
  const members = new Map([...schema.structIterator()]);
  const formatted: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(asObject(value, "answer"))) {
    const member = members.get(name);
    if (member === undefined) throw new Error(`${schema.getName() ?? "the answer"} has no member ${name}`);
    if (item !== undefined) formatted[name] = format(member, item);
  }
  return formatted;
}

/** A structure's schema is [3, namespace, name, traits, names, members, n], and its first n members are required. */
function isRequired(schema: NormalizedSchema, name: string): boolean {
  const raw = schema.getSchema();
  if (!Array.isArray(raw)) return false;
  const [, , , , names, , required] = raw as unknown as [
    3,
    string,
    string,
    unknown,
    string[],
    unknown[],
    number?,
  ];
  const index = names.indexOf(name);
  return index >= 0 && index < (required ?? 0);
}

function asObject(value: unknown, path: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw wrongType(path, "a structure");
}

function wrongType(path: string, expected: string): AwsError {
  return new AwsError("SerializationException", `${path} must be ${expected}`);
}
