/** An AWS call of the evaluator, in a stack and a setting in which it decides something. */
export interface Subject {
  call: string;
  /** What the call is for. */
  purpose: string;
  config: Record<string, unknown>;
  /** Steps of a scenario before anything goes wrong. */
  before?: (string | object)[];
  /** Whether AWS Config announces the change as too large to send. */
  oversized?: boolean;
  /** What X-Ray is given that the rule calls COMPLIANT, and what it calls NON_COMPLIANT. */
  right: string;
  wrong: string;
  /** How many times an invocation makes the call when it fails; each is tried again by the SDK. */
  asked?: number;
  /** How often the SDK tries it; 3 times when absent. */
  attempts?: number;
  /** What the annotation says when the call fails for good; undefined when then nothing may be reported. */
  stands: string | undefined;
  /** Whether it is made when the verdict is reported already, so that nothing of that depends on it. */
  afterwards?: boolean;
  /** Whether it is made to tell people, by which function: then the verdict is reported already. */
  tells?: "evaluator" | "notifier";
}

const onChange = { trigger: "change" };
const onSchedule = { trigger: "periodic", frequency: "One_Hour" };
const any = { desiredKey: "any" };
const toAny = { right: "alias/some-key", wrong: "NONE" };
const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
const spansJudged = {
  config: { ...onChange, ...any, transactionSearch: "judge" },
  before: [{ "send-spans-to": "CloudWatchLogs" }, { "encrypt-spans": "alias/some-key" }],
  ...toAny,
  stands: undefined,
};
const configWatched = { config: { ...onSchedule, ...any, alarmOnRecorder: true }, ...toAny };
const recordsUnknown = "Whether AWS Config records could not be read.";
const deliversUnknown = "Whether AWS Config delivers could not be read.";

export const subjects: readonly Subject[] = [
  {
    call: "xray:GetEncryptionConfig",
    purpose: "the live setting",
    config: { ...onSchedule, ...any },
    ...toAny,
    stands: undefined,
  },
  {
    call: "config:ListDiscoveredResources",
    purpose: "what to report on",
    config: { ...onSchedule, ...any },
    ...toAny,
    stands: undefined,
  },
  {
    call: "config:GetResourceConfigHistory",
    purpose: "an oversized item",
    config: { ...onChange, ...any },
    oversized: true,
    ...toAny,
    stands: undefined,
  },
  {
    call: "kms:DescribeKey",
    purpose: "the desired alias",
    config: { ...onChange, desiredKey: "alias/xray-traces" },
    right: "alias/xray-traces",
    wrong: "alias/another-key",
    // The alias, and then the key in use: a key that is gone would be wrong whatever the alias is.
    asked: 2,
    stands: undefined,
  },
  {
    call: "kms:DescribeKey",
    purpose: "the key's manager",
    config: { ...onChange, desiredKey: "customer" },
    right: "alias/some-key",
    wrong: "alias/aws/xray",
    stands: undefined,
  },
  {
    call: "kms:DescribeKey",
    purpose: "the key's state only",
    config: { ...onChange, desiredKey: keyId },
    right: keyId,
    wrong: "alias/another-key",
    stands: "The key's state could not be read.",
  },
  {
    call: "xray:GetTraceSegmentDestination",
    purpose: "where spans go, noted",
    config: { ...onChange, ...any },
    ...toAny,
    stands: "Where spans go could not be read.",
  },
  { call: "xray:GetTraceSegmentDestination", purpose: "where spans go, judged", ...spansJudged },
  { call: "logs:DescribeLogGroups", purpose: "the key of spans", ...spansJudged },
  {
    call: "kms:DescribeKey",
    purpose: "the states of both keys, where spans are judged too",
    config: { ...onChange, desiredKey: keyId, transactionSearch: "judge" },
    before: [{ "send-spans-to": "CloudWatchLogs" }, { "encrypt-spans": keyId }],
    right: keyId,
    wrong: "alias/another-key",
    asked: 2,
    stands: "The key's state could not be read.",
  },
  ...(
    [
      ["config:DescribeConfigurationRecorders", "whether AWS Config records", recordsUnknown],
      ["config:DescribeConfigurationRecorderStatus", "whether the recorder runs", recordsUnknown],
      ["config:DescribeDeliveryChannels", "whether anything is delivered", deliversUnknown],
      ["config:DescribeDeliveryChannelStatus", "whether delivering works", deliversUnknown],
      ["config:DescribeConfigRules", "whether the rule is there", "AWS Config's rule could not be read."],
    ] as const
  ).map(([call, purpose, stands]) => ({ call, purpose, ...configWatched, stands })),
  {
    call: "config:PutEvaluations",
    purpose: "the report",
    config: { ...onChange, ...any },
    ...toAny,
    stands: undefined,
  },
  {
    call: "cloudtrail:LookupEvents",
    purpose: "who called, to be kept",
    config: { ...onSchedule, ...any },
    ...toAny,
    attempts: 6,
    stands: undefined,
    afterwards: true,
  },
  ...(
    [
      ["lambda:Invoke", "the verdict, to the notifier", "evaluator"],
      ["dynamodb:GetItem", "what people were told last", "notifier"],
      ["dynamodb:PutItem", "what people are told", "notifier"],
      ["sns:Publish", "the message", "notifier"],
    ] as const
  ).map(([call, purpose, tells]) => ({
    call,
    purpose,
    config: { ...onChange, ...any },
    ...toAny,
    stands: undefined,
    tells,
  })),
];
