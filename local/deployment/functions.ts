import type { Account } from "../account/account";
import { partitionOf } from "../account/partition";
import { policyDocument } from "../../stack-runner/iam-policy-document";

/** By token, what `callFunction` answers with, beside what it was given. */
export const functionOutputs: Record<string, string> = {
  "aws:iam/getPolicyDocument:getPolicyDocument": "json minifiedJson",
  "aws:index/getCallerIdentity:getCallerIdentity": "accountId arn userId",
  "aws:index/getPartition:getPartition": "partition dnsSuffix reverseDnsPrefix",
  "aws:index/getRegion:getRegion": "region name description endpoint",
  "aws:kms/getKey:getKey": `arn awsAccountId creationDate customerMasterKeySpec description enabled keyManager keySpec keyState
    keyUsage multiRegion origin`,
};

/** By token, what `callFunction` may be given beside a Region. */
export const functionInputs: Record<string, string> = {
  "aws:iam/getPolicyDocument:getPolicyDocument":
    "overridePolicyDocuments policyId sourcePolicyDocuments statements version",
  "aws:kms/getKey:getKey": "keyId grantTokens",
};

/**
 * Answers a function of the AWS provider, as the account's administrator.
 *
 * @throws Error for a function that the account does not support
 */
export async function callFunction(
  account: Account,
  call: { token: string; inputs: Record<string, unknown> },
): Promise<Record<string, unknown>> {
  const region = stringOr(call.inputs["region"], account.defaultRegion);
  switch (call.token) {
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return {
        id: account.id,
        accountId: account.id,
        arn: account.administrator,
        userId: "AROALOCALACCOUNT",
      };
    case "aws:index/getPartition:getPartition": {
      const { dnsSuffix } = partitionOf(region);
      return {
        id: account.partition,
        partition: account.partition,
        dnsSuffix,
        reverseDnsPrefix: dnsSuffix.split(".").reverse().join("."),
      };
    }
    case "aws:index/getRegion:getRegion":
      return {
        id: region,
        region,
        name: region,
        description: region,
        endpoint: `ec2.${region}.amazonaws.com`,
      };
    case "aws:iam/getPolicyDocument:getPolicyDocument":
      return policyDocument(call.inputs);
    case "aws:kms/getKey:getKey": {
      const { KeyMetadata: key } = await (
        await account.region(region)
      ).kms.describeKey(account.administrator, { KeyId: stringOr(call.inputs["keyId"], "") });
      return {
        id: key?.KeyId,
        keyId: call.inputs["keyId"],
        arn: key?.Arn,
        awsAccountId: key?.AWSAccountId,
        creationDate: key?.CreationDate?.toISOString(),
        customerMasterKeySpec: key?.KeySpec,
        description: key?.Description,
        enabled: key?.Enabled,
        keyManager: key?.KeyManager,
        keySpec: key?.KeySpec,
        keyState: key?.KeyState,
        keyUsage: key?.KeyUsage,
        multiRegion: key?.MultiRegion,
        origin: "AWS_KMS",
        region,
      };
    }
    default:
      throw new Error(`The local account does not support the function ${call.token}.`);
  }
}

function stringOr(value: unknown, fallback: string): string {
  return typeof value === "string" ? value : fallback;
}
