import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { PutEncryptionConfigCommand } from "@aws-sdk/client-xray";
import { minute } from "../../local/account/clock";
import type { Account } from "../../local/account/account";
import { LocalCloud } from "../../local/deployment/deploy";
import { deployStack, readLocalStack } from "../../local/deployment/local-stack";
import { clients, openAccount, regionName } from "./accounts";

const root = path.resolve(__dirname, "../..");
const central = "arn:aws:sns:eu-west-1:210987654321:xray-encryption";

/** The policy of docs/messages.md that stands under a heading. */
function documentedPolicy(heading: string): { Statement: { Sid: string }[] } {
  const page = fs.readFileSync(path.join(root, "docs/messages.md"), "utf8");
  const section = page.split("\n## ").find((text) => text.startsWith(`${heading}\n`)) ?? "";
  const [, json = ""] = /```json\n([^]*?)```/.exec(section) ?? [];
  return JSON.parse(json) as { Statement: { Sid: string }[] };
}

function without(policy: { Statement: { Sid: string }[] }, sid: string): object {
  return { ...policy, Statement: policy.Statement.filter(({ Sid }) => Sid !== sid) };
}

describe("a topic of a central account", () => {
  const policy = documentedPolicy("A topic of a central account");

  /** What the topic got of a wrong setting, and what the notifier said. */
  async function told(topicPolicy: unknown): Promise<{ subjects: string[]; problems: string[] }> {
    const account = await openAccount({ notifyTopics: [{ arn: central }] });
    const { sns } = await account.region(regionName);
    sns.setPolicy(central, topicPolicy);
    await changeSetting(account, { notifyTopics: [{ arn: central, format: "json" }] });
    return {
      subjects: account.journal.publications
        .filter(({ topicArn }) => topicArn === central)
        .map(({ subject }) => subject),
      problems: account.journal.failures.map(({ message }) => message),
    };
  }

  it("is told where its policy says what the docs say", async () => {
    const { subjects, problems } = await told(policy);
    assert.deepEqual(problems, []);
    assert.deepEqual(subjects, ["NON_COMPLIANT: X-Ray encryption, 123456789012 eu-west-1 (prod)"]);
  });

  it("is not told without, and the notifier says so", async () => {
    const { subjects, problems } = await told(without(policy, "NotifiersPublish"));
    assert.deepEqual(subjects, []);
    assert.match(problems.join("\n"), new RegExp(`Cannot publish the message to ${central}`));
  });
});

describe("a key for a topic of a central account", () => {
  const key = "arn:aws:kms:eu-west-1:210987654321:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  const policy = documentedPolicy("A key for such a topic");

  /** What the topic got of a wrong setting. */
  async function told(keyPolicy: unknown, named: { key?: string }): Promise<string[]> {
    const account = await openAccount({ notifyTopics: [{ arn: central, key }] });
    const { kms } = await account.region(regionName);
    kms.key(key).policy = keyPolicy;
    await changeSetting(account, { notifyTopics: [{ arn: central, ...named }] });
    return account.journal.publications
      .filter(({ topicArn }) => topicArn === central)
      .map(({ subject }) => subject);
  }

  it("lets the notifier in where its policy says what the docs say, and the stack names it", async () => {
    const expected = ["NON_COMPLIANT: X-Ray encryption, 123456789012 eu-west-1 (prod)"];
    assert.deepEqual(await told(policy, { key }), expected);
  });

  it("keeps it out where the stack does not name it", async () => {
    assert.deepEqual(await told(policy, {}), []);
  });

  it("keeps it out without the statement", async () => {
    assert.deepEqual(await told(without(policy, "NotifiersEncrypt"), { key }), []);
  });
});

describe("a key for the alert topic", () => {
  const policy = documentedPolicy("A key for the alert topic");

  /** The documented policy, but with one role in the place of the account. */
  function onlyFor(AWS: string): object {
    const [first, ...rest] = policy.Statement;
    return { ...policy, Statement: [{ ...first, Principal: { AWS } }, ...rest] };
  }

  /** Who could publish to the alert topic. */
  async function publishers(keyPolicy: unknown): Promise<string[]> {
    const account = await openAccount();
    const region = await account.region(regionName);
    const { arn } = region.kms.createKey({ id: "11111111-2222-3333-4444-555555555555", policy: keyPolicy });
    region.kms.createAlias("alias/alerts", arn);
    await changeSetting(account, { topicKey: "alias/alerts" });
    const topic = region.sns.listTopics().find(({ name }) => name.includes("alerts"));
    assert.equal(topic?.kmsKeyId, arn);
    await region.sns
      .publish(
        "cloudwatch.amazonaws.com",
        topic.arn,
        { subject: "s", message: "m" },
        {
          "aws:SourceAccount": account.id,
        },
      )
      .catch(() => {});
    const { publications } = account.journal;
    const principals = publications.flatMap(({ topicArn, principal }) =>
      topicArn === topic.arn ? [principal.includes("-notifier-") ? "notifier" : principal] : [],
    );
    return [...new Set(principals)];
  }

  for (const [says, keyPolicy, expected] of [
    ["as the docs have it lets both publish", policy, ["notifier", "cloudwatch.amazonaws.com"]],
    ["that does not name CloudWatch keeps it out", without(policy, "AlarmsPublishEncrypted"), ["notifier"]],
    [
      "that lets whoever deploys use it, and nobody else of the account, keeps the notifier out",
      onlyFor("arn:aws:iam::123456789012:role/Administrator"),
      ["cloudwatch.amazonaws.com"],
    ],
  ] as const) {
    it(`with a policy ${says}`, async () => {
      assert.deepEqual(await publishers(keyPolicy), expected);
    });
  }
});

/** Deploys the dev stack, and sets X-Ray's encryption wrong. */
async function changeSetting(account: Account, config: Record<string, unknown>): Promise<void> {
  const stack = readLocalStack("dev", { ...config, label: "prod" });
  await deployStack(stack, account, new LocalCloud(account));
  await account.clock.advanceBy(30 * minute);
  const { xray } = clients(account);
  await xray.send(new PutEncryptionConfigCommand({ Type: "NONE" }));
  await account.clock.advanceBy(30 * minute);
}
