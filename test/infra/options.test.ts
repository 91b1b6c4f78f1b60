import assert from "node:assert/strict";
import type { GuardArgs } from "../../infra/guard";
import { graph } from "../support/graph";
import { only, runGuard, statements } from "../support/stub-cloud";

/** The type and name of what a URN names. */
function short(urn: string): string {
  const [type = "", name = ""] = urn.split("::").slice(-2);
  return `${type.split("$").at(-1)?.split(":").at(-1) ?? ""} ${name}`;
}

const bucket = (name: string) =>
  [
    "Bucket",
    "BucketLifecycleConfiguration",
    "BucketOwnershipControls",
    "BucketPolicy",
    "BucketPublicAccessBlock",
    "BucketServerSideEncryptionConfiguration",
    "BucketVersioning",
  ].map((type) => `${type} ${name}`);
const base: GuardArgs = { desiredKey: "alias/xray-traces" };

/** What each option adds to the graph, and which of the default's resources it changes. */
const options: { args: GuardArgs; adds: string[]; changes: string[] }[] = [
  { args: { enforcement: "apply" }, adds: ["EncryptionConfig guard-eu-west-1"], changes: [] },
  {
    args: { enforcement: "remediate" },
    adds: [
      "RemediationConfiguration guard-eu-west-1-remediation",
      "Role guard-remediation",
      "RolePolicy guard-eu-west-1-remediation",
      "RolePolicy guard-remediation",
    ],
    changes: [],
  },
  {
    args: { fastDetection: true },
    adds: [
      "EventRule guard-eu-west-1-detector",
      "EventTarget guard-eu-west-1-detector",
      "Function guard-eu-west-1-detector",
      "FunctionEventInvokeConfig guard-eu-west-1-detector",
      "LogGroup guard-eu-west-1-detector",
      "Permission guard-eu-west-1-detector",
      "Permission guard-eu-west-1-detector-to-notifier",
      "QueuePolicy guard-eu-west-1-undelivered",
      "Role guard-detector",
      "RolePolicy guard-eu-west-1-detector",
      "RolePolicy guard-detector",
    ],
    // It counts what the event detector loses, too.
    changes: ["MetricAlarm guard-eu-west-1-lost"],
  },
  {
    args: { trail: "create" },
    adds: [...bucket("guard-trail"), "Trail guard-trail"],
    changes: [],
  },
  {
    args: { transactionSearch: "judge" },
    adds: [],
    changes: ["RolePolicy guard-evaluator", "Rule guard-eu-west-1"],
  },
  {
    args: { alarmOnRecorder: false },
    adds: [],
    changes: ["RolePolicy guard-evaluator", "Rule guard-eu-west-1"],
  },
  {
    args: { aggregators: [{ accountId: "210987654321", region: "eu-central-1" }] },
    adds: ["Resource guard-eu-west-1-aggregator-210987654321-eu-central-1"],
    changes: [],
  },
  {
    args: { notify: ["https://alerts.example.com/aws", "arn:aws:sqs:eu-west-1:123456789012:alerts"] },
    adds: [
      "TopicSubscription guard-eu-west-1-alerts-arn:aws:sqs:eu-west-1:123456789012:alerts",
      "TopicSubscription guard-eu-west-1-alerts-https://alerts.example.com/aws",
    ],
    changes: [],
  },
  {
    args: { notifyTopics: [{ arn: "arn:aws:sns:eu-west-1:210987654321:xray", format: "chat" }] },
    adds: [],
    changes: ["Function guard-eu-west-1-notifier", "RolePolicy guard-eu-west-1-notifier"],
  },
  {
    args: {
      notifyTopics: [
        {
          arn: "arn:aws:sns:eu-west-1:210987654321:xray",
          key: "arn:aws:kms:eu-west-1:210987654321:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        },
      ],
    },
    adds: [],
    changes: ["Function guard-eu-west-1-notifier", "RolePolicy guard-eu-west-1-notifier"],
  },
  {
    args: { topicKey: "alias/alerts" },
    adds: [],
    changes: ["RolePolicy guard-eu-west-1-notifier", "Topic guard-eu-west-1-alerts"],
  },
  { args: { label: "prod" }, adds: [], changes: ["Function guard-eu-west-1-notifier"] },
];

describe("an option adds to the graph, and leaves alone what it does not concern", () => {
  for (const { args, adds, changes } of options) {
    it(JSON.stringify(args), async () => {
      const without = await graph(await runGuard(base));
      const withIt = await graph(await runGuard({ ...base, ...args }));
      const custom = [...withIt].filter(([, declared]) => declared.custom);

      const added = custom.filter(([urn]) => !without.has(urn)).map(([urn]) => short(urn));
      assert.deepEqual(added.toSorted(), adds.toSorted());
      const changed = custom.filter(
        ([urn, { inputs }]) =>
          without.has(urn) && JSON.stringify(without.get(urn)?.inputs) !== JSON.stringify(inputs),
      );
      assert.deepEqual(changed.map(([urn]) => short(urn)).toSorted(), changes.toSorted());
      assert.deepEqual(
        [...without.keys()].filter((urn) => !withIt.has(urn)),
        [],
        "nothing goes",
      );
    });
  }
});

describe("enforcement: apply", () => {
  it("sets the key by its ARN, whichever form it was given, after what should see the change", async () => {
    const run = await runGuard({ ...base, enforcement: "apply" });
    const { inputs, dependencies } = only(run, "EncryptionConfig");
    assert.deepEqual(inputs, {
      region: "eu-west-1",
      type: "KMS",
      keyId: "arn:aws:kms:eu-west-1:123456789012:key/of-alias/xray-traces",
    });
    assert.ok(dependencies.includes(only(run, "Rule").urn));
    assert.ok(dependencies.includes(only(run, "RecorderStatus").urn));
  });

  it("sets the default encryption where none is desired", async () => {
    const run = await runGuard({ desiredKey: "none", enforcement: "apply" });
    assert.deepEqual(only(run, "EncryptionConfig").inputs, { region: "eu-west-1", type: "NONE" });
  });
});

describe("enforcement: remediate", () => {
  it("lets AWS's runbook set the key as this role, so often and no oftener", async () => {
    const run = await runGuard({
      ...base,
      enforcement: "remediate",
      remediation: "approval",
      remediationAttempts: 3,
      remediationIntervalSeconds: 600,
    });
    assert.deepEqual(only(run, "RemediationConfiguration").inputs, {
      region: "eu-west-1",
      configRuleName: "guard-eu-west-1-id",
      resourceType: "AWS::XRay::EncryptionConfig",
      targetType: "SSM_DOCUMENT",
      targetId: "AWSConfigRemediation-UpdateXRayKMSKey",
      parameters: [
        { name: "AutomationAssumeRole", staticValue: "arn:aws:iam::123456789012:role/guard-remediation-id" },
        { name: "KeyId", staticValue: "alias/xray-traces" },
      ],
      automatic: false,
      maximumAutomaticAttempts: 3,
      retryAttemptSeconds: 600,
    });
  });

  const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
  const grants: [desiredKey: string, resource: string, condition?: object][] = [
    [
      "alias/xray-traces",
      "arn:aws:kms:eu-west-1:123456789012:key/*",
      { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/xray-traces" } },
    ],
    [
      "arn:aws:kms:eu-west-1:210987654321:alias/xray-traces",
      "arn:aws:kms:eu-west-1:210987654321:key/*",
      { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/xray-traces" } },
    ],
    [keyId, `arn:aws:kms:eu-west-1:123456789012:key/${keyId}`],
    [`arn:aws:kms:eu-west-1:210987654321:key/${keyId}`, `arn:aws:kms:eu-west-1:210987654321:key/${keyId}`],
  ];
  for (const [desiredKey, Resource, Condition] of grants) {
    it(`grants the use of ${desiredKey} alone`, async () => {
      const run = await runGuard({ desiredKey, enforcement: "remediate" });
      assert.deepEqual(statements(only(run, "RolePolicy", "guard-eu-west-1-remediation")), [
        {
          Sid: "UseTheDesiredKey",
          Effect: "Allow",
          Action: ["kms:CreateGrant", "kms:DescribeKey"],
          Resource,
          ...(Condition && { Condition }),
        },
      ]);
    });
  }

  it("the runbook's role trusts Systems Manager for this account, and may do what the runbook does", async () => {
    const run = await runGuard({ ...base, enforcement: "remediate" });
    assert.deepEqual(statements(only(run, "Role", "guard-remediation"), "assumeRolePolicy"), [
      {
        Sid: "OnlyThisServiceForThisAccount",
        Effect: "Allow",
        Principal: { Service: "ssm.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ]);
    assert.deepEqual(statements(only(run, "RolePolicy", "guard-remediation")), [
      {
        Sid: "RunTheRunbook",
        Effect: "Allow",
        Action: "ssm:StartAutomationExecution",
        // This runbook and no other: whoever may use the role could otherwise run any.
        Resource: "arn:aws:ssm:*:*:automation-definition/AWSConfigRemediation-UpdateXRayKMSKey:*",
      },
      {
        Sid: "FollowTheRunbook",
        Effect: "Allow",
        Action: "ssm:GetAutomationExecution",
        Resource: "arn:aws:ssm:*:123456789012:automation-execution/*",
      },
      {
        Sid: "SetTheEncryption",
        Effect: "Allow",
        Action: ["xray:GetEncryptionConfig", "xray:PutEncryptionConfig"],
        Resource: "*",
      },
    ]);
  });
});

describe("transactionSearch: judge", () => {
  for (const role of ["guard-evaluator", "guard-detector"]) {
    it(`lets ${role} list this account's log groups, to find the key of aws/spans, and nothing wider`, async () => {
      const args: GuardArgs = { ...base, fastDetection: true };
      const without = statements(only(await runGuard(args), "RolePolicy", role));
      const judging = await runGuard({ ...args, transactionSearch: "judge" });
      const known = new Set(without.map((statement) => JSON.stringify(statement)));
      assert.deepEqual(
        statements(only(judging, "RolePolicy", role)).filter((one) => !known.has(JSON.stringify(one))),
        [
          {
            Sid: "ReadTheKeyOfTheSpansLogGroup",
            Effect: "Allow",
            Action: "logs:DescribeLogGroups",
            Resource: "arn:aws:logs:*:123456789012:log-group:*",
          },
        ],
      );
    });
  }
});

describe("fastDetection", () => {
  it("hears of the calls that matter, and of none that failed", async () => {
    const run = await runGuard({ ...base, fastDetection: true });
    const pattern: unknown = JSON.parse(
      String(only(run, "EventRule", "guard-eu-west-1-detector").inputs["eventPattern"]),
    );
    assert.deepEqual(pattern, {
      source: ["aws.xray", "aws.kms", "aws.logs", "aws.config"],
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: {
        errorCode: [{ exists: false }],
        $or: [
          {
            eventName: [
              "PutEncryptionConfig",
              "UpdateTraceSegmentDestination",
              "DisableKey",
              "ScheduleKeyDeletion",
              "CreateAlias",
              "UpdateAlias",
              "DeleteAlias",
              "PutKeyPolicy",
              "AssociateKmsKey",
              "DisassociateKmsKey",
              "StopConfigurationRecorder",
              "PutConfigurationRecorder",
              "DeleteConfigurationRecorder",
              "DeleteDeliveryChannel",
              "DeleteConfigRule",
            ],
          },
          { eventName: ["RevokeGrant", "RetireGrant"], userIdentity: { invokedBy: [{ exists: false }] } },
        ],
      },
    });
  });

  it("judges by the rule's own parameters, and may ask for this rule's evaluation alone", async () => {
    const run = await runGuard({ ...base, fastDetection: true });
    const { environment } = only(run, "Function", "guard-eu-west-1-detector").inputs as {
      environment: { variables: Record<string, string> };
    };
    assert.equal(environment.variables["RULE_PARAMETERS"], only(run, "Rule").inputs["inputParameters"]);
    assert.deepEqual(statements(only(run, "RolePolicy", "guard-eu-west-1-detector")).at(-1), {
      Sid: "AskForAnEvaluationNow",
      Effect: "Allow",
      Action: "config:StartConfigRulesEvaluation",
      Resource: "arn:aws:config:eu-west-1:123456789012:guard-eu-west-1-id",
    });
  });
});

describe("trail: create", () => {
  it("brings awsx's bucket policy up to the standard of ours: source, prefix and TLS", async () => {
    const run = await runGuard({ ...base, trail: "create" });
    const arn = "arn:aws:s3:::guard-trail-id";
    const ArnLike = { "aws:SourceArn": "arn:aws:cloudtrail:*:123456789012:trail/*" };
    const by = { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" } };
    assert.deepEqual(statements(only(run, "BucketPolicy", "guard-trail")), [
      {
        Sid: "CloudTrailReadsTheAcl",
        ...by,
        Action: "s3:GetBucketAcl",
        Resource: arn,
        Condition: { ArnLike },
      },
      {
        Sid: "CloudTrailDelivers",
        ...by,
        Action: "s3:PutObject",
        Resource: `${arn}/AWSLogs/123456789012/*`,
        Condition: { ArnLike, StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
      },
      {
        Sid: "NobodyWithoutTls",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
    assert.equal(only(run, "Bucket", "guard-trail").inputs["forceDestroy"], false);
  });

  it("logs management events of all Regions, validated", async () => {
    const run = await runGuard({ ...base, trail: "create" });
    const trails = run.registrations.filter(({ type }) => type === "aws:cloudtrail/trail:Trail");
    assert.deepEqual(
      trails.map(({ inputs }) => inputs),
      [
        {
          s3BucketName: "guard-trail-id",
          isMultiRegionTrail: true,
          includeGlobalServiceEvents: true,
          enableLogging: true,
          enableLogFileValidation: true,
        },
      ],
    );
  });
});

describe("the trail's component", () => {
  it("keeps the trail's objects as long as the history: calls are evidence of who made a change", async () => {
    const run = await runGuard({ ...base, trail: "create", retentionDays: 400 });
    assert.partialDeepStrictEqual(only(run, "BucketLifecycleConfiguration", "guard-trail").inputs, {
      rules: [{ expiration: { days: 400 }, noncurrentVersionExpiration: { noncurrentDays: 400 } }],
    });
  });

  it("belongs to the guard, and the trail to it: else neither gets the guard's provider, aliases or transforms", async () => {
    const run = await runGuard({ ...base, trail: "create" });
    const component = only(run, "index:Trail");
    assert.equal(component.parent, only(run, "XrayEncryptionGuard").urn);
    assert.equal(only(run, "cloudtrail:Trail").parent, component.urn);
    assert.equal(only(run, "HardenedBucket", "guard-trail").parent, component.urn);
  });
});
