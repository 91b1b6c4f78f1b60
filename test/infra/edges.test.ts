import assert from "node:assert/strict";
import type { GuardArgs } from "../../infra/guard";
import { checkSettings } from "../../infra/settings/settings";
import { only, runGuard } from "../support/stub-cloud";

const region = "eu-west-1";
const check = (args: GuardArgs) => checkSettings({ regions: [region], ...args });

/** The numbers as AWS's references have them, not as the table of settings has. */
const ranges: [setting: keyof GuardArgs, least: number, most: number, byDefault: number][] = [
  ["retentionDays", 30, 2557, 2557],
  ["remediationAttempts", 1, 25, 5],
  ["remediationIntervalSeconds", 1, 2_678_000, 3600],
];
const keptLogs = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

describe("a setting, at its edges", () => {
  for (const [setting, least, most, byDefault] of ranges) {
    it(`${setting} is ${least} to ${most}, and ${byDefault} by default`, () => {
      for (const value of [least, most]) assert.equal(check({ [setting]: value })[setting], value);
      for (const value of [least - 1, most + 1])
        assert.throws(() => check({ [setting]: value }), String(value));
      assert.equal(check({})[setting], byDefault);
    });
  }

  it("logRetentionDays is what CloudWatch Logs takes, and 400 by default", () => {
    for (const days of keptLogs) assert.equal(check({ logRetentionDays: days }).logRetentionDays, days);
    for (const days of keptLogs.flatMap((taken) => [taken - 1, taken + 1])) {
      assert.throws(() => check({ logRetentionDays: days }), String(days));
    }
    assert.equal(check({}).logRetentionDays, 400);
  });

  it("notifyTopics is ten topics at most", () => {
    const topics = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        arn: `arn:aws:sns:${region}:123456789012:topic-${index}`,
      }));
    assert.equal(check({ notifyTopics: topics(10) }).notifyTopics.length, 10);
    assert.throws(() => check({ notifyTopics: topics(11) }));
  });

  it("notifyTopics is of the partition of the first Region, also where that is the only one", () => {
    const topic = (partition: string, where: string) => ({
      notifyTopics: [{ arn: `arn:${partition}:sns:${where}:123456789012:told` }],
    });
    assert.doesNotThrow(() => checkSettings({ regions: ["cn-north-1"], ...topic("aws-cn", "cn-north-1") }));
    assert.throws(() => checkSettings({ regions: ["cn-north-1"], ...topic("aws", region) }), /partition/);
  });

  it("acceptedKeys makes 1,024 characters of rule parameters at most", () => {
    const alias = (length: number) => `alias/${"a".repeat(length - "alias/".length)}`;
    const around = JSON.stringify({
      desiredKey: "alias/x",
      acceptedKeys: "",
      alarmOnRecorder: "true",
    }).length;
    const keys = [alias(250), alias(249), alias(248)];
    const left = 1024 - around - keys.join(",").length - ",".length;
    const accepting = (last: number) =>
      check({ desiredKey: "alias/x", acceptedKeys: [...keys, alias(last)] });
    assert.doesNotThrow(() => accepting(left));
    assert.throws(() => accepting(left + 1), /which make 1025 characters of rule parameters/);
  });

  it("acceptedKeys may be one key, and the rule is told of it", async () => {
    const run = await runGuard({ desiredKey: "alias/x", acceptedKeys: ["alias/y"] });
    assert.equal(
      only(run, "Rule").inputs["inputParameters"],
      '{"desiredKey":"alias/x","acceptedKeys":"alias/y","alarmOnRecorder":"true"}',
    );
  });

  it("aggregators have an account and a Region, and nothing that nobody would read", () => {
    const aggregator = { accountId: "210987654321", region, role: "arn" };
    assert.throws(() => check({ aggregators: [aggregator] }), /expected \{accountId, region\}/);
  });
});
