import * as pulumi from "@pulumi/pulumi";
import { closest } from "fastest-levenshtein";
import * as aws from "../aws";
import { StackConfigError, withoutRepeats } from "./stack-config-error";

/** Regions whose policies fit on the roles that they share: IAM allows 10,240 characters of inline policies per role. */
export const mostRegions = { plain: 20, fastDetection: 15 };

/** @throws StackConfigError for what is not a Region of AWS, and for one that is listed twice */
export function checkRegions(regions: string[]): void {
  for (const region of regions) requireRegion("regions", region);
  withoutRepeats("regions", regions);
}

/** @throws StackConfigError like `checkRegions` */
export function checkSupportedRegions(regions: string[]): void {
  for (const region of regions) requireRegion("supportedRegions", region);
  withoutRepeats("supportedRegions", regions);
}

export function requireRegion(key: string, region: string): void {
  const known = Object.values<string>(aws.Region);
  if (known.includes(region)) return;
  throw new StackConfigError(key, region, `expected an AWS Region; did you mean ${closest(region, known)}?`);
}

/** @throws RunError, Pulumi's own, if the default provider has no Region */
export function providerRegion(): string {
  const { region } = aws.config;
  if (region !== undefined) {
    requireRegion("aws:region", region);
    return region;
  }
  throw new pulumi.RunError(
    "There is no Region to guard: regions is empty, and so is aws:region. Set one with `npx pulumi config set aws:region eu-west-1`.",
  );
}

/**
 * The Region that the history bucket must be in; undefined where any will do. From Beijing AWS Config delivers to buckets of Beijing
 * only, and from everywhere else of the partition to those of any Region (AWS Config API reference, `PutDeliveryChannel`).
 */
export function historyRegion(regions: readonly string[]): string | undefined {
  return regions.find((region) => region === "cn-north-1");
}
