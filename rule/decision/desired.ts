import { type KeyReference, keyReferenceForms, parseKeyReference } from "./key";
import { quoted } from "./text";

/** The encryption that a setting is judged against. */
export type DesiredEncryption =
  /** X-Ray's default encryption, without a KMS key. */
  | { kind: "none" }
  /** Any KMS key, including AWS managed keys. */
  | { kind: "any" }
  /** Any customer managed KMS key. */
  | { kind: "customer" }
  /** One of these keys. The first is the desired key, the others are accepted keys. */
  | { kind: "keys"; keys: readonly [KeyReference, ...KeyReference[]] };

/** A desired encryption is invalid. The message names the setting, the allowed values and the cure. */
export class DesiredEncryptionError extends Error {
  override readonly name = "DesiredEncryptionError";

  /**
   * @param setting the invalid setting
   * @param message one sentence that starts with the setting's name
   */
  constructor(
    readonly setting: "desiredKey" | "acceptedKeys",
    message: string,
  ) {
    super(message);
  }
}

const words = ["any", "customer", "none"] as const;
type Word = (typeof words)[number];

const allowed = `${keyReferenceForms}; or "any" (any KMS key), "customer" (any customer managed key), "none" (X-Ray's default encryption)`;

/**
 * Parses a desired encryption. Duplicate keys are allowed.
 *
 * @param desiredKey a key reference in any form, `any`, `customer` or `none`
 * @param acceptedKeys further key references, accepted while keys are rotated; only valid together with a key
 * @throws DesiredEncryptionError when either is invalid
 */
export function parseDesiredEncryption(
  desiredKey: string,
  acceptedKeys: readonly string[] = [],
): DesiredEncryption {
  if (isWord(desiredKey)) {
    if (acceptedKeys.length > 0) {
      throw new DesiredEncryptionError(
        "acceptedKeys",
        `acceptedKeys is not allowed beside desiredKey "${desiredKey}", which names no key: remove acceptedKeys, or set desiredKey to a key.`,
      );
    }
    return { kind: desiredKey };
  }
  const desired = parseKeyReference(desiredKey);
  if (desired === undefined) {
    throw new DesiredEncryptionError(
      "desiredKey",
      `desiredKey is ${described(desiredKey)}; expected ${allowed}${suggestion(desiredKey)}.`,
    );
  }
  return { kind: "keys", keys: [desired, ...acceptedKeys.map(parseAcceptedKey)] };
}

/**
 * Splits a comma-separated rule parameter.
 *
 * @param text key references separated by commas; blanks around them are ignored, an empty text is an empty list
 * @returns the parts; two adjacent commas give an empty part, which `parseDesiredEncryption` rejects
 */
export function splitAcceptedKeys(text: string): string[] {
  return text.trim() === "" ? [] : text.split(",").map((part) => part.trim());
}

/**
 * Describes a desired encryption in words: "any KMS key", or the keys as they were written.
 */
export function describeDesiredEncryption(desired: DesiredEncryption): string {
  switch (desired.kind) {
    case "none":
      return "X-Ray's default encryption";
    case "any":
      return "any KMS key";
    case "customer":
      return "any customer managed KMS key";
    case "keys": {
      const keys = [...new Set(desired.keys.map((key) => key.text))];
      return keys.length === 1 ? `the key ${keys.join()}` : `one of the keys ${keys.join(", ")}`;
    }
  }
}

function parseAcceptedKey(text: string): KeyReference {
  const key = parseKeyReference(text);
  if (key !== undefined) {
    return key;
  }
  const reason = isWord(text) ? `${quoted(text)}, which is for desiredKey alone` : described(text);
  throw new DesiredEncryptionError(
    "acceptedKeys",
    `acceptedKeys has an element that is ${reason}; expected ${keyReferenceForms}${suggestion(text)}.`,
  );
}

function isWord(text: string): text is Word {
  return words.some((word) => word === text);
}

function described(text: string): string {
  return text.trim() === "" ? "empty" : quoted(text);
}

function suggestion(text: string): string {
  const nearest = nearestDesiredKey(text);
  return nearest === undefined || nearest === text ? "" : ` (did you mean "${nearest}"?)`;
}

/**
 * Guesses the valid value behind an invalid one.
 *
 * @param text the invalid value
 * @returns a valid `desiredKey`, or undefined when none is similar
 */
export function nearestDesiredKey(text: string): string | undefined {
  const plain = text.trim();
  const lower = plain.toLowerCase();
  const candidates = [
    plain,
    lower,
    plain.replace(/^alias(?=[/:]|$)/i, "alias").replace(/^alias:/, "alias/"),
    lower.replace(/^key\//, ""),
  ];
  const near = words.find((word) => isOneEditAway(lower, word));
  const valid = candidates.find(
    (candidate) => isWord(candidate) || parseKeyReference(candidate) !== undefined,
  );
  if (valid !== undefined || near !== undefined) {
    return valid ?? near;
  }
  // A bare name is usually an alias without its prefix. A text like an ARN or a key ID is a misspelt ARN or ID.
  const isName = /^[A-Za-z][A-Za-z0-9/_-]{2,60}$/.test(plain) && !/^(arn|mrk|key\/|alias)/i.test(plain);
  return isName ? `alias/${plain}` : undefined;
}

/** Whether two texts differ by one added, missing or wrong letter. */
function isOneEditAway(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) {
    return false;
  }
  let start = 0;
  while (start < short.length && short[start] === long[start]) {
    start += 1;
  }
  const skip = short.length === long.length ? 1 : 0;
  return short.slice(start + skip) === long.slice(start + 1);
}
