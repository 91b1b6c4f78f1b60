import { type KeyReference, keyReferenceForms, parseKeyReference } from "./key";
import { quoted } from "./text";

/** X-Ray's encryption setting in AWS Config. AWS's tutorial also calls it `AWS::XrayEncryptionConfig`, which does not exist. */
export const encryptionConfigType = "AWS::XRay::EncryptionConfig";

/** X-Ray's encryption setting in one account and Region. */
export type EncryptionSetting =
  /** X-Ray's default encryption, without a KMS key. */
  | { type: "NONE" }
  /** `keyId` is as X-Ray returned it: a key ARN, whatever form the setting was made with. */
  | { type: "KMS"; keyId: string };

/** An encryption setting is invalid. The message names the wrong member. */
export class InvalidEncryptionSettingError extends Error {
  override readonly name = "InvalidEncryptionSettingError";
}

/**
 * Parses an encryption setting from a configuration item's `configuration` or from X-Ray's response. AWS's guides
 * disagree on the spelling (`type` and `keyId`, `keyID`, or capitals), so each spelling is accepted.
 *
 * @param configuration an object with the type and, for KMS, the key
 * @param name the object's name in error messages
 * @throws InvalidEncryptionSettingError when a member is missing, unknown or malformed, or has two values
 */
export function parseSetting(configuration: unknown, name = "configuration"): EncryptionSetting {
  if (typeof configuration !== "object" || configuration === null || Array.isArray(configuration)) {
    throw new InvalidEncryptionSettingError(
      `${name} is ${quoted(configuration)}; expected an object with type and keyId.`,
    );
  }
  const members = new Map<string, unknown>(Object.entries(configuration));
  const type = readMember(members, ["type", "Type"], `${name}.type`);
  if (type !== "NONE" && type !== "KMS") {
    throw new InvalidEncryptionSettingError(`${name}.type is ${quoted(type)}; expected "NONE" or "KMS".`);
  }
  // AWS CLI's own example of GetEncryptionConfig answers NONE with a key beside it: the type decides.
  if (type === "NONE") return { type };
  const keyId = readMember(members, ["keyId", "keyID", "KeyId"], `${name}.keyId`);
  if (typeof keyId !== "string" || parseKeyReference(keyId) === undefined) {
    throw new InvalidEncryptionSettingError(
      `${name}.keyId is ${quoted(keyId)} although ${name}.type is "KMS"; expected ${keyReferenceForms}.`,
    );
  }
  return { type, keyId };
}

/** Parses a setting's key. `parseSetting` has checked its form; settings built by other callers may be wrong. */
export function keyOfSetting(setting: { keyId: string }): KeyReference {
  const key = parseKeyReference(setting.keyId);
  if (key === undefined) {
    throw new InvalidEncryptionSettingError(
      `keyId is ${quoted(setting.keyId)}; expected ${keyReferenceForms}.`,
    );
  }
  return key;
}

function readMember(
  members: ReadonlyMap<string, unknown>,
  spellings: readonly string[],
  name: string,
): unknown {
  const values = new Set(
    spellings
      .map((spelling) => members.get(spelling))
      .filter((value) => value !== undefined && value !== null),
  );
  const [value, other] = values;
  if (values.size > 1) {
    throw new InvalidEncryptionSettingError(
      `${name} is both ${quoted(value)} and ${quoted(other)} in two spellings; expected one value.`,
    );
  }
  return value;
}
