import * as pulumi from "@pulumi/pulumi";
import { closest } from "fastest-levenshtein";
import { type DesiredEncryption, parseDesiredEncryption } from "../../rule/decision/desired";
import type { PlainArgs } from "./guard-args";
import { checkKeyPlace, keyRegion } from "./key-places";
import { StackConfigError } from "./stack-config-error";

/** The most characters that AWS Config takes as a rule's parameters (its API reference, `ConfigRule`). */
const maxParameterLength = 1024;

/** A rule's parameters, as AWS Config hands them to the evaluator. */
export type RuleParameters = Record<string, string>;

/** The desired encryption of one Region. */
export interface Desired {
  desiredKey: string;
  acceptedKeys: string[];
  /** The same, parsed. */
  encryption: DesiredEncryption;
  /** The same, for the rule, with further options. */
  parameters: RuleParameters;
}

/**
 * Works out the desired encryption of each Region.
 *
 * @param recordedRegions those of `regions` in which AWS Config records the setting
 * @throws StackConfigError
 */
export function desiredByRegion(
  settings: Required<PlainArgs>,
  regions: string[],
  recordedRegions: readonly string[],
): Record<string, Desired> {
  const { desiredKeyByRegion, acceptedKeys } = settings;
  for (const region of Object.keys(desiredKeyByRegion)) {
    if (!regions.includes(region)) {
      throw new StackConfigError(
        "desiredKeyByRegion",
        region,
        `expected only Regions of this stack: ${regions.join(", ")}; did you mean ${closest(region, regions)}?`,
      );
    }
  }
  checkDesiredPlaces(settings, regions);
  for (const key of acceptedKeys) {
    checkKeyPlace("acceptedKeys", key, regions, "name it by its ARN");
    const region = keyRegion(key);
    if (region !== undefined && !regions.includes(region)) {
      throw new StackConfigError(
        "acceptedKeys",
        key,
        `X-Ray can only use keys of its own Region, and this stack guards ${regions.join(", ")}; remove the key, or add ${region} to regions.`,
      );
    }
  }
  return Object.fromEntries(
    regions.map((region) => [region, desiredIn(region, settings, recordedRegions.includes(region))]),
  );
}

/** Checks each desired key once, in all the Regions in which it is meant. */
function checkDesiredPlaces(
  { desiredKey, desiredKeyByRegion }: Required<PlainArgs>,
  regions: string[],
): void {
  const cure =
    "name each Region's own key under desiredKeyByRegion, or an alias that exists in each, such as alias/xray-traces";
  const keyOf = (region: string) => desiredKeyByRegion[region] ?? desiredKey;
  for (const key of new Set(regions.map(keyOf))) {
    const meant = regions.filter((region) => keyOf(region) === key);
    const [named] = meant.filter((region) => region in desiredKeyByRegion);
    checkKeyPlace(named === undefined ? "desiredKey" : `desiredKeyByRegion.${named}`, key, meant, cure);
  }
}

function desiredIn(region: string, settings: Required<PlainArgs>, isRecorded: boolean): Desired {
  const ofRegion = settings.desiredKeyByRegion[region];
  const key = ofRegion === undefined ? "desiredKey" : `desiredKeyByRegion.${region}`;
  const desiredKey = ofRegion ?? settings.desiredKey;
  const itsRegion = keyRegion(desiredKey);
  if (itsRegion !== undefined && itsRegion !== region) {
    throw new StackConfigError(
      key,
      desiredKey,
      `the key is of ${itsRegion}, but X-Ray in ${region} can only use keys of ${region}; name one under desiredKeyByRegion.`,
    );
  }
  const acceptedKeys = settings.acceptedKeys.filter((accepted) => (keyRegion(accepted) ?? region) === region);
  return {
    desiredKey,
    acceptedKeys,
    encryption: parse(key, desiredKey, acceptedKeys),
    parameters: ruleParameters(region, desiredKey, acceptedKeys, {
      ...settings,
      // A run on schedule looks, and there is something to look at only where AWS Config records.
      alarmOnRecorder: settings.alarmOnRecorder && settings.trigger !== "change" && isRecorded,
    }),
  };
}

function parse(key: string, desiredKey: string, acceptedKeys: string[]): DesiredEncryption {
  try {
    return parseDesiredEncryption(desiredKey, acceptedKeys);
  } catch (cause) {
    const message = (cause as Error).message;
    throw new pulumi.RunError(message.replace(/\bdesiredKey\b/g, key));
  }
}

/**
 * The parameters of one Region's rule.
 *
 * @throws StackConfigError if they are too long for AWS Config
 */
function ruleParameters(
  region: string,
  desiredKey: string,
  acceptedKeys: string[],
  { transactionSearch, alarmOnRecorder }: Required<PlainArgs>,
): RuleParameters {
  const parameters: RuleParameters = {
    desiredKey,
    ...(acceptedKeys.length > 0 && { acceptedKeys: acceptedKeys.join(",") }),
    ...(transactionSearch === "judge" && { transactionSearch }),
    ...(alarmOnRecorder && { alarmOnRecorder: "true" }),
  };
  const { length } = JSON.stringify(parameters);
  if (length <= maxParameterLength) return parameters;
  throw new pulumi.RunError(
    `acceptedKeys has ${acceptedKeys.length} keys for ${region}, which make ${length} characters of rule parameters: AWS Config takes ${maxParameterLength}, about a dozen key ARNs. Drop keys that are no longer in use, or name keys by ID.`,
  );
}
