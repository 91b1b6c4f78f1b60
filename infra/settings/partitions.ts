import { StackConfigError } from "./stack-config-error";

/** A part of AWS that shares nothing with the others: no account, ARN, key, topic or console. */
export interface Partition {
  /** As ARNs begin with it. */
  name: string;
  /** The console's domain. Undefined where none is published, so that no link is made up. */
  consoleDomain: string | undefined;
}

const aws: Partition = { name: "aws", consoleDomain: "console.aws.amazon.com" };

/**
 * Every other partition, with what the names of its Regions begin with. Sources: names and Regions from the AWS SDK's
 * `partitions.json`; console domains from the endpoints of the AWS Management Console in each partition's General Reference.
 */
const otherPartitions: readonly (Partition & { regions: string })[] = [
  { name: "aws-cn", regions: "cn-", consoleDomain: "console.amazonaws.cn" },
  { name: "aws-us-gov", regions: "us-gov-", consoleDomain: "console.amazonaws-us-gov.com" },
  { name: "aws-eusc", regions: "eusc-", consoleDomain: "console.amazonaws-eusc.eu" },
  { name: "aws-iso", regions: "us-iso-", consoleDomain: undefined },
  { name: "aws-iso-b", regions: "us-isob-", consoleDomain: undefined },
  { name: "aws-iso-e", regions: "eu-isoe-", consoleDomain: undefined },
  { name: "aws-iso-f", regions: "us-isof-", consoleDomain: undefined },
];

export function partitionOf(region: string): Partition {
  return otherPartitions.find(({ regions }) => region.startsWith(regions)) ?? aws;
}

/** AWS Config's pages in the console of one Region; the name of the page follows. Undefined where no address is published. */
export function configConsoleUrl(region: string): string | undefined {
  const { consoleDomain } = partitionOf(region);
  return consoleDomain && `https://${region}.${consoleDomain}/config/home?region=${region}#`;
}

/**
 * Checks that all Regions are of one partition: credentials are of one.
 *
 * @throws StackConfigError
 */
export function checkOnePartition(regions: string[]): void {
  const [first = "", ...others] = regions;
  const { name } = partitionOf(first);
  const other = others.find((region) => partitionOf(region).name !== name);
  if (other === undefined) return;
  throw new StackConfigError(
    "regions",
    other,
    `it is of partition ${partitionOf(other).name}, and ${first} is of ${name}, which share no account; guard it with a stack of its own.`,
  );
}

/**
 * Checks that what an ARN names is of the partition of the stack's Regions, by the ARN's partition and by its Region.
 *
 * @param setting that has the ARN; anything but an ARN passes
 * @param what is named, such as `key`
 * @throws StackConfigError
 */
export function checkArnPartition(setting: string, what: string, arn: string, [region = ""]: string[]): void {
  const [prefix, partition = "", , itsRegion = region] = arn.split(":");
  if (prefix !== "arn") return;
  const named = partition === partitionOf(region).name ? partitionOf(itsRegion || region).name : partition;
  checkPartition(setting, arn, { what, partition: named, region });
}

/**
 * Checks that an aggregator's Region is of the partition of the stack's Regions.
 *
 * @throws StackConfigError
 */
export function checkAggregatorPartition(itsRegion: string, [region = ""]: string[]): void {
  const { name: partition } = partitionOf(itsRegion);
  checkPartition("aggregators", itsRegion, { what: "aggregator", partition, region });
}

function checkPartition(
  setting: string,
  value: string,
  { what, partition, region }: { what: string; partition: string; region: string },
): void {
  const { name } = partitionOf(region);
  if (partition === name) return;
  throw new StackConfigError(
    setting,
    value,
    `the ${what} is of partition ${partition}, and ${region} is of ${name}, from where nobody can reach it; name ${/^[aeiou]/.test(what) ? "an" : "a"} ${what} of ${name}.`,
  );
}
