import assert from "node:assert/strict";
import type { GuardArgs } from "../../infra/guard";
import { runGuard } from "../support/stub-cloud";

const nobody =
  "notify is empty, so this stack subscribes nobody to its alerts, and nobody hears it if the notifier fails: add an e-mail address, an https:// endpoint or the ARN of an SQS queue, such as security@example.com.";
const nobodyButTopics =
  "notify is empty, so nobody hears it if the notifier fails, because that alarm reaches the stack's own topic alone; the topics of notifyTopics are told of all else: add an e-mail address, an https:// endpoint or the ARN of an SQS queue, such as security@example.com.";
const anyKey =
  "desiredKey is any, so every KMS key is COMPLIANT, one that AWS manages included: name the key that you want, such as alias/xray-traces.";

describe("a guard warns", () => {
  const told = { notify: ["security@example.com"] };
  const key = { desiredKey: "alias/xray-traces" };
  const regions = ["eu-west-1", "us-east-1"];
  const cases: [when: string, args: GuardArgs, warnings: string[]][] = [
    ["of both with the defaults", {}, [nobody, anyKey]],
    ["of nothing where people are told about a wrong key", { ...told, ...key }, []],
    ["where nobody is told", key, [nobody]],
    [
      "where topics are told, and none by the alarm on the notifier",
      { ...key, notifyTopics: [{ arn: "arn:aws:sns:eu-west-1:210987654321:t" }] },
      [nobodyButTopics],
    ],
    [
      "not where people are told besides",
      { ...told, ...key, notifyTopics: [{ arn: "arn:aws:sns:eu-west-1:210987654321:t" }] },
      [],
    ],
    ["not where only a queue is told", { ...key, notify: ["arn:aws:sqs:eu-west-1:123456789012:q"] }, []],
    ["where any key will do", { ...told, desiredKey: "any" }, [anyKey]],
    ["not of `customer`", { ...told, desiredKey: "customer" }, []],
    [
      "where any key will do in some Region",
      { ...told, regions, desiredKeyByRegion: { "eu-west-1": "alias/a" } },
      [anyKey],
    ],
    [
      "not where each Region has a key of its own",
      { ...told, regions, desiredKeyByRegion: { "eu-west-1": "alias/a", "us-east-1": "any" } },
      [],
    ],
  ];
  for (const [when, args, expected] of cases) {
    it(when, async () => {
      const { messages, registrations } = await runGuard(args);
      const guard = registrations.find(({ type }) => type.endsWith(":XrayEncryptionGuard"));
      assert.deepEqual(
        messages,
        expected.map((message) => ({ severity: "warning", message, urn: guard?.urn })),
      );
    });
  }
});
