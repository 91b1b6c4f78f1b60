import { checkAggregators } from "./aggregators";
import type { Frequency, PlainArgs } from "./guard-args";
import { checkBucketName } from "./bucket-name";
import { checkIamPath, checkPermissionsBoundary } from "./iam";
import { checkLabel } from "./label";
import { checkNotifyTopics } from "./notify-topics";
import { checkRegions, checkSupportedRegions } from "./regions";
import type { Setting } from "./validation";
import { checkSubscribers } from "./subscribers";
import { checkStorageKey, checkTopicKey } from "./customer-key";

const frequencies: Frequency[] = ["One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours"];

/** Days that CloudWatch Logs can keep a log (its API reference, `PutRetentionPolicy`). */
const logRetentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * Every setting. The stack's configuration is read and checked by this table, docs/configuration.md is made from it, and tests
 * compare `Pulumi.yaml` and the comments of `GuardArgs` with it. What settings may not say together is in combinations.ts.
 *
 * A setting keeps its type for ever: the Pulumi CLI refuses a value of another type before the program runs.
 */
export const table: { readonly [K in keyof Required<PlainArgs>]: Setting<Required<PlainArgs>[K]> } = {
  desiredKey: {
    type: "string",
    isInput: true,
    default: "any",
    example: "alias/xray-traces",
    description:
      "What X-Ray should encrypt with: a key ID, key ARN, `alias/name` or alias ARN; or `any` (any KMS key), `customer` (any customer managed key), `none` (X-Ray's default encryption).",
  },
  desiredKeyByRegion: {
    type: "object",
    items: "string",
    isInput: true,
    default: {},
    example: { "us-east-1": "alias/xray-traces-us" },
    description:
      "The desired key of single Regions, where it differs from `desiredKey`. A key can only be used in its own Region.",
  },
  acceptedKeys: {
    type: "array",
    items: "string",
    isInput: true,
    default: [],
    example: ["alias/xray-traces-old"],
    description:
      "Further keys that are accepted, for example while keys are rotated. Only beside a desired key, not beside `any`, `customer` or `none`.",
  },
  trigger: {
    type: "string",
    allowed: ["change", "periodic", "both"],
    default: "both",
    description:
      "When AWS Config evaluates the rule: after a `change`, `periodic` (on a schedule), or `both`. Only a schedule notices that a key was disabled.",
  },
  frequency: {
    type: "string",
    allowed: frequencies,
    default: "",
    description:
      "How often the schedule runs: `One_Hour`, `Three_Hours`, `Six_Hours`, `Twelve_Hours` or `TwentyFour_Hours`. Empty means `TwentyFour_Hours`. With trigger `change` it must be empty.",
  },
  recorder: {
    type: "string",
    allowed: ["create", "existing"],
    default: "create",
    description: "Whether to `create` an AWS Config recorder, or to rely on the `existing` one.",
  },
  regions: {
    type: "array",
    items: "string",
    default: [],
    example: ["eu-west-1", "us-east-1"],
    description:
      "The Regions to guard: at most 20, or 15 with `fastDetection`. Empty means the provider's Region (`aws:region`).",
    check: checkRegions,
  },
  supportedRegions: {
    type: "array",
    items: "string",
    default: [],
    example: ["ca-west-1"],
    description:
      "Regions in which AWS Config now records the setting and runs remediation, although the table in docs/regions.md says otherwise.",
    check: checkSupportedRegions,
  },
  deliveryFrequency: {
    type: "string",
    allowed: frequencies,
    default: "TwentyFour_Hours",
    description:
      "How often AWS Config delivers a snapshot to the bucket: `One_Hour`, `Three_Hours`, `Six_Hours`, `Twelve_Hours` or `TwentyFour_Hours`.",
  },
  notify: {
    type: "array",
    items: "string",
    isInput: true,
    default: [],
    example: ["security@example.com", "arn:aws:sqs:eu-west-1:123456789012:alerts"],
    description: "E-mail addresses, `https://` endpoints and SQS queue ARNs that receive alerts.",
    check: checkSubscribers,
  },
  notifyTopics: {
    type: "array",
    items: "object",
    isInput: true,
    default: [],
    example: [{ arn: "arn:aws:sns:eu-west-1:210987654321:xray-encryption", format: "json" }],
    description:
      "SNS topics that are told beside the stack's own, in this account or a central one: the `arn`, and the `format`, which is `mail` (the default), `json` or `chat`; where a key of yours encrypts the topic, its ARN as `key`. At most 10. Their policies must let this account publish.",
    check: checkNotifyTopics,
  },
  topicKey: {
    type: "string",
    isInput: true,
    default: "",
    example: "alias/alerts",
    description:
      "The KMS key that encrypts the stack's alert topic: a key ID, key ARN, `alias/name` or alias ARN. Its policy must let CloudWatch and the notifier use it. Empty means that the topic is not encrypted at rest by a key.",
    check: checkTopicKey,
  },
  storageKey: {
    type: "string",
    isInput: true,
    default: "",
    example: "alias/evidence",
    description:
      "The KMS key that encrypts what the stack stores, for those who must keep evidence under a key of their own: the history bucket that it makes, and the functions' logs. A key ID, key ARN, `alias/name` or alias ARN. Its policy must let CloudWatch Logs use it. Empty means keys that AWS owns.",
    check: checkStorageKey,
  },
  label: {
    type: "string",
    default: "",
    example: "prod",
    description:
      "What people call the account, such as `prod`: it stands in the subject of each message. At most 32 printable ASCII characters.",
    check: checkLabel,
  },
  retentionDays: {
    type: "integer",
    range: [30, 2557],
    default: 2557,
    example: 365,
    description: "Days that AWS Config keeps its history, and the bucket its objects: 30 to 2557.",
  },
  logRetentionDays: {
    type: "integer",
    allowed: logRetentions,
    default: 400,
    example: 731,
    description:
      "Days that the functions' logs are kept, as CloudWatch Logs allows: 1, 3, 5, 7, 14, 30, 60, 90 … 3653. They say who changed what, when CloudTrail's event history has forgotten it.",
  },
  traceReads: {
    type: "boolean",
    default: false,
    description:
      "Whether the evaluator's role may read traces, as AWS's tutorial once granted. The evaluator itself never does.",
  },
  historyBucket: {
    type: "string",
    isInput: true,
    default: "",
    example: "example-log-archive",
    description:
      "The name of a bucket that exists, to which AWS Config delivers instead of one that this stack makes: one that an earlier stack left, or one of a log archive account. Its policy must let AWS Config in; nothing of it is changed.",
    check: checkBucketName,
  },
  forceDestroyBucket: {
    type: "boolean",
    default: false,
    description:
      "Whether the buckets that this stack makes are deleted with all that they hold when the stack no longer needs them. Otherwise they stay.",
  },
  enforcement: {
    type: "string",
    allowed: ["detect", "apply", "remediate"],
    default: "detect",
    description:
      "What to do about a wrong setting: only `detect` it; `apply` the desired key when deploying; or let AWS Config `remediate` it. `apply` needs one definite key or `none`, `remediate` needs one definite key.",
  },
  remediation: {
    type: "string",
    allowed: ["automatic", "approval"],
    default: "automatic",
    description: "Whether remediation is `automatic`, or waits for `approval` in the console.",
  },
  remediationAttempts: {
    type: "integer",
    range: [1, 25],
    default: 5,
    example: 3,
    description: "How often AWS Config tries to remediate within the interval before it gives up: 1 to 25.",
  },
  remediationIntervalSeconds: {
    type: "integer",
    range: [1, 2_678_000],
    default: 3600,
    example: 600,
    description: "Seconds within which remediation attempts are counted: 1 to 2678000.",
  },
  fastDetection: {
    type: "boolean",
    default: false,
    description:
      "Whether to check within seconds of an API call that matters. Needs a schedule, and a CloudTrail trail with management events.",
  },
  trail: {
    type: "string",
    allowed: ["none", "create"],
    default: "none",
    description:
      "Whether to `create` the CloudTrail trail that fast detection needs, or `none`: most accounts or their organizations have one.",
  },
  transactionSearch: {
    type: "string",
    allowed: ["note", "judge"],
    default: "note",
    description:
      "Where X-Ray sends spans to CloudWatch Logs: `note` it in the verdict, or `judge` the key of the log group `aws/spans` too. `judge` is not possible beside enforcement `remediate`.",
  },
  alarmOnRecorder: {
    type: "boolean",
    default: true,
    description:
      "Whether scheduled runs also look at AWS Config's recorder, delivery channel and rule, and people are told when one of them fails. Needs a schedule: with trigger `change` nothing looks.",
  },
  aggregators: {
    type: "array",
    items: "object",
    default: [],
    example: [{ accountId: "210987654321", region: "eu-west-1" }],
    description:
      "Central accounts whose aggregators may collect AWS Config data from this one: `accountId` and the aggregator's `region`.",
    check: checkAggregators,
  },
  permissionsBoundary: {
    type: "string",
    isInput: true,
    default: "",
    example: "arn:aws:iam::123456789012:policy/workload-boundary",
    description:
      "The ARN of the policy that bounds every role of the stack, for accounts in which a role without a boundary may not be made. Empty means none.",
    check: checkPermissionsBoundary,
  },
  iamPath: {
    type: "string",
    default: "",
    example: "/platform/",
    description:
      "The IAM path of every role of the stack, such as `/platform/`, for accounts that grant rights on roles by their path. Empty means `/`.",
    check: checkIamPath,
  },
};
