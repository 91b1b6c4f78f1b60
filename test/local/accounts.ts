import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { STSClient } from "@aws-sdk/client-sts";
import { XRayClient } from "@aws-sdk/client-xray";
import { asset } from "@pulumi/pulumi";
import type { Account, AccountOptions, Region } from "../../local/account/account";
import { openAccount as openLocalAccount, type OpenOptions } from "../../local/endpoint/open-account";
import { LocalCloud } from "../../local/deployment/deploy";

export const accountId = "123456789012";
export const regionName = "eu-west-1";

const opened: Account[] = [];

/** Opens an account that is closed after the test. */
export async function openAccount(options: Partial<OpenOptions> = {}): Promise<Account> {
  const account = await openLocalAccount({ defaultRegion: regionName, ...options });
  opened.push(account);
  return account;
}

/** A Region of an account that is closed after the test. */
export async function openRegion(options: Partial<AccountOptions> = {}): Promise<Region> {
  return (await openAccount(options)).region(regionName);
}

afterEach(async () => {
  for (const account of opened.splice(0)) await account.close();
});

/** A role with these policies, as its ARN. */
export function role(
  account: Account,
  name: string,
  statements: unknown[],
  service = "lambda.amazonaws.com",
): string {
  const { arn } = account.iam.createRole(name, trust(service));
  account.iam.putRolePolicy(name, "Policy", { Version: "2012-10-17", Statement: statements });
  return arn;
}

export function trust(service: string): unknown {
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  };
}

export function allow(action: string | string[], resource: string | string[] = "*"): unknown {
  return { Effect: "Allow", Action: action, Resource: resource };
}

/** Real AWS clients that reach the account as a principal of it: a person with all rights, unless said otherwise. */
export function clients(
  account: Account,
  principal = account.administrator,
  requestHandler: { requestTimeout?: number; throwOnRequestTimeout?: boolean } = {},
) {
  const options = {
    requestHandler,
    endpoint: account.endpointUrl,
    region: regionName,
    credentials: account.iam.credentials(principal),
    maxAttempts: 1,
  };
  return {
    cloudtrail: new CloudTrailClient(options),
    config: new ConfigServiceClient(options),
    dynamodb: new DynamoDBClient(options),
    iam: new IAMClient(options),
    kms: new KMSClient(options),
    lambda: new LambdaClient(options),
    logs: new CloudWatchLogsClient(options),
    monitoring: new CloudWatchClient(options),
    s3: new S3Client({ ...options, forcePathStyle: true }),
    sns: new SNSClient(options),
    sts: new STSClient(options),
    xray: new XRayClient(options),
  };
}

/** A topic with a subscriber, into which the given services and nobody else may publish. */
export function openTopic(region: Region, ...services: string[]): string {
  const topic = region.sns.createTopic("people");
  region.sns.setPolicy(topic.arn, {
    Version: "2012-10-17",
    Statement: services.map((service) => ({
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sns:Publish",
      Resource: topic.arn,
      Condition: { StringEquals: { "aws:SourceAccount": accountId } },
    })),
  });
  region.sns.subscribe(topic.arn, "email", "people@example.com");
  return topic.arn;
}

/** Creates resources one after the other, as a program would, and answers their states by type. */
export async function deploy(
  account: Account,
  ...resources: { type: string; name?: string; inputs: Record<string, unknown> }[]
): Promise<Record<string, unknown>[]> {
  const cloud = new LocalCloud(account);
  const states: Record<string, unknown>[] = [];
  for (const { type, name = "guard", inputs } of resources) {
    states.push((await cloud.create({ type, name, inputs })).state);
  }
  return states;
}

/** An archive with one file, as programs give it to functions. */
export function archive(source: string): asset.AssetArchive {
  return new asset.AssetArchive({ "index.js": new asset.StringAsset(source) });
}
