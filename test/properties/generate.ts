import fc from "fast-check";
import { location, judged } from "./shapes";
import type { Answer, World } from "./world";

// Invocations as AWS Config sends them, in worlds as AWS may be: likely values, so that verdicts are reached often.

const key = (region: string, account: string, id: string, partition = "aws") =>
  `arn:${partition}:kms:${region}:${account}:key/${id}`;

const ids = [
  "1234abcd-12ab-34cd-56ef-1234567890ab",
  "0987dcba-09fe-87dc-65ba-ab0987654321",
  "mrk-1234abcd12ab34cd56ef1234567890ab",
];
const keyArns = [
  ...ids.map((id) => key(location.region, location.accountId, id)),
  key("us-east-1", location.accountId, "mrk-1234abcd12ab34cd56ef1234567890ab"),
  key(location.region, "999999999999", "1234abcd-12ab-34cd-56ef-1234567890ab"),
];
const aliasNames = ["alias/xray-traces", "alias/aws/xray", `alias/${"long-".repeat(50)}`];
const aliases = [
  ...aliasNames,
  ...aliasNames.map((name) => `arn:aws:kms:${location.region}:${location.accountId}:${name}`),
  `arn:aws:kms:us-east-1:${location.accountId}:alias/xray-traces`,
];
const nearlyKeys = [
  "",
  " alias/xray-traces",
  "Alias/xray-traces",
  "alias/",
  ids[0]?.toUpperCase() ?? "",
  `${keyArns[0] ?? ""}\n`,
  key("cn-north-1", location.accountId, ids[0] ?? "", "aws-cn"),
  "arn:aws:s3:::bucket",
  "ANY",
];

// A few keys only, so that the one wanted is often the one in use.
const keyArn = fc.oneof({ weight: 3, arbitrary: fc.constant(keyArns[0] ?? "") }, fc.constantFrom(...keyArns));
const keyReference = fc.oneof(
  { weight: 4, arbitrary: keyArn },
  { weight: 2, arbitrary: fc.constantFrom(...ids) },
  { weight: 4, arbitrary: fc.constantFrom(...aliases) },
);
const nearly = <T>(good: fc.Arbitrary<T>, bad: fc.Arbitrary<T>, weight = 24) =>
  fc.oneof({ weight, arbitrary: good }, { weight: 1, arbitrary: bad });

const time = nearly(
  fc.constantFrom("2026-03-04T05:06:07.890Z", "2026-03-04T05:06:07Z", "2026-03-04T05:06:07.890+0100"),
  fc.constantFrom("2026-02-31T05:06:07Z", "2026-13-01T00:00:00Z", "yesterday", "2026-03-04", ""),
);

const setting = fc.oneof(
  fc.constant({ type: "NONE" }),
  fc
    .record({
      spelling: fc.constantFrom("keyId", "keyID", "KeyId"),
      type: fc.constantFrom("type", "Type"),
      keyId: fc.oneof(
        { weight: 12, arbitrary: keyArn },
        { weight: 2, arbitrary: keyReference },
        fc.constantFrom(...nearlyKeys),
      ),
    })
    .map(({ spelling, type, keyId }) => ({ [type]: "KMS", [spelling]: keyId })),
);

const status = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("OK", "ResourceDiscovered") },
  fc.constantFrom("ResourceNotRecorded", "ResourceDeleted", "ResourceDeletedNotRecorded", "Ok", "Unheard"),
);

const itemHead = {
  resourceType: nearly(
    fc.constant(judged),
    fc.constantFrom("AWS::S3::Bucket", "AWS::XrayEncryptionConfig", ""),
  ),
  resourceId: nearly(fc.constant("default"), fc.constantFrom("", location.accountId, "x".repeat(800))),
  configurationItemStatus: status,
  configurationItemCaptureTime: time,
  awsAccountId: nearly(fc.constant(location.accountId), fc.constantFrom("999999999999", "12345")),
  awsRegion: nearly(fc.constant(location.region), fc.constantFrom("us-east-1", "")),
};

const message = fc.oneof(
  fc.record({
    messageType: fc.constant("ConfigurationItemChangeNotification"),
    configurationItem: fc.record({ ...itemHead, configuration: setting, tags: fc.constant({}) }),
  }),
  fc.record({
    messageType: fc.constant("OversizedConfigurationItemChangeNotification"),
    configurationItemSummary: fc.record(itemHead),
  }),
  fc.record({
    messageType: fc.constant("ScheduledNotification"),
    awsAccountId: itemHead.awsAccountId,
    notificationCreationTime: time,
  }),
  fc.record({
    messageType: nearly(fc.constant("ConfigurationSnapshotDeliveryCompleted"), fc.constant("constructor")),
    notificationCreationTime: time,
  }),
);

const parameters = fc.record(
  {
    desiredKey: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom("any", "customer", "none") },
      { weight: 12, arbitrary: keyReference },
      fc.constantFrom(...nearlyKeys),
    ),
    acceptedKeys: fc
      .array(nearly(keyReference, fc.constantFrom("any", ...nearlyKeys)), { maxLength: 4 })
      .map((keys) => keys.join(", ")),
    transactionSearch: fc.constantFrom("note", "judge"),
    alarmOnRecorder: fc.constantFrom("true", "false"),
  },
  { requiredKeys: ["desiredKey"] },
);

/** An event as AWS Config sends it: JSON in strings in JSON. */
export const wellFormed = fc
  .record({ message, parameters, leftScope: nearly(fc.constant(false), fc.constant(true), 8) })
  .map(({ message: invokingEvent, parameters: ruleParameters, leftScope }) => ({
    version: "1.0",
    invokingEvent: { ...invokingEvent, recordVersion: "1.3" },
    ruleParameters,
    resultToken: "the-result-token-is-a-secret",
    eventLeftScope: leftScope,
    configRuleName: "xray-encryption",
    accountId: location.accountId,
  }));

const failures = [
  "AccessDeniedException",
  "ThrottlingException",
  "TimeoutError",
  "ExpiredTokenException",
  "SyntaxError",
];

function answer<T>(value: fc.Arbitrary<T>, weight = 30): fc.Arbitrary<Answer<unknown>> {
  return fc.oneof(
    { weight, arbitrary: value.map((one) => ({ kind: "value" as const, value: one })) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("error" as const),
        name: fc.constantFrom(...failures),
        message: fc.constantFrom("no", "x".repeat(3000), "line\nbreak \u0000\u{1f512}"),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: "hang" as const }) },
  );
}

/** What `DescribeKey` says of a reference that leads to a key. */
const described = fc
  .record(
    {
      Arn: nearly(keyArn, fc.constantFrom("not an ARN", aliases[3] ?? ""), 40),
      KeyState: nearly(
        fc.constantFrom("Enabled", "Enabled", "Enabled", "Updating"),
        fc.constantFrom("Disabled", "PendingDeletion", "Unavailable", "enabled", "", "Enabled "),
        4,
      ),
      KeyManager: nearly(
        fc.constantFrom("CUSTOMER", "CUSTOMER", "AWS"),
        fc.constantFrom("", "customer", "NOBODY"),
        12,
      ),
    },
    { requiredKeys: ["Arn"] },
  )
  .map((KeyMetadata) => ({ KeyMetadata }));

const aboutItself = (reference: string) =>
  described.map(({ KeyMetadata }) => ({ KeyMetadata: { ...KeyMetadata, Arn: reference } }));

const keys = fc
  .tuple(
    fc.record(
      Object.fromEntries(
        keyArns.map((reference) => [reference, answer(nearly(aboutItself(reference), described, 30))]),
      ),
      { requiredKeys: keyArns.slice(0, 3) },
    ),
    fc.record(Object.fromEntries([...ids, ...aliases].map((reference) => [reference, answer(described)])), {
      requiredKeys: ["alias/xray-traces"],
    }),
  )
  .map(([byArn, byAlias]) => ({ ...byArn, ...byAlias }) as World["keys"]);

const discoveredPages = fc
  .array(
    fc.array(
      nearly(
        fc.record({ resourceId: fc.constantFrom("default", "other", "third") }),
        fc.constantFrom<object>({}, { resourceId: "" }),
        40,
      ),
      { maxLength: 3 },
    ),
    { maxLength: 3 },
  )
  .chain((pages) =>
    fc.tuple(
      ...pages.map((resourceIdentifiers, index) =>
        answer(
          fc.constant({
            resourceIdentifiers,
            ...(index + 1 < pages.length && { nextToken: String(index + 1) }),
          }),
          60,
        ),
      ),
    ),
  );

const manyDiscovered = fc.integer({ min: 90, max: 250 }).map((count): Answer<unknown>[] => [
  {
    kind: "value",
    value: {
      resourceIdentifiers: Array.from({ length: count }, (_, index) => ({ resourceId: `r${index}` })),
    },
  },
]);

const historyItem = fc.record(
  {
    configurationItemCaptureTime: fc
      .constantFrom("2026-03-04T05:06:07.890Z", "2026-03-04T05:06:09Z", "2026-01-01T00:00:00Z")
      .map((text) => new Date(text)),
    configurationItemStatus: status,
    resourceType: nearly(fc.constant(judged), fc.constant("AWS::S3::Bucket")),
    resourceId: nearly(fc.constant("default"), fc.constant("other")),
    accountId: nearly(fc.constant(location.accountId), fc.constant("999999999999")),
    awsRegion: nearly(fc.constant(location.region), fc.constant("us-east-1")),
    configuration: nearly(
      setting.map((one) => JSON.stringify(one)),
      fc.constantFrom("", "{", "[]", "null"),
    ),
  },
  {
    requiredKeys: [
      "configurationItemCaptureTime",
      "configurationItemStatus",
      "configuration",
      "resourceType",
      "resourceId",
    ],
  },
);

const liveSetting = nearly(
  fc
    .record({
      setting,
      Status: nearly(fc.constantFrom("ACTIVE", "UPDATING"), fc.constantFrom(undefined, "FAILED")),
    })
    .map(({ setting: one, Status }) => ({
      EncryptionConfig: { ...one, ...(Status !== undefined && { Status }) },
    })),
  fc.constantFrom<object>({}, { EncryptionConfig: null }, { EncryptionConfig: {} }),
  30,
);

const spansGroup = fc.record(
  { logGroupName: fc.constantFrom("aws/spans", "aws/spans", "aws/spans", "aws/spans-old"), kmsKeyId: keyArn },
  { requiredKeys: ["logGroupName"] },
);

const recorder = fc.record(
  {
    name: fc.constant("default"),
    recording: fc.boolean(),
    recordingGroup: fc.record(
      {
        allSupported: fc.boolean(),
        resourceTypes: fc.constantFrom([], [judged]),
        recordingStrategy: fc.record({
          useOnly: fc.constantFrom(
            "INCLUSION_BY_RESOURCE_TYPES",
            "EXCLUSION_BY_RESOURCE_TYPES",
            "NEW_STRATEGY",
          ),
        }),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ["name"] },
);

const trailEvent = fc.record({
  EventId: fc.uuid(),
  EventName: fc.constantFrom("PutEncryptionConfig", "PutConfigRule", "DisableKey"),
  EventTime: fc.constant(new Date("2026-03-04T05:00:00Z")),
  EventSource: fc.constantFrom("xray.amazonaws.com", "config.amazonaws.com"),
  CloudTrailEvent: nearly(
    fc
      .record({ userIdentity: fc.record({ arn: fc.string() }), requestParameters: fc.object() })
      .map((detail) => JSON.stringify(detail)),
    fc.constantFrom("", "{", "null"),
  ),
});

export const world: fc.Arbitrary<World> = fc.record({
  live: answer(liveSetting),
  destination: answer(
    fc.record({ Destination: fc.constantFrom("XRay", "XRay", "CloudWatchLogs", "Elsewhere", undefined) }),
  ),
  keys,
  discovered: fc.oneof({ weight: 20, arbitrary: discoveredPages }, { weight: 1, arbitrary: manyDiscovered }),
  history: answer(fc.record({ configurationItems: fc.array(historyItem, { minLength: 0, maxLength: 2 }) })),
  logGroups: answer(fc.record({ logGroups: fc.array(spansGroup, { minLength: 0, maxLength: 2 }) })),
  events: answer(fc.record({ Events: fc.array(trailEvent, { maxLength: 3 }) })),
  recorders: answer(
    fc
      .array(recorder, { maxLength: 2 })
      .map((all) => ({ ConfigurationRecorders: all, ConfigurationRecordersStatus: all })),
  ),
  report: answer(
    nearly(fc.constant<object>({ FailedEvaluations: [] }), fc.constant({ FailedEvaluations: [{}] }), 20),
    60,
  ),
});
