import type * as pulumi from "@pulumi/pulumi";

/** How often AWS Config runs a rule, or delivers a snapshot. */
export type Frequency = "One_Hour" | "Three_Hours" | "Six_Hours" | "Twelve_Hours" | "TwentyFour_Hours";

/** When AWS Config evaluates the rule. */
export type Trigger = "change" | "periodic" | "both";

/** A central account whose aggregator may collect this account's AWS Config data. */
export interface Aggregator {
  /** Twelve digits. */
  accountId: string;
  /** The aggregator's own Region. */
  region: string;
}

/** A topic that exists, and who reads it. */
export interface NotifyTopic {
  /** Of a standard topic, in any account and Region of the partition. */
  arn: pulumi.Input<string>;
  /** For people's mailboxes, for programs, or for Amazon Q in chat applications. `mail` by default. */
  format?: "mail" | "json" | "chat";
  /** The ARN of the key of yours that encrypts the topic. Without one the topic has no key, or one that AWS manages. */
  key?: string;
}

/**
 * The settings of a guard: arguments of the component, or keys of the stack's configuration. `table.ts` describes them.
 *
 * What names something that exists may be an Output: it is checked when it is known. What decides which resources are made is
 * plain, so that a preview shows them all.
 */
export interface GuardArgs {
  /**
   * What X-Ray should encrypt with: a key ID, key ARN, `alias/name` or alias ARN; or `any` (any KMS key), `customer` (any
   * customer managed key), `none` (X-Ray's default encryption).
   * @default "any"
   */
  desiredKey?: pulumi.Input<string>;
  /**
   * The desired key of single Regions, where it differs from `desiredKey`. A key can only be used in its own Region.
   * @default {}
   */
  desiredKeyByRegion?: Record<string, pulumi.Input<string>>;
  /**
   * Further keys that are accepted, for example while keys are rotated. Only beside a desired key, not beside `any`,
   * `customer` or `none`.
   * @default []
   */
  acceptedKeys?: pulumi.Input<string>[];
  /**
   * When AWS Config evaluates the rule: after a `change`, `periodic` (on a schedule), or `both`. Only a schedule notices
   * that a key was disabled.
   * @default "both"
   */
  trigger?: Trigger;
  /**
   * How often the schedule runs: `One_Hour`, `Three_Hours`, `Six_Hours`, `Twelve_Hours` or `TwentyFour_Hours`. Empty means
   * `TwentyFour_Hours`. With trigger `change` it must be empty.
   * @default ""
   */
  frequency?: Frequency | "";
  /**
   * Whether to `create` an AWS Config recorder, or to rely on the `existing` one.
   * @default "create"
   */
  recorder?: "create" | "existing";
  /**
   * The Regions to guard: at most 20, or 15 with `fastDetection`. Empty means the provider's Region (`aws:region`).
   * @default []
   */
  regions?: string[];
  /**
   * Regions in which AWS Config now records the setting and runs remediation, although the table in docs/regions.md says
   * otherwise.
   * @default []
   */
  supportedRegions?: string[];
  /**
   * How often AWS Config delivers a snapshot to the bucket: `One_Hour`, `Three_Hours`, `Six_Hours`, `Twelve_Hours` or
   * `TwentyFour_Hours`.
   * @default "TwentyFour_Hours"
   */
  deliveryFrequency?: Frequency;
  /**
   * E-mail addresses, `https://` endpoints and SQS queue ARNs that receive alerts.
   * @default []
   */
  notify?: pulumi.Input<string>[];
  /**
   * SNS topics that are told beside the stack's own, in this account or a central one: the `arn`, and the `format`, which is
   * `mail` (the default), `json` or `chat`; where a key of yours encrypts the topic, its ARN as `key`. At most 10. Their
   * policies must let this account publish.
   * @default []
   */
  notifyTopics?: NotifyTopic[];
  /**
   * The KMS key that encrypts the stack's alert topic: a key ID, key ARN, `alias/name` or alias ARN. Its policy must let
   * CloudWatch and the notifier use it. Empty means that the topic is not encrypted at rest by a key.
   * @default ""
   */
  topicKey?: pulumi.Input<string>;
  /**
   * The KMS key that encrypts what the stack stores, for those who must keep evidence under a key of their own: the
   * history bucket that it makes, and the functions' logs. A key ID, key ARN, `alias/name` or alias ARN. Its policy must
   * let CloudWatch Logs use it. Empty means keys that AWS owns.
   * @default ""
   */
  storageKey?: pulumi.Input<string>;
  /**
   * What people call the account, such as `prod`: it stands in the subject of each message. At most 32 printable ASCII
   * characters.
   * @default ""
   */
  label?: string;
  /**
   * Days that AWS Config keeps its history, and the bucket its objects: 30 to 2557.
   * @default 2557
   */
  retentionDays?: number;
  /**
   * Days that the functions' logs are kept, as CloudWatch Logs allows: 1, 3, 5, 7, 14, 30, 60, 90 … 3653. They say who changed
   * what, when CloudTrail's event history has forgotten it.
   * @default 400
   */
  logRetentionDays?: number;
  /**
   * Whether the evaluator's role may read traces, as AWS's tutorial once granted. The evaluator itself never does.
   * @default false
   */
  traceReads?: boolean;
  /**
   * The name of a bucket that exists, to which AWS Config delivers instead of one that this stack makes: one that an
   * earlier stack left, or one of a log archive account. Its policy must let AWS Config in; nothing of it is changed.
   * @default ""
   */
  historyBucket?: pulumi.Input<string>;
  /**
   * Whether the buckets that this stack makes are deleted with all that they hold when the stack no longer needs them.
   * Otherwise they stay.
   * @default false
   */
  forceDestroyBucket?: boolean;
  /**
   * What to do about a wrong setting: only `detect` it; `apply` the desired key when deploying; or let AWS Config
   * `remediate` it. `apply` needs one definite key or `none`, `remediate` needs one definite key.
   * @default "detect"
   */
  enforcement?: "detect" | "apply" | "remediate";
  /**
   * Whether remediation is `automatic`, or waits for `approval` in the console.
   * @default "automatic"
   */
  remediation?: "automatic" | "approval";
  /**
   * How often AWS Config tries to remediate within the interval before it gives up: 1 to 25.
   * @default 5
   */
  remediationAttempts?: number;
  /**
   * Seconds within which remediation attempts are counted: 1 to 2678000.
   * @default 3600
   */
  remediationIntervalSeconds?: number;
  /**
   * Whether to check within seconds of an API call that matters. Needs a schedule, and a CloudTrail trail with management
   * events.
   * @default false
   */
  fastDetection?: boolean;
  /**
   * Whether to `create` the CloudTrail trail that fast detection needs, or `none`: most accounts or their organizations have
   * one.
   * @default "none"
   */
  trail?: "none" | "create";
  /**
   * Where X-Ray sends spans to CloudWatch Logs: `note` it in the verdict, or `judge` the key of the log group `aws/spans`
   * too. `judge` is not possible beside enforcement `remediate`.
   * @default "note"
   */
  transactionSearch?: "note" | "judge";
  /**
   * Whether scheduled runs also look at AWS Config's recorder, delivery channel and rule, and people are told when one of
   * them fails. Needs a schedule: with trigger `change` nothing looks.
   * @default true
   */
  alarmOnRecorder?: boolean;
  /**
   * Central accounts whose aggregators may collect AWS Config data from this one: `accountId` and the aggregator's `region`.
   * @default []
   */
  aggregators?: Aggregator[];
  /**
   * The ARN of the policy that bounds every role of the stack, for accounts in which a role without a boundary may not be
   * made. Empty means none.
   * @default ""
   */
  permissionsBoundary?: pulumi.Input<string>;
  /**
   * The IAM path of every role of the stack, such as `/platform/`, for accounts that grant rights on roles by their path.
   * Empty means `/`.
   * @default ""
   */
  iamPath?: string;
}

/** The same, all known: what the stack's configuration gives, and what is checked. */
export type PlainArgs = pulumi.UnwrappedObject<GuardArgs>;
