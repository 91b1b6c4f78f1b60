import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import type { Desired } from "../../infra/settings/desired-key";
import { XrayEncryptionGuard } from "../../infra/guard";
import { readSettings } from "../../infra/settings/read";
import { checkSettings, type StackSettings } from "../../infra/settings/settings";
import { runProgram } from "../../stack-runner/run";
import { stubCloud } from "../support/stub-cloud";

const key = (region: string) => `arn:aws:kms:${region}:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const bareKey = "1234abcd-12ab-34cd-56ef-1234567890ab";
const topicArn = "arn:aws:sns:eu-west-1:210987654321:xray";
const regions = ["eu-west-1"];

describe("a setting that cannot be used is refused with what, expected and cure", () => {
  const cases: { args: Record<string, unknown>; message: RegExp }[] = [
    {
      args: { trigger: "perodic" },
      message: /^trigger is "perodic": expected one of change, periodic, both; did you mean periodic\?$/,
    },
    { args: { trigger: "Change" }, message: /^trigger is "Change": .* did you mean change\?$/ },
    {
      args: { frequency: "One_Hours" },
      message: /^frequency is "One_Hours": expected one of One_Hour, .*; did you mean One_Hour\?$/,
    },
    { args: { frequency: "24h" }, message: /^frequency is "24h": expected one of/ },
    {
      args: { trigger: "change", frequency: "One_Hour" },
      message:
        /^frequency is "One_Hour": a rule with trigger change has no schedule; remove frequency, or set trigger to both\.$/,
    },
    {
      args: { recorder: "exists" },
      message: /^recorder is "exists": expected one of create, existing; did you mean existing\?$/,
    },
    {
      args: { deliveryFrequency: "Two_Hours" },
      message: /^deliveryFrequency is "Two_Hours": expected one of/,
    },
    {
      args: { regions: ["eu-wset-1"] },
      message: /^regions is "eu-wset-1": expected an AWS Region; did you mean eu-west-1\?$/,
    },
    {
      args: { regions: ["eu-west-1", "eu-west-1"] },
      message: /^regions is "eu-west-1": it is listed twice; list it once\.$/,
    },
    {
      args: { regions: "eu-west-1" },
      message: /^regions is "eu-west-1": expected a list of strings, such as \["eu-west-1","us-east-1"\]\.$/,
    },
    { args: { notify: ["security"] }, message: /^notify is "security": expected an e-mail address, such as/ },
    { args: { notify: ["a@b.c", "a@b.c"] }, message: /^notify is "a@b\.c": it is listed twice/ },
    { args: { notify: [5] }, message: /^notify is \[5\]: expected a list of strings, such as \["security@/ },
    {
      args: { retentionDays: 29 },
      message: /^retentionDays is 29: expected a whole number from 30 to 2557; the nearest is 30\.$/,
    },
    { args: { retentionDays: 2558 }, message: /the nearest is 2557\.$/ },
    {
      args: { retentionDays: 30.5 },
      message: /^retentionDays is 30\.5: expected a whole number .* the nearest is 31\.$/,
    },
    { args: { retentionDays: NaN }, message: /^retentionDays is null: expected a whole number/ },
    {
      args: { logRetentionDays: 100 },
      message: /^logRetentionDays is 100: expected one of 1, 3, 5, .*; the nearest is 90\.$/,
    },
    { args: { logRetentionDays: 45 }, message: /; the nearest is 30\.$/ },
    { args: { logRetentionDays: "400" }, message: /^logRetentionDays is "400": expected one of .* 3653\.$/ },
    { args: { traceReads: "yes" }, message: /^traceReads is "yes": expected true or false\.$/ },
    ...["ab", "Log-Archive", "-log-archive", "log..archive", "192.168.10.21", "a".repeat(64)].map(
      (historyBucket) => ({
        args: { historyBucket },
        message:
          /^historyBucket is ".*": expected a bucket's name, such as example-log-archive: 3 to 63 .* at both ends\.$/,
      }),
    ),
    {
      args: { historyBucket: "arn:aws:s3:::log-archive/AWSLogs" },
      message: /^historyBucket is .* at both ends; did you mean log-archive\?$/,
    },
    {
      args: { historyBucket: "s3://log-archive" },
      message: /^historyBucket is .* at both ends; did you mean log-archive\?$/,
    },
    {
      args: { historyBucket: "log-archive", recorder: "existing" },
      message:
        /^historyBucket is "log-archive": with recorder existing this stack delivers nothing; remove historyBucket, or set recorder to create\.$/,
    },
    {
      args: { historyBucket: "log-archive", forceDestroyBucket: true },
      message:
        /^forceDestroyBucket is true: with historyBucket this stack makes no bucket that it could delete; remove forceDestroyBucket\.$/,
    },
    { args: { forceDestroyBucket: 1 }, message: /^forceDestroyBucket is 1: expected true or false\.$/ },
    { args: { desiredKey: "Any" }, message: /^desiredKey is "Any"; expected a key ID .*did you mean "any"/ },
    {
      args: { desiredKey: "xray-traces" },
      message: /^desiredKey is "xray-traces"; .*did you mean "alias\/xray-traces"/,
    },
    { args: { desiredKey: "" }, message: /^desiredKey is empty; expected/ },
    {
      args: { desiredKey: key("us-east-1") },
      message:
        /^desiredKey is ".*": the key is of us-east-1, but X-Ray in eu-west-1 can only use keys of eu-west-1; name one under desiredKeyByRegion\.$/,
    },
    {
      args: { regions: ["eu-west-1", "us-west-2"], desiredKeyByRegion: { "us-west-1": "any" } },
      message:
        /^desiredKeyByRegion is "us-west-1": expected only Regions of this stack: eu-west-1, us-west-2; did you mean us-west-2\?$/,
    },
    {
      args: { desiredKeyByRegion: { "eu-west-1": "alias" } },
      message: /^desiredKeyByRegion\.eu-west-1 is "alias"; expected/,
    },
    {
      args: { desiredKeyByRegion: ["any"] },
      message:
        /^desiredKeyByRegion is \["any"\]: expected a map of strings, such as \{"us-east-1":"alias\/xray-traces-us"\}\.$/,
    },
    { args: { desiredKeyByRegion: "any" }, message: /^desiredKeyByRegion is "any": expected a map of/ },
    {
      args: { desiredKeyByRegion: { "eu-west-1": 5 } },
      message: /^desiredKeyByRegion is \{"eu-west-1":5\}: expected a map of/,
    },
    {
      args: { acceptedKeys: ["alias/old"] },
      message: /^acceptedKeys is not allowed beside desiredKey "any"/,
    },
    {
      args: { desiredKey: "customer", acceptedKeys: ["alias/old"] },
      message: /^acceptedKeys is not allowed beside desiredKey "customer"/,
    },
    {
      args: { desiredKey: "none", acceptedKeys: ["alias/old"] },
      message: /^acceptedKeys is not allowed beside desiredKey "none"/,
    },
    {
      args: { desiredKey: "alias/a", acceptedKeys: ["any"] },
      message: /^acceptedKeys has an element that is "any", which is for desiredKey alone/,
    },
    {
      args: { desiredKey: "alias/a", acceptedKeys: [key("us-east-1")] },
      message:
        /^acceptedKeys is ".*": X-Ray can only use keys of its own Region, .* add us-east-1 to regions\.$/,
    },
    {
      args: { enforcement: "enforce" },
      message: /^enforcement is "enforce": expected one of detect, apply, remediate; did you mean/,
    },
    {
      args: { enforcement: "apply" },
      message:
        /^enforcement is "apply": what to set in eu-west-1 must be one definite key, or none, and desiredKey is any there/,
    },
    {
      args: { enforcement: "remediate", desiredKey: "none" },
      message:
        /^enforcement is "remediate": what to set in eu-west-1 must be one definite key, and desiredKey is none there/,
    },
    {
      args: { enforcement: "remediate", desiredKey: "customer" },
      message:
        /^enforcement is "remediate": .* desiredKey is customer there; name a key, or set enforcement to detect\.$/,
    },
    {
      args: { remediation: "manual" },
      message: /^remediation is "manual": expected one of automatic, approval/,
    },
    { args: { remediationAttempts: 0 }, message: /^remediationAttempts is 0: .* the nearest is 1\.$/ },
    { args: { remediationIntervalSeconds: 3_000_000 }, message: /the nearest is 2678000\.$/ },
    {
      args: { fastDetection: true, trigger: "change" },
      message: /^fastDetection is true: it needs scheduled runs, .* set trigger to both\.$/,
    },
    {
      args: { regions: ["eu-west-1", "ca-west-1"], trigger: "change" },
      message:
        /^trigger is "change": AWS Config does not record X-Ray's encryption setting in ca-west-1, so nothing would ever be judged there; did you mean both\? As of \d{4}-\d\d-\d\d; name ca-west-1 under supportedRegions if AWS has changed it since\.$/,
    },
    {
      args: { regions: ["eusc-de-east-1"], trigger: "change" },
      message: /^trigger is "change": whether AWS Config records .* in eusc-de-east-1 is not known, so /,
    },
    {
      args: { regions: ["ap-southeast-7"], enforcement: "remediate", desiredKey: "alias/a" },
      message:
        /^enforcement is "remediate": AWS Config runs no remediation in ap-southeast-7; set it to detect, or to apply\. As of .* name ap-southeast-7 under supportedRegions/,
    },
    {
      args: { regions: ["us-iso-east-1"], enforcement: "remediate", desiredKey: "alias/a" },
      message:
        /^enforcement is "remediate": whether AWS Config runs remediation in us-iso-east-1 is not known; /,
    },
    {
      args: { supportedRegions: ["ca-west-2"] },
      message: /^supportedRegions is "ca-west-2": .* did you mean ca-west-1\?$/,
    },
    {
      args: { supportedRegions: ["ca-west-1", "ca-west-1"] },
      message: /^supportedRegions is "ca-west-1": it is listed twice/,
    },
    { args: { trail: "yes" }, message: /^trail is "yes": expected one of none, create/ },
    {
      args: { transactionSearch: "jugde" },
      message: /^transactionSearch is "jugde": .* did you mean judge\?$/,
    },
    { args: { notify: ["http://a.example.com"] }, message: /^notify is "http:.*": expected https:\/\// },
    { args: { notify: ["https://"] }, message: /^notify is "https:\/\/": expected a whole URL/ },
    ...[
      "see https://a.example.com",
      "see http://a.example.com",
      "alerts.fifo",
      "(arn:aws:sqs:eu-west-1:123456789012:alerts",
      "a@b.example.com>",
    ].map((endpoint) => ({
      args: { notify: [endpoint] },
      message: /^notify is ".*": expected an e-mail address, such as/,
    })),
    {
      args: { notify: ["arn:aws:sqs:eu-west-1:123456789012:alerts!"] },
      message: /expected the ARN of an SQS queue/,
    },
    {
      args: { notify: ["arn:aws:sns:eu-west-1:123456789012:t"] },
      message: /expected the ARN of an SQS queue/,
    },
    {
      args: { aggregators: [{ accountId: 210987654321, region: "eu-west-1" }] },
      message: /^aggregators is .* is quoted in YAML\.$/,
    },
    {
      args: { aggregators: [{ accountId: "2109876543210", region: "eu-west-1" }] },
      message: /^aggregators is .*; the account ID has twelve digits and is quoted in YAML\.$/,
    },
    {
      args: { aggregators: [{ accountId: "a210987654321", region: "eu-west-1" }] },
      message: /^aggregators is .*; the account ID has twelve digits and is quoted in YAML\.$/,
    },
    {
      args: { aggregators: [{ accountId: "210987654321", region: "eu-wst-1" }] },
      message: /^aggregators is "eu-wst-1": .* did you mean eu-west-1\?$/,
    },
    {
      args: { aggregators: [{ accountId: "210987654321" }] },
      message: /^aggregators is .*: expected \{accountId, region\}, with/,
    },
    { args: { notify: ["arn:aws:sqs:eu-west-1:123456789012:q.fifo"] }, message: /expected a standard queue/ },
    ...["u:p", "u", ":p"].map((user) => ({
      args: { notify: [`https://${user}@example.com`] },
      message: /^notify is "example\.com": expected a URL without user/,
    })),
    { args: { notify: ["https://example.com/a b"] }, message: /expected a whole URL/ },
    {
      args: { notify: ["https://global.sns-api.chatbot.amazonaws.com"] },
      message:
        /^notify is .*: Amazon Q in chat .* under notifyTopics with format chat, and name that topic in the/,
    },
    { args: { notify: ["https://chatbot.amazonaws.com"] }, message: /^notify is .*: Amazon Q in chat/ },
    { args: { label: "für alle" }, message: /^label is "für alle": expected at most 32 printable ASCII/ },
    { args: { label: "x".repeat(33) }, message: /^label is "x+": expected at most 32/ },
    { args: { label: " prod" }, message: /no space at either end, such as prod\.$/ },
    { args: { label: "a\nb" }, message: /^label is "a\\nb": expected/ },
    {
      args: { notifyTopics: [{ arn: topicArn, format: "jsn" }] },
      message:
        /^notifyTopics is \{"arn":"arn:aws:sns:eu-west-1:210987654321:xray","format":"jsn"\}: expected one of mail, json, chat; did you mean json\?$/,
    },
    {
      args: { notifyTopics: [{ arn: 5 }] },
      message: /^notifyTopics is \{"arn":5\}: expected \{arn, format, key\}, such as/,
    },
    { args: { notifyTopics: [null] }, message: /^notifyTopics is \[null\]: expected a list of objects/ },
    ...[`(${topicArn}`, `${topicArn}!`].map((arn) => ({
      args: { notifyTopics: [{ arn }] },
      message: /^notifyTopics is ".*": expected the ARN of an SNS topic, such as/,
    })),
    {
      args: { notifyTopics: [{ arn: topicArn }, { arn: topicArn, format: "chat" }] },
      message: /^notifyTopics is "arn:.*": it is listed twice/,
    },
    {
      args: { notifyTopics: [{ arn: `${topicArn}.fifo` }] },
      message: /^notifyTopics is ".*\.fifo": expected a standard topic/,
    },
    {
      args: { notifyTopics: [{ arn: "arn:aws:sqs:eu-west-1:123456789012:q" }] },
      message: /^notifyTopics is ".*": expected the ARN of an SNS topic, such as/,
    },
    {
      args: { notifyTopics: [{ arn: topicArn.replace("eu-west-1", "eu-wst-1") }] },
      message: /^notifyTopics is "eu-wst-1": .* did you mean eu-west-1\?$/,
    },
    {
      args: { notifyTopics: [{ topic: topicArn }] },
      message: /^notifyTopics is .*: expected \{arn, format, key\}/,
    },
    {
      args: { notifyTopics: [{ arn: topicArn, for: "people" }] },
      message: /^notifyTopics is .*: expected \{arn, format, key\}/,
    },
    ...[
      "alias/alerts",
      5,
      "arn:aws:kms:eu-west-1:123456789012:alias/alerts",
      "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
      "arn:aws-cn:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    ].map((key) => ({
      args: { notifyTopics: [{ arn: topicArn, key: key as string }] },
      message:
        /^notifyTopics is \{"arn":"arn:aws:sns:.*","key":.*\}: expected the ARN of a key of eu-west-1, where the topic is, such as arn:aws:kms:/,
    })),
    {
      args: { notifyTopics: [topicArn] },
      message: /^notifyTopics is .*: expected a list of objects, such as/,
    },
    {
      args: { notifyTopics: [{ arn: "arn:aws-cn:sns:cn-north-1:123456789012:t" }] },
      message: /the topic is of partition aws-cn, and eu-west-1 is of aws, .* name a topic of aws\.$/,
    },
    {
      args: { notifyTopics: Array.from({ length: 11 }, (_, index) => ({ arn: `${topicArn}${index}` })) },
      message: /^notifyTopics is 11: expected at most 10 topics/,
    },
    { args: { storageKey: "evidence" }, message: /^storageKey is "evidence": expected a key ID/ },
    {
      args: { storageKey: "alias/aws/s3" },
      message:
        /^storageKey is "alias\/aws\/s3": expected a customer managed key: .* does not let CloudWatch Logs/,
    },
    {
      args: { storageKey: key("us-east-1") },
      message:
        /^storageKey is .*: the key is of us-east-1, but what is stored in eu-west-1 .* such as alias\/evidence\.$/,
    },
    {
      args: { permissionsBoundary: "workload-boundary" },
      message: /^permissionsBoundary is "workload-boundary": expected the ARN of an IAM policy, such as/,
    },
    ...["(arn:aws:iam::123456789012:policy/boundary", "arn:aws:iam::123456789012:policy/a boundary"].map(
      (permissionsBoundary) => ({
        args: { permissionsBoundary },
        message: /^permissionsBoundary is ".*": expected the ARN of an IAM policy, such as/,
      }),
    ),
    {
      args: { permissionsBoundary: "arn:aws-cn:iam::123456789012:policy/boundary" },
      message: /^permissionsBoundary is .*: the policy is of partition aws-cn, and eu-west-1 is of aws,/,
    },
    ...["platform", "/platform", "platform/", "//", "/a b/", `/${"x".repeat(511)}/`].map((iamPath) => ({
      args: { iamPath },
      message: /^iamPath is ".*": expected a path that begins and ends with a slash, such as \/platform\/,/,
    })),
    { args: { topicKey: "alerts" }, message: /^topicKey is "alerts": expected a key ID/ },
    {
      args: { topicKey: "alias/aws/sns" },
      message:
        /^topicKey is "alias\/aws\/sns": expected a customer managed key: .* does not let CloudWatch publish\.$/,
    },
    {
      args: {
        regions: ["eu-west-1", "us-east-1"],
        topicKey: "arn:aws:kms:eu-west-1:123456789012:alias/alerts",
      },
      message:
        /^topicKey is .*: the key is of eu-west-1, but the topic in us-east-1 .* name an alias .* such as alias\/alerts\.$/,
    },
    {
      args: { regions: ["eu-west-1", "cn-north-1"] },
      message:
        /^regions is "cn-north-1": it is of partition aws-cn, and eu-west-1 is of aws, .* with a stack of its own\.$/,
    },
    {
      args: { regions: ["us-gov-west-1", "us-gov-east-1", "us-iso-east-1"] },
      message: /^regions is "us-iso-east-1": it is of partition aws-iso, and us-gov-west-1 is of aws-us-gov,/,
    },
    ...[
      { desiredKey: key("eu-west-1").replace("arn:aws:", "arn:aws-cn:") },
      { desiredKey: "alias/a", acceptedKeys: [key("cn-north-1").replace("arn:aws:", "arn:aws-cn:")] },
      { topicKey: key("eu-west-1").replace("arn:aws:", "arn:aws-eusc:") },
      { desiredKeyByRegion: { "eu-west-1": key("eu-west-1").replace("arn:aws:", "arn:aws-us-gov:") } },
      { notify: ["arn:aws-cn:sqs:cn-north-1:123456789012:alerts"] },
      { notify: ["arn:aws:sqs:us-gov-west-1:123456789012:alerts"] },
      { notifyTopics: [{ arn: "arn:aws:sns:eusc-de-east-1:123456789012:alerts" }] },
      { aggregators: [{ accountId: "210987654321", region: "cn-northwest-1" }] },
    ].map((args) => ({
      args,
      message:
        /^(\w|\.|-)+ is ".*": the (key|queue|topic|aggregator) is of partition aws-(cn|eusc|us-gov), and eu-west-1 is of aws, .* name an? \w+ of aws\.$/,
    })),
    ...(
      [
        ["desiredKey", { desiredKey: bareKey }],
        [
          "desiredKeyByRegion.eu-west-1",
          { desiredKeyByRegion: { "eu-west-1": bareKey, "us-east-1": bareKey } },
        ],
        [
          "desiredKeyByRegion.us-east-1",
          { desiredKey: bareKey, desiredKeyByRegion: { "us-east-1": bareKey } },
        ],
        ["acceptedKeys", { desiredKey: "alias/a", acceptedKeys: [bareKey] }],
        ["topicKey", { topicKey: bareKey }],
      ] as const
    ).map(([setting, args]) => ({
      args: { regions: ["eu-west-1", "us-east-1"], ...args },
      message: new RegExp(
        `^${setting} is "1234abcd-.*": the key with this ID is in one Region, and it is meant in eu-west-1 and in us-east-1; name .*\\.$`,
      ),
    })),
    {
      args: {
        regions: ["eu-west-1", "us-east-1"],
        desiredKey: "alias/a",
        acceptedKeys: [key("us-west-2")],
      },
      message:
        /^acceptedKeys is ".*": X-Ray can only use keys of its own Region, and this stack guards eu-west-1, us-east-1; remove the key, or add us-west-2 to regions\.$/,
    },
    { args: { notify: ["mailto:a@example.com"] }, message: /expected an e-mail address/ },
    { args: { notify: ["a..b@x..com"] }, message: /expected an e-mail address/ },
    { args: { desiredKey: 5 }, message: /^desiredKey is 5: expected a string/ },
    {
      args: { desiredKey: "alias/a", desiredKeyByRegion: { "eu-west-1": "any" }, acceptedKeys: ["alias/b"] },
      message: /^acceptedKeys is not allowed beside desiredKeyByRegion\.eu-west-1 "any"/,
    },
    {
      args: { enforcement: "remediate", desiredKey: "alias/a", transactionSearch: "judge" },
      message: /^transactionSearch is "judge": the runbook sets only X-Ray's key/,
    },
    {
      args: { regions: Object.values(aws.Region).slice(0, 21) },
      message: /^regions has 21 Regions: a guard takes 20, because/,
    },
    {
      args: { regions: Object.values(aws.Region).slice(0, 16), fastDetection: true },
      message: /^regions has 16 Regions: a guard takes 15 with fastDetection/,
    },
    {
      args: { aggregators: ["210987654321"] },
      message: /^aggregators is \["210987654321"\]: expected a list of objects, such as \[\{"accountId":"2/,
    },
    {
      args: {
        aggregators: [
          { accountId: "210987654321", region: "eu-west-1" },
          { accountId: "210987654321", region: "eu-west-1" },
        ],
      },
      message: /^aggregators is "210987654321 eu-west-1": it is listed twice; list it once\.$/,
    },
    {
      args: { aggregators: [null] },
      message: /^aggregators is \[null\]: expected a list of objects, such as/,
    },
    { args: { retentionDays: "365" }, message: /^retentionDays is "365": expected a whole .* 30 to 2557\.$/ },
    { args: { trigger: 5 }, message: /^trigger is 5: expected one of change, periodic, both\.$/ },
    {
      args: { watchRecording: true },
      message: /^watchRecording is called alarmOnRecorder now: rename it\.$/,
    },
    {
      args: { triger: "both" },
      message: /^triger is not a setting: did you mean trigger\? Otherwise remove it\.$/,
    },
    { args: { constructor: "both" }, message: /^constructor is not a setting: did you mean/ },
    {
      args: { desiredKey: "alias/a", acceptedKeys: Array.from({ length: 14 }, () => key("eu-west-1")) },
      message:
        /^acceptedKeys has 14 keys for eu-west-1, which make 11\d\d characters of rule parameters: AWS Config takes 1024, about a dozen key ARNs\./,
    },
  ];
  for (const { args, message } of cases) {
    it(JSON.stringify(args).slice(0, 100), () => {
      assert.throws(
        () => checkSettings({ regions, ...args }),
        (error: Error) => {
          assert.match(error.message, message);
          assert.ok(!error.message.includes("\n"), "one sentence a line");
          assert.ok(!error.message.includes("[secret]"), "nothing is secret");
          return true;
        },
      );
    });
  }

  it("a queue of another partition, which is a secret, is not shown", () => {
    assert.throws(
      () =>
        checkSettings({
          regions,
          notify: ["arn:aws-cn:sqs:cn-north-1:123456789012:alerts"],
          notifyIsSecret: true,
        }),
      /^Error: notify is "\[secret\]": the queue is of partition aws-cn,/,
    );
  });

  it("what is no secret is shown beside one", () => {
    assert.throws(() => checkSettings({ regions, notifyIsSecret: true, label: " prod" }), {
      message: /^label is " prod": expected/,
    });
  });

  const queue = "arn:aws:sqs:eu-west-1:210987654321:alerts";
  const deployInto = (accountId: string, args: StackSettings) => {
    const cloud = stubCloud("eu-west-1");
    const invoke: typeof cloud.invoke = async (call) =>
      call.token.endsWith(":getCallerIdentity") ? { accountId, id: accountId } : cloud.invoke(call);
    const program = () => {
      const guard = new XrayEncryptionGuard("guard", { regions, ...args });
      return { regions: guard.regions };
    };
    return runProgram({ stack: "dev", cloud: { ...cloud, invoke }, program });
  };

  for (const [notifyIsSecret, shown] of [
    [false, queue],
    [true, "[secret]"],
  ] as const) {
    it(`a queue of another account, shown as ${shown}`, async () => {
      const args = { notify: [queue], notifyIsSecret };
      const { messages } = await deployInto("345678901234", args);
      const [error, ...more] = messages.filter(({ severity }) => severity === "error");
      const expected = `notify is "${shown}": the queue is of account 210987654321, and this one is 345678901234,`;
      assert.ok(error?.message.startsWith(expected), error?.message);
      assert.match(
        error?.message ?? "",
        /; let the owner subscribe it to a topic of theirs, .* under notifyTopics\.$/,
      );
      assert.deepEqual(more, []);
      const own = await deployInto("210987654321", args);
      assert.deepEqual(
        own.messages.filter(({ severity }) => severity === "error"),
        [],
      );
    });
  }

  for (const [what, accountId, notify] of [
    ["no address, which is of no account", "345678901234", "security@example.com"],
    ["nothing where no account is known, as in a review", "123456789012", queue],
  ] as const) {
    it(what, async () => {
      const { messages } = await deployInto(accountId, { notify: [notify] });
      assert.deepEqual(
        messages.filter(({ severity }) => severity === "error"),
        [],
      );
    });
  }

  const boundary = "arn:aws:iam::210987654321:policy/boundary";
  for (const [what, permissionsBoundary, accountId, refused] of [
    ["a permissions boundary of another account", boundary, "345678901234", true],
    ["one that is known later", pulumi.output(boundary), "345678901234", true],
    ["none of its own account", boundary, "210987654321", false],
    ["none of AWS's", "arn:aws:iam::aws:policy/PowerUserAccess", "345678901234", false],
    ["no boundary", "", "345678901234", false],
  ] as const) {
    it(what, async () => {
      const { messages } = await deployInto(accountId, { permissionsBoundary });
      const errors = messages.filter(({ severity }) => severity === "error").map(({ message }) => message);
      const sentence = `permissionsBoundary is "${boundary}": the policy is of account 210987654321, and this one is 345678901234, whose roles take a policy of their own account alone; create it there and name that one.`;
      assert.deepEqual(errors, refused ? [sentence] : []);
    });
  }

  for (const args of [
    { historyBucket: "a192.168.10.21" },
    { historyBucket: "192.168.10.21a" },
    { notify: ["https://chatbot.amazonaws.com.example.com"] },
    { notify: ["arn:aws:sqs:eu-west-10:123456789012:alerts"] },
    { label: "x" },
    { iamPath: `/${"x".repeat(510)}/` },
    { storageKey: key("eu-west-1"), topicKey: key("eu-west-1") },
    {
      aggregators: [
        { accountId: "210987654321", region: "eu-west-1" },
        { accountId: "210987654321", region: "us-east-1" },
      ],
    },
  ]) {
    it(`and no other: ${JSON.stringify(args).slice(0, 100)}`, () => {
      assert.doesNotThrow(() => checkSettings({ regions, ...args }));
    });
  }

  for (const value of [undefined, null])
    it(`a setting that is ${value} is left out`, () => {
      const names = ["topicKey", "notify", "notifyTopics", "acceptedKeys", "desiredKeyByRegion"];
      const none = Object.fromEntries(names.map((name) => [name, value]));
      const { desired: _desired, planned: _planned, ...settings } = checkSettings({ regions, ...none });
      const { desired: _, planned: __, ...expected } = checkSettings({ regions });
      assert.deepEqual(settings, expected);
    });

  it("a bucket that is known later is one, so that what it may not stand beside is refused at once", () => {
    const historyBucket = pulumi.output("log-archive");
    assert.throws(
      () => checkSettings({ regions, historyBucket, recorder: "existing" }),
      /recorder existing this stack delivers nothing/,
    );
  });

  it("a format is refused at once, whatever the topic will be", () => {
    const notifyTopics = [{ arn: pulumi.output(topicArn), format: "maill" as "mail" }];
    assert.throws(() => checkSettings({ regions, notifyTopics }), {
      message: 'notifyTopics is {"format":"maill"}: expected one of mail, json, chat; did you mean mail?',
    });
  });

  it("the ID of a key that is replicated, and of one for a single Region, may be meant in Regions", () => {
    const mrk = "mrk-1234abcd12ab34cd56ef1234567890ab";
    const both = ["eu-west-1", "us-east-1"];
    checkSettings({ regions: both, desiredKey: mrk, topicKey: mrk });
    checkSettings({ regions: both, desiredKey: "any", desiredKeyByRegion: { "us-east-1": bareKey } });
  });

  it("a dozen accepted key ARNs fit", async () => {
    const accepted = Array.from({ length: 11 }, () => key("eu-west-1"));
    const settings = checkSettings({ regions, desiredKey: key("eu-west-1"), acceptedKeys: accepted });
    const desired = settings.desired["eu-west-1"];
    assert.ok(desired !== undefined);
    const { parameters } = await new Promise<pulumi.UnwrappedObject<Desired>>((resolve) =>
      desired.apply(resolve),
    );
    assert.equal(parameters["acceptedKeys"]?.split(",").length, 11);
  });

  it("no Region, where the provider names none either", async () => {
    const environment = {
      AWS_REGION: process.env["AWS_REGION"],
      AWS_DEFAULT_REGION: process.env["AWS_DEFAULT_REGION"],
    };
    delete process.env["AWS_REGION"];
    delete process.env["AWS_DEFAULT_REGION"];
    try {
      assert.throws(
        () => checkSettings({}),
        /^Error: There is no Region to guard: regions is empty, and so is aws:region\. Set one with/,
      );
    } finally {
      for (const [name, value] of Object.entries(environment))
        if (value !== undefined) process.env[name] = value;
    }
  });
});

describe("the stack's configuration", () => {
  const run = (config: Record<string, unknown>, stack = "dev") =>
    runProgram({ stack, cloud: stubCloud(), config });

  it("works as the dev stack has it", async () => {
    const { outputs } = await run({});
    assert.deepEqual(outputs["desiredEncryption"], { "eu-west-1": "the key alias/xray-traces" });
    assert.deepEqual(outputs["mustConfirmSubscription"], ["security@example.com"]);
  });

  it("reaches every setting: the strings that `pulumi config set` writes, and lists", async () => {
    const { registrations } = await run({
      retentionDays: "365",
      traceReads: "true",
      notify: ["a@example.com", "b@example.com"],
      regions: ["us-east-1"],
      desiredKeyByRegion: { "us-east-1": "customer" },
      alarmOnRecorder: "false",
    });
    const inputs = (type: string) => registrations.filter((r) => r.type.endsWith(type)).map((r) => r.inputs);
    assert.equal(inputs(":RetentionConfiguration")[0]?.["retentionPeriodInDays"], 365);
    assert.equal(inputs(":TopicSubscription").length, 2);
    assert.equal(inputs(":Rule")[0]?.["inputParameters"], '{"desiredKey":"customer"}');
    assert.ok(JSON.stringify(inputs(":RolePolicy")).includes("BatchGetTraces"));
  });

  it("is not mistaken for a provider's, where the project has a name as short", async () => {
    const config = { "aws:region": "eu-west-1", "ax:desiredKey": "any" };
    const program = () => {
      pulumi.runtime.setAllConfig(config);
      return { ...readSettings(new pulumi.Config("ax")) };
    };

    const { outputs } = await runProgram({ stack: "dev", cloud: stubCloud(), program });

    assert.deepEqual(outputs, { desiredKey: "any" });
  });

  it("is refused in a project of another name whose stack files keep the keys of this one", async () => {
    const config = { "aws:region": "eu-west-1", "xray-encryption-guard:desiredKy": "alias/a" };
    const program = () => {
      pulumi.runtime.setAllConfig(config);
      readSettings(new pulumi.Config("shop"));
    };

    await assert.rejects(runProgram({ stack: "dev", cloud: stubCloud(), program }), {
      message:
        "No program reads xray-encryption-guard:desiredKy: in Pulumi.yaml the project is called shop. Rename the key to shop:desiredKy.",
    });
  });

  for (const more of [{ recorder: "existing" }, { historyBucket: "log-archive" }]) {
    it(`may have a key of the guarded Region alone where no bucket is made elsewhere: ${JSON.stringify(more)}`, async () => {
      const { outputs } = await run({
        ...{ "aws:region": "us-east-1", storageKey: key("eu-west-1"), regions },
        ...more,
      });
      assert.ok("regions" in outputs);
    });
  }

  it("may have a key of Beijing, where the bucket is, too", async () => {
    const storageKey = key("cn-north-1").replace("arn:aws:", "arn:aws-cn:");
    const { outputs } = await run({
      ...{ "aws:region": "cn-northwest-1", storageKey, regions: ["cn-north-1"], notify: [] },
      supportedRegions: ["cn-north-1"],
    });
    assert.ok("regions" in outputs);
  });

  it("may hold what other programs and providers read", async () => {
    const { outputs } = await run({
      "gcp:regio": "x",
      "aws:version": "7.48.0",
      "aws:maxRetries": 3,
      "pulumi:tags": {},
    });
    assert.deepEqual(outputs["desiredEncryption"], { "eu-west-1": "the key alias/xray-traces" });
  });

  const mistakes: { config: Record<string, unknown>; message: RegExp }[] = [
    {
      config: { "xray-encrpytion-guard:desiredKey": "alias/a" },
      message:
        /^No program reads xray-encrpytion-guard:desiredKey: did you mean xray-encryption-guard:desiredKey\?/,
    },
    {
      config: { "other:notify": ["a@example.com"] },
      message:
        /^No program reads other:notify: in Pulumi\.yaml the project is called xray-encryption-guard\. Rename the key to xray-encryption-guard:notify\.$/,
    },
    {
      config: { "aws:regio": "eu-west-1" },
      message: /^The AWS provider does not read aws:regio: did you mean aws:region\?$/,
    },
    {
      config: { triger: "both" },
      message: /^xray-encryption-guard:triger is not a setting: did you mean trigger\?/,
    },
    {
      config: { watchRecording: true },
      message: /^xray-encryption-guard:watchRecording is called alarmOnRecorder now: rename it\.$/,
    },
    { config: { trigger: "cron" }, message: /^trigger is "cron": expected one of change, periodic, both/ },
    {
      config: { retentionDays: "a year" },
      message: /key 'xray-encryption-guard:retentionDays' must be of type 'integer', but is "a year"/,
    },
    { config: { notify: "a@example.com" }, message: /must be of type 'array<string>'/ },
    { config: { traceReads: "maybe" }, message: /must be of type 'boolean'/ },
    {
      config: { "xray-encrpytion-gard:desiredKey": "alias/a" },
      message: /did you mean xray-encryption-guard:desiredKey\?/,
    },
    { config: { "aws:regoin": "eu-west-1" }, message: /did you mean aws:region\?$/ },
    {
      config: { "aws:region": "eu-wst-1", regions: [] },
      message: /^aws:region is "eu-wst-1": expected an AWS Region; did you mean eu-west-1\?$/,
    },
    {
      config: { "aws:region": "us-east-1", storageKey: key("eu-west-1"), regions },
      message:
        /^storageKey is .*: the key is of eu-west-1, but what is stored in us-east-1 can only use a key of us-east-1;/,
    },
  ];
  for (const { config, message } of mistakes) {
    it(`refuses ${JSON.stringify(config)}`, async () => {
      await assert.rejects(run(config), (error: Error) => {
        assert.match(error.message, message);
        return true;
      });
    });
  }
});
