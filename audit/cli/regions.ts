import { BucketLocationConstraint } from "@aws-sdk/client-s3";
import { partition } from "@aws-sdk/core/client";
import { closest } from "fastest-levenshtein";
import { AuditError } from "../aws/aws-call";

/**
 * The Regions to look at: those of the command line, else of `AWS_REGION` or `AWS_DEFAULT_REGION`.
 *
 * @param named as written: comma separated
 * @throws AuditError `usage` when there is none, `unknownRegion` for one that does not exist
 */
export function chooseRegions(named: string | undefined, environment = process.env): string[] {
  const text = named ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? "";
  const regions = [...new Set(text.split(",").map((region) => region.trim()))].filter(
    (region) => region !== "",
  );
  if (regions.length === 0) {
    throw new AuditError(
      "usage",
      "No Region: name some with --regions eu-west-1,us-east-1, or set AWS_REGION.",
    );
  }
  return regions.map(checkRegion);
}

/** @throws AuditError `unknownRegion` that names the nearest one */
export function checkRegion(region: string): string {
  if (isRegion(region)) return region;
  throw new AuditError(
    "unknownRegion",
    `There is no AWS Region '${region}': did you mean ${closest(region, known)}?`,
  );
}

/** The SDK's table of partitions has a description for each Region; for other names it only guesses the partition. */
function isRegion(region: string): boolean {
  return /-\d+$/.test(region) && (partition(region) as { description?: string }).description !== undefined;
}

/** For suggestions only. The table itself cannot be listed; S3's locations are the same Regions. */
const known = ["us-east-1", ...Object.values<string>(BucketLocationConstraint).filter(isRegion)];
