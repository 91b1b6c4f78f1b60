import type { AccountRegion, KeyReference } from "../decision/key";
import { parseKeyReference } from "../decision/key";
import { requireSame } from "./item";
import { type Members, readAccountId, readObject, readString } from "./json-fields";

/** One API call as CloudTrail told EventBridge, parsed. */
export interface ApiCall {
  location: AccountRegion;
  /** `PutEncryptionConfig`, `DisableKey` … */
  name: string;
  /** Who called: an ARN, or what CloudTrail knows instead. */
  caller: string;
  /** What the call was about: key IDs, ARNs and alias names among its parameters and resources. */
  resources: readonly string[];
}

/**
 * Parses an event of detail type `AWS API Call via CloudTrail` (EventBridge User Guide; CloudTrail User Guide, record
 * contents).
 *
 * @throws InvocationError when it is not one, or of another account or Region than the function's
 */
export function parseApiCall(event: unknown, location: AccountRegion): ApiCall {
  const envelope = readObject(event, "the event");
  requireHome(envelope, location);
  const detail = readObject(envelope.get("detail"), "detail");
  return {
    location,
    name: readString(detail, "eventName", "detail."),
    caller: callerOf(detail.get("userIdentity")),
    resources: textsIn([detail.get("requestParameters"), detail.get("resources")]),
  };
}

/** Whether a call may have changed what a verdict hangs on: the setting itself, or one of these keys and aliases. */
export function affects(call: ApiCall, keys: readonly KeyReference[]): boolean {
  if (call.name === "PutEncryptionConfig") return true;
  const named = call.resources.flatMap((text) => parseKeyReference(text) ?? []);
  return named.some((one) => keys.some((other) => nameOf(one) === nameOf(other)));
}

/** A key's ID or an alias's name: what two references to the same thing share, whatever their form. */
function nameOf(reference: KeyReference): string {
  return "aliasName" in reference ? reference.aliasName : reference.keyId;
}

function requireHome(envelope: Members, { accountId, region }: AccountRegion): void {
  requireSame("account", readAccountId(envelope, "account"), accountId);
  requireSame("region", readString(envelope, "region"), region);
}

function callerOf(identity: unknown): string {
  const members = new Map<string, unknown>(Object.entries(identity ?? {}));
  const named = ["arn", "invokedBy", "principalId", "type"].map((member) => members.get(member));
  const known = named.find((value) => typeof value === "string" && value !== "");
  return typeof known === "string" ? known : "an unknown caller";
}

/** All texts in a value, however deep: CloudTrail's parameters differ from call to call. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
