import { type KeyArn, isSameKey, parseKeyReference } from "./key";

/** KMS's description of a key reference (`DescribeKey`). */
export type KeyDescription =
  | {
      found: "key";
      /** `KeyMetadata.Arn`. */
      arn: string;
      /** `KeyMetadata.KeyState`; empty when KMS returned none. */
      state: string;
      /** `KeyMetadata.KeyManager`: `CUSTOMER` or `AWS`; empty when KMS returned none. */
      manager: string;
    }
  /** The key or alias does not exist. */
  | { found: "nothing" }
  /** KMS returned an error, or could not be called. */
  | { found: "unreadable"; why: string };

/** The descriptions so far, by key reference as it was written. */
export type KnownKeys = Readonly<Record<string, KeyDescription>>;

/**
 * Finds the key that a reference points to.
 *
 * @returns undefined when KMS has not been called for it yet
 */
export function resolve(
  reference: string,
  known: KnownKeys,
): { arn: KeyArn } | { found: "nothing" } | { found: "unreadable"; why: string } | undefined {
  const description = known[reference];
  if (description?.found !== "key") {
    return description;
  }
  const arn = parseKeyReference(description.arn);
  return arn?.form === "keyArn" ? { arn } : { found: "unreadable", why: "KMS answered without a key ARN" };
}

/**
 * Finds the description of a key, whether it was looked up by its ARN or through an alias.
 *
 * @returns undefined when KMS has not been called for it yet
 */
export function descriptionOf(key: KeyArn, known: KnownKeys): KeyDescription | undefined {
  const viaAnyReference = Object.values(known).find((description) => {
    const arn = description.found === "key" ? parseKeyReference(description.arn) : undefined;
    return arn?.form === "keyArn" && isSameKey(arn, key);
  });
  if (viaAnyReference !== undefined) {
    return viaAnyReference;
  }
  const own = known[key.text];
  return own?.found === "key" ? { found: "unreadable", why: "KMS answered about another key" } : own;
}
