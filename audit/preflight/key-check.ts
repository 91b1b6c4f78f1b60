import { DescribeKeyCommand, type KeyMetadata } from "@aws-sdk/client-kms";
import { parseKeyReference } from "../../rule/decision/key";
import { callAws, isNamed } from "../aws/aws-call";
import type { Clients } from "../aws/clients";
import { type Check, checker } from "./check";

/**
 * Whether X-Ray can encrypt with a desired or accepted key.
 *
 * @param key a key reference, or `any` and `none`, which name no key
 * @throws AuditError
 */
export async function checkKey(clients: Clients, key: string): Promise<Check> {
  const { region } = clients;
  const { pass, fail } = checker(region, "key");
  const reference = parseKeyReference(key);
  if (reference === undefined) return pass(`The desired encryption is \`${key}\`, which names no key.`);
  if ("region" in reference && reference.region !== region) {
    return fail(
      `The key ${key} is in ${reference.region}; X-Ray uses keys of its own Region.`,
      `\`desiredKeyByRegion.${region}\``,
    );
  }
  const metadata = await metadataOf(clients, key);
  return metadata === undefined
    ? fail(
        `There is no key ${key} in ${region}.`,
        "create it, or set `desiredKey`, or `desiredKeyByRegion` where Regions differ",
      )
    : checkMetadata(region, key, metadata);
}

function checkMetadata(region: string, key: string, metadata: KeyMetadata): Check {
  const { pass, warn, fail } = checker(region, "key");
  const { KeySpec, KeyUsage, KeyState, KeyManager, Arn = key } = metadata;
  if (KeySpec !== "SYMMETRIC_DEFAULT" || KeyUsage !== "ENCRYPT_DECRYPT") {
    return fail(
      `The key ${key} is ${KeySpec ?? "of an unknown kind"}; X-Ray takes symmetric encryption keys only.`,
      "set `desiredKey` to a symmetric key",
    );
  }
  if (KeyState !== "Enabled") {
    return fail(
      `The key ${key} is ${KeyState ?? "in an unknown state"}; X-Ray would stop storing traces.`,
      KeyState === "Disabled"
        ? `\`aws kms enable-key --key-id ${Arn}\``
        : "set `desiredKey` to an enabled key",
    );
  }
  if (KeyManager === "AWS") {
    return warn(
      `The key ${key} is managed by AWS: nobody can control it.`,
      "set `desiredKey` to a customer managed key",
    );
  }
  const which = Arn === key ? "" : `, which is ${Arn},`;
  return pass(`The key ${key}${which} is symmetric and enabled.`);
}

/** @returns undefined for a key that does not exist */
async function metadataOf({ kms, region }: Clients, key: string): Promise<KeyMetadata | undefined> {
  return callAws({ what: `the key ${key}`, action: "kms:DescribeKey", region }, async () => {
    try {
      return (await kms.send(new DescribeKeyCommand({ KeyId: key }))).KeyMetadata;
    } catch (error) {
      if (isNamed(error, "NotFoundException")) return undefined;
      throw error;
    }
  });
}
