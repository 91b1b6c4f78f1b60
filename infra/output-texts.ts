import { type DesiredEncryption, describeDesiredEncryption } from "../rule/decision/desired";
import type { KeyReference } from "../rule/decision/key";
import { clip } from "../rule/decision/text";
import type { GuardedRegionOutputs } from "./guarded-region-outputs";
import type { Protocol } from "./settings/subscribers";

// `pulumi up` prints each output on a line of its own and breaks none. These texts fit into 80 columns there, beside the
// name of any Region.

/** The names of what a guard made in one Region. ARNs and links are too long to be read. */
export interface RegionNames {
  /** The AWS Config rule. */
  rule: string;
  /** The evaluator. */
  function: string;
  /** Left out with `recorder: existing`. */
  recorder: string | undefined;
  /** The topic with alerts in sentences. */
  alerts: string;
  /** The topic with AWS Config's own stream, JSON. Left out where this stack has nothing recorded. */
  stream: string | undefined;
}

/** Takes the names from what a guard made, by Region. */
export function namesByRegion(regions: Record<string, GuardedRegionOutputs>): Record<string, RegionNames> {
  return Object.fromEntries(
    Object.entries(regions).map(([region, made]) => [
      region,
      {
        rule: made.ruleName,
        function: made.functionName,
        recorder: made.recorderName,
        alerts: made.alertTopicName,
        stream: made.streamTopicName,
      },
    ]),
  );
}

/** A desired encryption in at most 53 characters: "the key alias/xray-traces", "alias/xray-traces or 2 others". */
export function shortDesiredEncryption(desired: DesiredEncryption): string {
  if (desired.kind !== "keys") return describeDesiredEncryption(desired);
  const [first] = desired.keys;
  const others = new Set(desired.keys.map(({ text }) => text)).size - 1;
  if (others === 0) return `the key ${shortKey(first, 45)}`;
  return `${shortKey(first, 36)} or ${others} other${others === 1 ? "" : "s"}`;
}

/** The ID of a key; the name of an alias, with its account if it is given. */
function shortKey(key: KeyReference, limit: number): string {
  if ("keyId" in key) return key.keyId;
  const account = key.form === "aliasArn" ? ` of ${key.accountId}` : "";
  return `${clip(key.aliasName, limit - account.length)}${account}`;
}

/** An address, or the host of an endpoint: what follows the host is often a token. At most 60 characters. */
export function shortEndpoint({ protocol, endpoint }: { protocol: Protocol; endpoint: string }): string {
  if (protocol !== "https") return clip(endpoint, 60);
  const { host, pathname, search } = new URL(endpoint);
  return `https://${clip(host, 50)}${pathname === "/" && search === "" ? "" : "/…"}`;
}
