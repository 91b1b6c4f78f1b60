import { parseKeyReference } from "../../rule/decision/key";
import { checkArnPartition } from "./partitions";
import { StackConfigError } from "./stack-config-error";

/** The Region in the ARN of a key or alias. Undefined for the other forms, which mean the Region where they are used. */
export function keyRegion(key: string): string | undefined {
  const reference = parseKeyReference(key);
  return reference !== undefined && "region" in reference ? reference.region : undefined;
}

/**
 * Checks that a key can be in all the Regions in which it is meant: a key is in one, unless its ID says that it is replicated
 * (KMS Developer Guide, "Multi-Region keys"), and in the partition of the account.
 *
 * @param setting that names the key
 * @param cure what to name instead of a key ID
 * @throws StackConfigError
 */
export function checkKeyPlace(setting: string, key: string, regions: string[], cure: string): void {
  checkArnPartition(setting, "key", key, regions);
  const [first, second] = regions;
  const reference = parseKeyReference(key);
  if (second === undefined || reference?.form !== "keyId" || key.startsWith("mrk-")) return;
  throw new StackConfigError(
    setting,
    key,
    `the key with this ID is in one Region, and it is meant in ${first} and in ${second}; ${cure}.`,
  );
}

/**
 * Checks a key that resources of each Region are encrypted with: those of AWS use only keys of their own Region.
 *
 * @param what is encrypted with it
 * @param example an alias to name
 * @throws StackConfigError
 */
export function checkKeyOfEach(
  setting: string,
  key: string,
  regions: string[],
  { what, example }: { what: string; example: string },
): void {
  const cure = `name an alias that exists in each Region, such as ${example}`;
  checkKeyPlace(setting, key, regions, cure);
  const region = keyRegion(key);
  const other = regions.find((one) => one !== region);
  if (region === undefined || other === undefined) return;
  throw new StackConfigError(
    setting,
    key,
    `the key is of ${region}, but ${what} in ${other} can only use a key of ${other}; ${cure}.`,
  );
}
