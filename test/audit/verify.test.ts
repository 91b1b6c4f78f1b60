import assert from "node:assert/strict";
import { account, guardedRegion, historyFile as file, key, otherKey, setting, verdict } from "./account";
import { audit } from "./audit";
import { type Item, LoopbackAws } from "./loopback-aws";

/** What was delivered up to some hours before the history's end. */
const delivery = { lastStatus: "Success", lastSuccessfulTime: Date.parse("2026-01-08T18:00:00Z") / 1000 };

const recorded = [
  { ...setting("2026-01-05T09:01:00.000Z"), status: "ResourceDiscovered" },
  setting("2026-01-06T10:01:00.250Z", key),
  verdict("2026-01-06T10:01:05.000Z", "COMPLIANT"),
  // Too young to be delivered.
  setting("2026-01-09T10:01:00.000Z", otherKey),
];
const [discovered, changed, judged] = recorded as [Item, Item, Item];

function name(day: string, type: string): string {
  return `AWSLogs/${account}/Config/eu-west-1/2026/1/${day}/ConfigHistory/${account}_Config_eu-west-1_ConfigHistory_${type}_2026010${day}T090100Z_1.json.gz`;
}

const settings = "AWS::XRay::EncryptionConfig";
const verdicts = "AWS::Config::ResourceCompliance";
const whole = {
  [name("5", settings)]: file([discovered]),
  [name("6", settings)]: file([discovered, changed], false),
  [name("6", verdicts)]: file([judged]),
  [name("6", "AWS::S3::Bucket")]: Buffer.from("never opened"),
  [`AWSLogs/${account}/Config/eu-west-1/2026/1/6/ConfigSnapshot/x_ConfigHistory_${settings}_.json.gz`]:
    Buffer.from("nor this"),
};

const cases: {
  name: string;
  files: Record<string, Buffer>;
  retentionDays?: number;
  delivery?: Record<string, unknown>;
  code: number;
  out: string;
}[] = [
  {
    name: "agrees where every due item is delivered, once or twice",
    files: whole,
    code: 0,
    out: "eu-west-1, bucket history: 3 the same, 1 not delivered yet, 0 different.\n",
  },
  {
    name: "names an item that the bucket lacks",
    files: { ...whole, [name("6", settings)]: file([discovered]) },
    code: 10,
    out: "eu-west-1, bucket history: 2 the same, 1 not delivered yet, 1 different.\n  Item AWS::XRay::EncryptionConfig default of 2026-01-06T10:01:00.250Z is missing in bucket history.\n",
  },
  {
    name: "names an item that differs, and how",
    files: { ...whole, [name("6", settings)]: file([setting(changed.at, otherKey)]) },
    code: 10,
    out: `eu-west-1, bucket history: 2 the same, 1 not delivered yet, 1 different.\n  Item AWS::XRay::EncryptionConfig default of 2026-01-06T10:01:00.250Z differs in ${name("6", settings)}: configuration {"type":"KMS","keyId":"${otherKey}"} instead of {"type":"KMS","keyId":"${key}"}.\n`,
  },
  {
    name: "names a verdict that differs",
    files: { ...whole, [name("6", verdicts)]: file([{ ...judged, status: "ResourceDeleted" }]) },
    code: 10,
    out: `eu-west-1, bucket history: 2 the same, 1 not delivered yet, 1 different.\n  Item AWS::Config::ResourceCompliance AWS::XRay::EncryptionConfig/default of 2026-01-06T10:01:05.000Z differs in ${name("6", verdicts)}: status ResourceDeleted instead of OK.\n`,
  },
  {
    name: "names an item that AWS Config lacks",
    files: { ...whole, [name("7", settings)]: file([setting("2026-01-07T10:00:00.000Z")]) },
    code: 10,
    out: `eu-west-1, bucket history: 3 the same, 1 not delivered yet, 1 different.\n  Item AWS::XRay::EncryptionConfig default of 2026-01-07T10:00:00.000Z is in ${name("7", settings)}, but not in AWS Config.\n`,
  },
  {
    name: "takes no offence at what AWS Config no longer keeps",
    files: { ...whole, [name("1", settings)]: file([setting("2025-11-01T10:00:00.000Z")]) },
    retentionDays: 30,
    code: 0,
    out: "eu-west-1, bucket history: 3 the same, 1 not delivered yet, 1 delivered and since expired in AWS Config, 0 different.\n",
  },
  {
    name: "counts a failed delivery as a difference",
    files: whole,
    delivery: { ...delivery, lastStatus: "Failure", lastErrorMessage: "Access Denied" },
    code: 10,
    out: "eu-west-1, bucket history: 3 the same, 1 not delivered yet, 1 different.\n  AWS Config's latest delivery to history failed: Access Denied.\n",
  },
];

describe("verify", () => {
  let aws: LoopbackAws;
  before(async () => {
    aws = await LoopbackAws.start();
  });
  after(() => aws.stop());

  for (const { name: sentence, files, retentionDays, delivery: other, code, out } of cases) {
    it(sentence, async () => {
      aws.become({
        "eu-west-1": guardedRegion({
          items: recorded,
          delivery: other ?? delivery,
          ...(retentionDays !== undefined && { retentionDays }),
        }),
      });
      aws.buckets = { history: files };

      const outcome = await audit(aws, ["verify", "--regions", "eu-west-1"]);

      assert.equal(outcome.out, out);
      assert.equal(outcome.code, code);
    });
  }

  it("looks under the channel's prefix", async () => {
    const channel = { name: "c", s3BucketName: "history", s3KeyPrefix: "config" };
    aws.become({ "eu-west-1": guardedRegion({ items: recorded, delivery, channel }) });
    aws.buckets = {
      history: Object.fromEntries(Object.entries(whole).map(([at, bytes]) => [`config/${at}`, bytes])),
    };

    const outcome = await audit(aws, ["verify", "--regions", "eu-west-1"]);

    assert.equal(outcome.code, 0, outcome.out);
  });

  it("fails on a file that it does not understand", async () => {
    aws.become({ "eu-west-1": guardedRegion({ items: recorded, delivery }) });
    aws.buckets = { history: { ...whole, [name("6", settings)]: Buffer.from("{}") } };

    const outcome = await audit(aws, ["verify", "--regions", "eu-west-1"]);

    assert.equal(outcome.code, 14);
    assert.match(outcome.said[0] ?? "", /cannot be understood: it has no list configurationItems\.$/);
  });
});
