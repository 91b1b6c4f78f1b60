import { isMap } from "./config-type";
import { StackError } from "./stack-error";

/**
 * A value as the engine takes it: text, a list or a map. Numbers and booleans become text, and so does an empty value.
 *
 * @param where the file and the key, for the message
 * @throws StackError for a secure value, and for one that YAML does not take for text although it may be meant so
 */
export function configValue(value: unknown, where: string): unknown {
  if (holdsSecret(value)) {
    throw new StackError(
      `${where} is a secure value, which only the Pulumi CLI with the stack's passphrase or key can decrypt: use a stack file with a plain value for the local run.`,
    );
  }
  const odd = oddScalar(value);
  if (odd !== undefined) throw new StackError(`${where} holds ${odd}: write it in quotes.`);
  if (value === null) return "";
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}

/** The engine takes a map for a secret if `secure` is all that it has. */
function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const entries = Object.entries(value);
  const [[key, text] = []] = entries;
  if (key === "secure" && entries.length === 1 && typeof text === "string") return true;
  return entries.some(([, item]) => holdsSecret(item));
}

/** What the CLI passes on in a way of its own, or not at all. */
function oddScalar(value: unknown): string | undefined {
  if (value instanceof Date) return "a date, which is not passed on as it is written";
  if (value instanceof Uint8Array) return "binary data";
  if (typeof value === "number") {
    if (!Number.isFinite(value)) return "a number without end, or none";
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) return "a number with too many digits";
  }
  if (!Array.isArray(value) && !isMap(value)) return undefined;
  for (const item of Object.values(value)) {
    const odd = oddScalar(item);
    if (odd !== undefined) return odd;
  }
  return undefined;
}
