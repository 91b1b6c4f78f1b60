import type { DesiredEncryption } from "./desired";
import { type KeyDescription, type KnownKeys, descriptionOf, resolve } from "./key-description";
import { complianceOfKey, complianceOfManager } from "./key-compliance";
import { type AccountRegion, type KeyArn, type KeyReference, isIn, isUsableState } from "./key";
import { type LookUp, keyLabel, matchKeys } from "./match";
import { type EncryptionSetting, keyOfSetting } from "./setting";
import { type ProtectedResource, xray } from "./protected-resource";
import { clip, printable, quoted } from "./text";
import { undecidable } from "./undecidable";
import { type Verdict, type Expected, composeVerdict, notes } from "./verdict";

/**
 * Judges an encryption setting. A pure function: when it needs KMS's description of a key, it returns the key reference.
 * The caller adds the description to `known` and calls again. A reference is requested only if the verdict depends on it,
 * and only once: at most one look-up for each alias and one for the key in use.
 *
 * @param setting the actual setting
 * @param desired the desired encryption
 * @param location the account and Region of the setting; a bare key ID or alias name belongs to them
 * @param known KMS's descriptions so far
 * @param remarks further sentences for the annotation, the most important first
 * @param subject the resource that the setting belongs to
 * @returns the verdict, or the key reference to look up
 * @throws UndecidableError when the verdict depends on a description that could not be read or has unknown values
 * @throws InvalidEncryptionSettingError when the setting's `keyId` is not a key reference
 */
export function decide(
  setting: EncryptionSetting,
  desired: DesiredEncryption,
  location: AccountRegion,
  known: KnownKeys,
  remarks: readonly string[] = [],
  subject: ProtectedResource = xray,
): Verdict | LookUp {
  if (setting.type === "NONE") {
    return judgeDefault(subject, desired, location, remarks);
  }
  const inUse = keyInUse(keyOfSetting(setting), known);
  if (desired.kind === "none") {
    return composeVerdict("NON_COMPLIANT", {
      found: `${subject.name} encrypts with ${inUse.arn === undefined ? inUse.text : keyLabel(inUse.arn, location)}`,
      connector: ", but should use its default encryption",
      notes: remarks,
    });
  }
  if (inUse.arn === undefined) {
    return inUse.description === undefined
      ? { lookUp: inUse.text }
      : judgeUnresolved(subject, inUse.text, inUse.description, desired, location, remarks);
  }
  return judgeKey(subject, inUse.arn, desired, location, known, remarks);
}

/** Judges the default encryption. There is no key, so nothing is looked up. */
function judgeDefault(
  subject: ProtectedResource,
  desired: DesiredEncryption,
  location: AccountRegion,
  remarks: readonly string[],
): Verdict {
  return desired.kind === "none"
    ? composeVerdict("COMPLIANT", {
        found: `${subject.name} uses its default encryption, as desired`,
        notes: remarks,
      })
    : composeVerdict("NON_COMPLIANT", {
        found: `${subject.name} uses its default encryption`,
        connector: ", but should use",
        expected: expectedAsWritten(desired, location),
        notes: remarks,
      });
}

/** X-Ray always returns a key ARN. Any other form is looked up, should X-Ray ever return one. */
function keyInUse(
  key: KeyReference,
  known: KnownKeys,
): { text: string; arn: KeyArn } | { text: string; arn?: undefined; description: UnresolvedKey | undefined } {
  if (key.form === "keyArn") {
    return { text: key.text, arn: key };
  }
  const target = resolve(key.text, known);
  return target !== undefined && "arn" in target
    ? { text: key.text, arn: target.arn }
    : { text: key.text, description: target };
}

/** A desired encryption with a key: everything but X-Ray's default encryption. */
type DesiredKeys = Exclude<DesiredEncryption, { kind: "none" }>;

type UnresolvedKey = Exclude<KeyDescription, { found: "key" }>;

function judgeUnresolved(
  subject: ProtectedResource,
  text: string,
  description: UnresolvedKey,
  desired: DesiredKeys,
  location: AccountRegion,
  remarks: readonly string[],
): Verdict {
  if (description.found === "unreadable") {
    throw undecidable(`which key the setting's keyId ${quoted(text)} is`, description.why, text);
  }
  return composeVerdict("NON_COMPLIANT", {
    found: `${subject.onUnusableKey}: its key ${clip(text, 90)} is gone`,
    connector: ", and should be",
    expected: expectedAsWritten(desired, location),
    notes: remarks,
  });
}

function judgeKey(
  subject: ProtectedResource,
  inUse: KeyArn,
  desired: DesiredKeys,
  location: AccountRegion,
  known: KnownKeys,
  remarks: readonly string[],
): Verdict | LookUp {
  const match = desired.kind === "keys" ? matchKeys(inUse, desired.keys, location, known) : undefined;
  if (match !== undefined && "lookUp" in match) {
    return match;
  }
  const description = descriptionOf(inUse, known);
  if (description === undefined) {
    return { lookUp: inUse.text };
  }
  const compliance =
    match === undefined
      ? complianceOfManager(desired.kind === "customer", inUse, description)
      : complianceOfKey(match);
  const unusable = unusableBecause(description);
  if (unusable !== undefined) {
    const label = isIn(inUse, location) ? inUse.keyId : inUse.text;
    return composeVerdict("NON_COMPLIANT", {
      found: `${subject.onUnusableKey}: its key ${label}${compliance.which ?? ""} ${unusable}`,
      ...(compliance.complies === "no"
        ? { connector: ", and should be", expected: compliance.expected }
        : { connector: ", but should be Enabled" }),
      notes: remarks,
    });
  }
  if (compliance.complies === "unknown") {
    throw compliance.error;
  }
  const found = `${subject.name} encrypts with ${keyLabel(inUse, location)}`;
  const allNotes = description.found === "unreadable" ? [notes.keyStateUnreadable, ...remarks] : remarks;
  return compliance.complies === "yes"
    ? composeVerdict("COMPLIANT", {
        ...compliance.explanation,
        found: `${found}${compliance.explanation.found}`,
        notes: allNotes,
      })
    : composeVerdict("NON_COMPLIANT", {
        found: `${found}${compliance.which ?? ","}`,
        connector: " but should use",
        expected: compliance.expected,
        notes: allNotes,
      });
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
