import assert from "node:assert/strict";
import { decide, mayAskFor } from "../../../rule/decision/decide";
import { parseDesiredEncryption } from "../../../rule/decision/desired";
import type { KeyDescription } from "../../../rule/decision/key-description";
import type { AccountRegion } from "../../../rule/decision/key";
import type { EncryptionSetting } from "../../../rule/decision/setting";
import { annotate, type Verdict } from "../../../rule/decision/verdict";

/** What KMS says of each key reference. */
export type KnownKeys = Readonly<Record<string, KeyDescription>>;

export const location: AccountRegion = { region: "eu-west-1", accountId: "123456789012" };

export const idA = "1234abcd-12ab-34cd-56ef-1234567890ab";
export const idB = "0987dcba-09fe-87dc-65ba-ab0987654321";
export const mrk = "mrk-1234abcd12ab34cd56ef1234567890ab";
export const keyA = `arn:aws:kms:eu-west-1:123456789012:key/${idA}`;
export const keyB = `arn:aws:kms:eu-west-1:123456789012:key/${idB}`;

export function key(arn: string, state = "Enabled", manager = "CUSTOMER"): KeyDescription {
  return { found: "key", arn, state, manager };
}
export const nothing: KeyDescription = { found: "nothing" };
export const unreadable: KeyDescription = { found: "unreadable", why: "AccessDeniedException" };

/** The desired encryption of `desiredKey` and `acceptedKeys`, written as `first, second, …`. */
export function desiredOf(text: string): ReturnType<typeof parseDesiredEncryption> {
  const [desiredKey = "", ...acceptedKeys] = text.split(", ");
  return parseDesiredEncryption(desiredKey, acceptedKeys);
}

/** Decides with a KMS that knows just these facts, and fails when asked for anything else, unannounced or twice. */
export function ask(
  setting: EncryptionSetting,
  desired: string,
  kms: KnownKeys,
  remarks: readonly string[] = [],
): { verdict: Verdict; asked: string[] } {
  const asked: string[] = [];
  const announced = mayAskFor(setting, desiredOf(desired), location);
  const decision = decide(setting, desiredOf(desired), location);
  let step = decision.next();
  while (step.done !== true) {
    const reference = step.value;
    const fact = kms[reference];
    assert.ok(fact !== undefined, `KMS was asked for ${reference}`);
    assert.ok(announced.includes(reference), `KMS was asked for ${reference} after others had answered`);
    assert.ok(!asked.includes(reference), `KMS was asked twice for ${reference}`);
    asked.push(reference);
    step = decision.next(fact);
  }
  return { verdict: annotate(step.value, remarks), asked };
}

export function using(keyId: string): EncryptionSetting {
  return { type: "KMS", keyId };
}
