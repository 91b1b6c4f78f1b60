import type { EncryptionSetting } from "../../rule/decision/setting";
import type { TimelineEntry } from "./entries";
import type { EncryptionCall } from "./sources";

/** A timeline's entry as JSON: what is not known is null, times are ISO 8601 in UTC. */
export function entryToJson(region: string, entry: TimelineEntry) {
  const head = { kind: entry.kind, region, at: entry.at.toISOString() };
  switch (entry.kind) {
    case "change":
      return {
        ...head,
        /** `call`: the time of the call. `recording`: when AWS Config recorded it, up to some minutes later. */
        timeFrom: entry.by,
        from: entry.from ? { setting: settingToJson(entry.from.setting), knownBy: entry.from.by } : null,
        to: settingToJson(entry.to),
        caller: entry.who.is === "caller" ? callToJson(entry.who.call) : null,
        candidates: entry.who.is === "candidates" ? entry.who.calls.map(callToJson) : [],
        callerUnknown: entry.who.is === "unidentified" ? entry.who.why : null,
        recordedAt: entry.recordedAt?.toISOString() ?? null,
      };
    case "verdict":
      return {
        ...head,
        until: entry.until.toISOString(),
        complianceType: entry.complianceType ?? null,
        before: entry.before ?? null,
        unknown: entry.why ?? null,
      };
    case "unexplained":
      return { ...head, setting: settingToJson(entry.setting) };
  }
}

export type JsonEntry = ReturnType<typeof entryToJson>;

function settingToJson(
  setting: EncryptionSetting | undefined,
): { type: string; keyId: string | null } | null {
  if (setting === undefined) return null;
  return { type: setting.type, keyId: setting.type === "KMS" ? setting.keyId : null };
}

function callToJson({ at, eventId, principal, source }: EncryptionCall) {
  return { principal, at: at.toISOString(), eventId, source };
}
