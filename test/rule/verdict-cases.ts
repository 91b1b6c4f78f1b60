import { key, multiRegionKey, otherKey, type VerdictCase } from "./build-case";

const none = JSON.stringify({ type: "NONE" });
const spansJudged = { transactionSearch: "judge" };
const recorderWatched = { alarmOnRecorder: "true" };
const records = { name: "default", recording: true, recordingGroup: { allSupported: true } };

/** What our own cases say of the rule beyond the samples. */
export const verdictCases: readonly VerdictCase[] = [
  // The desired encryption.
  {
    name: "accepts an alias that is desired by its ARN",
    parameters: { desiredKey: "arn:aws:kms:eu-west-1:123456789012:alias/xray-traces" },
    verdict: "COMPLIANT",
  },
  {
    name: "looks up the keys that it may need at once, needed or not",
    parameters: { desiredKey: "alias/xray-traces", acceptedKeys: "alias/gone" },
    verdict: "COMPLIANT",
    calls: ["GetTraceSegmentDestination", ...["DescribeKey", "DescribeKey", "DescribeKey"], "PutEvaluations"],
  },
  {
    name: "fails when the desired alias is throttled for good",
    parameters: { desiredKey: "alias/xray-traces" },
    aws: { throttle: { DescribeKey: 99 } },
    error: ["alias/xray-traces"],
  },
  {
    name: "needs no unreadable alias when an accepted key matches",
    parameters: { desiredKey: "alias/xray-traces", acceptedKeys: `${otherKey} , ${key}` },
    aws: { deny: ["DescribeKey"] },
    verdict: "COMPLIANT",
    mentions: ["accepted", "state"],
  },
  {
    name: "accepts a customer managed key where any is desired",
    parameters: { desiredKey: "customer" },
    verdict: "COMPLIANT",
  },
  {
    name: "fails on a key manager that it does not know",
    parameters: { desiredKey: "customer" },
    key: { KeyManager: "ROBOT" },
    error: ["ROBOT"],
  },
  {
    name: "fails when it cannot read who manages the key",
    parameters: { desiredKey: "customer" },
    aws: { deny: ["DescribeKey"] },
    error: ["who manages"],
  },
  {
    name: "rejects a key where default encryption is desired, without a look at KMS",
    parameters: { desiredKey: "none" },
    verdict: "NON_COMPLIANT",
    mentions: ["default"],
    calls: ["GetTraceSegmentDestination", "PutEvaluations"],
  },
  {
    name: "accepts a multi-Region key that is desired by its id",
    parameters: { desiredKey: "mrk-1234abcd12ab34cd56ef1234567890ab" },
    item: { configuration: { type: "KMS", keyId: multiRegionKey } },
    verdict: "COMPLIANT",
  },
  {
    name: "fails on an empty entry among the accepted keys",
    parameters: { acceptedKeys: `${key},,${otherKey}` },
    error: ["acceptedKeys", "empty"],
  },
  {
    name: "fails on a parameter that it does not know",
    parameters: { desiredInstanceType: "t2.micro" },
    error: ["desiredInstanceType"],
  },

  // The state of the key in use.
  {
    name: "rejects a key that is gone",
    key: null,
    verdict: "NON_COMPLIANT",
    mentions: ["gone", "X-Ray stops storing traces"],
  },
  {
    name: "rejects a key whose state KMS does not say",
    key: { KeyState: undefined },
    verdict: "NON_COMPLIANT",
    mentions: ["state"],
  },
  {
    name: "rejects a key in a state that it does not know",
    key: { KeyState: "Frozen" },
    verdict: "NON_COMPLIANT",
    mentions: ["Frozen", "X-Ray stops storing traces"],
  },
  { name: "accepts a key that is updating", key: { KeyState: "Updating" }, verdict: "COMPLIANT" },
  {
    name: "says of a wrong key that is disabled both what is wrong and what is desired",
    parameters: { desiredKey: otherKey },
    key: { KeyState: "Disabled" },
    verdict: "NON_COMPLIANT",
    mentions: ["Disabled", "ab0987654321"],
  },

  // A changed item.
  {
    name: "takes default encryption for what it is, whatever key stands beside it",
    item: { configuration: { type: "NONE", keyId: key, KeyId: "" } },
    verdict: "NON_COMPLIANT",
  },
  {
    name: "fails on KMS encryption without a key",
    item: { configuration: { type: "KMS" } },
    error: ["configuration.keyId"],
  },
  {
    name: "fails on a type of encryption that it does not know",
    item: { configuration: { type: "AES", keyId: key } },
    error: ["configuration.type", "AES"],
  },
  {
    name: "judges an item that was just discovered",
    item: { configurationItemStatus: "ResourceDiscovered" },
    verdict: "COMPLIANT",
  },
  {
    name: "does not judge an item that is not recorded",
    item: { configurationItemStatus: "ResourceNotRecorded", configuration: null },
    verdict: "NOT_APPLICABLE",
    mentions: ["ResourceNotRecorded"],
  },
  {
    name: "fails on an item's status that it does not know",
    item: { configurationItemStatus: "Archived" },
    error: ["configurationItemStatus", "Archived"],
  },
  {
    name: "does not judge an item of another type",
    item: { resourceType: "AWS::S3::Bucket" },
    verdict: "NOT_APPLICABLE",
    mentions: ["AWS::XRay::EncryptionConfig"],
    calls: ["PutEvaluations"],
  },
  { name: "fails on an item without a type", item: { resourceType: undefined }, error: ["resourceType"] },
  {
    name: "fails on an item of another account",
    item: { awsAccountId: "999999999999" },
    error: ["awsAccountId"],
  },
  {
    name: "fails on an item of another Region",
    item: { awsRegion: "us-east-1" },
    error: ["awsRegion", "us-east-1"],
  },
  {
    name: "fails on a type of message that it does not know",
    message: { messageType: "ConfigurationSnapshotDeliveryStarted" },
    error: ["messageType"],
  },

  // An item too large to send.
  {
    name: "fetches an item that is too large to send, and rejects its default encryption",
    sends: "summary",
    history: [{ configuration: none }],
    verdict: "NON_COMPLIANT",
    mentions: ["default"],
  },
  {
    name: "fetches nothing for a summary that says the item was deleted",
    sends: "summary",
    item: { configurationItemStatus: "ResourceDeleted" },
    verdict: "NOT_APPLICABLE",
    mentions: ["ResourceDeleted"],
    calls: ["PutEvaluations"],
  },
  {
    name: "does not judge a fetched item that was deleted",
    sends: "summary",
    history: [{ configurationItemStatus: "ResourceDeletedNotRecorded" }],
    verdict: "NOT_APPLICABLE",
    mentions: ["ResourceDeletedNotRecorded"],
  },
  {
    name: "fails on a fetched item of another account",
    sends: "summary",
    history: [{ accountId: "999999999999" }],
    error: ["accountId", "999999999999"],
  },
  {
    name: "fails on a fetched item's status that it does not know",
    sends: "summary",
    history: [{ configurationItemStatus: "Archived" }],
    error: ["configurationItemStatus", "Archived"],
  },
  {
    name: "fails on a fetched item without a configuration",
    sends: "summary",
    history: [{ configuration: undefined }],
    error: ["configuration"],
  },
  {
    name: "judges the item of the summary though a newer one follows",
    sends: "summary",
    history: [{ configurationItemCaptureTime: "2026-03-05T05:06:07.890Z", configuration: none }, {}],
    verdict: "COMPLIANT",
  },
  {
    name: "finds the item behind an empty page",
    sends: "summary",
    history: [{}],
    aws: { beginsWithEmptyPage: true },
    verdict: "COMPLIANT",
  },
  {
    name: "fails when it may not fetch the item",
    sends: "summary",
    aws: { deny: ["GetResourceConfigHistory"] },
    error: ["Cannot read the recorded item", "config:GetResourceConfigHistory"],
  },
  {
    name: "fails when there is no item to fetch",
    sends: "summary",
    history: [],
    error: ["no item"],
  },
  {
    name: "fails on a fetched item that is older than its summary",
    sends: "summary",
    history: [{ configurationItemCaptureTime: "2026-03-04T05:06:07.889Z" }],
    error: ["older", "2026-03-04T05:06:07.890Z"],
  },

  // On schedule.
  {
    name: "rejects default encryption on schedule",
    sends: "schedule",
    xray: { Type: "NONE", KeyId: undefined },
    verdict: "NON_COMPLIANT",
    mentions: ["default"],
  },
  {
    name: "judges on schedule when a snapshot was delivered",
    sends: "snapshot",
    verdict: "COMPLIANT",
  },
  {
    name: "reports on schedule on each discovered resource, of every page",
    sends: "schedule",
    aws: {
      discovered: [
        { resourceType: "AWS::XRay::EncryptionConfig", resourceId: "default" },
        { resourceType: "AWS::XRay::EncryptionConfig", resourceId: "second" },
      ],
      pageSize: 1,
    },
    verdict: "COMPLIANT",
  },
  {
    name: "fails on schedule when it may not list what was discovered",
    sends: "schedule",
    aws: { deny: ["ListDiscoveredResources"] },
    error: ["Cannot read what AWS Config discovered", "config:ListDiscoveredResources"],
  },
  {
    name: "fails on schedule when AWS Config answers null in place of what it discovered",
    sends: "schedule",
    aws: { nullAnswers: ["ListDiscoveredResources"] },
    error: ["resourceIdentifiers"],
  },
  {
    name: "fails when AWS Config answers null to the report",
    aws: { nullAnswers: ["PutEvaluations"] },
    verdict: "COMPLIANT",
    error: ["FailedEvaluations"],
  },
  {
    name: "fails on a schedule of another account, before any call",
    sends: "schedule",
    message: { awsAccountId: "999999999999" },
    error: ["awsAccountId"],
    calls: [],
  },
  {
    name: "fails on the schedule of a rule that is in another account than the function",
    sends: "schedule",
    message: { awsAccountId: "999999999999" },
    invocation: { accountId: "999999999999" },
    error: ["accountId", "own account"],
  },
  {
    name: "says on schedule that X-Ray is still applying its setting",
    sends: "schedule",
    xray: { Status: "UPDATING" },
    verdict: "COMPLIANT",
    mentions: ["still applying"],
  },
  {
    name: "fails on schedule on a status of X-Ray that it does not know",
    sends: "schedule",
    xray: { Status: "FAILED" },
    error: ["EncryptionConfig.Status"],
  },
  {
    name: "judges a schedule that does not say whether anything left the scope",
    sends: "schedule",
    invocation: { eventLeftScope: undefined },
    verdict: "COMPLIANT",
  },
  {
    name: "fails on schedule when it may not read X-Ray's setting",
    sends: "schedule",
    aws: { deny: ["GetEncryptionConfig"] },
    error: ["xray:GetEncryptionConfig", "AccessDenied"],
  },
  {
    name: "fails on schedule when X-Ray answers without a setting",
    sends: "schedule",
    xray: null,
    error: ["EncryptionConfig"],
  },
  {
    name: "fails on schedule when X-Ray answers without a type",
    sends: "schedule",
    xray: { Type: undefined, KeyId: undefined },
    error: ["EncryptionConfig.type"],
  },
  {
    name: "tries again what is throttled once",
    sends: "schedule",
    aws: { throttle: { GetTraceSegmentDestination: 1, DescribeKey: 1, PutEvaluations: 1 } },
    verdict: "COMPLIANT",
  },

  // Whether AWS Config records.
  {
    name: "says nothing of a recorder that records everything",
    sends: "schedule",
    parameters: recorderWatched,
    aws: { recorders: [records] },
    verdict: "COMPLIANT",
  },
  {
    name: "says that there is no recorder",
    sends: "schedule",
    parameters: recorderWatched,
    aws: { recorders: [] },
    verdict: "COMPLIANT",
    mentions: ["no recorder"],
  },
  {
    name: "says that the recorder does not record the setting's type",
    sends: "schedule",
    parameters: recorderWatched,
    aws: {
      recorders: [
        {
          ...records,
          recordingGroup: {
            allSupported: false,
            resourceTypes: ["AWS::S3::Bucket"],
            recordingStrategy: { useOnly: "INCLUSION_BY_RESOURCE_TYPES" },
          },
        },
      ],
    },
    verdict: "COMPLIANT",
    mentions: ["does not record this type"],
  },
  {
    name: "says that the recorder is stopped",
    sends: "schedule",
    parameters: recorderWatched,
    aws: { recorders: [{ ...records, recording: false }] },
    verdict: "COMPLIANT",
    mentions: ["stopped"],
  },
  {
    name: "says that it could not read whether AWS Config records",
    sends: "schedule",
    parameters: recorderWatched,
    aws: { deny: ["DescribeConfigurationRecorders"] },
    verdict: "COMPLIANT",
    mentions: ["could not be read"],
  },

  {
    name: "says that the history is not delivered",
    sends: "schedule",
    parameters: recorderWatched,
    aws: {
      recorders: [records],
      channels: [
        {
          name: "default",
          configHistoryDeliveryInfo: {
            lastStatus: "Failure",
            lastAttemptTime: 1_772_514_367,
            lastErrorCode: "NoSuchBucket",
          },
        },
      ],
    },
    verdict: "COMPLIANT",
    mentions: ["latest delivery failed (NoSuchBucket)"],
  },
  {
    name: "says that the rule is being deleted",
    sends: "schedule",
    parameters: recorderWatched,
    aws: { recorders: [records], describedRule: { ConfigRuleState: "DELETING" } },
    verdict: "COMPLIANT",
    mentions: ["rule is DELETING"],
  },
  {
    name: "says what of AWS Config's part could not be read",
    sends: "schedule",
    parameters: recorderWatched,
    aws: { recorders: [records], deny: ["DescribeDeliveryChannelStatus", "DescribeConfigRules"] },
    verdict: "COMPLIANT",
    mentions: ["delivers could not be read", "rule could not be read"],
  },

  // Spans.
  {
    name: "says of a destination that it does not know that it could not be read",
    aws: { destination: "Moon" },
    verdict: "COMPLIANT",
    mentions: ["Where spans go could not be read"],
  },
  {
    name: "says of a destination that it may not read that it could not be read",
    aws: { deny: ["GetTraceSegmentDestination"] },
    verdict: "COMPLIANT",
    mentions: ["Where spans go could not be read"],
  },
  {
    name: "fails when spans are judged and it may not read where they go",
    parameters: spansJudged,
    aws: { deny: ["GetTraceSegmentDestination"] },
    error: ["GetTraceSegmentDestination"],
  },
  {
    name: "says nothing of spans that go to X-Ray",
    parameters: spansJudged,
    verdict: "COMPLIANT",
  },
  {
    name: "fails when spans go to CloudWatch Logs and their log group is missing",
    parameters: spansJudged,
    aws: { destination: "CloudWatchLogs" },
    error: ["aws/spans"],
  },
  {
    name: "fails when it may not read the spans' log group",
    parameters: spansJudged,
    aws: { destination: "CloudWatchLogs", spansKey: key, deny: ["DescribeLogGroups"] },
    error: ["Cannot read the key of log group aws/spans", "logs:DescribeLogGroups"],
  },
  {
    name: "accepts spans whose log group has the desired key",
    parameters: spansJudged,
    aws: { destination: "CloudWatchLogs", spansKey: key },
    verdict: "COMPLIANT",
    mentions: ["aws/spans"],
  },
  {
    name: "rejects spans whose log group has another key",
    parameters: spansJudged,
    aws: { destination: "CloudWatchLogs", spansKey: otherKey },
    verdict: "NON_COMPLIANT",
    mentions: ["Spans fail", "0987654321"],
  },
  {
    name: "rejects spans whose log group has no key",
    parameters: spansJudged,
    aws: { destination: "CloudWatchLogs", spansKey: null },
    verdict: "NON_COMPLIANT",
    mentions: ["Spans fail", "default"],
  },
  {
    name: "says that traces fail where only spans have the desired key",
    parameters: spansJudged,
    item: { configuration: { type: "KMS", keyId: otherKey } },
    xray: { KeyId: otherKey },
    aws: { destination: "CloudWatchLogs", spansKey: key },
    verdict: "NON_COMPLIANT",
    mentions: ["Traces fail"],
  },

  // The report.
  {
    name: "fails without a result token, before any call",
    invocation: { resultToken: "" },
    error: ["resultToken"],
    calls: [],
  },
  {
    name: "reports in test mode for the token of a test",
    invocation: { resultToken: "TESTMODE" },
    verdict: "COMPLIANT",
    testMode: true,
  },
  {
    name: "fails when AWS Config refuses the evaluation",
    aws: { refused: 1 },
    verdict: "COMPLIANT",
    error: ["refused", "default"],
  },
  {
    name: "fails when it may not report",
    aws: { deny: ["PutEvaluations"] },
    error: ["config:PutEvaluations"],
  },
  {
    name: "fails before the function's time is over, though the report is not answered",
    aws: { hang: ["PutEvaluations"] },
    timeout: 1300,
    error: ["time is nearly over"],
  },
  {
    name: "fails before the function's time is over, though a look-up is not answered",
    sends: "schedule",
    aws: { hang: ["DescribeKey"] },
    timeout: 1300,
    error: ["time is nearly over"],
  },
];
