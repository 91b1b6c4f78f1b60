import assert from "node:assert/strict";
import { hour } from "../../local/account/clock";
import type { Account } from "../../local/account/account";
import { LocalCloud, type Mutate } from "../../local/deployment/deploy";
import { deployStack, readLocalStack } from "../../local/deployment/local-stack";
import { openAccount, regionName } from "./accounts";

const boundary = "arn:aws:iam::123456789012:policy/workload-boundary";

/** Deploys the stack `bounded`, which has a boundary, a path and a key of its own for all that is stored. */
async function deployBounded(mutate?: Mutate): Promise<Account> {
  const account = await openAccount();
  await deployStack(readLocalStack("bounded"), account, new LocalCloud(account, mutate));
  return account;
}

/** Files with history, after AWS Config had the time to deliver. */
async function delivered(account: Account): Promise<number> {
  await account.clock.advanceBy(7 * hour);
  const [bucket] = account.s3.list();
  return [...(bucket?.objects.keys() ?? [])].filter((key) => key.includes("/ConfigHistory/")).length;
}

describe("a boundary, a path and a key for what is stored", () => {
  it("close the loop", async () => {
    const account = await deployBounded();
    assert.ok((await delivered(account)) > 0);
    assert.deepEqual(account.journal.failures, []);
    const roles = account.iam.listRoles().filter(({ name }) => name.startsWith("xray-encryption-guard"));
    assert.ok(roles.length >= 3);
    for (const { arn, boundary: bounds } of roles) {
      assert.match(arn, /:role\/platform\/observability\/xray-encryption-guard-/);
      assert.equal(bounds, boundary);
    }
    const { logs, kms } = await account.region(regionName);
    for (const name of logs.list()) assert.equal(logs.find(name)?.kmsKeyId, kms.key("alias/evidence").arn);
  });

  it("a boundary that leaves out delivery stops it", async () => {
    const account = await deployBounded();
    account.iam.createPolicy(boundary, {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", NotAction: ["xray:GetEncryptionConfig"], Resource: "*" }],
    });
    const [recorder] = account.iam.listRoles().filter(({ name }) => name.includes("-recorder-"));
    assert.deepEqual(
      await account.authorization.decide({
        principal: recorder?.arn ?? "",
        action: "xray:GetEncryptionConfig",
        resource: "*",
      }),
      {
        allowed: false,
        reason: `${recorder?.arn} is not authorized to perform xray:GetEncryptionConfig on *: the role's permissions boundary does not allow it`,
      },
    );
  });

  it("a boundary that does not exist is refused, as by IAM", async () => {
    const account = await openAccount();
    account.iam.createRole("r", undefined);
    assert.throws(() => account.iam.bound("r", boundary), { code: "NoSuchEntity" });
  });

  it("the recorder's role without the right to the key cannot deliver", async () => {
    const withoutKey: Mutate = ({ type, name, inputs }) => {
      if (type !== "aws:iam/rolePolicy:RolePolicy" || !name.endsWith("-recorder")) return inputs;
      const policy = JSON.parse(String(inputs["policy"])) as { Statement: { Sid: string }[] };
      const Statement = policy.Statement.filter(({ Sid }) => Sid !== "EncryptHistory");
      assert.equal(Statement.length, policy.Statement.length - 1);
      return { ...inputs, policy: JSON.stringify({ ...policy, Statement }) };
    };
    await assert.rejects(
      deployBounded(withoutKey),
      /InsufficientDeliveryPolicyException.*kms:GenerateDataKey/,
    );
  });

  it("a key whose policy does not let in CloudWatch Logs encrypts no log", async () => {
    const { logs, kms } = await (await openAccount()).region(regionName);
    const { arn } = kms.createKey({ id: "1234abcd-12ab-34cd-56ef-1234567890ab" });
    await assert.rejects(logs.requireKey("group", arn), {
      code: "InvalidParameterException",
      message:
        /could not be found or is not allowed to be used with arn:aws:logs:eu-west-1:123456789012:log-group:group/,
    });
  });
});
