import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import type { Run } from "../../stack-runner/run";
import { only, runGuard } from "../support/stub-cloud";

const people = "arn:aws:sns:eu-west-1:123456789012:guard-eu-west-1-alerts-id";
const region = "eu-west-1";

describe("what is declared, input by input", () => {
  let run: Run;
  before(async () => {
    run = await runGuard({
      desiredKey: "alias/xray-traces",
      acceptedKeys: ["alias/old", "1234abcd-12ab-34cd-56ef-1234567890ab"],
      frequency: "Six_Hours",
      deliveryFrequency: "Three_Hours",
      retentionDays: 400,
      logRetentionDays: 30,
      notify: ["security@example.com"],
    });
  });

  const table: [what: string, type: string, name: string, inputs: Record<string, unknown>][] = [
    ["a bucket that destroy spares", "Bucket", "guard-history", { forceDestroy: false }],
    [
      "versions of everything",
      "BucketVersioning",
      "guard-history",
      { bucket: "guard-history-id", versioningConfiguration: { status: "Enabled" } },
    ],
    [
      "encryption at rest",
      "BucketServerSideEncryptionConfiguration",
      "guard-history",
      {
        bucket: "guard-history-id",
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
      },
    ],
    [
      "no public access",
      "BucketPublicAccessBlock",
      "guard-history",
      {
        bucket: "guard-history-id",
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
    ],
    [
      "objects owned by the account",
      "BucketOwnershipControls",
      "guard-history",
      { bucket: "guard-history-id", rule: { objectOwnership: "BucketOwnerEnforced" } },
    ],
    [
      "history kept as long as configured, deleted history too",
      "BucketLifecycleConfiguration",
      "guard-history",
      {
        bucket: "guard-history-id",
        rules: [
          {
            id: "keep-history-then-expire",
            status: "Enabled",
            filter: {},
            expiration: { days: 400 },
            noncurrentVersionExpiration: { noncurrentDays: 400 },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      },
    ],
    [
      "a recorder for the setting and for verdicts, continuous",
      "Recorder",
      "guard-eu-west-1",
      {
        region,
        roleArn: "arn:aws:iam::123456789012:guard-recorder-id",
        recordingGroup: {
          allSupported: false,
          includeGlobalResourceTypes: false,
          resourceTypes: ["AWS::XRay::EncryptionConfig", "AWS::Config::ResourceCompliance"],
          recordingStrategies: [{ useOnly: "INCLUSION_BY_RESOURCE_TYPES" }],
        },
        recordingMode: { recordingFrequency: "CONTINUOUS" },
      },
    ],
    [
      "a channel to bucket and topic",
      "DeliveryChannel",
      "guard-eu-west-1",
      {
        region,
        s3BucketName: "guard-history-id",
        snsTopicArn: "arn:aws:sns:eu-west-1:123456789012:guard-eu-west-1-stream-id",
        snapshotDeliveryProperties: { deliveryFrequency: "Three_Hours" },
      },
    ],
    [
      "a recorder that runs",
      "RecorderStatus",
      "guard-eu-west-1",
      { region, name: "guard-eu-west-1-id", isEnabled: true },
    ],
    [
      "AWS Config's own retention",
      "RetentionConfiguration",
      "guard-eu-west-1",
      { region, retentionPeriodInDays: 400 },
    ],
    ["a log that ends", "LogGroup", "guard-eu-west-1-evaluator", { region, retentionInDays: 30 }],
    [
      "failures heard after two retries",
      "FunctionEventInvokeConfig",
      "guard-eu-west-1-evaluator",
      {
        region,
        functionName: "guard-eu-west-1-evaluator-id",
        maximumRetryAttempts: 2,
        destinationConfig: { onFailure: { destination: people } },
      },
    ],
    [
      "a permission bound to the account",
      "Permission",
      "guard-eu-west-1-evaluator",
      {
        region,
        function: "guard-eu-west-1-evaluator-id",
        action: "lambda:InvokeFunction",
        principal: "config.amazonaws.com",
        sourceAccount: "123456789012",
      },
    ],
    [
      "a subscription for each address",
      "TopicSubscription",
      "guard-eu-west-1-alerts-security@example.com",
      { region, topic: people, protocol: "email", endpoint: "security@example.com" },
    ],
    [
      "an alarm on failures",
      "MetricAlarm",
      "guard-eu-west-1-evaluator-failing",
      {
        region,
        namespace: "AWS/Lambda",
        dimensions: { FunctionName: "guard-eu-west-1-evaluator-id" },
        statistic: "Sum",
        alarmActions: [people],
        alarmDescription:
          "The evaluator of X-Ray's encryption in eu-west-1 fails: its verdict may be out of date. See its log.",
        metricName: "Errors",
        comparisonOperator: "GreaterThanThreshold",
        threshold: 0,
        period: 300,
        evaluationPeriods: 1,
        treatMissingData: "notBreaching",
      },
    ],
    [
      "an alarm on silence, twice the schedule long",
      "MetricAlarm",
      "guard-eu-west-1-evaluator-silent",
      {
        region,
        namespace: "AWS/Lambda",
        dimensions: { FunctionName: "guard-eu-west-1-evaluator-id" },
        statistic: "Sum",
        alarmActions: [people],
        alarmDescription:
          "AWS Config no longer runs the rule on X-Ray's encryption in eu-west-1: its verdict is out of date. Is the recorder running, does the rule exist?",
        metricName: "Invocations",
        comparisonOperator: "LessThanThreshold",
        threshold: 1,
        period: 6 * 3600,
        evaluationPeriods: 2,
        treatMissingData: "breaching",
      },
    ],
  ];
  for (const [what, type, name, inputs] of table) {
    it(`${what} (${type})`, () => {
      assert.deepEqual(only(run, type, name).inputs, inputs);
    });
  }

  it("a function on nodejs24.x and arm64 whose code is the bundle, in an archive", async () => {
    const { code, ...inputs } = only(run, "Function").inputs;
    assert.deepEqual(inputs, {
      region,
      description: "Judges X-Ray's encryption setting for an AWS Config rule.",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: "index.handler",
      role: "arn:aws:iam::123456789012:guard-evaluator-id",
      timeout: 60,
      memorySize: 256,
      loggingConfig: { logFormat: "Text", logGroup: "guard-eu-west-1-evaluator-id" },
    });
    assert.ok(code instanceof pulumi.asset.AssetArchive);
    const files = await code.assets;
    assert.deepEqual(Object.keys(files), ["index.js"]);
  });
});

describe("the rule, by trigger", () => {
  const change = [
    { eventSource: "aws.config", messageType: "ConfigurationItemChangeNotification" },
    { eventSource: "aws.config", messageType: "OversizedConfigurationItemChangeNotification" },
  ];
  const schedule = (maximumExecutionFrequency: string) => ({
    eventSource: "aws.config",
    messageType: "ScheduledNotification",
    maximumExecutionFrequency,
  });
  const scope = { complianceResourceTypes: ["AWS::XRay::EncryptionConfig"] };
  const cases = [
    { args: { trigger: "change" }, sourceDetails: change, scope },
    { args: { trigger: "periodic" }, sourceDetails: [schedule("TwentyFour_Hours")], scope: undefined },
    { args: { trigger: "both" }, sourceDetails: [...change, schedule("TwentyFour_Hours")], scope },
    {
      args: { trigger: "periodic", frequency: "One_Hour" },
      sourceDetails: [schedule("One_Hour")],
      scope: undefined,
    },
  ] as const;
  for (const { args, sourceDetails, scope: expectedScope } of cases) {
    it(`${JSON.stringify(args)} has its source details, and a scope only with changes`, async () => {
      const { inputs } = only(await runGuard(args), "Rule");
      assert.deepEqual(inputs, {
        region,
        description: "X-Ray encrypts traces with the desired key.",
        inputParameters: '{"desiredKey":"any"}',
        source: {
          owner: "CUSTOM_LAMBDA",
          sourceIdentifier: "arn:aws:lambda:eu-west-1:123456789012:guard-eu-west-1-evaluator-id",
          sourceDetails,
        },
        ...(expectedScope && { scope: expectedScope }),
      });
    });
  }

  const key = (where: string, digit: string) =>
    `arn:aws:kms:${where}:123456789012:key/${digit.repeat(8)}-1111-2222-3333-444444444444`;
  it("is told each Region's own key, and of the accepted keys those it can meet", async () => {
    const run = await runGuard({
      regions: ["eu-west-1", "us-east-1"],
      desiredKeyByRegion: { "eu-west-1": key("eu-west-1", "1"), "us-east-1": key("us-east-1", "2") },
      acceptedKeys: [key("us-east-1", "3"), "alias/old"],
    });
    const parameters = (name: string) =>
      JSON.parse(String(only(run, "Rule", name).inputs["inputParameters"])) as unknown;
    assert.deepEqual(parameters("guard-eu-west-1"), {
      desiredKey: key("eu-west-1", "1"),
      acceptedKeys: "alias/old",
    });
    assert.deepEqual(parameters("guard-us-east-1"), {
      desiredKey: key("us-east-1", "2"),
      acceptedKeys: `${key("us-east-1", "3")},alias/old`,
    });
  });
});

describe("people are told by EventBridge, whoever owns the delivery channel", () => {
  const cases = [
    {
      name: "guard-eu-west-1-change",
      pattern: {
        source: ["aws.config"],
        "detail-type": ["Config Configuration Item Change"],
        detail: {
          messageType: ["ConfigurationItemChangeNotification"],
          configurationItem: { resourceType: ["AWS::XRay::EncryptionConfig"] },
        },
      },
      says: ["<region>", "<type>", "<key>", "<changed>"],
    },
    {
      name: "guard-eu-west-1-verdict",
      pattern: {
        source: ["aws.config"],
        "detail-type": ["Config Rules Compliance Change"],
        detail: {
          messageType: ["ComplianceChangeNotification"],
          configRuleName: ["guard-eu-west-1-id"],
          newEvaluationResult: { complianceType: ["COMPLIANT", "NON_COMPLIANT"] },
        },
      },
      says: ["<region>", "<verdict>", "<before>", "<why>"],
    },
  ];
  for (const { name, pattern, says } of cases) {
    it(`${name}: two plain lines, the second a link`, async () => {
      const run = await runGuard({ recorder: "existing" });
      const rule = only(run, "EventRule", name).inputs;
      const target = only(run, "EventTarget", name).inputs;
      const transformer = target["inputTransformer"] as {
        inputPaths: Record<string, string>;
        inputTemplate: string;
      };
      const lines = transformer.inputTemplate.split("\n").map((line) => JSON.parse(line) as string);

      assert.deepEqual(JSON.parse(String(rule["eventPattern"])), pattern);
      assert.equal(target["arn"], people);
      assert.equal(target["roleArn"], "arn:aws:iam::123456789012:guard-notifier-id");
      assert.equal(lines.length, 2);
      for (const variable of says) assert.ok(lines[0]?.includes(variable), variable);
      assert.match(lines[1] ?? "", /^https:\/\/eu-west-1\.console\.aws\.amazon\.com\/config\//);
      const used = [...transformer.inputTemplate.matchAll(/<([a-z]+)>/g)].map(
        ([, variable]) => variable ?? "",
      );
      assert.deepEqual([...new Set(used)].toSorted(), Object.keys(transformer.inputPaths).toSorted());
      for (const path of Object.values(transformer.inputPaths)) {
        assert.match(path, /^\$(\.[A-Za-z]+)+$/, "EventBridge takes dots and no brackets");
      }
    });
  }
});
