import { type KeyArn, isSameKey, parseKeyReference } from "./key";

/** What KMS said about a key reference (`DescribeKey`). */
export type KeyDescription =
  | {
      found: "key";
      /** `KeyMetadata.Arn`. */
      arn: string;
      /** `KeyMetadata.KeyState`; empty when KMS named none. */
      state: string;
      /** `KeyMetadata.KeyManager`: `CUSTOMER` or `AWS`; empty when KMS named none. */
      manager: string;
    }
  /** No such key or alias. */
  | { found: "nothing" }
  /** KMS was asked and gave no answer, or could not be asked. */
  | { found: "unreadable"; why: string };

/** What is known so far, by key reference as written. */
export type KnownKeys = Readonly<Record<string, KeyDescription>>;

/**
 * The key that a reference leads to, as far as KMS told.
 *
 * @returns undefined when KMS has not been asked yet
 */
export function resolve(
  reference: string,
  known: KnownKeys,
): { arn: KeyArn } | { found: "nothing" } | { found: "unreadable"; why: string } | undefined {
  const fact = known[reference];
  if (fact?.found !== "key") {
    return fact;
  }
  const arn = parseKeyReference(fact.arn);
  return arn?.form === "keyArn" ? { arn } : { found: "unreadable", why: "KMS answered without a key ARN" };
}

/**
 * What is known about a key, asked for by its ARN or met behind an alias.
 *
 * @returns undefined when KMS has not been asked yet
 */
export function descriptionOf(key: KeyArn, known: KnownKeys): KeyDescription | undefined {
  const met = Object.values(known).find((fact) => {
    const arn = fact.found === "key" ? parseKeyReference(fact.arn) : undefined;
    return arn?.form === "keyArn" && isSameKey(arn, key);
  });
  if (met !== undefined) {
    return met;
  }
  const asked = known[key.text];
  return asked?.found === "key" ? { found: "unreadable", why: "KMS answered about another key" } : asked;
}
