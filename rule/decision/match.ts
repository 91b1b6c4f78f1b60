import type { Asking, DescribedKeys } from "./key-description";
import { type AccountRegion, type KeyArn, type KeyReference, isIn, isSameKey } from "./key";
import type { Expected } from "./verdict";

/** The result of comparing the key in use with the desired and accepted keys. */
export interface Match {
  /** The first of them that is the key in use. */
  matched?: { key: KeyReference; rank: "desired" | "accepted" };
  /** Their names for the annotation; those that do not exist or could not be read come first. */
  expected: readonly Expected[];
  /** Aliases that could not be read, and so may point to the key in use. */
  unreadable: readonly { alias: string; why: string }[];
}

/**
 * Compares the key in use with the desired and accepted keys, in order. After the first match, nothing more is looked up.
 * An alias is never compared as text: the key it points to is looked up and compared.
 */
export function* matchKeys(
  inUse: KeyArn,
  keys: readonly KeyReference[],
  location: AccountRegion,
  kms: DescribedKeys,
): Asking<Match> {
  const expected: Expected[] = [];
  const doubtful: Expected[] = [];
  const unreadable: { alias: string; why: string }[] = [];
  for (const [index, key] of keys.entries()) {
    const compared = yield* compare(inUse, key, location, kms);
    if (compared.outcome === "same") {
      return { matched: { key, rank: index === 0 ? "desired" : "accepted" }, expected: [], unreadable: [] };
    }
    if (compared.outcome === "unreadable") {
      unreadable.push({ alias: key.text, why: compared.why });
    }
    (compared.expected.remark === undefined ? expected : doubtful).push(compared.expected);
  }
  return { expected: withoutDuplicates([...doubtful, ...expected]), unreadable };
}

type Comparison =
  | { outcome: "same" }
  | { outcome: "other"; expected: Expected }
  | { outcome: "unreadable"; expected: Expected; why: string };

function* compare(
  inUse: KeyArn,
  key: KeyReference,
  location: AccountRegion,
  kms: DescribedKeys,
): Asking<Comparison> {
  switch (key.form) {
    case "keyArn":
      return isSameKey(key, inUse) ? { outcome: "same" } : other({ name: keyLabel(key, location) });
    case "keyId":
      return isIn(inUse, location) && key.keyId === inUse.keyId
        ? { outcome: "same" }
        : other({ name: `key ${key.keyId}` });
    case "aliasArn":
      // An alias only points to a key in its own Region. KMS returns no aliases of other Regions (KMS developer guide,
      // Aliases).
      return key.region === inUse.region
        ? yield* compareAlias(inUse, key.text, location, kms)
        : other({ name: key.text, remark: "in another Region" });
    case "aliasName":
      return yield* compareAlias(inUse, key.text, location, kms);
  }
}

function* compareAlias(
  inUse: KeyArn,
  alias: string,
  location: AccountRegion,
  kms: DescribedKeys,
): Asking<Comparison> {
  const target = yield* kms.resolve(alias);
  if ("arn" in target) {
    return isSameKey(target.arn, inUse)
      ? { outcome: "same" }
      : other({ name: `${alias}, now ${keyLabel(target.arn, location)}` });
  }
  return target.found === "nothing"
    ? other({ name: alias, remark: "does not exist" })
    : { outcome: "unreadable", expected: { name: alias, remark: "could not be read" }, why: target.why };
}

function other(expected: Expected): Comparison {
  return { outcome: "other", expected };
}

function withoutDuplicates(expected: readonly Expected[]): Expected[] {
  return [...new Map(expected.map((one) => [one.name, one])).values()];
}

/** Names a key in an annotation: by ID in the setting's own account and Region, which saves room; elsewhere by ARN. */
export function keyLabel(key: KeyArn, location: AccountRegion): string {
  return isIn(key, location) ? `key ${key.keyId}` : key.text;
}
