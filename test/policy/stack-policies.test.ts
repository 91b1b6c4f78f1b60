import assert from "node:assert/strict";
import type { Policies } from "@pulumi/policy";
import { configRecorderCoversXray } from "../../policy/policies/config-recorder-covers-xray";
import { deliveryBucketHardened } from "../../policy/policies/delivery-bucket-hardened";
import { evaluatorObserved } from "../../policy/policies/evaluator-observed";
import { askAboutStack, type Given, unknown } from "./ask";

interface Case {
  it: string;
  /** Changes by resource name: properties to set, or null to leave the resource out. */
  change?: Record<string, Record<string, unknown> | null>;
  add?: Given[];
  /** Names and ARNs in the properties instead of the program's wiring. */
  literally?: true;
  config?: object;
  violations?: RegExp[];
  unknown?: true;
}

/** Asks about a stack that passes, with changes. */
function table(policy: Policies[number], passing: Given[], cases: Case[]): void {
  describe(policy.name, () => {
    for (const one of cases) {
      it(one.it, async () => {
        const { change = {}, add = [], config, violations = [] } = one;
        const resources = passing
          .filter(({ name }) => change[name ?? ""] !== null)
          .map((given) => ({
            ...given,
            props: { ...given.props, ...change[given.name ?? ""] },
            ...(one.literally && { from: {} }),
          }));
        const answer = await askAboutStack(policy, [...resources, ...add], config);
        assert.equal(answer.violations.length, violations.length, answer.violations.join("\n"));
        violations.forEach((violation, index) => assert.match(answer.violations[index] ?? "", violation));
        assert.equal(answer.unknown !== undefined, one.unknown === true, answer.unknown);
      });
    }
    it("has nothing to say about a stack without them", async () => {
      const answer = await askAboutStack(policy, [{ type: "aws:s3/bucket:Bucket", props: { bucket: "b" } }]);
      assert.deepEqual(answer, { violations: [] });
    });
  });
}

const types = ["AWS::XRay::EncryptionConfig", "AWS::Config::ResourceCompliance"];
const including = (...resourceTypes: string[]) => ({
  allSupported: false,
  resourceTypes,
  recordingStrategies: [{ useOnly: "INCLUSION_BY_RESOURCE_TYPES" }],
});
const excluding = (...resourceTypes: string[]) => ({
  allSupported: false,
  exclusionByResourceTypes: [{ resourceTypes }],
  recordingStrategies: [{ useOnly: "EXCLUSION_BY_RESOURCE_TYPES" }],
});
const region = "eu-west-1";

table(
  configRecorderCoversXray,
  [
    {
      type: "aws:cfg/recorder:Recorder",
      name: "recorder",
      props: { region, name: "r", recordingGroup: including(...types) },
    },
    {
      type: "aws:cfg/recorderStatus:RecorderStatus",
      name: "status",
      props: { region, name: "r", isEnabled: true },
      from: { name: ["recorder"] },
    },
    {
      type: "aws:cfg/deliveryChannel:DeliveryChannel",
      name: "channel",
      props: { region, snsTopicArn: "arn:aws:sns:eu-west-1:123456789012:t" },
    },
  ],
  [
    { it: "passes a recorder that records, runs and streams" },
    { it: "passes one that is started by name", literally: true },
    {
      it: "passes one that records everything",
      change: { recorder: { recordingGroup: { allSupported: true } } },
    },
    {
      it: "passes one that says nothing of what it records",
      change: { recorder: { recordingGroup: undefined } },
    },
    {
      it: "passes one that excludes other types",
      change: { recorder: { recordingGroup: excluding("AWS::EC2::Instance") } },
    },
    {
      it: "refuses one without the type",
      change: { recorder: { recordingGroup: including("AWS::Config::ResourceCompliance") } },
      violations: [/^Recorder recorder does not record AWS::XRay::EncryptionConfig: add it/],
    },
    {
      it: "takes the types from its configuration",
      change: { recorder: { recordingGroup: including("AWS::XRay::EncryptionConfig") } },
      config: { resourceTypes: ["AWS::XRay::EncryptionConfig"] },
    },
    {
      it: "refuses one that excludes the type",
      change: { recorder: { recordingGroup: excluding("AWS::XRay::EncryptionConfig") } },
      violations: [/excludes AWS::XRay::EncryptionConfig/],
    },
    {
      it: "refuses a list without a strategy",
      change: { recorder: { recordingGroup: { allSupported: false, resourceTypes: types } } },
      violations: [/without a strategy/],
    },
    { it: "refuses one that nothing starts", change: { status: null }, violations: [/is never started/] },
    {
      it: "refuses one that is stopped",
      change: { status: { isEnabled: false } },
      violations: [/never started/],
    },
    {
      it: "refuses one without a channel",
      change: { channel: null },
      violations: [/has no delivery channel/],
    },
    {
      it: "refuses a channel in another Region only",
      change: { channel: { region: "us-east-1" } },
      violations: [/has no delivery channel/],
    },
    {
      it: "refuses a channel without a topic",
      change: { channel: { snsTopicArn: "" } },
      violations: [/without an SNS topic/],
    },
    {
      it: "needs no topic where told so",
      change: { channel: { snsTopicArn: undefined } },
      config: { requireTopic: false },
    },
    {
      it: "cannot tell of a topic not known yet",
      change: { channel: { snsTopicArn: unknown } },
      unknown: true,
    },
    {
      it: "still tells what else is wrong",
      change: { recorder: { recordingGroup: unknown }, channel: null },
      violations: [/has no delivery channel/],
      unknown: true,
    },
  ],
);

const statement = (Statement: unknown) => JSON.stringify({ Version: "2012-10-17", Statement });
const withTls = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const delivery = (Condition?: object) => ({
  Sid: "Deliver",
  Effect: "Allow",
  Principal: { Service: "config.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: "arn:aws:s3:::b/*",
  Condition,
});
const forOneAccount = { StringEquals: { "aws:SourceAccount": "123456789012" } };
const aboutTheBucket = (kind: string, name: string, props: object): Given => ({
  type: `aws:s3/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`,
  name,
  props: { bucket: "b", ...props },
  from: { bucket: ["history"] },
});
const anotherBucket = { type: "aws:s3/bucket:Bucket", name: "other", props: { bucket: "o" } };

table(
  deliveryBucketHardened,
  [
    { type: "aws:s3/bucket:Bucket", name: "history", props: { bucket: "b" } },
    {
      type: "aws:cfg/deliveryChannel:DeliveryChannel",
      name: "channel",
      props: { s3BucketName: "b" },
      from: { s3BucketName: ["history"] },
    },
    aboutTheBucket("BucketPublicAccessBlock", "block", {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    }),
    aboutTheBucket("BucketVersioning", "versions", { versioningConfiguration: { status: "Enabled" } }),
    aboutTheBucket("BucketServerSideEncryptionConfiguration", "encryption", { rules: [{}] }),
    aboutTheBucket("BucketOwnershipControls", "owner", { rule: { objectOwnership: "BucketOwnerEnforced" } }),
    aboutTheBucket("BucketPolicy", "policy", { policy: statement([delivery(forOneAccount), withTls]) }),
  ],
  [
    { it: "passes a hardened bucket" },
    { it: "passes one that all refer to by name", literally: true },
    { it: "leaves other buckets alone", add: [anotherBucket] },
    {
      it: "leaves a bucket of another stack to that stack's review",
      change: { history: null, channel: { s3BucketName: "elsewhere" } },
      literally: true,
    },
    {
      it: "passes versions and encryption that the bucket itself has",
      change: {
        history: {
          versioning: { enabled: true },
          serverSideEncryptionConfiguration: { rule: { applyServerSideEncryptionByDefault: {} } },
        },
        versions: null,
        encryption: null,
      },
    },
    {
      it: "passes the same of a BucketV2, which has lists of them",
      change: {
        history: { versionings: [{ enabled: true }], serverSideEncryptionConfigurations: [{ rules: [] }] },
        versions: null,
        encryption: null,
      },
    },
    {
      it: "reads the policy that the bucket itself has",
      change: { history: { policy: statement([delivery(), withTls]) }, policy: null },
      violations: [/allows config\.amazonaws\.com for any account in statement Deliver/],
    },
    {
      it: "takes what a preview does not know of the bucket itself for not declared",
      change: { history: { versioning: unknown, policy: unknown }, versions: null },
      violations: [/has no versioning/],
    },
    {
      it: "refuses to leave public access to AWS's default",
      change: { block: null },
      violations: [/leaves public access to AWS's default: declare a BucketPublicAccessBlock/],
    },
    {
      it: "refuses what can be made public",
      change: { block: { restrictPublicBuckets: false } },
      violations: [/^Bucket history, to which AWS Config delivers, can be made public/],
    },
    {
      it: "refuses no versions",
      change: { versions: { versioningConfiguration: { status: "Suspended" } } },
      violations: [/has no versioning/],
    },
    { it: "refuses no encryption", change: { encryption: null }, violations: [/declares no encryption/] },
    {
      it: "refuses writers that own objects",
      change: { owner: { rule: { objectOwnership: "ObjectWriter" } } },
      violations: [/lets writers own objects/],
    },
    {
      it: "refuses requests without TLS",
      change: { policy: { policy: statement([delivery(forOneAccount)]) } },
      violations: [/reachable without TLS/],
    },
    {
      it: "refuses a denial that only holds for objects",
      change: {
        policy: {
          policy: statement([delivery(forOneAccount), { ...withTls, Resource: "arn:aws:s3:::b/*" }]),
        },
      },
      violations: [/reachable without TLS/],
    },
    {
      it: "refuses a policy that allows AWS Config for any account",
      change: { policy: { policy: statement([delivery(), withTls]) } },
      violations: [/allows config\.amazonaws\.com for any account in statement Deliver/],
    },
    {
      it: "refuses a policy that cannot be read",
      change: { policy: { policy: "{" } },
      violations: [/has a policy that is not JSON/, /has a policy that is not JSON/],
    },
    {
      it: "requires what its configuration says",
      change: { encryption: null, versions: null },
      config: { require: ["encryption"] },
      violations: [/declares no encryption/],
    },
    {
      it: "refuses a requirement that it does not know",
      config: { require: ["privacy"] },
      violations: [/require names privacy: expected any of publicAccess/],
    },
    { it: "cannot tell of a policy not known yet", change: { policy: { policy: unknown } }, unknown: true },
    {
      it: "still tells what else is wrong",
      change: { policy: { policy: unknown }, owner: null, encryption: null },
      violations: [/declares no encryption/, /leaves to AWS's default who owns objects/],
      unknown: true,
    },
  ],
);

const alarm = (name: string, metricName: string, props: object): Given => ({
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  name,
  props: {
    namespace: "AWS/Lambda",
    metricName,
    dimensions: { FunctionName: "f" },
    alarmActions: ["arn:aws:sns:eu-west-1:123456789012:t"],
    ...props,
  },
  from: { dimensions: ["evaluator"] },
});
const filled = (expression: string, metricName = "Invocations") => ({
  namespace: undefined,
  metricName: undefined,
  dimensions: undefined,
  treatMissingData: "ignore",
  metricQueries: [
    { id: "m", metric: { namespace: "AWS/Lambda", metricName, dimensions: { FunctionName: "f" } } },
    { id: "e", expression, returnData: true },
  ],
});
const scheduled = { sourceDetails: [{ messageType: "ScheduledNotification" }] };

table(
  evaluatorObserved,
  [
    {
      type: "aws:lambda/function:Function",
      name: "evaluator",
      props: { name: "f", arn: "arn:f", loggingConfig: { logGroup: "l" } },
      from: { loggingConfig: ["log"] },
    },
    { type: "aws:cloudwatch/logGroup:LogGroup", name: "log", props: { name: "l", retentionInDays: 90 } },
    {
      type: "aws:cfg/rule:Rule",
      name: "rule",
      props: { source: { owner: "CUSTOM_LAMBDA", sourceIdentifier: "arn:f", ...scheduled } },
      from: { source: ["evaluator"] },
    },
    {
      type: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
      name: "failures",
      props: { functionName: "f", destinationConfig: { onFailure: { destination: "arn:t" } } },
      from: { functionName: ["evaluator"] },
    },
    alarm("failing", "Errors", {}),
    alarm("silent", "Invocations", { treatMissingData: "breaching" }),
  ],
  [
    { it: "passes a function that is heard" },
    { it: "passes one that all refer to by name", literally: true },
    {
      it: "passes the log group that Lambda names after the function",
      change: { evaluator: { loggingConfig: undefined }, log: { name: "/aws/lambda/f" } },
      literally: true,
    },
    { it: "leaves functions alone that evaluate no rule", change: { rule: null, log: null, failing: null } },
    {
      it: "refuses a log that is kept for ever, which somebody forgot",
      change: { log: { retentionInDays: 0 } },
      violations: [
        /^Function evaluator, which evaluates a rule, has a log that is kept for ever: set retentionInDays of its LogGroup to 1 or more/,
      ],
    },
    {
      it: "refuses no log group",
      change: { log: null },
      violations: [/has no log that the program declares/],
    },
    {
      it: "refuses a shorter time than its configuration says",
      config: { minimumLogRetentionDays: 365 },
      violations: [/is kept for 90 days: set retentionInDays .* to 365 or more/],
    },
    {
      it: "refuses no failure destination",
      change: { failures: null },
      violations: [/has no failure destination/],
    },
    {
      it: "refuses one for success only",
      change: { failures: { destinationConfig: { onSuccess: { destination: "arn:t" } } } },
      violations: [/has no failure destination/],
    },
    { it: "refuses no alarm on errors", change: { failing: null }, violations: [/no alarm on its Errors/] },
    {
      it: "refuses an alarm that tells nobody",
      change: { failing: { alarmActions: [] } },
      violations: [/no alarm on its Errors/],
    },
    {
      it: "refuses an alarm that is switched off",
      change: { failing: { actionsEnabled: false } },
      violations: [/no alarm on its Errors/],
    },
    {
      it: "refuses a schedule without an alarm on missing invocations",
      change: { silent: null },
      violations: [/on missing invocations/],
    },
    {
      it: "refuses an alarm that takes silence for well-being",
      change: { silent: { treatMissingData: "notBreaching" } },
      violations: [/on missing invocations/],
    },
    { it: "passes one that fills in what is missing", change: { silent: filled("IF(FILL(m, REPEAT), m)") } },
    {
      it: "refuses one on an expression that fills in nothing",
      change: { silent: filled("m") },
      violations: [/on missing invocations/],
    },
    {
      it: "refuses one that fills in another metric",
      change: { silent: filled("FILL(m, 0)", "Errors") },
      violations: [/on missing invocations/],
    },
    {
      it: "needs none without a schedule",
      change: { silent: null, rule: { source: { sourceDetails: [] } } },
    },
    { it: "needs none where told so", change: { silent: null }, config: { alarmOnSilence: false } },
    {
      it: "cannot tell of a retention not known yet",
      change: { log: { retentionInDays: unknown } },
      unknown: true,
    },
    {
      it: "still tells what else is wrong",
      change: { log: { retentionInDays: unknown }, failures: null },
      violations: [/has no failure destination/],
      unknown: true,
    },
  ],
);
