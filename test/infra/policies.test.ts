import assert from "node:assert/strict";
import type { Run } from "../../stack-runner/run";
import { only, runGuard, statements } from "../support/stub-cloud";

const account = "123456789012";
const alertTopic = `arn:aws:sns:eu-west-1:${account}:guard-eu-west-1-alerts-id`;
const deadLetters = `arn:aws:sqs:eu-west-1:${account}:guard-eu-west-1-undelivered-id`;
const stream = `arn:aws:sns:eu-west-1:${account}:guard-eu-west-1-stream-id`;
const bucket = `arn:aws:s3:::guard-history-id`;
const allow = (Sid: string, Action: string | string[], Resource: string, Condition?: object) => ({
  Sid,
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition && { Condition }),
});
const by = (service: string, statement: { Sid: string; Effect: string }) => {
  const { Sid, Effect, ...rest } = statement;
  return { Sid, Effect, Principal: { Service: service }, ...rest };
};
const trust = (service: string, Condition?: object) => ({
  Sid: "OnlyThisServiceForThisAccount",
  Effect: "Allow",
  Principal: { Service: service },
  Action: "sts:AssumeRole",
  ...(Condition && { Condition }),
});
const sourceAccount = { StringEquals: { "aws:SourceAccount": account } };
const acl = { "s3:x-amz-acl": "bucket-owner-full-control" };

/** Every policy of the guard, statement by statement. */
const policies: { of: [type: string, name: string]; input?: string; says: unknown[] }[] = [
  {
    of: ["BucketPolicy", "guard-history"],
    says: [
      by("config.amazonaws.com", allow("ConfigReadsTheAcl", "s3:GetBucketAcl", bucket, sourceAccount)),
      by(
        "config.amazonaws.com",
        allow("ConfigSeesThatTheBucketExists", "s3:ListBucket", bucket, sourceAccount),
      ),
      by(
        "config.amazonaws.com",
        allow("ConfigDeliversHistory", "s3:PutObject", `${bucket}/AWSLogs/${account}/Config/*`, {
          StringEquals: { "aws:SourceAccount": account, ...acl },
        }),
      ),
      {
        Sid: "NobodyWithoutTls",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [bucket, `${bucket}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  },
  {
    of: ["Role", "guard-recorder"],
    input: "assumeRolePolicy",
    says: [trust("config.amazonaws.com", sourceAccount)],
  },
  {
    of: ["RolePolicy", "guard-recorder"],
    says: [
      allow("ReadTheSettingToRecord", "xray:GetEncryptionConfig", "*"),
      allow("DeliverHistory", "s3:PutObject", `${bucket}/AWSLogs/${account}/Config/*`, { StringEquals: acl }),
      allow("ReadTheAclBeforeDelivering", "s3:GetBucketAcl", bucket),
    ],
  },
  {
    of: ["TopicPolicy", "guard-eu-west-1-stream"],
    says: [by("config.amazonaws.com", allow("ConfigStreams", "sns:Publish", stream, sourceAccount))],
  },
  {
    of: ["RolePolicy", "guard-eu-west-1-stream"],
    says: [allow("StreamToThisRegionsTopic", "sns:Publish", stream)],
  },
  {
    of: ["Role", "guard-evaluator"],
    input: "assumeRolePolicy",
    says: [trust("lambda.amazonaws.com")],
  },
  {
    of: ["RolePolicy", "guard-evaluator"],
    says: [
      allow("ReportVerdicts", "config:PutEvaluations", "*"),
      allow(
        "ReadWhatConfigRecorded",
        ["config:GetResourceConfigHistory", "config:ListDiscoveredResources"],
        "*",
      ),
      allow("ReadTheLiveSetting", ["xray:GetEncryptionConfig", "xray:GetTraceSegmentDestination"], "*"),
      allow("LookAtKeys", "kms:DescribeKey", "arn:aws:kms:*:*:key/*"),
      allow("KeepWhoCalled", "cloudtrail:LookupEvents", "*"),
      allow(
        "SeeThatAwsConfigWorks",
        [
          "config:DescribeConfigurationRecorders",
          "config:DescribeConfigurationRecorderStatus",
          "config:DescribeDeliveryChannels",
          "config:DescribeDeliveryChannelStatus",
          "config:DescribeConfigRules",
        ],
        "*",
      ),
    ],
  },
  {
    of: ["RolePolicy", "guard-eu-west-1-evaluator"],
    says: [
      allow(
        "WriteItsOwnLog",
        ["logs:CreateLogStream", "logs:PutLogEvents"],
        `arn:aws:logs:eu-west-1:${account}:guard-eu-west-1-evaluator-id:*`,
      ),
      allow("KeepFailedEvents", "sqs:SendMessage", deadLetters),
    ],
  },
  {
    of: ["TopicPolicy", "guard-eu-west-1-alerts"],
    says: [
      by("cloudwatch.amazonaws.com", allow("AlarmsPublishAlerts", "sns:Publish", alertTopic, sourceAccount)),
    ],
  },
  {
    of: ["Role", "guard-eu-west-1-notifier"],
    input: "assumeRolePolicy",
    says: [trust("lambda.amazonaws.com")],
  },
  {
    of: ["RolePolicy", "guard-eu-west-1-notifier"],
    says: [
      allow(
        "WriteItsOwnLog",
        ["logs:CreateLogStream", "logs:PutLogEvents"],
        `arn:aws:logs:eu-west-1:${account}:guard-eu-west-1-notifier-id:*`,
      ),
      allow("KeepFailedEvents", "sqs:SendMessage", deadLetters),
      allow("PublishAlerts", "sns:Publish", alertTopic),
      allow(
        "RememberWhatWasTold",
        ["dynamodb:GetItem", "dynamodb:PutItem"],
        `arn:aws:dynamodb:eu-west-1:${account}:guard-eu-west-1-notifier-id`,
      ),
    ],
  },
];

describe("a policy says, statement by statement, no more than is needed", () => {
  let run: Run;
  before(async () => {
    run = await runGuard();
  });

  for (const { of, input, says } of policies) {
    it(`${of.join(" ")}${input === undefined ? "" : ", whom it trusts"}`, () => {
      assert.deepEqual(statements(only(run, ...of), input), says);
    });
  }

  it("and there is no other policy", () => {
    const carriers = run.registrations.filter(({ type }) =>
      /:(Role|RolePolicy|TopicPolicy|BucketPolicy)$/.test(type),
    );
    assert.deepEqual(
      carriers.map(({ type, name }) => `${type.split(":")[2] ?? ""} ${name}`).toSorted(),
      policies.map(({ of }) => of.join(" ")).toSorted(),
    );
  });

  it("the recorder's role has AWS's managed policy for it, and no role has any other", () => {
    const { inputs } = only(run, "RolePolicyAttachment");
    assert.deepEqual(inputs, {
      role: "guard-recorder-id",
      policyArn: "arn:aws:iam::aws:policy/service-role/AWS_ConfigRole",
    });
  });

  it("without a schedule the evaluator keeps no callers and looks at no recorder, and so may not", async () => {
    const evaluator = ["RolePolicy", "guard-evaluator"] as const;
    const onChange = statements(only(await runGuard({ trigger: "change" }), ...evaluator));
    const keeping = allow("KeepWhoCalled", "cloudtrail:LookupEvents", "*");
    const both = statements(only(run, ...evaluator));
    assert.deepEqual([...onChange, keeping, both.at(-1)], both);
    assert.partialDeepStrictEqual(both.at(-1), { Sid: "SeeThatAwsConfigWorks" });
  });

  it("the detector may see that the rule is there, where nothing looks at the recorder", async () => {
    const detector = await runGuard({ fastDetection: true, alarmOnRecorder: false });
    assert.deepEqual(
      statements(only(detector, "RolePolicy", "guard-detector")).at(-1),
      allow("SeeThatTheRuleIsThere", "config:DescribeConfigRules", "*"),
    );
  });

  it("the notifier may use the key of the alert topic, where it has one", async () => {
    const notifier = ["RolePolicy", "guard-eu-west-1-notifier"] as const;
    const before = statements(only(run, ...notifier));
    const after = statements(only(await runGuard({ topicKey: "alias/x" }), ...notifier));
    const arn = `arn:aws:kms:eu-west-1:${account}:key/of-alias/x`;
    const added = allow("EncryptAlerts", ["kms:GenerateDataKey", "kms:Decrypt"], arn);
    assert.deepEqual(after, [...before.slice(0, 3), added, ...before.slice(3)]);
  });

  it("traceReads: true adds the tutorial's four reads and nothing else", async () => {
    const withReads = await runGuard({ traceReads: true });
    const evaluator = ["RolePolicy", "guard-evaluator"] as const;
    assert.deepEqual(statements(only(withReads, ...evaluator)), [
      ...statements(only(run, ...evaluator)),
      allow(
        "ReadTracesAsTheTutorialOnceGranted",
        ["xray:BatchGetTraces", "xray:GetServiceGraph", "xray:GetTraceGraph", "xray:GetTraceSummaries"],
        "*",
      ),
    ]);
  });
});
