import { type EncryptionSetting, encryptionConfigType, parseSetting } from "../decision/setting";
import type { AccountRegion } from "../decision/key";
import { quoted } from "../decision/text";
import { InvocationError } from "../errors";
import type { Judged } from "../evaluate";
import { isJudgedStatus, requireSame } from "../parse/item";
import { type Members, readAccountId, readObject, readString, readTime } from "../parse/json-fields";

/** An API call after which the setting was judged. */
export interface ObservedCall {
  name: string;
  caller: string;
  calledAt?: string | undefined;
  eventId?: string | undefined;
}

/** A verdict on the setting, as a function that judges tells it to the notifier. Times are ISO 8601. */
export interface Observation {
  /** What the verdict is on: an item that AWS Config recorded, or the live setting, on schedule or after a call. */
  by: "recorder" | "schedule" | "call";
  complianceType: "COMPLIANT" | "NON_COMPLIANT";
  annotation: string;
  /** A key ARN, or `NONE`. */
  setting: string;
  /** When the setting was so: an item's capture time, or when the live setting was read. */
  asOf: string;
  judgedAt: string;
  /** For a link; undefined where nobody named the rule. */
  ruleName?: string | undefined;
  call?: ObservedCall | undefined;
}

/** A change that AWS Config recorded, and that nothing judges before the next scheduled run. */
export interface RecordedChange {
  by: "event";
  setting: string;
  asOf: string;
}

/** What a function that judged tells the notifier. @returns undefined when nothing is judged that people would hear of */
export function observationOf(
  by: Observation["by"],
  { setting, verdict: { complianceType, annotation }, asOf }: Judged,
  ruleName: string | undefined,
  call?: ObservedCall,
): Observation | undefined {
  if (complianceType === "NOT_APPLICABLE") return undefined;
  return {
    by,
    complianceType,
    annotation,
    setting: settingText(setting),
    asOf: asOf.toISOString(),
    judgedAt: new Date().toISOString(),
    ...(ruleName !== undefined && { ruleName }),
    ...(call && { call }),
  };
}

/** The setting as one word: a key ARN, or `NONE`. */
export function settingText(setting: EncryptionSetting): string {
  return setting.type === "KMS" ? setting.keyId : "NONE";
}

/**
 * Parses what a judging function sent.
 *
 * @throws InvocationError when a member is missing or unknown
 */
export function parseObservation(value: unknown): Observation {
  const members = readObject(value, "observation");
  const call = members.get("call");
  return {
    by: oneOf(members, "by", ["recorder", "schedule", "call"], prefix),
    complianceType: oneOf(members, "complianceType", ["COMPLIANT", "NON_COMPLIANT"], prefix),
    annotation: readString(members, "annotation", prefix),
    setting: readString(members, "setting", prefix),
    asOf: readTime(members, "asOf", prefix).toISOString(),
    judgedAt: readTime(members, "judgedAt", prefix).toISOString(),
    ...(members.has("ruleName") && { ruleName: readString(members, "ruleName", prefix) }),
    ...(call !== undefined && { call: parseCall(readObject(call, "observation.call"), "observation.call.") }),
  };
}

/**
 * Parses AWS Config's event of a recorded item (EventBridge, `Config Configuration Item Change`).
 *
 * @returns undefined for an item without a setting, such as one that was deleted
 * @throws InvocationError when the event is malformed, or from another account or Region
 */
export function parseRecordedChange(
  envelope: Members,
  { accountId, region }: AccountRegion,
): RecordedChange | undefined {
  requireSame("account", readAccountId(envelope, "account"), accountId);
  requireSame("region", readString(envelope, "region"), region);
  const detail = readObject(envelope.get("detail"), "detail");
  const item = readObject(detail.get("configurationItem"), "detail.configurationItem");
  const status = item.get("configurationItemStatus");
  const isSetting = item.get("resourceType") === encryptionConfigType;
  if (!isSetting || !isJudgedStatus(status, "detail.configurationItem.configurationItemStatus")) {
    return undefined;
  }
  return {
    by: "event",
    setting: settingText(parseSetting(item.get("configuration"))),
    asOf: readTime(item, "configurationItemCaptureTime", "detail.configurationItem.").toISOString(),
  };
}

const prefix = "observation.";

/** @param prefix what the call is a member of, for errors */
export function parseCall(call: Members, prefix: string): ObservedCall {
  return {
    name: readString(call, "name", prefix),
    caller: readString(call, "caller", prefix),
    ...(call.has("calledAt") && { calledAt: readString(call, "calledAt", prefix) }),
    ...(call.has("eventId") && { eventId: readString(call, "eventId", prefix) }),
  };
}

/** @throws InvocationError for any other value */
export function oneOf<T extends string>(
  members: Members,
  member: string,
  expected: readonly T[],
  prefix: string,
): T {
  const value = members.get(member);
  const found = expected.find((one) => one === value);
  if (found === undefined) {
    throw new InvocationError(`${prefix}${member} is ${quoted(value)}; expected ${expected.join(", ")}.`);
  }
  return found;
}
