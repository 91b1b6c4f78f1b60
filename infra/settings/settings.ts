import * as pulumi from "@pulumi/pulumi";
import { closest, distance } from "fastest-levenshtein";
import * as aws from "../aws";
import {
  oneOf,
  StackConfigError,
  trueOrFalse,
  listOfStrings,
  wholeNumber,
  withoutRepeats,
} from "./validation";
import {
  checkDesired,
  type Desired,
  type DesiredArgs,
  ruleParameters,
  type RuleParameters,
} from "./desired-key";
import { checkSubscribers, type Subscriber } from "./subscribers";

export type { RuleParameters } from "./desired-key";
export type { Subscriber } from "./subscribers";

export const triggers = ["change", "periodic", "both"] as const;
export type Trigger = (typeof triggers)[number];

/** How often AWS Config runs a rule, or delivers a snapshot. */
export const frequencies = [
  "One_Hour",
  "Three_Hours",
  "Six_Hours",
  "Twelve_Hours",
  "TwentyFour_Hours",
] as const;
export type Frequency = (typeof frequencies)[number];

const recorders = ["create", "existing"] as const;
const enforcements = ["detect", "apply", "remediate"] as const;
const remediations = ["automatic", "approval"] as const;
const trails = ["none", "create"] as const;
const transactionSearches = ["note", "judge"] as const;

/** Days that CloudWatch Logs can keep a log (its API reference, `PutRetentionPolicy`). */
const logRetentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** A central account whose aggregator may collect this account's AWS Config data. */
export interface Aggregator {
  /** Twelve digits. */
  accountId: string;
  /** The aggregator's own Region. */
  region: string;
}

/** What the user of a guard may say. Every field has the default that the README's table names. */
export interface GuardArgs extends DesiredArgs {
  /** What makes AWS Config evaluate. Default `both`: a disabled key is only seen on schedule. */
  trigger?: Trigger;
  /** How often, when there is a schedule. Default `TwentyFour_Hours`. */
  frequency?: Frequency | "";
  /** Whether to record, or to rely on the account's own recorder. Default `create`. */
  recorder?: (typeof recorders)[number];
  /** The Regions to guard, 20 at most. Default: the default provider's Region (`aws:region`). */
  regions?: string[];
  /** How often AWS Config delivers a snapshot to the bucket. Default `TwentyFour_Hours`. */
  deliveryFrequency?: Frequency;
  /** E-mail addresses, `https://` endpoints and SQS queue ARNs that are told. Default `[]`. */
  notify?: string[];
  /** Days that AWS Config's history and the bucket's objects are kept, 30 to 2557. Default 2557. */
  retentionDays?: number;
  /** Days that the evaluator's log is kept, one of those CloudWatch Logs allows. Default 90. */
  logRetentionDays?: number;
  /** Whether the evaluator may read traces, as AWS's tutorial grants. Default true. */
  traceReads?: boolean;
  /** Whether `pulumi destroy` may delete a bucket that still holds history. Default false. */
  forceDestroyBucket?: boolean;
  /** `detect`; `apply`: set the encryption when deploying; `remediate`: let AWS Config put it right. Default `detect`. */
  enforcement?: (typeof enforcements)[number];
  /** Whether remediation starts by itself or waits for somebody. Default `automatic`. */
  remediation?: (typeof remediations)[number];
  /** How often AWS Config tries within the interval before it gives up, 1 to 25. Default 5. */
  remediationAttempts?: number;
  /** Seconds that attempts are counted over, 1 to 2678000. Default 3600. */
  remediationIntervalSeconds?: number;
  /** Whether to judge within seconds of a call that matters, besides AWS Config's own pace. Default false. */
  fastDetection?: boolean;
  /** Whether to make the CloudTrail trail that fast detection needs. Default `none`: most accounts have one. */
  trail?: (typeof trails)[number];
  /** Whether spans in CloudWatch Logs are only noted, or their log group's key is judged too. Default `note`. */
  transactionSearch?: (typeof transactionSearches)[number];
  /** Whether a scheduled run looks at the recorder too, and people are told once when it records nothing. Default false. */
  watchRecording?: boolean;
  /** Central accounts whose aggregators may collect from this one. Default `[]`. */
  aggregators?: Aggregator[];
}

/** Checked and complete. */
export interface Settings extends Required<Omit<GuardArgs, keyof DesiredArgs | "frequency" | "notify">> {
  /** Undefined when nothing runs on schedule. */
  frequency: Frequency | undefined;
  notify: Subscriber[];
  desired: Record<string, Desired & { parameters: RuleParameters }>;
}

/** Every setting, and how its value is read from the stack's configuration. */
const readers = {
  desiredKey: (config, key) => config.get(key),
  desiredKeyByRegion: (config, key) => config.getObject<Record<string, string>>(key),
  acceptedKeys: (config, key) => config.getObject<string[]>(key),
  trigger: (config, key) => config.get<Trigger>(key),
  frequency: (config, key) => config.get<Frequency | "">(key),
  recorder: (config, key) => config.get<(typeof recorders)[number]>(key),
  regions: (config, key) => config.getObject<string[]>(key),
  deliveryFrequency: (config, key) => config.get<Frequency>(key),
  notify: (config, key) => config.getObject<string[]>(key),
  retentionDays: (config, key) => config.getNumber(key),
  logRetentionDays: (config, key) => config.getNumber(key),
  traceReads: (config, key) => config.getBoolean(key),
  forceDestroyBucket: (config, key) => config.getBoolean(key),
  enforcement: (config, key) => config.get<(typeof enforcements)[number]>(key),
  remediation: (config, key) => config.get<(typeof remediations)[number]>(key),
  remediationAttempts: (config, key) => config.getNumber(key),
  remediationIntervalSeconds: (config, key) => config.getNumber(key),
  fastDetection: (config, key) => config.getBoolean(key),
  trail: (config, key) => config.get<(typeof trails)[number]>(key),
  transactionSearch: (config, key) => config.get<(typeof transactionSearches)[number]>(key),
  watchRecording: (config, key) => config.getBoolean(key),
  aggregators: (config, key) => config.getObject<Aggregator[]>(key),
} satisfies {
  [K in keyof Required<GuardArgs>]: (config: pulumi.Config, key: string) => GuardArgs[K] | undefined;
};

/**
 * Reads the stack's configuration. Values of a wrong type and keys that are no settings are refused here; what the
 * values say is judged by `checkSettings`.
 *
 * @throws RunError, Pulumi's own for a value of another type
 */
export function readSettings(config = new pulumi.Config()): GuardArgs {
  const names = Object.keys(readers);
  const namespace = `${config.name}:`;
  for (const key of Object.keys(pulumi.runtime.allConfig())) {
    const [space = "", rest = ""] = key.split(":");
    // Nobody else would read it, and a default would stand silently where a key was asked for. A name as short as a
    // provider's is never taken for a slip.
    if (space !== config.name && distance(space, config.name) <= config.name.length / 7) {
      throw new pulumi.RunError(
        `${key} is read by nobody: did you mean ${namespace}${rest}? Remove it with \`npx pulumi config rm ${key}\`.`,
      );
    }
    const name = key.startsWith(namespace) ? key.slice(namespace.length) : undefined;
    if (name !== undefined && !names.includes(name)) {
      throw new pulumi.RunError(
        `${key} is no setting of this stack: did you mean ${closest(name, names)}? Remove it with \`npx pulumi config rm ${name}\`.`,
      );
    }
  }
  return Object.fromEntries(
    Object.entries(readers)
      .map(([key, read]) => [key, read(config, key)] as const)
      .filter(([, value]) => value !== undefined),
  );
}

/**
 * Checks what the user said and fills in the defaults.
 *
 * @throws StackConfigError
 */
export function checkSettings(args: GuardArgs): Settings {
  const trigger = oneOf("trigger", args.trigger ?? "both", triggers);
  const regions = checkRegions(args.regions ?? []);
  const settings = {
    trigger,
    frequency: checkFrequency(args.frequency || undefined, trigger),
    recorder: oneOf("recorder", args.recorder ?? "create", recorders),
    regions,
    deliveryFrequency: oneOf("deliveryFrequency", args.deliveryFrequency ?? "TwentyFour_Hours", frequencies),
    notify: checkSubscribers(args.notify ?? []),
    retentionDays: wholeNumber("retentionDays", args.retentionDays ?? 2557, 30, 2557),
    logRetentionDays: checkLogRetention(args.logRetentionDays ?? 90),
    traceReads: trueOrFalse("traceReads", args.traceReads ?? true),
    forceDestroyBucket: trueOrFalse("forceDestroyBucket", args.forceDestroyBucket ?? false),
    enforcement: oneOf("enforcement", args.enforcement ?? "detect", enforcements),
    remediation: oneOf("remediation", args.remediation ?? "automatic", remediations),
    remediationAttempts: wholeNumber("remediationAttempts", args.remediationAttempts ?? 5, 1, 25),
    remediationIntervalSeconds: wholeNumber(
      "remediationIntervalSeconds",
      args.remediationIntervalSeconds ?? 3600,
      1,
      2_678_000,
    ),
    fastDetection: trueOrFalse("fastDetection", args.fastDetection ?? false),
    trail: oneOf("trail", args.trail ?? "none", trails),
    transactionSearch: oneOf("transactionSearch", args.transactionSearch ?? "note", transactionSearches),
    watchRecording: trueOrFalse("watchRecording", args.watchRecording ?? false),
    aggregators: checkAggregators(args.aggregators ?? []),
  };
  for (const key of ["fastDetection", "watchRecording"] as const) {
    if (settings[key] && settings.frequency === undefined) {
      throw new StackConfigError(
        key,
        true,
        "it works by scheduled runs, and a rule with trigger change has none; set trigger to both.",
      );
    }
  }
  checkRegionCount(settings);
  if (settings.enforcement === "remediate" && settings.transactionSearch === "judge") {
    throw new StackConfigError(
      "transactionSearch",
      "judge",
      "the runbook sets X-Ray's key alone, and would run for nothing where only the spans' log group is wrong; set it to note, or enforcement to detect.",
    );
  }
  const options: RuleParameters = {
    ...(settings.transactionSearch === "judge" && { transactionSearch: "judge" }),
    ...(settings.watchRecording && { alarmOnRecorder: "true" }),
  };
  const desired = Object.entries(checkDesired(args, regions)).map(([region, wanted]) => {
    if (settings.enforcement !== "detect") requireDefinite(settings.enforcement, region, wanted);
    return [region, { ...wanted, parameters: ruleParameters(region, wanted, options) }] as const;
  });
  return { ...settings, desired: Object.fromEntries(desired) };
}

function checkRegions(regions: string[]): string[] {
  listOfStrings("regions", regions);
  const { region: own } = aws.config;
  const named = regions.length > 0 || own === undefined ? regions : [own];
  if (named.length === 0) {
    throw new StackConfigError(
      "regions",
      regions,
      "and the provider names no Region either; set one with `npx pulumi config set aws:region eu-west-1`.",
    );
  }
  for (const region of named) requireRegion("regions", region);
  return withoutRepeats("regions", named);
}

/** Regions whose policies fit on the roles they share: IAM takes 10,240 characters of inline policies a role. */
export const mostRegions = { plain: 20, fastDetection: 15 };

function checkRegionCount({ regions, fastDetection }: Pick<Settings, "regions" | "fastDetection">): void {
  const most = fastDetection ? mostRegions.fastDetection : mostRegions.plain;
  if (regions.length > most) {
    throw new pulumi.RunError(
      `regions has ${regions.length} Regions: a guard takes ${most}${fastDetection ? " with fastDetection" : ""}, because their policies must fit on the roles they share. Guard the others by a second stack.`,
    );
  }
}

function requireRegion(key: string, region: string): void {
  const known = Object.values<string>(aws.Region);
  if (!known.includes(region)) {
    throw new StackConfigError(
      key,
      region,
      `expected an AWS Region; did you mean ${closest(region, known)}?`,
    );
  }
}

function checkFrequency(frequency: Frequency | undefined, trigger: Trigger): Frequency | undefined {
  if (trigger !== "change") return oneOf("frequency", frequency ?? "TwentyFour_Hours", frequencies);
  if (frequency === undefined) return undefined;
  throw new StackConfigError(
    "frequency",
    frequency,
    "a rule with trigger change has no schedule; remove frequency, or set trigger to both.",
  );
}

function checkLogRetention(days: number): number {
  if (logRetentions.includes(days)) return days;
  const nearest = logRetentions.reduce((a, b) => (Math.abs(b - days) < Math.abs(a - days) ? b : a));
  throw new StackConfigError(
    "logRetentionDays",
    days,
    `expected one of ${logRetentions.join(", ")}; the nearest is ${nearest}.`,
  );
}

/** Nothing can be put right that is not one definite key; the default encryption can be applied, but no runbook sets it. */
function requireDefinite(
  enforcement: "apply" | "remediate",
  region: string,
  { desiredKey, encryption }: Desired,
): void {
  if (encryption.kind === "keys" || (encryption.kind === "none" && enforcement === "apply")) return;
  throw new StackConfigError(
    "enforcement",
    enforcement,
    `what to set in ${region} must be one definite key${enforcement === "apply" ? ", or none" : ""}, and desiredKey is ${desiredKey} there; name a key, or set enforcement to detect.`,
  );
}

function checkAggregators(aggregators: Aggregator[]): Aggregator[] {
  if (!Array.isArray(aggregators)) {
    throw new StackConfigError("aggregators", aggregators, "expected a list of {accountId, region}.");
  }
  for (const aggregator of aggregators) {
    // What YAML calls null is an object to JavaScript.
    const given: unknown = aggregator;
    if (typeof given !== "object" || given === null) {
      throw new StackConfigError("aggregators", aggregator, "expected {accountId, region}.");
    }
    const { accountId, region, ...others } = aggregator;
    if (typeof accountId !== "string" || !/^\d{12}$/.test(accountId) || Object.keys(others).length > 0) {
      throw new StackConfigError(
        "aggregators",
        aggregator,
        'expected {accountId, region}, such as {accountId: "210987654321", region: eu-west-1}; the account ID has twelve digits and is quoted in YAML.',
      );
    }
    if (typeof region !== "string") {
      throw new StackConfigError(
        "aggregators",
        aggregator,
        "expected {accountId, region}, with the aggregator's own Region.",
      );
    }
    requireRegion("aggregators", region);
  }
  withoutRepeats(
    "aggregators",
    aggregators.map(({ accountId, region }) => `${accountId} ${region}`),
  );
  return aggregators;
}
