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

/** A computation that asks its caller, one at a time, for KMS's description of a key reference. */
export type Asking<T> = Generator<string, T, KeyDescription>;

/** The key that a reference points to. */
export type ResolvedKey = { arn: KeyArn } | Exclude<KeyDescription, { found: "key" }>;

/** KMS's descriptions, by key reference as it was written. Each reference is asked for once. */
export class DescribedKeys {
  private readonly descriptions = new Map<string, KeyDescription>();

  /** Finds the key that a reference points to. */
  *resolve(reference: string): Asking<ResolvedKey> {
    const description = yield* this.describe(reference);
    if (description.found !== "key") return description;
    const arn = parseKeyReference(description.arn);
    return arn?.form === "keyArn" ? { arn } : { found: "unreadable", why: "KMS answered without a key ARN" };
  }

  /** Describes a key; without asking, where an alias has led to it. */
  *describeKey(key: KeyArn): Asking<KeyDescription> {
    const known = this.find(key);
    if (known !== undefined) return known;
    const own = yield* this.describe(key.text);
    return (
      this.find(key) ??
      (own.found === "key" ? { found: "unreadable", why: "KMS answered about another key" } : own)
    );
  }

  private find(key: KeyArn): KeyDescription | undefined {
    return [...this.descriptions.values()].find((description) => {
      const arn = description.found === "key" ? parseKeyReference(description.arn) : undefined;
      return arn?.form === "keyArn" && isSameKey(arn, key);
    });
  }

  private *describe(reference: string): Asking<KeyDescription> {
    const description = this.descriptions.get(reference) ?? (yield reference);
    this.descriptions.set(reference, description);
    return description;
  }
}
