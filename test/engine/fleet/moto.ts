import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { spawn, spawnSync } from "node:child_process";
import * as readline from "node:readline";
import {
  deployerStatements,
  type PlainStatement,
  previewerStatements,
} from "../../../examples/organization/deployer-policy";
import { deployer, previewer } from "../../../examples/organization/names";
import type { State } from "./state";

/** Whether moto is on this machine: a server that takes the place of S3, KMS and IAM. */
export function hasMoto(): boolean {
  const looks = "import importlib.util as u, sys; sys.exit(u.find_spec('moto.server') is None)";
  return spawnSync("python3", ["-c", looks]).status === 0;
}

export interface MotoState extends State {
  /** As `pulumi stack select` takes it. */
  secretsProvider: string;
  /** Keys of the bucket's objects. */
  objects(): Promise<string[]>;
}

const bucket = "acme-pulumi-state";
const region = "eu-west-1";

// Its check of signatures takes another canonical form of a query than S3's, and so would refuse each list.
const server = `
import moto.iam.access_control as access
from moto.server import main
access.IAMRequestBase.check_signature = lambda self: None
main(["-p", "0"])
`;

/** A bucket and a key in moto, where the example's deployer and previewer may do what their policies say of the state. */
export async function inMoto(): Promise<MotoState> {
  const moto = spawn("python3", ["-c", server], { stdio: ["ignore", "ignore", "pipe"] });
  const endpoint = await addressOf(moto.stderr);
  const options = { endpoint, region, credentials: { accessKeyId: "root", secretAccessKey: "root" } };
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  const kms = new KMSClient(options);
  const iam = new IAMClient(options);
  await s3.send(
    new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
  );
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const key = KeyMetadata?.Arn ?? "";

  const place = { partition: "aws", accountId: "123456789012" };
  const common = { rolePath: "/", state: { bucket, key } };
  const rights: Record<string, PlainStatement[]> = {
    [deployer]: deployerStatements(place, { ...common, keys: [] }),
    [previewer]: previewerStatements(place, common),
  };
  const credentials = new Map<string, Record<string, string>>();
  for (const [UserName, statements] of Object.entries(rights)) {
    const Statement = statements
      .filter(({ Sid }) => /State$|Secrets$/.test(Sid))
      // Moto asks for no key's ARN.
      .map((one) => (one.Resource.includes(key) ? { ...one, Resource: ["*"] } : one));
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.send(new CreateUserCommand({ UserName }));
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "state", PolicyDocument }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    credentials.set(UserName, {
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? "",
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? "",
    });
  }
  const objects = async (): Promise<string[]> => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
    return Contents.map(({ Key }) => Key ?? "");
  };
  // From here on, policies count.
  const enforce = (after: string) =>
    fetch(`${endpoint}/moto-api/reset-auth`, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: after,
    });
  await enforce("0");

  return {
    url: `s3://${bucket}?endpoint=${endpoint}&s3ForcePathStyle=true&region=${region}`,
    secretsProvider: `awskms:///${key}?region=${region}`,
    environment: { AWS_ENDPOINT_URL_KMS: endpoint, AWS_REGION: region, ...credentials.get(deployer) },
    credentialsOf: (roleArn) => credentials.get(roleArn.split("/").at(-1) ?? "") ?? {},
    objects: async () => {
      await enforce("inf");
      const found = await objects();
      await enforce("0");
      return found;
    },
    close: () => moto.kill(),
  };
}

/** Where the server says it listens. */
async function addressOf(printed: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const line of readline.createInterface({ input: printed })) {
    const [, address] = /Running on (http:\S+)/.exec(line) ?? [];
    if (address !== undefined) {
      printed.resume();
      return address;
    }
    text += `${line}\n`;
  }
  throw new Error(`Moto did not start: ${text}`);
}
