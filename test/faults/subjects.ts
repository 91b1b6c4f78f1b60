import { type Call, keyArn, time } from "./world";

/** An AWS call of the evaluator, in an invocation whose verdict is COMPLIANT as long as nothing goes wrong. */
export interface Subject {
  call: Call;
  /** What the call is for, in the invocation. */
  purpose: string;
  event: object;
  /** How many times the invocation makes the call when it fails; each is tried again by the SDK. */
  asked?: number;
  /** What is reported although the call fails for good; undefined when nothing may be. */
  stands: string | undefined;
}

const item = {
  configurationItemCaptureTime: time,
  configurationItemStatus: "OK",
  resourceType: "AWS::XRay::EncryptionConfig",
  resourceId: "default",
  awsAccountId: "123456789012",
  awsRegion: "eu-west-1",
};
const change = {
  messageType: "ConfigurationItemChangeNotification",
  configurationItem: { ...item, configuration: { type: "KMS", keyId: keyArn } },
};
const oversized = {
  messageType: "OversizedConfigurationItemChangeNotification",
  configurationItemSummary: item,
};
const scheduled = {
  messageType: "ScheduledNotification",
  awsAccountId: "123456789012",
  notificationCreationTime: time,
};

function invocation(invokingEvent: object, parameters: object): object {
  return {
    version: "1.0",
    invokingEvent: JSON.stringify(invokingEvent),
    ruleParameters: JSON.stringify(parameters),
    resultToken: "the-result-token-is-a-secret",
    eventLeftScope: false,
    configRuleName: "xray-encryption",
    accountId: "123456789012",
  };
}

const any = { desiredKey: "any" };

export const subjects: readonly Subject[] = [
  {
    call: "GetEncryptionConfig",
    purpose: "the live setting",
    event: invocation(scheduled, any),
    stands: undefined,
  },
  {
    call: "ListDiscoveredResources",
    purpose: "what to report on",
    event: invocation(scheduled, any),
    stands: undefined,
  },
  {
    call: "GetResourceConfigHistory",
    purpose: "an oversized item",
    event: invocation(oversized, any),
    stands: undefined,
  },
  {
    call: "DescribeKey",
    purpose: "the desired alias",
    // The alias, and then the key in use: a key that is gone would be wrong whatever the alias is.
    asked: 2,
    event: invocation(change, { desiredKey: "alias/xray-traces" }),
    stands: undefined,
  },
  {
    call: "DescribeKey",
    purpose: "the key's manager",
    event: invocation(change, { desiredKey: "customer" }),
    stands: undefined,
  },
  {
    call: "DescribeKey",
    purpose: "the key's state only",
    event: invocation(change, { desiredKey: keyArn }),
    stands: "The key's state could not be read.",
  },
  {
    call: "GetTraceSegmentDestination",
    purpose: "where spans go, noted",
    event: invocation(change, any),
    stands: "Where spans go could not be read.",
  },
  {
    call: "GetTraceSegmentDestination",
    purpose: "where spans go, judged",
    event: invocation(change, { ...any, transactionSearch: "judge" }),
    stands: undefined,
  },
  {
    call: "DescribeLogGroups",
    purpose: "the key of spans",
    event: invocation(change, { ...any, transactionSearch: "judge" }),
    stands: undefined,
  },
  {
    call: "DescribeConfigurationRecorders",
    purpose: "whether AWS Config records",
    event: invocation(scheduled, { ...any, watchRecording: "true" }),
    stands: "Whether AWS Config records could not be read.",
  },
  {
    call: "DescribeConfigurationRecorderStatus",
    purpose: "whether the recorder runs",
    event: invocation(scheduled, { ...any, watchRecording: "true" }),
    stands: "Whether AWS Config records could not be read.",
  },
  { call: "PutEvaluations", purpose: "the report", event: invocation(change, any), stands: undefined },
];
