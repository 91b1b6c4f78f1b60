import { quoted } from "../decision/text";
import { InvocationError } from "../errors";

/** The members of a JSON object, by name. */
export type Members = ReadonlyMap<string, unknown>;

/**
 * @param value a parsed JSON value
 * @param name its name in error messages
 * @throws InvocationError when it is not an object
 */
export function readObject(value: unknown, name: string): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new InvocationError(`${name} is ${quoted(value)}; expected an object.`);
  }
  return new Map<string, unknown>(Object.entries(value));
}

/** @throws InvocationError when the text is not a JSON object */
export function readJsonObject(text: string, name: string): Members {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new InvocationError(`${name} is ${quoted(text)}; expected JSON.`, { cause });
  }
  return readObject(value, name);
}

/** @throws InvocationError when the member is missing, empty, or not a string */
export function readString(members: Members, member: string, prefix = ""): string {
  const value = members.get(member);
  if (typeof value !== "string" || value === "") {
    throw new InvocationError(`${prefix}${member} is ${quoted(value)}; expected a string that is not empty.`);
  }
  return value;
}

/** @throws InvocationError when the member is not an account ID of twelve digits */
export function readAccountId(members: Members, member: string, prefix = ""): string {
  const value = readString(members, member, prefix);
  if (!/^[0-9]{12}$/.test(value)) {
    throw new InvocationError(`${prefix}${member} is ${quoted(value)}; expected twelve digits.`);
  }
  return value;
}

/** @throws InvocationError when the member is not an ISO 8601 time with a time zone */
export function readTime(members: Members, member: string, prefix = ""): Date {
  const text = readString(members, member, prefix);
  const isIso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/.test(text);
  const time = new Date(text);
  if (!isIso || Number.isNaN(time.getTime())) {
    throw new InvocationError(
      `${prefix}${member} is ${quoted(text)}; expected an ISO 8601 time like 2026-03-04T05:06:07.890Z.`,
    );
  }
  return time;
}

/** A member of a value's own; undefined where the value has no members. */
export function memberOf(value: unknown, member: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.getOwnPropertyDescriptor(value, member)?.value
    : undefined;
}
