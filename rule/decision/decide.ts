import type { DesiredEncryption } from "./desired";
import { type Asking, DescribedKeys, type KeyDescription } from "./key-description";
import { complianceOfKey, complianceOfManager, type KeyCompliance } from "./key-compliance";
import { type AccountRegion, type KeyArn, isIn, isUsableState } from "./key";
import { keyLabel, matchKeys } from "./match";
import { type EncryptionSetting, keyOfSetting } from "./setting";
import { type ProtectedResource, xray } from "./protected-resource";
import { clip, printable, quoted } from "./text";
import { undecidable } from "./undecidable";
import { type Expected, type Explanation, type Finding, notes } from "./verdict";

/**
 * Judges an encryption setting. Pure: where it needs KMS's description of a key, it yields the key reference, and its caller
 * passes the description on. It asks only where the verdict depends on it, and only once: at most one look-up for each alias and
 * one for the key in use.
 *
 * @param setting the actual setting
 * @param desired the desired encryption
 * @param location the account and Region of the setting; a bare key ID or alias name belongs to them
 * @param subject the resource that the setting belongs to
 * @throws UndecidableError when the verdict depends on a description that could not be read or has unknown values
 * @throws InvalidEncryptionSettingError when the setting's `keyId` is not a key reference
 */
export function* decide(
  setting: EncryptionSetting,
  desired: DesiredEncryption,
  location: AccountRegion,
  subject: ProtectedResource = xray,
): Asking<Finding> {
  if (setting.type === "NONE") return judgeDefault(subject, desired, location);
  const key = keyOfSetting(setting);
  if (desired.kind === "none") {
    const label = key.form === "keyArn" ? keyLabel(key, location) : key.text;
    return nonCompliant({
      found: `${subject.name} encrypts with ${label}`,
      connector: ", but should use its default encryption",
    });
  }
  const kms = new DescribedKeys();
  // X-Ray always returns a key ARN. Any other form is looked up, should X-Ray ever return one.
  const inUse = key.form === "keyArn" ? { arn: key } : yield* kms.resolve(key.text);
  if (!("arn" in inUse)) return judgeUnresolved(subject, key.text, inUse, desired, location);
  const match =
    desired.kind === "keys" ? yield* matchKeys(inUse.arn, desired.keys, location, kms) : undefined;
  const description = yield* kms.describeKey(inUse.arn);
  const compliance =
    match === undefined
      ? complianceOfManager(desired.kind === "customer", inUse.arn, description)
      : complianceOfKey(match);
  return judgeKey(subject, inUse.arn, description, compliance, location);
}

/** The key references that `decide` may ask for before KMS has answered anything. @throws InvalidEncryptionSettingError */
export function mayAskFor(
  setting: EncryptionSetting,
  desired: DesiredEncryption,
  { region }: AccountRegion,
): string[] {
  if (setting.type === "NONE" || desired.kind === "none") return [];
  const aliases = (desired.kind === "keys" ? desired.keys : []).filter(
    (key) => key.form === "aliasName" || (key.form === "aliasArn" && key.region === region),
  );
  return [...new Set([keyOfSetting(setting), ...aliases].map(({ text }) => text))];
}

/** Judges the default encryption. There is no key, so nothing is looked up. */
function judgeDefault(
  subject: ProtectedResource,
  desired: DesiredEncryption,
  location: AccountRegion,
): Finding {
  return desired.kind === "none"
    ? compliant({ found: `${subject.name} uses its default encryption, as desired` })
    : nonCompliant({
        found: `${subject.name} uses its default encryption`,
        connector: ", but should use",
        expected: expectedAsWritten(desired, location),
      });
}

/** A desired encryption with a key: everything but X-Ray's default encryption. */
type DesiredKeys = Exclude<DesiredEncryption, { kind: "none" }>;

function judgeUnresolved(
  subject: ProtectedResource,
  text: string,
  description: Exclude<KeyDescription, { found: "key" }>,
  desired: DesiredKeys,
  location: AccountRegion,
): Finding {
  if (description.found === "unreadable") {
    throw undecidable(`which key the setting's keyId ${quoted(text)} is`, description.why, text);
  }
  return nonCompliant({
    found: `${subject.onUnusableKey}: its key ${clip(text, 90)} is gone`,
    connector: ", and should be",
    expected: expectedAsWritten(desired, location),
  });
}

function judgeKey(
  subject: ProtectedResource,
  inUse: KeyArn,
  description: KeyDescription,
  compliance: KeyCompliance,
  location: AccountRegion,
): Finding {
  const unusable = unusableBecause(description);
  if (unusable !== undefined) {
    const label = isIn(inUse, location) ? inUse.keyId : inUse.text;
    return nonCompliant({
      found: `${subject.onUnusableKey}: its key ${label}${compliance.which ?? ""} ${unusable}`,
      ...(compliance.complies === "no"
        ? { connector: ", and should be", expected: compliance.expected }
        : { connector: ", but should be Enabled" }),
    });
  }
  if (compliance.complies === "unknown") throw compliance.error;
  const found = `${subject.name} encrypts with ${keyLabel(inUse, location)}`;
  const unread = description.found === "unreadable" ? { notes: [notes.keyStateUnreadable] } : {};
  return compliance.complies === "yes"
    ? compliant({
        ...compliance.explanation,
        found: `${found}${compliance.explanation.found}`,
        ...unread,
      })
    : nonCompliant({
        found: `${found}${compliance.which ?? ","}`,
        connector: " but should use",
        expected: compliance.expected,
        ...unread,
      });
}

function compliant(explanation: Explanation): Finding {
  return { complianceType: "COMPLIANT", explanation };
}

function nonCompliant(explanation: Explanation): Finding {
  return { complianceType: "NON_COMPLIANT", explanation };
}

/** Names the desired keys as they were written, without a look-up. */
function expectedAsWritten(desired: DesiredKeys, location: AccountRegion): Expected[] {
  switch (desired.kind) {
    case "any":
      return [{ name: "a KMS key" }];
    case "customer":
      return [{ name: "a customer managed key" }];
    case "keys": {
      const names = desired.keys.map((key) =>
        key.form === "keyArn"
          ? keyLabel(key, location)
          : key.form === "keyId"
            ? `key ${key.keyId}`
            : key.text,
      );
      return [...new Set(names)].map((name) => ({ name }));
    }
  }
}

/** Why X-Ray cannot use a key, as the end of a clause. Undefined when it can, or when KMS could not be asked. */
function unusableBecause(description: KeyDescription): string | undefined {
  switch (description.found) {
    case "nothing":
      return "is gone";
    case "unreadable":
      return undefined;
    case "key": {
      // PendingReplicaDeletion, the longest state that KMS documents, has 22 characters.
      const state = clip(printable(description.state.trim()), 22);
      return isUsableState(description.state)
        ? undefined
        : `is ${state === "" ? "in no known state" : state}`;
    }
  }
}
