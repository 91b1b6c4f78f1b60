import type { Event } from "@aws-sdk/client-cloudtrail";
import { evidenceCalls } from "../decision/evidence-calls";
import { callerOf, textOf } from "./api-call";
import { memberOf, readJsonObject, readString } from "./json-fields";

/** A successful call, as far as evidence needs it. */
export interface KeptCall {
  call: string;
  caller: string;
  /** ISO 8601. */
  calledAt: string;
  /** CloudTrail's ID of the call. */
  eventId: string;
  /** Of the call's parameters and of its answer the members that are in `needed`, exactly as CloudTrail has them. */
  requested: unknown;
  answered: unknown;
}

/** In CloudTrail's spelling, and in those of AWS's guides. */
const needed = new Set([
  ...["encryptionConfig", "type", "Type", "keyId", "KeyId", "keyID"],
  ...["configurationRecorderName", "configRule", "configRuleName", "inputParameters"],
]);

/**
 * The call that an event of CloudTrail's tells, if it is a successful one of `evidenceCalls`.
 *
 * @param ruleName the rule whose calls are wanted; undefined for those of every rule. Other services keep hundreds of rules
 * @throws InvocationError or TypeError when the event cannot be understood, so that nobody knows whether it is one
 */
export function keptCall(event: Event, ruleName: string | undefined): KeptCall | undefined {
  const { EventName: call = "", EventTime, CloudTrailEvent = "" } = event;
  const detail = readJsonObject(CloudTrailEvent, "CloudTrailEvent");
  const hasFailed = textOf(detail.get("errorCode")) !== undefined;
  if (event.EventSource !== evidenceCalls.get(call) || hasFailed) return undefined;
  const requested = reduced(detail.get("requestParameters"));
  const ofRule = memberOf(memberOf(requested, "configRule") ?? requested, "configRuleName");
  if (ofRule !== undefined && ruleName !== undefined && ofRule !== ruleName) return undefined;
  if (!(EventTime instanceof Date)) throw new TypeError("CloudTrail named an event without its time");
  return {
    call,
    caller: callerOf(detail.get("userIdentity")),
    calledAt: EventTime.toISOString(),
    eventId: readString(new Map(Object.entries(event)), "EventId"),
    requested,
    answered: reduced(detail.get("responseElements")),
  };
}

/** The needed members at any depth, with texts as they are. */
function reduced(value: unknown): unknown {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => (needed.has(name) ? [[name, reduced(member)]] : [])),
  );
}
