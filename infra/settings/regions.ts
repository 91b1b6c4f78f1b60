import { closest } from "fastest-levenshtein";
import * as aws from "../aws";
import { StackConfigError, withoutRepeats } from "./validation";

/** Regions whose policies fit on the roles that they share: IAM allows 10,240 characters of inline policies per role. */
export const mostRegions = { plain: 20, fastDetection: 15 };

/** @throws StackConfigError for what is not a Region of AWS, and for one that is listed twice */
export function checkRegions(regions: string[]): void {
  for (const region of regions) requireRegion("regions", region);
  withoutRepeats("regions", regions);
}

export function requireRegion(key: string, region: string): void {
  const known = Object.values<string>(aws.Region);
  if (known.includes(region)) return;
  throw new StackConfigError(key, region, `expected an AWS Region; did you mean ${closest(region, known)}?`);
}

/** @throws StackConfigError if the default provider has no Region */
export function providerRegion(): string {
  const { region } = aws.config;
  if (region !== undefined) {
    requireRegion("aws:region", region);
    return region;
  }
  throw new StackConfigError(
    "regions",
    [],
    "and the provider names no Region either; set one with `npx pulumi config set aws:region eu-west-1`.",
  );
}
