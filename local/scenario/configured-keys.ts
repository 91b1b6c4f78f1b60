import type { Region } from "../account/account";
import { partitionOf } from "../account/partition";
import { uuid } from "../account/ids";
import type { ExpectedStack } from "./stack-expectations";

/** Two keys that every Region has, whether or not the stack's config names them. */
export const someKey = "alias/some-key";
export const anotherKey = "alias/another-key";

/** Creates the keys in a Region that the stack's config names, each alias with a key of its own, and the two above. */
export function createConfiguredKeys(expected: ExpectedStack, region: Region): void {
  const desired = expected.desiredKeyIn(region.name);
  const named = desired.kind === "key" ? [desired.key] : [];
  const { topicKey, storageKey } = expected;
  if (topicKey !== undefined) createKey(region, topicKey, servicesPolicy(region));
  if (storageKey !== undefined) createKey(region, storageKey, servicesPolicy(region));
  for (const name of [...named, ...expected.acceptedKeys, someKey, anotherKey]) createKey(region, name);
}

/** A key of a topic or log lets in CloudWatch and its logs besides the account, as its owner is told to. */
function servicesPolicy({ account, name }: Region): unknown {
  const statement = { Effect: "Allow", Resource: "*" };
  return {
    Version: "2012-10-17",
    Statement: [
      {
        ...statement,
        Principal: { AWS: `arn:${account.partition}:iam::${account.id}:root` },
        Action: "kms:*",
      },
      {
        ...statement,
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
      },
      {
        ...statement,
        Principal: { Service: `logs.${name}.${partitionOf(name).dnsSuffix}` },
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      },
    ],
  };
}

/** @param policy AWS's default policy unless given */
function createKey(region: Region, name: string, policy?: unknown): void {
  if (region.kms.find(name) !== undefined) return;
  // An ARN names its Region: a key of another Region does not exist in this one.
  const arn = /^arn:[^:]+:kms:([^:]*):(\d{12}):(.+)$/.exec(name);
  if (arn !== null && arn[1] !== region.name) return;
  const accountId = arn?.[2] ?? region.account.id;
  const resource = arn?.[3] ?? (name.startsWith("alias/") ? name : `key/${name}`);
  if (resource.startsWith("alias/")) {
    const key = region.kms.createKey({
      id: uuid("key", region.name, accountId, resource),
      accountId,
      policy,
    });
    region.kms.createAlias(resource, key.arn, accountId);
  } else {
    region.kms.createKey({ id: resource.replace(/^key\//, ""), accountId, policy });
  }
}
