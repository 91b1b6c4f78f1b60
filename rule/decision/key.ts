/**
 * A reference to a KMS key in one of the four forms that KMS and X-Ray accept
 * (X-Ray API reference, `PutEncryptionConfig`; KMS API reference, `DescribeKey`).
 *
 * `text` is the reference exactly as it was written.
 */
export type KeyReference =
  | { form: "keyId"; text: string; keyId: string }
  | ({ form: "keyArn"; text: string; keyId: string } & ArnParts)
  | { form: "aliasName"; text: string; aliasName: string }
  | ({ form: "aliasArn"; text: string; aliasName: string } & ArnParts);

/** Partition, Region and account of a key or alias, from its ARN. */
export interface ArnParts {
  /** `aws`, `aws-cn`, `aws-us-gov`, `aws-iso…`, `aws-eusc` or a later partition. */
  partition: string;
  region: string;
  /** Twelve digits. */
  accountId: string;
}

/** A key ARN: the only form that identifies a key without a look-up. */
export type KeyArn = Extract<KeyReference, { form: "keyArn" }>;

/** The forms of a key reference, for error messages. */
export const keyReferenceForms =
  "a key ID (1234abcd-12ab-34cd-56ef-1234567890ab or mrk-...), a key ARN, an alias name (alias/name) or an alias ARN";

const keyId = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;
// KMS API reference, CreateAlias: 1 to 256 characters, letters, digits, "/", "_" and "-", after the prefix.
const aliasName = /^alias\/[A-Za-z0-9/_-]{1,250}$/;
const kmsArn = /^arn:(aws(?:-[a-z0-9]+)*):kms:([a-z]+(?:-[a-z]+)+-[0-9]{1,2}):([0-9]{12}):(key|alias)(\/.+)$/;

/**
 * Parses a key reference. It neither trims nor ignores letter case, because KMS does neither.
 *
 * @param text from a person's configuration, or from AWS
 * @returns the reference, or undefined when the text has none of the four forms
 */
export function parseKeyReference(text: string): KeyReference | undefined {
  if (keyId.test(text)) {
    return { form: "keyId", text, keyId: text };
  }
  if (aliasName.test(text)) {
    return { form: "aliasName", text, aliasName: text };
  }
  const arn = kmsArn.exec(text);
  if (arn === null) {
    return undefined;
  }
  const [, partition = "", region = "", accountId = "", kind, rest = ""] = arn;
  const where = { partition, region, accountId };
  if (kind === "key") {
    const id = rest.slice("/".length);
    return keyId.test(id) ? { form: "keyArn", text, keyId: id, ...where } : undefined;
  }
  const name = `alias${rest}`;
  return aliasName.test(name) ? { form: "aliasArn", text, aliasName: name, ...where } : undefined;
}

/** Account and Region of a setting. A bare key ID or alias name belongs to them. */
export interface AccountRegion {
  region: string;
  /** Twelve digits. */
  accountId: string;
}

/** Whether two key ARNs name the same key. Each Region is in one partition, so partitions are not compared. */
export function isSameKey(one: KeyArn, other: KeyArn): boolean {
  return isIn(one, other) && one.keyId === other.keyId;
}

/** Whether a key or alias is in this account and Region. */
export function isIn(arn: ArnParts, location: AccountRegion): boolean {
  return arn.accountId === location.accountId && arn.region === location.region;
}

/**
 * Whether X-Ray can encrypt with a key in this state. It can in `Enabled` and `Updating` only. In every other state,
 * including any that KMS adds later, X-Ray stops storing traces.
 *
 * @param state `KeyMetadata.KeyState` as KMS returns it
 */
export function isUsableState(state: string): boolean {
  return state === "Enabled" || state === "Updating";
}
