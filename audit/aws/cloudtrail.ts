import { type Event, paginateLookupEvents } from "@aws-sdk/client-cloudtrail";
import { subDays } from "date-fns";
import type { SettingChange, TimeRange } from "../history/setting-history";
import type { Clients } from "./clients";
import { listAll } from "./pages";

/** A successful call of `PutEncryptionConfig`, from CloudTrail's event history. */
export interface EncryptionCall {
  at: Date;
  eventId: string;
  /** The ARN of a user or role session, or the service that called. */
  principal: string;
  /** `NONE` or `KMS`, as requested; undefined where the event does not say. */
  type: string | undefined;
  /** As in X-Ray's answer; else as requested, and then possibly an alias. */
  keyId: string | undefined;
}

/** Days that CloudTrail's event history reaches back (CloudTrail User Guide, "Working with event history"). */
export const eventHistoryDays = 90;

/** Milliseconds by which AWS Config may record a change late. A call that old may be missing in the item before. */
const recordingLag = 15 * 60_000;

/**
 * The calls that set X-Ray's encryption, newest first. All fit in memory: ninety days of one rare call.
 *
 * @throws AuditError
 */
export async function encryptionCalls(
  clients: Clients,
  period: TimeRange,
  now: Date,
): Promise<EncryptionCall[]> {
  const { cloudtrail, region } = clients;
  const oldest = subDays(now, eventHistoryDays);
  // The call behind a change at the period's beginning was made a little earlier.
  const since = period.since && new Date(period.since.getTime() - recordingLag);
  if (period.until !== undefined && period.until < oldest) return [];
  const events = await listAll(
    { what: "CloudTrail's event history", action: "cloudtrail:LookupEvents", region },
    paginateLookupEvents,
    cloudtrail,
    {
      LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "PutEncryptionConfig" }],
      ...(since && { StartTime: since > oldest ? since : oldest }),
      ...(period.until && { EndTime: period.until }),
      MaxResults: 50,
    },
    ({ Events }) => Events,
  );
  return events.flatMap(callOf).sort((a, b) => b.at.getTime() - a.at.getTime());
}

/**
 * The call that caused a recorded change: the latest one before the item that requested the recorded setting. A call
 * before `previous` belongs to an earlier change.
 *
 * @param calls newest first
 * @param previous when the change before was recorded, if there was one
 */
export function callThatCaused(
  calls: readonly EncryptionCall[],
  change: SettingChange,
  previous: Date | undefined,
): EncryptionCall | undefined {
  const from = previous === undefined ? Number.NEGATIVE_INFINITY : previous.getTime() - recordingLag;
  return calls.find(
    (call) => call.at <= change.at && call.at.getTime() > from && asksFor(call, change.setting),
  );
}

function asksFor(call: EncryptionCall, setting: SettingChange["setting"]): boolean {
  if (setting === undefined || (call.type !== undefined && call.type !== setting.type)) return false;
  const wanted = call.keyId ?? "";
  // Only a key's ARN and ID can be compared: where an alias pointed at that time is unknown.
  if (setting.type === "NONE" || wanted === "" || wanted.includes("alias/")) return true;
  return setting.keyId === wanted || setting.keyId.endsWith(`:key/${wanted}`);
}

function callOf(event: Event): EncryptionCall[] {
  const detail = parse(event.CloudTrailEvent);
  const source = event.EventSource ?? detail["eventSource"];
  if (source !== "xray.amazonaws.com" || event.EventTime === undefined) return [];
  if (typeof detail["errorCode"] === "string") return [];
  const identity = record(detail["userIdentity"]);
  const requested = record(detail["requestParameters"]);
  const answered = record(record(detail["responseElements"])["encryptionConfig"]);
  return [
    {
      at: event.EventTime,
      eventId: event.EventId ?? "",
      principal:
        text(identity["arn"]) ??
        text(identity["invokedBy"]) ??
        event.Username ??
        "somebody CloudTrail does not name",
      type: text(requested["type"]) ?? text(requested["Type"]),
      keyId: keyIn(answered) ?? keyIn(requested),
    },
  ];
}

/** CloudTrail's spelling, and those in AWS's guides. */
function keyIn(members: Record<string, unknown>): string | undefined {
  return text(members["keyId"]) ?? text(members["KeyId"]) ?? text(members["keyID"]);
}

function parse(json = "{}"): Record<string, unknown> {
  try {
    return record(JSON.parse(json));
  } catch {
    return {};
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
