import type { Home, KeyReference } from "./decision/key";
import { parseKeyReference } from "./decision/key";
import { requireSame } from "./item";
import { type Members, readAccountId, readObject, readString } from "./shape";

/** One API call as CloudTrail told EventBridge, parsed. */
export interface ApiCall {
  home: Home;
  /** `PutEncryptionConfig`, `DisableKey` … */
  name: string;
  /** Who called: an ARN, or what CloudTrail knows instead. */
  caller: string;
  /** What the call was about: key IDs, ARNs and alias names among its parameters and resources. */
  about: readonly string[];
}

/**
 * Parses an event of detail type `AWS API Call via CloudTrail` (EventBridge User Guide; CloudTrail User Guide, record
 * contents).
 *
 * @throws InvocationError when it is not one, or of another account or Region than the function's
 */
export function parseApiCall(event: unknown, home: Home): ApiCall {
  const envelope = readObject(event, "the event");
  requireHome(envelope, home);
  const detail = readObject(envelope.get("detail"), "detail");
  return {
    home,
    name: readString(detail, "eventName", "detail."),
    caller: callerOf(detail.get("userIdentity")),
    about: textsIn([detail.get("requestParameters"), detail.get("resources")]),
  };
}

/** Whether a call may have changed what a verdict hangs on: the setting itself, or one of these keys and aliases. */
export function concerns(call: ApiCall, keys: readonly KeyReference[]): boolean {
  if (call.name === "PutEncryptionConfig") return true;
  const named = call.about.flatMap((text) => parseKeyReference(text) ?? []);
  return named.some((one) => keys.some((other) => nameOf(one) === nameOf(other)));
}

/** A key's ID or an alias's name: what two references to the same thing share, whatever their form. */
function nameOf(reference: KeyReference): string {
  return "aliasName" in reference ? reference.aliasName : reference.keyId;
}

function requireHome(envelope: Members, { accountId, region }: Home): void {
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
