import type { AccountRegion, KeyReference } from "../decision/key";
import { parseKeyReference } from "../decision/key";
import { requireSame } from "./item";
import { type Members, readAccountId, readObject, readString } from "./json-fields";

/** A parsed API call that CloudTrail sent to EventBridge. */
export interface ApiCall {
  location: AccountRegion;
  /** `PutEncryptionConfig`, `DisableKey` … */
  name: string;
  /** The caller's ARN, or another name for the caller if CloudTrail has no ARN. */
  caller: string;
  /** CloudTrail's ID of the call, and when it was made (ISO 8601); undefined where the event does not say. */
  eventId: string | undefined;
  calledAt: string | undefined;
  /** All strings in the call's parameters and resources; key IDs, ARNs and alias names are among them. */
  resources: readonly string[];
}

/**
 * Parses an event of detail type `AWS API Call via CloudTrail` (EventBridge User Guide; CloudTrail User Guide, record
 * contents).
 *
 * @throws InvocationError when the event is malformed, or from another account or Region than the function's
 */
export function parseApiCall(event: unknown, location: AccountRegion): ApiCall {
  const envelope = readObject(event, "the event");
  requireLocation(envelope, location);
  const detail = readObject(envelope.get("detail"), "detail");
  return {
    location,
    name: readString(detail, "eventName", "detail."),
    caller: callerOf(detail.get("userIdentity")),
    eventId: textOf(detail.get("eventID")),
    calledAt: textOf(detail.get("eventTime")),
    resources: textsIn([detail.get("requestParameters"), detail.get("resources")]),
  };
}

/** Whether a call names one of these keys and aliases, in any form. */
export function namesKey({ resources }: Pick<ApiCall, "resources">, keys: readonly KeyReference[]): boolean {
  const named = resources.flatMap((text) => parseKeyReference(text) ?? []);
  return named.some((one) => keys.some((other) => nameOf(one) === nameOf(other)));
}

/** Whether a call names a log group, by its name or its ARN. */
export function namesLogGroup({ resources }: Pick<ApiCall, "resources">, name: string): boolean {
  return resources.some((text) => text === name || text.replace(/:\*$/, "").endsWith(`:log-group:${name}`));
}

/** A key's ID or an alias's name. References to the same key or alias share it in every form. */
function nameOf(reference: KeyReference): string {
  return "aliasName" in reference ? reference.aliasName : reference.keyId;
}

function requireLocation(envelope: Members, { accountId, region }: AccountRegion): void {
  requireSame("account", readAccountId(envelope, "account"), accountId);
  requireSame("region", readString(envelope, "region"), region);
}

/** The caller's ARN, or what else an event's `userIdentity` says of the caller. */
export function callerOf(identity: unknown): string {
  const members = new Map<string, unknown>(Object.entries(identity ?? {}));
  const named = ["arn", "invokedBy", "principalId", "type"].map((member) => members.get(member));
  const known = named.find((value) => typeof value === "string" && value !== "");
  return typeof known === "string" ? known : "an unknown caller";
}

/** A text; undefined for an empty one, and for anything else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** All strings in a value, at any depth: each API's parameters have their own shape. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
