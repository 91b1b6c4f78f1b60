import type { Reported, WorldState } from "./world";

type Members = Record<string, unknown>;

/** An invocation, what AWS answers meanwhile, and what must come of it: see samples/README.md. */
export interface Case {
  invocation: { resultToken: string; [member: string]: unknown };
  world: WorldState;
  /** Milliseconds that the function has; 60,000 when absent. */
  timeout?: number;
  expect: {
    evaluations: Omit<Reported, "Annotation">[];
    annotationMentions?: string[];
    error?: boolean;
    mentions?: string[];
    testMode?: boolean;
    calls?: string[];
  };
}

/** A case by the few values in which it departs from the base below. An undefined member is left out. */
export interface VerdictCase {
  /** What the rule does, as a sentence without its subject. */
  name: string;
  /** What AWS Config sends: a changed item, an item too large to send, or the time of a schedule or a snapshot. */
  sends?: "item" | "summary" | "schedule" | "snapshot";
  /** Members of the message, and of the item or summary in it. */
  message?: Members;
  item?: Members;
  /** Members of the invocation beside its message and parameters. */
  invocation?: Members;
  parameters?: Members;
  /** X-Ray's live setting, null when X-Ray answers without one. */
  xray?: Members | null;
  /** What KMS says of the key in use, null when there is no such key. */
  key?: Members | null;
  /** Items that GetResourceConfigHistory knows. */
  history?: Members[];
  /** The rest of what AWS answers. */
  aws?: Omit<WorldState, "xray" | "keys" | "aliases" | "history">;
  timeout?: number;
  /** The verdict on each resource, and words of its annotation. */
  verdict?: string;
  mentions?: string[];
  /** Words of the error. Where there is a verdict too, AWS Config got it and refused it. */
  error?: string[];
  testMode?: boolean;
  /** Exactly the API calls made, in any order. */
  calls?: string[];
}

const account = "123456789012";
const time = "2026-03-04T05:06:07.890Z";
const setting = "AWS::XRay::EncryptionConfig";
const keyArn = (id: string) => `arn:aws:kms:eu-west-1:${account}:key/${id}`;

export const key = keyArn("1234abcd-12ab-34cd-56ef-1234567890ab");
export const otherKey = keyArn("0987dcba-09fe-87dc-65ba-ab0987654321");
export const multiRegionKey = keyArn("mrk-1234abcd12ab34cd56ef1234567890ab");
const awsManagedKey = keyArn("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee");
const enabled = { KeyState: "Enabled", KeyManager: "CUSTOMER" };

/** What an item and the summary of one have in common. */
const resource = {
  configurationItemVersion: "1.3",
  configurationItemCaptureTime: time,
  awsAccountId: account,
  configurationItemStatus: "OK",
  resourceType: setting,
  resourceId: "default",
  resourceName: null,
  ARN: `arn:aws:xray:eu-west-1:${account}:encryption-config`,
  awsRegion: "eu-west-1",
  availabilityZone: "Regional",
  configurationStateMd5Hash: "",
};

const messages = {
  item: (item: Members = {}) => ({
    configurationItemDiff: null,
    configurationItem: {
      ...resource,
      relatedEvents: [],
      relationships: [],
      configuration: { type: "KMS", keyId: key },
      supplementaryConfiguration: {},
      tags: {},
      configurationStateId: 1772600767890,
      resourceCreationTime: null,
      ...item,
    },
    messageType: "ConfigurationItemChangeNotification",
    recordVersion: "1.3",
  }),
  summary: (item: Members = {}) => ({
    configurationItemSummary: {
      ...resource,
      changeType: "UPDATE",
      configurationStateId: 0,
      resourceCreationTime: time,
      ...item,
    },
    s3DeliverySummary: { s3BucketLocation: null, errorCode: null, errorMessage: null },
    messageType: "OversizedConfigurationItemChangeNotification",
    recordVersion: "1.0",
  }),
  schedule: () => ({ awsAccountId: account, messageType: "ScheduledNotification", recordVersion: "1.0" }),
  snapshot: () => ({
    configSnapshotId: "c0ffee",
    s3Bucket: "bucket",
    s3ObjectKey: "key",
    messageType: "ConfigurationSnapshotDeliveryCompleted",
    recordVersion: "1.0",
  }),
};

function recorded(departure: Members): { configurationItemCaptureTime: string } & Members {
  return {
    version: "1.3",
    accountId: account,
    configurationItemCaptureTime: time,
    configurationItemStatus: "OK",
    resourceType: setting,
    resourceId: "default",
    arn: resource.ARN,
    awsRegion: "eu-west-1",
    configuration: JSON.stringify({ type: "KMS", keyId: key }),
    supplementaryConfiguration: {},
    tags: {},
    relationships: [],
    ...departure,
  };
}

/** The whole case: X-Ray uses the desired key, and AWS Config says so. */
export function buildCase(departure: VerdictCase): Case {
  const { sends = "item", aws, verdict, mentions, error, timeout, testMode, calls } = departure;
  const discovered = aws?.discovered ?? [{ resourceType: setting, resourceId: "default" }];
  const built = {
    invocation: {
      version: "1.0",
      invokingEvent: JSON.stringify({
        notificationCreationTime: time,
        ...messages[sends](departure.item),
        ...departure.message,
      }),
      ruleParameters: JSON.stringify({ desiredKey: key, ...departure.parameters }),
      resultToken: "token-1",
      eventLeftScope: false,
      executionRoleArn: `arn:aws:iam::${account}:role/recorder`,
      configRuleArn: `arn:aws:config:eu-west-1:${account}:config-rule/config-rule-0abc12`,
      configRuleName: "xray-encryption",
      configRuleId: "config-rule-0abc12",
      accountId: account,
      ...departure.invocation,
    },
    world: {
      xray:
        departure.xray === null
          ? undefined
          : { Type: "KMS", Status: "ACTIVE", KeyId: key, ...departure.xray },
      keys: {
        [key]: departure.key === null ? undefined : { ...enabled, ...departure.key },
        [otherKey]: enabled,
        [multiRegionKey]: enabled,
        [awsManagedKey]: { ...enabled, KeyManager: "AWS" },
      },
      aliases: { "alias/xray-traces": key, "alias/aws/xray": awsManagedKey },
      history: (departure.history ?? (sends === "summary" ? [{}] : [])).map(recorded),
      ...aws,
      discovered,
    },
    timeout,
    expect: {
      evaluations: verdict === undefined ? [] : evaluations(departure, verdict, discovered),
      annotationMentions: error === undefined ? (mentions ?? []) : undefined,
      ...(error !== undefined && { error: true, mentions: error }),
      testMode,
      calls,
    },
  };
  // As it would be in a file: a member that is undefined is none.
  return JSON.parse(JSON.stringify(built)) as Case;
}

/** Of a change one on the item that changed; else one on each discovered resource, and the account's own row is cleared. */
function evaluations(
  { sends = "item", item }: VerdictCase,
  verdict: string,
  discovered: { resourceType: string; resourceId: string }[],
): object[] {
  const row = (type: unknown, id: string, complianceType: string) => ({
    ComplianceResourceType: type,
    ComplianceResourceId: id,
    ComplianceType: complianceType,
    OrderingTimestamp: time,
  });
  if (sends === "item" || sends === "summary") {
    return [row(item?.["resourceType"] ?? setting, "default", verdict)];
  }
  return [
    ...discovered.map(({ resourceType, resourceId }) => row(resourceType, resourceId, verdict)),
    row("AWS::::Account", account, "NOT_APPLICABLE"),
  ];
}
