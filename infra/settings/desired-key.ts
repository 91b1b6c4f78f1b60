import * as pulumi from "@pulumi/pulumi";
import { closest } from "fastest-levenshtein";
import { type DesiredEncryption, parseDesiredEncryption } from "../../rule/decision/desired";
import { parseKeyReference } from "../../rule/decision/key";
import { listOfStrings, StackConfigError } from "./validation";

/** Most characters that AWS Config takes as a rule's parameters (its API reference, `ConfigRule`). */
const maxParameterLength = 1024;

/** What a user says about the desired encryption. */
export interface DesiredArgs {
  /** Key ID, key ARN, `alias/name` or alias ARN; or `any`, `customer`, `none`. Default `any`. */
  desiredKey?: string;
  /** Region → the same, where Regions differ: keys live in one Region. Default `{}`. */
  desiredKeyByRegion?: Record<string, string>;
  /** Further keys, in any of the forms, accepted while keys are rotated. Default `[]`. */
  acceptedKeys?: string[];
}

/** The desired encryption of one Region. */
export interface Desired {
  /** As it is written, and as the evaluator is told. */
  desiredKey: string;
  acceptedKeys: string[];
  encryption: DesiredEncryption;
}

/** A rule's parameters, as AWS Config hands them to the evaluator. */
export type RuleParameters = Record<string, string>;

/**
 * Checks what is said about the desired encryption, and says it for each Region.
 *
 * @throws StackConfigError
 */
export function checkDesired(args: DesiredArgs, regions: string[]): Record<string, Desired> {
  const byRegion = args.desiredKeyByRegion ?? {};
  if (typeof byRegion !== "object" || Array.isArray(byRegion)) {
    throw new StackConfigError("desiredKeyByRegion", byRegion, "expected a map of Regions to keys.");
  }
  for (const region of Object.keys(byRegion)) {
    if (!regions.includes(region)) {
      throw new StackConfigError(
        "desiredKeyByRegion",
        region,
        `expected only Regions of this stack: ${regions.join(", ")}; did you mean ${closest(region, regions)}?`,
      );
    }
  }
  for (const [region, key] of Object.entries<unknown>(byRegion)) {
    if (typeof key !== "string") {
      throw new StackConfigError(
        `desiredKeyByRegion.${region}`,
        key,
        "expected a key, in quotes if need be.",
      );
    }
  }
  const acceptedKeys = args.acceptedKeys ?? [];
  listOfStrings("acceptedKeys", acceptedKeys);
  for (const key of acceptedKeys) {
    const region = regionOf(key);
    if (region !== undefined && !regions.includes(region)) {
      throw new StackConfigError(
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

function desiredIn(region: string, setting: string, desiredKey: string, acceptedKeys: string[]): Desired {
  if (typeof desiredKey !== "string") {
    throw new StackConfigError(setting, desiredKey, "expected a string: a key, any, customer or none.");
  }
  const keyRegion = regionOf(desiredKey);
  if (keyRegion !== undefined && keyRegion !== region) {
    throw new StackConfigError(
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
    throw new pulumi.RunError(message.replace(/\bdesiredKey\b/g, setting));
  }
  return { desiredKey, acceptedKeys: accepted, encryption };
}

/**
 * The parameters of one Region's rule.
 *
 * @param options further parameters of the evaluator
 * @throws StackConfigError when AWS Config would not take so many characters
 */
export function ruleParameters(region: string, desired: Desired, options: RuleParameters): RuleParameters {
  const { desiredKey, acceptedKeys } = desired;
  const parameters: RuleParameters = {
    desiredKey,
    ...(acceptedKeys.length > 0 && { acceptedKeys: acceptedKeys.join(",") }),
    ...options,
  };
  const { length } = JSON.stringify(parameters);
  if (length <= maxParameterLength) return parameters;
  throw new pulumi.RunError(
    `acceptedKeys has ${acceptedKeys.length} keys for ${region}, which make ${length} characters of rule parameters: AWS Config takes ${maxParameterLength}, about a dozen key ARNs. Drop keys that are no longer in use, or name keys by ID.`,
  );
}

/** The Region in a key's or alias's ARN; undefined for forms that mean "here". */
function regionOf(key: string): string | undefined {
  const reference = parseKeyReference(key);
  return reference !== undefined && "region" in reference ? reference.region : undefined;
}
