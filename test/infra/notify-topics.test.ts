import assert from "node:assert/strict";
import type { NotifyTopic } from "../../infra/settings/guard-args";
import { runGuard } from "../support/stub-cloud";

const topic = (name: string, region = "eu-west-1") => `arn:aws:sns:${region}:210987654321:${name}`;
const key = (id: string, region = "eu-west-1") => `arn:aws:kms:${region}:210987654321:key/${id}`;

/** What the notifier may do for other topics, and what it is told of them. */
async function declaredFor(notifyTopics: NotifyTopic[]): Promise<{ statements: unknown[]; told: unknown }> {
  const { registrations } = await runGuard({ notify: ["a@example.com"], notifyTopics });
  const notifier = registrations.filter(({ name }) => name.endsWith("-notifier"));
  const input = (type: string, name: string) =>
    notifier.find((one) => one.type.endsWith(`:${type}`))?.inputs[name];
  const { Statement } = JSON.parse(String(input("RolePolicy", "policy"))) as { Statement: { Sid: string }[] };
  const { variables } = input("Function", "environment") as { variables: Record<string, string> };
  return {
    statements: Statement.filter(({ Sid }) => Sid.endsWith("NotifyTopics")),
    told: JSON.parse(variables["NOTIFY_TOPICS"] ?? "null") as unknown,
  };
}

const publish = (...arns: string[]) => ({
  Sid: "PublishToNotifyTopics",
  Effect: "Allow",
  Action: "sns:Publish",
  Resource: arns,
});
const encrypt = (keys: string[], services: string[]) => ({
  Sid: "EncryptForNotifyTopics",
  Effect: "Allow",
  Action: ["kms:GenerateDataKey", "kms:Decrypt"],
  Resource: keys,
  Condition: { StringLike: { "kms:ViaService": services } },
});

describe("the notifier's rights to other topics", () => {
  it("are none without one", async () => {
    assert.deepEqual(await declaredFor([]), { statements: [], told: null });
  });

  it("are to publish, where a topic has no key", async () => {
    assert.deepEqual(await declaredFor([{ arn: topic("a"), format: "chat" }]), {
      statements: [publish(topic("a"))],
      told: [{ arn: topic("a"), format: "chat" }],
    });
  });

  it("are to use the keys that are named, each once, through SNS in the Regions of these topics alone", async () => {
    const topics = [
      { arn: topic("a"), key: key("1") },
      { arn: topic("b"), key: key("1") },
      { arn: topic("c", "eu-central-1"), key: key("2", "eu-central-1") },
      { arn: topic("d", "us-east-1") },
    ];
    assert.deepEqual(await declaredFor(topics), {
      statements: [
        publish(...topics.map(({ arn }) => arn)),
        encrypt([key("1"), key("2", "eu-central-1")], ["sns.eu-west-1.*", "sns.eu-central-1.*"]),
      ],
      // A function's environment holds 4 kB.
      told: topics.map(({ arn }) => ({ arn, format: "mail" })),
    });
  });
});
