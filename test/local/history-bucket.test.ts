import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { hour } from "../../local/account/clock";
import type { Account } from "../../local/account/account";
import { LocalCloud, type Mutate } from "../../local/deployment/deploy";
import { deployStack, readLocalStack } from "../../local/deployment/local-stack";
import { runLocal } from "../../local/run";
import { allow, openAccount, regionName, trust } from "./accounts";

interface Policy {
  Version: string;
  Statement: {
    Sid: string;
    Condition?: { StringEquals: Record<string, unknown> };
    [member: string]: unknown;
  }[];
}

const name = "example-log-archive";
const archive = "210987654321";

/** The policy that docs/runbook.md gives to the bucket's owner. */
function documented(): Policy {
  const page = readFileSync(path.resolve(__dirname, "../../docs/runbook.md"), "utf8");
  const json = /```json\n(\{\n {2}"Version".*?)```/s.exec(page)?.[1];
  assert.ok(json !== undefined, "docs/runbook.md has no policy");
  return JSON.parse(json) as Policy;
}

/** Deploys the stack `archive` into an account with such a bucket. */
async function deployTo(policy: Policy | undefined, owner: string, mutate?: Mutate): Promise<Account> {
  const account = await openAccount();
  account.s3.createBucket(name, regionName, owner);
  account.s3.putBucketPolicy(name, policy);
  await deployStack(readLocalStack("archive"), account, new LocalCloud(account, mutate));
  return account;
}

async function deliveredBy(account: Account): Promise<(string | undefined)[]> {
  await account.clock.advanceBy(7 * hour);
  assert.deepEqual(account.journal.failures, []);
  // Whoever owns the bucket may look into it.
  account.s3.putBucketPolicy(name, {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: account.administrator }, Action: "s3:*", Resource: "*" },
    ],
  });
  const { Contents } = await account.s3.listObjectsV2(account.administrator, { Bucket: name });
  return (Contents ?? []).map(({ Key }) => Key).filter((key) => key?.includes("/ConfigHistory/"));
}

const refused = {
  message:
    /InsufficientDeliveryPolicyException: Insufficient delivery policy to s3 bucket: example-log-archive/,
};

describe("historyBucket, in a log archive account", () => {
  it("closes the loop, and the stack makes no bucket", async () => {
    const { problems, resources, outputs } = await runLocal({ stack: "archive" });

    assert.deepEqual(problems, []);
    assert.deepEqual(
      resources.filter(({ type }) => type.startsWith("aws:s3/")),
      [],
    );
    assert.equal(outputs["bucketName"], name);
  });

  it("is delivered to with the policy that the docs give to its owner", async () => {
    const delivered = await deliveredBy(await deployTo(documented(), archive));

    assert.equal(delivered.length > 0, true);
  });

  for (const Sid of ["ConfigReadsTheAcl", "ConfigSeesThatTheBucketExists", "ConfigDeliversHistory"]) {
    it(`is refused by AWS Config without ${Sid} in its policy`, async () => {
      const { Version, Statement } = documented();
      const without = Statement.filter((statement) => statement.Sid !== Sid);
      assert.equal(without.length, Statement.length - 1);

      await assert.rejects(deployTo({ Version, Statement: without }, archive), refused);
    });
  }

  it("is refused where its policy names other accounts alone", async () => {
    const elsewhere = JSON.stringify(documented()).replaceAll("123456789012", "345678901234");

    await assert.rejects(deployTo(JSON.parse(elsewhere) as Policy, archive), refused);
  });
});

describe("historyBucket, in the account of the stack", () => {
  it("is delivered to as the recorder's role, whatever its policy", async () => {
    const delivered = await deliveredBy(await deployTo(undefined, "123456789012"));

    assert.equal(delivered.length > 0, true);
  });

  it("is refused where neither the role nor the bucket's policy lets AWS Config in", async () => {
    const withoutDelivery: Mutate = ({ name: of, inputs }) => {
      if (!of.endsWith("-recorder") || typeof inputs["policy"] !== "string") return inputs;
      const { Version, Statement } = JSON.parse(inputs["policy"]) as Policy;
      const kept = Statement.filter(({ Sid }) => Sid !== "DeliverHistory");
      return { ...inputs, policy: JSON.stringify({ Version, Statement: kept }) };
    };

    await assert.rejects(deployTo(undefined, "123456789012", withoutDelivery), refused);
  });
});

describe("a bucket of another Region", () => {
  const deployIn = async (guarded: string) => {
    const account = await openAccount({ defaultRegion: "cn-northwest-1" });
    account.s3.createBucket(name, "cn-northwest-1");
    const role = trust("config.amazonaws.com");
    const { arn } = account.iam.createRole("recorder", role);
    const Statement = [allow(["s3:PutObject", "s3:GetBucketAcl"])];
    account.iam.putRolePolicy("recorder", "Policy", { Version: "2012-10-17", Statement });
    const { config } = await account.region(guarded);
    config.recording.putRecorder({ name: "r", roleArn: arn, recordingGroup: { allSupported: true } });
    await config.delivery.putDeliveryChannel({ name: "c", s3BucketName: name });
  };

  it("takes deliveries from everywhere but Beijing", async () => {
    await deployIn("cn-northwest-1");
    await assert.rejects(deployIn("cn-north-1"), {
      message: /It is in cn-northwest-1, and the bucket must also be in cn-north-1\.$/,
    });
  });
});
