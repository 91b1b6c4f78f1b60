import assert from "node:assert/strict";
import type { GuardArgs } from "../../infra/guard";
import { regionSources } from "../../rule/decision/region-support";
import { runGuard } from "../support/stub-cloud";

const nobody =
  "notify is empty, so this stack subscribes nobody to its alerts, and nobody hears it if the notifier fails: add an e-mail address, an https:// endpoint or the ARN of an SQS queue, such as security@example.com.";
const nobodyButTopics =
  "notify is empty, so nobody hears it if the notifier fails, because that alarm reaches the stack's own topic alone; the topics of notifyTopics are told of all else: add an e-mail address, an https:// endpoint or the ARN of an SQS queue, such as security@example.com.";
const anyKey =
  "desiredKey is any, so every KMS key is COMPLIANT, one that AWS manages included: name the key that you want, such as alias/xray-traces.";

const nobodyLooks =
  "With trigger change nothing runs on schedule, so nothing looks at AWS Config's recorder, delivery channel and rule: set trigger to both, or alarmOnRecorder to false if something else looks at them.";
const scheduleOnly = (region: string, why: string) =>
  `${why} (as of ${regionSources.date}), so only the schedule judges it there, and there is no history: name the Region under supportedRegions if AWS Config records it there now.`.replace(
    "REGION",
    region,
  );
const unrecorded = scheduleOnly(
  "ca-west-1",
  "AWS Config does not record X-Ray's encryption setting in REGION",
);
const unknown = scheduleOnly(
  "eusc-de-east-1",
  "Whether AWS Config records X-Ray's encryption setting in REGION is not known",
);

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
      "that nothing looks at AWS Config where nothing runs on schedule",
      { ...told, ...key, trigger: "change" },
      [nobodyLooks],
    ],
    ["not of it where nobody wants it", { ...told, ...key, trigger: "change", alarmOnRecorder: false }, []],
    [
      "of each Region that only the schedule judges",
      { ...told, ...key, regions: ["eu-west-1", "ca-west-1"] },
      [unrecorded],
    ],
    [
      "of one of which nothing is known, and with trigger periodic too",
      { ...told, ...key, regions: ["eusc-de-east-1"], trigger: "periodic" },
      [unknown],
    ],
    [
      "not of one that its owner knows better",
      { ...told, ...key, regions: ["ca-west-1"], supportedRegions: ["ca-west-1"] },
      [],
    ],
    [
      "where AWS Config must find an existing bucket in the same Region, and nowhere else",
      {
        ...told,
        ...key,
        historyBucket: "log-archive",
        regions: ["cn-northwest-1", "cn-north-1"],
        supportedRegions: ["cn-northwest-1", "cn-north-1"],
      },
      [
        "From cn-north-1 AWS Config delivers only to a bucket of cn-north-1: see that the one in historyBucket is there, as `npm run audit -- preflight` does.",
      ],
    ],
    [
      "not of a bucket that the stack makes there",
      { ...told, ...key, regions: ["cn-north-1"], supportedRegions: ["cn-north-1"] },
      [],
    ],
    ["not of an existing bucket elsewhere", { ...told, ...key, historyBucket: "log-archive" }, []],
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
