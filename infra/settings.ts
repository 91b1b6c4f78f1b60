import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { closest } from "fastest-levenshtein";
import { type DesiredEncryption, parseDesiredEncryption } from "../rule/decision/desired";
import { parseKeyReference } from "../rule/decision/key";

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

export const recorders = ["create", "existing"] as const;
export type RecorderSetting = (typeof recorders)[number];

/** Days that CloudWatch Logs can keep a log (its API reference, `PutRetentionPolicy`). */
const logRetentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Most characters that AWS Config takes as a rule's parameters (its API reference, `ConfigRule`). */
const maxParameterLength = 1024;

/** What the user of a guard may say. Every field has the default that the README's table names. */
export interface GuardArgs {
  /** Key ID, key ARN, `alias/name` or alias ARN; or `any`, `customer`, `none`. Default `any`. */
  desiredKey?: string;
  /** Region → the same, where Regions differ: keys live in one Region. Default `{}`. */
  desiredKeyByRegion?: Record<string, string>;
  /** Further keys, in any of the forms, accepted while keys are rotated. Default `[]`. */
  acceptedKeys?: string[];
  /** What makes AWS Config evaluate. Default `both`: a disabled key is only seen on schedule. */
  trigger?: Trigger;
  /** How often, when there is a schedule. Default `TwentyFour_Hours`. */
  frequency?: Frequency | "";
  /** Whether to record, or to rely on the account's own recorder. Default `create`. */
  recorder?: RecorderSetting;
  /** The Regions to guard. Default: the provider's Region. */
  regions?: string[];
  /** How often AWS Config delivers a snapshot to the bucket. Default `TwentyFour_Hours`. */
  deliveryFrequency?: Frequency;
  /** E-mail addresses that are told of changes, verdicts and failures. Default `[]`. */
  notify?: string[];
  /** Days that AWS Config's history and the bucket's objects are kept, 30 to 2557. Default 2557. */
  retentionDays?: number;
  /** Days that the evaluator's log is kept, one of those CloudWatch Logs allows. Default 90. */
  logRetentionDays?: number;
  /** Whether the evaluator may read traces, as AWS's tutorial grants. Default true. */
  traceReads?: boolean;
  /** Whether `pulumi destroy` may delete a bucket that still holds history. Default false. */
  forceDestroyBucket?: boolean;
}

/** A Region's rule parameters, as AWS Config hands them to the evaluator. */
export interface RuleParameters {
  desiredKey: string;
  /** Comma separated; left out when there are none. */
  acceptedKeys?: string;
}

/** Checked and complete. */
export interface Settings extends Required<
  Omit<GuardArgs, "frequency" | "desiredKey" | "desiredKeyByRegion" | "acceptedKeys">
> {
  /** Undefined when nothing runs on schedule. */
  frequency: Frequency | undefined;
  desired: Record<string, { parameters: RuleParameters; encryption: DesiredEncryption }>;
}

/** A setting that cannot be used. The message names the key, the value, what is allowed, and the nearest valid value. */
export class SettingsError extends pulumi.RunError {
  constructor(key: string, value: unknown, expected: string) {
    super(`${key} is ${JSON.stringify(value)}: ${expected}`);
  }
}

const settingNames = [
  "desiredKey",
  "desiredKeyByRegion",
  "acceptedKeys",
  "trigger",
  "frequency",
  "recorder",
  "regions",
  "deliveryFrequency",
  "notify",
  "retentionDays",
  "logRetentionDays",
  "traceReads",
  "forceDestroyBucket",
] as const satisfies (keyof GuardArgs)[];

/**
 * Reads the stack's configuration. Values of a wrong type and keys that are no settings are refused here; what the
 * values say is judged by `checkSettings`.
 *
 * @throws SettingsError, or Pulumi's own error for a value of another type
 */
export function readSettings(config = new pulumi.Config()): GuardArgs {
  const namespace = `${config.name}:`;
  for (const key of Object.keys(pulumi.runtime.allConfig())) {
    const name = key.startsWith(namespace) ? key.slice(namespace.length) : undefined;
    if (name !== undefined && !settingNames.some((setting) => setting === name)) {
      throw new pulumi.RunError(
        `${key} is no setting of this stack: did you mean ${closest(name, [...settingNames])}? Remove it with \`npx pulumi config rm ${name}\`.`,
      );
    }
  }
  return withoutUndefined({
    desiredKey: config.get("desiredKey"),
    desiredKeyByRegion: config.getObject<Record<string, string>>("desiredKeyByRegion"),
    acceptedKeys: config.getObject<string[]>("acceptedKeys"),
    trigger: config.get<Trigger>("trigger"),
    frequency: config.get<Frequency | "">("frequency"),
    recorder: config.get<RecorderSetting>("recorder"),
    regions: config.getObject<string[]>("regions"),
    deliveryFrequency: config.get<Frequency>("deliveryFrequency"),
    notify: config.getObject<string[]>("notify"),
    retentionDays: config.getNumber("retentionDays"),
    logRetentionDays: config.getNumber("logRetentionDays"),
    traceReads: config.getBoolean("traceReads"),
    forceDestroyBucket: config.getBoolean("forceDestroyBucket"),
  });
}

/**
 * Checks what the user said and fills in the defaults.
 *
 * @throws SettingsError
 */
export function checkSettings(args: GuardArgs): Settings {
  const trigger = oneOf("trigger", args.trigger ?? "both", triggers);
  const regions = checkRegions(args.regions ?? []);
  return {
    trigger,
    frequency: checkFrequency(args.frequency || undefined, trigger),
    recorder: oneOf("recorder", args.recorder ?? "create", recorders),
    regions,
    desired: checkDesired(args, regions),
    deliveryFrequency: oneOf("deliveryFrequency", args.deliveryFrequency ?? "TwentyFour_Hours", frequencies),
    notify: checkAddresses(args.notify ?? []),
    retentionDays: wholeNumber("retentionDays", args.retentionDays ?? 2557, 30, 2557),
    logRetentionDays: checkLogRetention(args.logRetentionDays ?? 90),
    traceReads: trueOrFalse("traceReads", args.traceReads ?? true),
    forceDestroyBucket: trueOrFalse("forceDestroyBucket", args.forceDestroyBucket ?? false),
  };
}

function checkRegions(regions: string[]): string[] {
  listOfStrings("regions", regions);
  const known = Object.values<string>(aws.Region);
  const named = regions.length > 0 ? regions : [aws.config.region].filter((region) => region !== undefined);
  if (named.length === 0) {
    throw new SettingsError(
      "regions",
      regions,
      "and the provider names no Region either; set one with `npx pulumi config set aws:region eu-west-1`.",
    );
  }
  for (const region of named) {
    if (!known.includes(region)) {
      throw new SettingsError(
        "regions",
        region,
        `expected an AWS Region; did you mean ${closest(region, known)}?`,
      );
    }
  }
  return withoutRepeats("regions", named);
}

function checkFrequency(frequency: Frequency | undefined, trigger: Trigger): Frequency | undefined {
  if (trigger !== "change") return oneOf("frequency", frequency ?? "TwentyFour_Hours", frequencies);
  if (frequency === undefined) return undefined;
  throw new SettingsError(
    "frequency",
    frequency,
    "a rule with trigger change has no schedule; remove frequency, or set trigger to both.",
  );
}

function checkAddresses(addresses: string[]): string[] {
  listOfStrings("notify", addresses);
  for (const address of addresses) {
    if (!/^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>.]+$/.test(address)) {
      throw new SettingsError("notify", address, "expected an e-mail address, such as security@example.com.");
    }
  }
  return withoutRepeats("notify", addresses);
}

function checkLogRetention(days: number): number {
  if (logRetentions.includes(days)) return days;
  const nearest = logRetentions.reduce((a, b) => (Math.abs(b - days) < Math.abs(a - days) ? b : a));
  throw new SettingsError(
    "logRetentionDays",
    days,
    `expected one of ${logRetentions.join(", ")}; the nearest is ${nearest}.`,
  );
}

function checkDesired(args: GuardArgs, regions: string[]): Settings["desired"] {
  const byRegion = args.desiredKeyByRegion ?? {};
  if (typeof byRegion !== "object" || Array.isArray(byRegion)) {
    throw new SettingsError("desiredKeyByRegion", byRegion, "expected a map of Regions to keys.");
  }
  for (const region of Object.keys(byRegion)) {
    if (!regions.includes(region)) {
      throw new SettingsError(
        "desiredKeyByRegion",
        region,
        `expected only Regions of this stack: ${regions.join(", ")}; did you mean ${closest(region, regions)}?`,
      );
    }
  }
  const acceptedKeys = args.acceptedKeys ?? [];
  listOfStrings("acceptedKeys", acceptedKeys);
  for (const key of acceptedKeys) {
    const region = regionOf(key);
    if (region !== undefined && !regions.includes(region)) {
      throw new SettingsError(
        "acceptedKeys",
        key,
        `X-Ray can only use keys of its own Region, and this stack guards ${regions.join(", ")}; remove the key, or add ${region} to regions.`,
      );
    }
  }
  return Object.fromEntries(
    regions.map((region) => {
      const setting = region in byRegion ? `desiredKeyByRegion.${region}` : "desiredKey";
      const desiredKey = byRegion[region] ?? args.desiredKey ?? "any";
      return [region, desiredIn(region, setting, desiredKey, acceptedKeys)];
    }),
  );
}

function desiredIn(region: string, setting: string, desiredKey: string, acceptedKeys: string[]) {
  const keyRegion = regionOf(desiredKey);
  if (keyRegion !== undefined && keyRegion !== region) {
    throw new SettingsError(
      setting,
      desiredKey,
      `the key is of ${keyRegion}, but X-Ray in ${region} can only use keys of ${region}; name one under desiredKeyByRegion.`,
    );
  }
  const accepted = acceptedKeys.filter((key) => (regionOf(key) ?? region) === region);
  let encryption: DesiredEncryption;
  try {
    encryption = parseDesiredEncryption(desiredKey, accepted);
  } catch (cause) {
    const message = (cause as Error).message;
    throw new pulumi.RunError(setting === "desiredKey" ? message : message.replace(/^desiredKey/, setting));
  }
  const parameters: RuleParameters = {
    desiredKey,
    ...(accepted.length > 0 && { acceptedKeys: accepted.join(",") }),
  };
  const length = JSON.stringify(parameters).length;
  if (length > maxParameterLength) {
    throw new pulumi.RunError(
      `acceptedKeys has ${accepted.length} keys for ${region}, which make ${length} characters of rule parameters: AWS Config takes ${maxParameterLength}, about a dozen key ARNs. Drop keys that are no longer in use, or name keys by ID.`,
    );
  }
  return { parameters, encryption };
}

/** The Region in a key's or alias's ARN; undefined for forms that mean "here". */
function regionOf(key: string): string | undefined {
  const reference = parseKeyReference(key);
  return reference !== undefined && "region" in reference ? reference.region : undefined;
}

function oneOf<T extends string>(key: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new SettingsError(
    key,
    value,
    `expected one of ${allowed.join(", ")}; did you mean ${closest(value, [...allowed])}?`,
  );
}

function wholeNumber(key: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  const nearest = Math.round(Math.min(most, Math.max(least, value || least)));
  throw new SettingsError(
    key,
    value,
    `expected a whole number from ${least} to ${most}; the nearest is ${nearest}.`,
  );
}

function trueOrFalse(key: string, value: boolean): boolean {
  if (typeof value === "boolean") return value;
  throw new SettingsError(key, value, "expected true or false.");
}

function listOfStrings(key: string, value: string[]): void {
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return;
  throw new SettingsError(key, value, "expected a list of strings.");
}

function withoutRepeats(key: string, values: string[]): string[] {
  const repeated = values.find((value, index) => values.indexOf(value) !== index);
  if (repeated === undefined) return values;
  throw new SettingsError(key, repeated, "it is listed twice; list it once.");
}

function withoutUndefined<T extends object>(args: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
