import { frequencies } from "../services/config/rules/frequencies";
import type { ProvidedTopic } from "../services/sns/sns";

/** What the stack's config says about the encryption that X-Ray should have in a Region. */
export type DesiredKey = { kind: "key"; key: string } | { kind: "any" | "customer" | "none" };

/** What a stack does according to its config, as far as scenarios need it. */
export interface ExpectedStack {
  /** Whether the rule is to be evaluated when the setting changes. */
  onChange: boolean;
  /** Milliseconds between scheduled evaluations; undefined when there are none. */
  schedule: number | undefined;
  /** Whether the account has a recorder that the stack did not create. */
  existingRecorder: boolean;
  /** The bucket of another account that AWS Config is to deliver to; undefined where the stack makes one. */
  historyBucket: string | undefined;
  /** Topics that are told beside the stack's own. */
  notifyTopics: ProvidedTopic[];
  /** The key of the alert topic; undefined where it has none. */
  topicKey: string | undefined;
  /** The key of what is stored; undefined where the stack names none. */
  storageKey: string | undefined;
  /** The ARN of the policy that bounds the stack's roles; undefined for none. */
  permissionsBoundary: string | undefined;
  regions: string[];
  acceptedKeys: string[];
  /** Whether the stack sets X-Ray's encryption itself, when it is deployed. */
  applies: boolean;
  /** Whether AWS Config remediates without approval. */
  remediates: boolean;
  /** Whether the event detector publishes an alert right after a call that makes the setting NON_COMPLIANT. */
  detectsFast: boolean;
  /** Whether the account's organization has a trail: where it has none, the stack makes one. */
  organizationTrail: boolean;
  desiredKeyIn(region: string): DesiredKey;
}

/**
 * Reads the config of a stack as its documentation describes it. Lenient on purpose: the program rejects
 * wrong values.
 *
 * @param config the project's own keys without their namespace: strings, or JSON
 */
export function readExpectedStack(config: Record<string, string>, defaultRegion: string): ExpectedStack {
  const trigger = config["trigger"] ?? "both";
  const regions = strings(config["regions"]);
  const byRegion = map(config["desiredKeyByRegion"]);
  return {
    onChange: trigger !== "periodic",
    schedule: trigger === "change" ? undefined : frequencies[config["frequency"] || "TwentyFour_Hours"],
    existingRecorder: config["recorder"] === "existing",
    historyBucket: config["historyBucket"] || undefined,
    notifyTopics: topics(config["notifyTopics"]),
    topicKey: config["topicKey"] || undefined,
    storageKey: config["storageKey"] || undefined,
    permissionsBoundary: config["permissionsBoundary"] || undefined,
    regions: regions.length > 0 ? regions : [defaultRegion],
    acceptedKeys: strings(config["acceptedKeys"]),
    applies: config["enforcement"] === "apply",
    remediates: config["enforcement"] === "remediate" && config["remediation"] !== "approval",
    detectsFast: config["fastDetection"] === "true",
    organizationTrail: config["trail"] !== "create",
    desiredKeyIn(region) {
      const desired = byRegion[region] ?? config["desiredKey"] ?? "any";
      return desired === "any" || desired === "customer" || desired === "none"
        ? { kind: desired }
        : { kind: "key", key: desired };
    },
  };
}

function strings(value: string | undefined): string[] {
  const parsed = json(value);
  return Array.isArray(parsed) ? parsed.filter((item) => typeof item === "string") : [];
}

function topics(value: string | undefined): ProvidedTopic[] {
  const given = json(value);
  if (!Array.isArray(given)) return [];
  return given.flatMap((topic: { arn?: unknown; key?: unknown } | null) => {
    const arn = arnIn(topic?.arn);
    const key = arnIn(topic?.key);
    return arn === undefined ? [] : [{ arn, ...(key !== undefined && { key }) }];
  });
}

/** A text that has as many parts as an ARN. */
function arnIn(value: unknown): string | undefined {
  return typeof value === "string" && value.split(":").length === 6 ? value : undefined;
}

function map(value: string | undefined): Record<string, string> {
  const parsed = json(value);
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return {};
  return Object.fromEntries(
    Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function json(value: string | undefined): unknown {
  try {
    return JSON.parse(value ?? "null") as unknown;
  } catch {
    return null;
  }
}
