import { paginateLookupEvents } from "@aws-sdk/client-cloudtrail";
import { eventHistoryDays, evidenceCalls } from "../../rule/decision/evidence-calls";
import { type Clients, type Read, readOf } from "./clients";
import { daysAfter } from "./days";
import { listAll } from "./pages";
import type { HashedFile } from "./read-file";

/** Where a call was read. All three have it from CloudTrail: the function's log is what the rule's evaluator wrote down of it. */
export type CallSource = "event history" | "trail" | "function log";

/** A successful call, as CloudTrail recorded it. */
export interface TrailEvent {
  at: Date;
  eventId: string;
  /** The operation: `PutEncryptionConfig`. */
  name: string;
  /** The ARN of a user or role session, or the service that called. */
  principal: string;
  /** The call's parameters and what it answered; both as CloudTrail spells them. */
  requested: Record<string, unknown>;
  answered: Record<string, unknown>;
  source: CallSource;
  /** Where it was read, and for a trail's record in which file. */
  read?: Read | undefined;
  file?: HashedFile | undefined;
}

/**
 * Milliseconds after which a call is taken to be in CloudTrail. It delivers "within an average of about 5 minutes of an API
 * call. This time is not guaranteed" (CloudTrail User Guide, "How CloudTrail works"): three times that.
 */
export const deliveryLag = 15 * 60_000;

/** The first moment that the event history can have. */
export function eventHistoryBegins(now: Date): Date {
  return daysAfter(now, -eventHistoryDays);
}

/**
 * What the event history of a Region has of `evidenceCalls`, oldest first. All fit in memory: ninety days of rare calls.
 *
 * @throws AuditError
 */
export async function readEventHistory({ cloudtrail, region }: Clients, now: Date): Promise<TrailEvent[]> {
  const call = { what: "CloudTrail's event history", action: "cloudtrail:LookupEvents", region };
  const found: TrailEvent[] = [];
  for (const AttributeValue of evidenceCalls.keys()) {
    const events = await listAll(
      call,
      paginateLookupEvents,
      cloudtrail,
      {
        LookupAttributes: [{ AttributeKey: "EventName", AttributeValue }],
        StartTime: eventHistoryBegins(now),
        MaxResults: 50,
      },
      (page) => page.Events?.map((event) => ({ event, read: readOf(page) })),
    );
    for (const { event, read } of events) {
      const detail = {
        ...parse(event.CloudTrailEvent),
        eventTime: event.EventTime,
        eventID: event.EventId,
        eventName: event.EventName,
        eventSource: event.EventSource,
      };
      found.push(...eventIn(detail, { source: "event history", read }, event.Username));
    }
  }
  return found.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** The event that a record of CloudTrail's tells, if it is a successful one of `evidenceCalls`; else an empty list. */
export function eventIn(
  detail: Record<string, unknown>,
  from: Pick<TrailEvent, "source" | "read" | "file">,
  userName?: string,
): TrailEvent[] {
  const name = text(detail["eventName"]) ?? "";
  const at = new Date(detail["eventTime"] as string | Date);
  if (detail["eventSource"] !== evidenceCalls.get(name) || Number.isNaN(at.getTime())) return [];
  if (text(detail["errorCode"]) !== undefined) return [];
  const identity = record(detail["userIdentity"]);
  return [
    {
      at,
      eventId: text(detail["eventID"]) ?? "",
      name,
      principal:
        text(identity["arn"]) ??
        text(identity["invokedBy"]) ??
        userName ??
        "somebody CloudTrail does not name",
      requested: record(detail["requestParameters"]),
      answered: record(detail["responseElements"]),
      ...from,
    },
  ];
}

function parse(json = "{}"): Record<string, unknown> {
  try {
    return record(JSON.parse(json));
  } catch {
    return {};
  }
}

/** A value's members; none for what has no members. */
export function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** A text; undefined for an empty one, and for anything else. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
