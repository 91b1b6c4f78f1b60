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
 * Judges an encryption setting. Pure: what KMS says about a key it asks its caller for, one reference at a time, until
 * it knows enough; the caller adds the answer to `known` and asks again. Only what decides is ever asked for, an answer
 * never twice, so it takes at most one look-up for each alias and one for the key in use.
 *
 * @param setting what is
 * @param desired what should be
 * @param location the account and Region of the setting: what a bare key ID or alias name means
 * @param known what KMS said so far
 * @param remarks sentences that the annotation shall carry too, the most important first
 * @param subject whose setting it is
 * @returns the verdict, or the key reference to look up
 * @throws UndecidableError when the verdict hangs on a fact that is unreadable or unknown
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
    return inUse.fact === undefined
      ? { lookUp: inUse.text }
      : judgeUnresolved(subject, inUse.text, inUse.fact, desired, location, remarks);
  }
  return judgeKey(subject, inUse.arn, desired, location, known, remarks);
}

/** The default encryption: no key, nothing to look up. */
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
        expected: wantedAsWritten(desired, location),
        notes: remarks,
      });
}

/** X-Ray always answers with a key ARN. Should it ever not, what it answers is looked up like anything else. */
function keyInUse(
  key: KeyReference,
  known: KnownKeys,
): { text: string; arn: KeyArn } | { text: string; arn?: undefined; fact: UnresolvedFact | undefined } {
  if (key.form === "keyArn") {
    return { text: key.text, arn: key };
  }
  const target = resolve(key.text, known);
  return target !== undefined && "arn" in target
    ? { text: key.text, arn: target.arn }
    : { text: key.text, fact: target };
}

/** Where some key is desired, and not X-Ray's default encryption. */
type DesiredKeys = Exclude<DesiredEncryption, { kind: "none" }>;

type UnresolvedFact = Exclude<KeyDescription, { found: "key" }>;

function judgeUnresolved(
  subject: ProtectedResource,
  text: string,
  fact: UnresolvedFact,
  desired: DesiredKeys,
  location: AccountRegion,
  remarks: readonly string[],
): Verdict {
  if (fact.found === "unreadable") {
    throw undecidable(`which key the setting's keyId ${quoted(text)} is`, fact.why, text);
  }
  return composeVerdict("NON_COMPLIANT", {
    found: `${subject.onUnusableKey}: its key ${clip(text, 90)} is gone`,
    connector: ", and should be",
    expected: wantedAsWritten(desired, location),
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
  const fact = descriptionOf(inUse, known);
  if (fact === undefined) {
    return { lookUp: inUse.text };
  }
  const fit =
    match === undefined
      ? complianceOfManager(desired.kind === "customer", inUse, fact)
      : complianceOfKey(match);
  const unusable = unusableBecause(fact);
  if (unusable !== undefined) {
    const label = isIn(inUse, location) ? inUse.keyId : inUse.text;
    return composeVerdict("NON_COMPLIANT", {
      found: `${subject.onUnusableKey}: its key ${label}${fit.which ?? ""} ${unusable}`,
      ...(fit.fits === "no"
        ? { connector: ", and should be", expected: fit.wanted }
        : { connector: ", but should be Enabled" }),
      notes: remarks,
    });
  }
  if (fit.fits === "unknown") {
    throw fit.error;
  }
  const is = `${subject.name} encrypts with ${keyLabel(inUse, location)}`;
  const said = fact.found === "unreadable" ? [notes.keyStateUnreadable, ...remarks] : remarks;
  return fit.fits === "yes"
    ? composeVerdict("COMPLIANT", { ...fit.finding, found: `${is}${fit.finding.found}`, notes: said })
    : composeVerdict("NON_COMPLIANT", {
        found: `${is}${fit.which ?? ","}`,
        connector: " but should use",
        expected: fit.wanted,
        notes: said,
      });
}

/** What is desired, in words that need no look-up. */
function wantedAsWritten(desired: DesiredKeys, location: AccountRegion): Expected[] {
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

/** Why X-Ray cannot use a key, as the end of a clause; undefined when it can, or when nobody could tell. */
function unusableBecause(fact: KeyDescription): string | undefined {
  switch (fact.found) {
    case "nothing":
      return "is gone";
    case "unreadable":
      return undefined;
    case "key": {
      // The longest state that KMS documents, PendingReplicaDeletion, has 22 characters.
      const state = clip(printable(fact.state.trim()), 22);
      return isUsableState(fact.state) ? undefined : `is ${state === "" ? "in no known state" : state}`;
    }
  }
}
