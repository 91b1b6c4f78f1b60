/** What AWS says of a feature in a Region. `unknown` is treated like `no`: what is promised must be so. */
export type Support = "yes" | "no" | "unknown";

/** What AWS Config does for X-Ray's setting in a Region. */
export interface RegionSupport {
  /** Whether it records `AWS::XRay::EncryptionConfig`. Where not, a recorder deploys cleanly and records nothing. */
  records: Support;
  /** Whether it runs remediation actions. */
  remediates: Support;
}

/** When the table was held against its sources, and what these are. */
export const regionSources = {
  date: "2026-11-26",
  records: "AWS Config Developer Guide, Resource Coverage by Region Availability",
  remediates:
    "AWS Config Developer Guide, Remediating Noncompliant Resources with AWS Config, Region Support",
};

const all: RegionSupport = { records: "yes", remediates: "yes" };
const remediatesOnly: RegionSupport = { records: "no", remediates: "yes" };
const recordsOnly: RegionSupport = { records: "yes", remediates: "no" };
const neither: RegionSupport = { records: "no", remediates: "no" };
const unknown: RegionSupport = { records: "unknown", remediates: "unknown" };

/** The Regions, by partition. A Region that is missing here is newer than the table, and nothing is known of it. */
export const regionTable: Readonly<Record<string, Readonly<Record<string, RegionSupport>>>> = {
  aws: {
    "af-south-1": all,
    "ap-east-1": all,
    "ap-east-2": recordsOnly,
    "ap-northeast-1": all,
    "ap-northeast-2": all,
    "ap-northeast-3": all,
    "ap-south-1": all,
    "ap-south-2": all,
    "ap-southeast-1": all,
    "ap-southeast-2": all,
    "ap-southeast-3": all,
    "ap-southeast-4": all,
    "ap-southeast-5": neither,
    "ap-southeast-6": recordsOnly,
    "ap-southeast-7": recordsOnly,
    "ca-central-1": all,
    "ca-west-1": remediatesOnly,
    "eu-central-1": all,
    "eu-central-2": all,
    "eu-north-1": all,
    "eu-south-1": all,
    "eu-south-2": all,
    "eu-west-1": all,
    "eu-west-2": all,
    "eu-west-3": all,
    "il-central-1": all,
    "me-central-1": all,
    "me-south-1": remediatesOnly,
    "mx-central-1": recordsOnly,
    "sa-east-1": all,
    "us-east-1": all,
    "us-east-2": all,
    "us-west-1": all,
    "us-west-2": all,
  },
  // The coverage table has no row for the type in China and GovCloud.
  "aws-cn": { "cn-north-1": neither, "cn-northwest-1": neither },
  "aws-us-gov": { "us-gov-east-1": remediatesOnly, "us-gov-west-1": remediatesOnly },
  // The guide that is public does not speak of these.
  "aws-eusc": { "eusc-de-east-1": unknown },
  "aws-iso": { "us-iso-east-1": unknown, "us-iso-west-1": unknown },
  "aws-iso-b": { "us-isob-east-1": unknown, "us-isob-west-1": unknown },
  "aws-iso-e": { "eu-isoe-west-1": unknown },
  "aws-iso-f": { "us-isof-east-1": unknown, "us-isof-south-1": unknown },
};

const byRegion = new Map(Object.values(regionTable).flatMap((regions) => Object.entries(regions)));

/** What AWS Config does for X-Ray's setting in a Region, by the table. */
export function regionSupport(region: string): RegionSupport {
  return byRegion.get(region) ?? unknown;
}

/** Says as the beginning of a sentence that AWS Config does not record the setting in a Region, or that nobody knows. */
export function notRecordedIn(region: string): string {
  return regionSupport(region).records === "no"
    ? `AWS Config does not record X-Ray's encryption setting in ${region}`
    : `whether AWS Config records X-Ray's encryption setting in ${region} is not known`;
}
