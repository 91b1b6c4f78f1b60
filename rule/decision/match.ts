import { type KnownKeys, resolve } from "./key-description";
import { type AccountRegion, type KeyArn, type KeyReference, isIn, isSameKey } from "./key";
import type { Expected } from "./verdict";

/** The decision needs to know what KMS says about this key reference. */
export interface LookUp {
  lookUp: string;
}

/** How the key in use compares with the keys wanted. */
export interface Match {
  /** The first wanted key that is the key in use. */
  by?: { key: KeyReference; rank: "desired" | "accepted" };
  /** The keys wanted, in words; those that do not exist or could not be read first. */
  wanted: readonly Expected[];
  /** Aliases that may be the key in use, but could not be read. */
  unreadable: readonly { alias: string; why: string }[];
}

/**
 * Compares the key in use with the keys wanted, in order; the first that matches settles it, and the rest is not looked up.
 * An alias is never compared as a text: it is looked up, and the key it points to is compared.
 */
export function matchKeys(
  inUse: KeyArn,
  keys: readonly KeyReference[],
  location: AccountRegion,
  known: KnownKeys,
): LookUp | Match {
  const wanted: Expected[] = [];
  const doubtful: Expected[] = [];
  const unreadable: { alias: string; why: string }[] = [];
  for (const [index, key] of keys.entries()) {
    const compared = compare(inUse, key, location, known);
    if ("lookUp" in compared) {
      return compared;
    }
    if (compared.outcome === "same") {
      return { by: { key, rank: index === 0 ? "desired" : "accepted" }, wanted: [], unreadable: [] };
    }
    if (compared.outcome === "unreadable") {
      unreadable.push({ alias: key.text, why: compared.why });
    }
    (compared.wanted.remark === undefined ? wanted : doubtful).push(compared.wanted);
  }
  return { wanted: withoutDuplicates([...doubtful, ...wanted]), unreadable };
}

type Comparison =
  | { outcome: "same" }
  | { outcome: "other"; wanted: Expected }
  | { outcome: "unreadable"; wanted: Expected; why: string };

function compare(
  inUse: KeyArn,
  key: KeyReference,
  location: AccountRegion,
  known: KnownKeys,
): LookUp | Comparison {
  switch (key.form) {
    case "keyArn":
      return isSameKey(key, inUse) ? { outcome: "same" } : other({ name: keyLabel(key, location) });
    case "keyId":
      return isIn(inUse, location) && key.keyId === inUse.keyId
        ? { outcome: "same" }
        : other({ name: `key ${key.keyId}` });
    case "aliasArn":
      // An alias points to a key of its own Region only, and KMS knows no other Region's (KMS developer guide, Aliases).
      return key.region === inUse.region
        ? compareAlias(inUse, key.text, location, known)
        : other({ name: key.text, remark: "in another Region" });
    case "aliasName":
      return compareAlias(inUse, key.text, location, known);
  }
}

function compareAlias(
  inUse: KeyArn,
  alias: string,
  location: AccountRegion,
  known: KnownKeys,
): LookUp | Comparison {
  const target = resolve(alias, known);
  if (target === undefined) {
    return { lookUp: alias };
  }
  if ("arn" in target) {
    return isSameKey(target.arn, inUse)
      ? { outcome: "same" }
      : other({ name: `${alias}, now ${keyLabel(target.arn, location)}` });
  }
  return target.found === "nothing"
    ? other({ name: alias, remark: "does not exist" })
    : { outcome: "unreadable", wanted: { name: alias, remark: "could not be read" }, why: target.why };
}

function other(wanted: Expected): Comparison {
  return { outcome: "other", wanted };
}

function withoutDuplicates(wanted: readonly Expected[]): Expected[] {
  return [...new Map(wanted.map((one) => [one.name, one])).values()];
}

/** A key in an annotation: a key of the home account and Region by its ID, to save room, any other by its ARN. */
export function keyLabel(key: KeyArn, location: AccountRegion): string {
  return isIn(key, location) ? `key ${key.keyId}` : key.text;
}
