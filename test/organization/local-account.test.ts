import assert from "node:assert/strict";
import { boundaryStatements } from "../../examples/organization/boundary";
import { hour } from "../../local/account/clock";
import type { Account } from "../../local/account/account";
import { LocalCloud } from "../../local/deployment/deploy";
import { deployStack, readLocalStack } from "../../local/deployment/local-stack";
import { Organization } from "../../local/services/organizations/organization";
import { openAccount } from "../local/accounts";
import { runExample } from "./example";

const member = "234567890123";
const boundary = `arn:aws:iam::${member}:policy/xray-encryption-guard-boundary`;

/** A member account with the guard, which delivers to the log archive and tells the central topic. */
async function guarded(policies: { topic?: unknown; bucket?: unknown }, isMember = true): Promise<Account> {
  const config = {
    historyBucket: "xray-encryption-history-id",
    notifyTopics: [{ arn: "arn:aws:sns:eu-west-1:210987654321:xray-encryption" }],
    permissionsBoundary: boundary,
  };
  const stack = readLocalStack("dev", config);
  const organization = new Organization(isMember ? "123456789012" : "111111111111");
  const account = await openAccount({
    ...stack.accountOptions,
    id: member,
    ...(isMember && { organization }),
  });
  const { sns } = await account.region("eu-west-1");
  if (policies.topic !== undefined) sns.setPolicy(config.notifyTopics[0]?.arn ?? "", policies.topic);
  if (policies.bucket !== undefined) account.s3.putBucketPolicy(config.historyBucket, policies.bucket);
  const cloud = new LocalCloud(account, ({ type, inputs }) => {
    // Before the first role: the account's own boundary allows everything, and a StackSet would have made this one.
    if (type === "aws:iam/role:Role") {
      account.iam.createPolicy(boundary, {
        Version: "2012-10-17",
        Statement: boundaryStatements(
          { partition: "aws", accountId: member },
          { keys: ["alias/xray-traces"] },
        ),
      });
    }
    return inputs;
  });
  await deployStack(stack, account, cloud);
  return account;
}

/** The policy of the example's topic or bucket, with the ARN that the local account has. */
async function policyOf(type: string): Promise<unknown> {
  const { registrations } = await runExample();
  const found = registrations.find((one) => one.type === type);
  return JSON.parse(
    String(found?.inputs["policy"])
      .replaceAll(
        "arn:aws:sns:eu-west-1:123456789012:xray-encryption-0000000",
        "arn:aws:sns:eu-west-1:210987654321:xray-encryption",
      )
      .replaceAll("xray-encryption-history-0000000", "xray-encryption-history-id"),
  );
}

describe("a guard in an organization, in the local account,", () => {
  let topic: unknown;
  let bucket: unknown;
  before(async () => {
    topic = await policyOf("aws:sns/topicPolicy:TopicPolicy");
    bucket = await policyOf("aws:s3/bucketPolicy:BucketPolicy");
  });

  it("judges, delivers to the log archive and tells the central topic, within the boundary", async () => {
    const account = await guarded({ topic, bucket });
    await account.clock.advanceBy(hour);
    const { xray } = await account.region("eu-west-1");
    await xray.putEncryptionConfig(account.administrator, { Type: "NONE" });
    await account.clock.advanceBy(7 * hour);
    assert.deepEqual(account.journal.failures, []);
    const keys = [...(account.s3.find("xray-encryption-history-id")?.objects.keys() ?? [])];
    assert.ok(
      keys.some((key) => key.startsWith(`AWSLogs/${member}/Config/`) && key.includes("ConfigHistory")),
    );
    const told = account.journal.publications.filter(({ topicArn }) => topicArn.endsWith(":xray-encryption"));
    assert.ok(told.some(({ subject }) => subject.includes("NON_COMPLIANT")));
  });

  it("whose account is of no organization cannot deliver to its log archive", async () => {
    await assert.rejects(guarded({ bucket }, false), /InsufficientDeliveryPolicyException/);
  });

  it("whose account is of no organization is not heard on its topic", async () => {
    const account = await guarded({ topic }, false);
    const { sns } = await account.region("eu-west-1");
    const notifier = account.iam.listRoles().find(({ name }) => name.includes("-notifier-"))?.arn ?? "";
    const publish = (principal: string) =>
      sns.requirePublish(principal, "arn:aws:sns:eu-west-1:210987654321:xray-encryption", {});
    await assert.rejects(publish(notifier), /aws:PrincipalOrgID/);
  });

  it("has a topic that no other role of the organization publishes to", async () => {
    const account = await guarded({ topic, bucket });
    const { sns } = await account.region("eu-west-1");
    await assert.rejects(
      sns.requirePublish(account.administrator, "arn:aws:sns:eu-west-1:210987654321:xray-encryption", {}),
      /aws:PrincipalArn/,
    );
  });
});
