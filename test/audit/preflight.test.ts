import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { permissionsFor, policyFor } from "../../audit/preflight/permissions";
import { type Served, serve } from "../../local/serve";
import type { Registration } from "../../stack-runner/run";
import { guardedRegion, key, recorder } from "./account";
import { audit, auditServed } from "./audit";
import { LoopbackAws, type RegionState } from "./loopback-aws";

const root = path.resolve(__dirname, "../..");

/** A Region in which everything is ready for the first `up`. */
function freshRegion(more: Partial<RegionState> = {}): RegionState {
  return { keys: { [key]: {} }, aliases: { "alias/xray-traces": key }, ...more };
}

const ownRole = (stack: string) =>
  `Used by AWS Config to record X-Ray's encryption setting, for stack ${stack} of project xray-encryption-guard.`;
const foreign = { ...recorder, name: "default" };
const foreignChannel = { name: "default", s3BucketName: "company-history" };

/** The key of the alert topic by its policy, and what preflight says of it. */
function topicKeyCases(): typeof cases {
  const allow = (Principal: unknown, Action: string | string[]) => ({ Effect: "Allow", Principal, Action });
  const account = allow({ AWS: "arn:aws:iam::123456789012:root" }, "kms:*");
  const alarms = allow({ Service: ["cloudwatch.amazonaws.com"] }, ["kms:GenerateDataKey*", "kms:Decrypt"]);
  const policies: [name: string, statements: object[], lines: RegExp[]][] = [
    [
      "passes a topic's key whose policy names both",
      [account, alarms],
      [/^pass +eu-west-1 topic key +The policy of/],
    ],
    [
      "warns of one that does not name CloudWatch",
      [account],
      [
        /^warn +eu-west-1 topic key +.*does not name CloudWatch.* Cure: give it the policy that docs\/messages\.md has\.$/,
      ],
    ],
    [
      "warns of one that lets CloudWatch encrypt alone",
      [account, { ...alarms, Action: ["kms:GenerateDataKey"] }],
      [/^warn +eu-west-1 topic key +.*does not name CloudWatch/],
    ],
    [
      "warns of one that forbids it",
      [account, { ...alarms, Effect: "Deny" }],
      [/^warn +eu-west-1 topic key +.*does not name CloudWatch/],
    ],
    [
      "warns of one that leaves nothing to IAM",
      [alarms, allow({ AWS: "arn:aws:iam::123456789012:role/Admin" }, "kms:*")],
      [/^warn +eu-west-1 topic key +.*leaves nothing to IAM/],
    ],
  ];
  return [
    ...policies.map(([name, Statement, lines]) => ({
      name,
      config: "topicKey: alias/xray-traces",
      state: freshRegion({ keyPolicy: { Statement } }),
      code: 0,
      lines,
    })),
    {
      name: "says where the policy of a topic's key may not be read",
      config: "topicKey: alias/xray-traces",
      state: freshRegion({ fails: { GetKeyPolicy: "AccessDeniedException" } }),
      code: 2,
      lines: [/^warn +eu-west-1 topic key +Cannot read the policy of key/],
    },
    ...(
      [
        [
          "passes",
          "logs.eu-west-1.amazonaws.com",
          /^pass +eu-west-1 storage key +The policy of .* lets CloudWatch Logs/,
        ],
        [
          "warns of",
          "logs.us-east-1.amazonaws.com",
          /^warn +eu-west-1 storage key +.*does not name CloudWatch Logs.* Cure: give it the policy that docs\/options\.md has\.$/,
        ],
      ] as const
    ).map(([does, Service, line]) => ({
      name: `${does} a key of what is stored whose policy names ${Service}`,
      config: "storageKey: alias/xray-traces",
      state: freshRegion({ keyPolicy: { Statement: [account, allow({ Service }, ["kms:*"])] } }),
      code: 0,
      lines: [line],
    })),
    {
      name: "fails where a topic's key does not exist",
      config: "topicKey: alias/nowhere",
      state: freshRegion(),
      code: 11,
      lines: [/^fail +eu-west-1 topic key +There is no key alias\/nowhere in eu-west-1\./],
    },
  ];
}

const cases: {
  name: string;
  config: string;
  state: RegionState;
  lacks?: string[];
  /** How the role of the recorder is described. */
  recorderRole?: string;
  code: number;
  lines: RegExp[];
}[] = [
  {
    name: "passes an account without a recorder",
    config: "desiredKey: alias/xray-traces",
    state: freshRegion(),
    code: 0,
    lines: [
      /^pass +credentials +Account 123456789012, as arn:aws:sts::123456789012:assumed-role\/Auditor\/alice\.$/,
      /^pass +eu-west-1 recorder +The Region has no recorder; the stack makes one\.$/,
      /^pass +eu-west-1 key +The key alias\/xray-traces, which is arn:.*1111, is symmetric and enabled\.$/,
      /^pass +eu-west-1 spans +Spans go to X-Ray, which this setting encrypts\.$/,
      /^pass +permissions +.* may make all \d+ calls that the deployment needs\.$/,
    ],
  },
  {
    name: "fails where somebody else's recorder has the only place, and names the cure",
    config: "desiredKey: any",
    state: freshRegion({ recorder: foreign, channel: foreignChannel }),
    code: 11,
    lines: [
      /^fail +eu-west-1 recorder +The Region has a recorder already, default, and has room for one only\. Cure: `recorder: existing`\.$/,
      /^fail +eu-west-1 delivery channel +.* Cure: `recorder: existing`\.$/,
    ],
  },
  {
    name: "passes with that recorder once it is adopted",
    config: "recorder: existing",
    state: freshRegion({ recorder: foreign, channel: foreignChannel }),
    code: 0,
    lines: [
      /^pass +eu-west-1 recorder +Recorder default is the account's, and stays as it is\.$/,
      /^pass +eu-west-1 recording +Recorder default is running and records AWS::XRay::EncryptionConfig\.$/,
      /^pass +eu-west-1 delivery channel +History is delivered to bucket company-history\.$/,
      /^pass +eu-west-1 key +The desired encryption is `any`, which names no key\.$/,
    ],
  },
  {
    name: "fails where an existing recorder is relied on and there is none",
    config: "recorder: existing",
    state: freshRegion(),
    code: 11,
    lines: [/^fail +eu-west-1 recorder +.* Cure: `recorder: create`\.$/],
  },
  {
    name: "fails where the adopted recorder is stopped",
    config: "recorder: existing",
    state: freshRegion({ recorder: foreign, channel: foreignChannel, recording: false }),
    code: 11,
    lines: [
      /^fail +eu-west-1 recording +Recorder default is stopped.* Cure: `aws configservice start-configuration-recorder --configuration-recorder-name default`\.$/,
    ],
  },
  {
    name: "fails where the adopted recorder does not record the type and nothing runs on schedule",
    config: "{recorder: existing, trigger: change}",
    state: freshRegion({
      recorder: { ...foreign, recordingGroup: { resourceTypes: ["AWS::S3::Bucket"] } },
      channel: foreignChannel,
    }),
    code: 11,
    lines: [
      /^fail +eu-west-1 recording +.* so the rule is never invoked\. Cure: add AWS::XRay::EncryptionConfig to the recording group of default, or set `trigger: both`\.$/,
      /^warn +eu-west-1 recording +.*past verdicts are not kept/,
    ],
  },
  {
    name: "warns of it where a schedule judges all the same",
    config: "recorder: existing",
    state: freshRegion({
      recorder: {
        ...foreign,
        recordingGroup: {
          recordingStrategy: { useOnly: "EXCLUSION_BY_RESOURCE_TYPES" },
          exclusionByResourceTypes: { resourceTypes: ["AWS::XRay::EncryptionConfig"] },
        },
      },
      channel: foreignChannel,
    }),
    code: 0,
    lines: [/^warn +eu-west-1 recording +.*there is no history/],
  },
  {
    name: "warns of a recorder that records once a day",
    config: "recorder: existing",
    state: freshRegion({
      recorder: { ...foreign, recordingMode: { recordingFrequency: "DAILY" } },
      channel: foreignChannel,
    }),
    code: 0,
    lines: [/^warn +eu-west-1 recording +.* once a day only\. Cure: record it continuously\.$/],
  },
  ...(
    [
      [
        "knows the stack's own recorder by its role",
        ownRole("test"),
        0,
        /^pass +eu-west-1 recorder +Recorder xray-encryption-guard-eu-west-1-0a1b2c3 is this stack's own\.$/,
      ],
      [
        "fails where another stack of this project has the only place",
        ownRole("prod"),
        11,
        /^fail +eu-west-1 recorder +Recorder \S+ is of stack prod of project xray-encryption-guard, and the Region has room for one only\. Cure: `recorder: existing`, or deploy that stack\.$/,
      ],
      [
        "says of a recorder of this stack's name that it may be another's",
        "Records.",
        0,
        /^warn +eu-west-1 recorder +Recorder \S+ has the name of this stack's own, and its role does not say whether it is\./,
      ],
    ] as const
  ).map(([name, recorderRole, code, line]) => ({
    name,
    config: "desiredKey: any",
    state: guardedRegion(),
    recorderRole,
    code,
    lines: [line],
  })),
  {
    name: "says where the recorder's role may not be read",
    config: "desiredKey: any",
    state: guardedRegion({ fails: { GetRole: "AccessDenied" } }),
    code: 2,
    lines: [/^warn +eu-west-1 recorder +Cannot read the role of recorder .* allow iam:GetRole/],
  },
  {
    name: "names the recorder of Control Tower",
    config: "desiredKey: any",
    state: freshRegion({ recorder: { ...foreign, name: "aws-controltower-BaselineConfigRecorder" } }),
    code: 11,
    lines: [
      /^fail +eu-west-1 recorder +The Region has AWS Control Tower's recorder, aws-controltower-BaselineConfigRecorder, .*its own role alone change it\. Cure: `recorder: existing`\.$/,
    ],
  },
  {
    name: "says what is made, who has to confirm and what it costs",
    config: "notify:\n    - security@example.com\n    - arn:aws:sqs:eu-west-1:123456789012:q",
    state: freshRegion(),
    code: 0,
    lines: [
      /^pass +makes +\d+ resources for all Regions, among them a bucket and 3 roles\.$/,
      /^pass +eu-west-1 makes +\d+ resources, among them a rule, a recorder, a delivery channel, 2 functions, 2 topics, a queue, a table, and 5 alarms\.$/,
      /^pass +eu-west-1 confirms +security@example\.com has to confirm within 48 hours of `up`/,
      /^pass +cost +About 0\.\d\d USD a month, by AWS's list prices in us-east-1 of 2\d{3}-/,
    ],
  },
  ...(
    [
      [
        "that does not exist",
        "alias/nowhere",
        {},
        /^fail +eu-west-1 key +There is no key alias\/nowhere in eu-west-1\. Cure: create it/,
      ],
      [
        "that is asymmetric",
        "alias/xray-traces",
        { KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" },
        /^fail .*is RSA_2048; X-Ray takes symmetric/,
      ],
      [
        "that is disabled",
        "alias/xray-traces",
        { KeyState: "Disabled" },
        /^fail .*is Disabled; .* Cure: `aws kms enable-key --key-id arn:/,
      ],
      [
        "that is pending deletion",
        "alias/xray-traces",
        { KeyState: "PendingDeletion" },
        /^fail .*is PendingDeletion; .* Cure: set `desiredKey` to an enabled key\.$/,
      ],
    ] as const
  ).map(([name, desiredKey, facts, line]) => ({
    name: `fails a key ${name}`,
    config: `desiredKey: ${desiredKey}`,
    state: freshRegion({ keys: { [key]: facts } }),
    code: 11,
    lines: [line],
  })),
  {
    name: "warns of a key that nobody controls",
    config: "desiredKey: alias/xray-traces",
    state: freshRegion({ keys: { [key]: { KeyManager: "AWS" } } }),
    code: 0,
    lines: [/^warn +eu-west-1 key +.*managed by AWS/],
  },
  ...topicKeyCases(),
  {
    name: "warns of spans that go elsewhere",
    config: "desiredKey: any",
    state: freshRegion({ destination: "CloudWatchLogs" }),
    code: 0,
    lines: [/^warn +eu-west-1 spans /],
  },
  {
    name: "warns where nobody hears that the notifier fails",
    config: "desiredKey: any",
    state: freshRegion(),
    code: 0,
    lines: [/^warn +eu-west-1 alerts +.* nobody hears it if the notifier fails\. Cure: set `notify`/],
  },
  {
    name: "says what the topics of notifyTopics are not told",
    config: "notifyTopics:\n    - arn: arn:aws:sns:eu-west-1:210987654321:xray-encryption",
    state: freshRegion(),
    code: 0,
    lines: [
      /^warn +eu-west-1 alerts +.* if the notifier fails; the topics of `notifyTopics` are told of all else/,
    ],
  },
  {
    name: "names each action that the caller lacks",
    config: "desiredKey: any",
    state: freshRegion(),
    lacks: ["lambda:CreateFunction"],
    code: 11,
    lines: [
      /^fail +permissions +.* may not lambda:CreateFunction on arn:aws:lambda:eu-west-1:123456789012:function:xray-encryption-guard-eu-west-1-evaluator\*\./,
    ],
  },
  {
    name: "is partial where IAM may not be asked",
    config: "desiredKey: any",
    state: freshRegion({ fails: { SimulatePrincipalPolicy: "AccessDenied" } }),
    code: 2,
    lines: [
      /^warn +permissions +Cannot read what the caller may do .* Cure: compare with what `preflight --permissions` prints/,
    ],
  },
];

describe("preflight", () => {
  let aws: LoopbackAws;
  let directory: string;
  before(async () => {
    aws = await LoopbackAws.start();
    directory = await fs.mkdtemp(path.join(tmpdir(), "preflight-"));
    const project = await fs.readFile(path.join(root, "Pulumi.yaml"), "utf8");
    await fs.writeFile(
      path.join(directory, "Pulumi.yaml"),
      `${project}\nmain: ${path.join(root, "index.ts")}\n`,
    );
  });
  after(async () => {
    await aws.stop();
    await fs.rm(directory, { recursive: true });
  });

  async function stack(config: string): Promise<void> {
    const own = config
      .replaceAll(/[{}]/g, "")
      .split(", ")
      .map((line) => `  xray-encryption-guard:${line}\n`);
    await fs.writeFile(
      path.join(directory, "Pulumi.test.yaml"),
      `config:\n  aws:region: eu-west-1\n${own.join("")}`,
    );
  }

  for (const { name, config, state, lacks = [], recorderRole = "", code, lines } of cases) {
    it(name, async () => {
      await stack(config);
      aws.become({ "eu-west-1": state });
      aws.lacks = lacks;
      aws.roleDescription = recorderRole;

      const outcome = await audit(aws, ["preflight", "--stack", "test"], { directory });

      const printed = outcome.out.split("\n");
      for (const line of lines) {
        assert.ok(
          printed.some((text) => line.test(text)),
          `${String(line)} is missing in:\n${outcome.out}`,
        );
      }
      assert.equal(outcome.code, code, outcome.out);
    });
  }

  it("tells of a queue of another account, which gets no alerts", async () => {
    await stack(`desiredKey: any\n  xray-encryption-guard:notify: ["arn:aws:sqs:eu-west-1:210987654321:q"]`);
    aws.become({ "eu-west-1": freshRegion() });
    const { out, code } = await audit(aws, ["preflight", "--stack", "test"], { directory });
    assert.equal(code, 11);
    assert.match(
      out,
      /^fail +eu-west-1 queue +The queue arn:aws:sqs:eu-west-1:210987654321:q is of account/m,
    );
  });

  for (const { title, topics, queue, principals } of [
    {
      title: "nobody else where both Regions are enabled by default",
      topics: ["eu-west-1", "ap-northeast-3"],
      queue: "us-east-1",
      principals: [],
    },
    {
      title: "the opt-in Region of the topic, and nobody else for a topic of the queue's Region",
      topics: ["af-south-1", "eu-west-1"],
      queue: "eu-west-1",
      principals: ["af-south-1 sns.af-south-1.amazonaws.com"],
    },
    {
      title: "the opt-in Region of the queue, whichever the topic's is",
      topics: ["af-south-1", "eu-south-2", "eu-west-1"],
      queue: "af-south-1",
      principals: ["eu-south-2 sns.af-south-1.amazonaws.com", "eu-west-1 sns.af-south-1.amazonaws.com"],
    },
  ]) {
    it(`tells by which name SNS comes to a queue: ${title}`, async () => {
      await stack(
        `desiredKey: any\n  xray-encryption-guard:regions: ${JSON.stringify(topics)}\n  xray-encryption-guard:notify: ["arn:aws:sqs:${queue}:123456789012:q"]`,
      );
      aws.become(Object.fromEntries(topics.map((region) => [region, freshRegion()])));
      const { out } = await audit(aws, ["preflight", "--stack", "test"], { directory });
      const told = out.matchAll(/^warn +(\S+) queue .* lets in (\S+)\. Cure: give it the policy/gm);
      assert.deepEqual(
        [...told].map(([, region, principal]) => `${region} ${principal}`),
        principals,
      );
    });
  }

  for (const [owner, line] of [
    [
      "210987654321",
      /^fail +permissions boundary +The policy arn:aws:iam::210987654321:policy\/b is of account 210987654321, and roles of 123456789012 take one of their own account alone\. Cure: create it in 123456789012, /m,
    ],
    ["123456789012", undefined],
    ["aws", undefined],
  ] as const) {
    it(`${line ? "fails" : "passes"} a permissions boundary of ${owner}`, async () => {
      await stack(
        `desiredKey: any\n  xray-encryption-guard:permissionsBoundary: arn:aws:iam::${owner}:policy/b`,
      );
      aws.become({ "eu-west-1": freshRegion() });
      const { out, code } = await audit(aws, ["preflight", "--stack", "test"], { directory });
      assert.equal(code, line ? 11 : 0, out);
      if (line) assert.match(out, line);
      else assert.doesNotMatch(out, /permissions boundary/);
    });
  }

  for (const [region, bucketRegion, line, code] of [
    ["cn-north-1", "cn-north-1", /^pass +cn-north-1 bucket +The bucket log-archive is in cn-north-1\.$/m, 0],
    [
      "cn-north-1",
      "cn-northwest-1",
      /^fail +cn-north-1 bucket +The bucket log-archive is in cn-northwest-1, and from cn-north-1 AWS Config delivers only to a bucket of cn-north-1\. Cure: name one of cn-north-1 under `historyBucket`/m,
      11,
    ],
    [
      "cn-north-1",
      undefined,
      /^warn +cn-north-1 bucket +Cannot read where bucket log-archive is in cn-north-1/m,
      2,
    ],
    ["cn-northwest-1", "cn-north-1", undefined, 0],
  ] as const) {
    it(`looks where an existing bucket is: ${bucketRegion ?? "nobody knows"}, for ${region}`, async () => {
      await stack(
        `desiredKey: any\n  xray-encryption-guard:historyBucket: log-archive\n  xray-encryption-guard:regions: ["${region}"]\n  xray-encryption-guard:supportedRegions: ["${region}"]`,
      );
      aws.become({ [region]: freshRegion() });
      aws.bucketRegion = bucketRegion;
      const { out, code: ended } = await audit(aws, ["preflight", "--stack", "test"], { directory });
      assert.equal(ended, code, out);
      if (line) assert.match(out, line);
      else assert.doesNotMatch(out, / bucket +/);
    });
  }

  it("says nothing of alerts where somebody hears them", async () => {
    await stack('desiredKey: any\n  xray-encryption-guard:notify: ["people@example.com"]');
    aws.become({ "eu-west-1": freshRegion() });
    const { out } = await audit(aws, ["preflight", "--stack", "test"], { directory });
    assert.doesNotMatch(out, /alerts/);
    assert.match(out, /pass +eu-west-1 spans/);
  });

  it("needs no simulation for the root user", async () => {
    await stack("desiredKey: any");
    aws.become({ "eu-west-1": freshRegion() });
    aws.caller = "arn:aws:iam::123456789012:root";

    const { code } = await audit(aws, ["preflight", "--stack", "test"], { directory });

    assert.equal(code, 0);
    assert.ok(!aws.operations.includes("SimulatePrincipalPolicy"));
  });

  it("refuses a configuration that the program refuses", async () => {
    await stack("trigger: chnage");

    const { code, said } = await audit(aws, ["preflight", "--stack", "test"], { directory });

    assert.equal(code, 3);
    assert.match(said[0] ?? "", /did you mean change\?/);
  });

  it("prints the permissions as a policy document, asking AWS nothing", async () => {
    aws.become({});

    const { code, out } = await audit(aws, ["preflight", "--permissions", "--format", "json"]);

    const policy = JSON.parse(out) as ReturnType<typeof policyFor>;
    assert.equal(code, 0);
    assert.deepEqual(aws.calls, []);
    assert.equal(policy.Version, "2012-10-17");
    const creates = policy.Statement.flatMap(({ Action }) => Action).filter((action) =>
      /Create|PutConfig/.test(action),
    );
    assert.deepEqual([...new Set(creates)].sort(), [
      "config:PutConfigRule",
      "config:PutConfigurationRecorder",
      "dynamodb:CreateTable",
      "iam:CreateRole",
      "lambda:CreateFunction",
      "logs:CreateLogGroup",
      "s3:CreateBucket",
      "sns:CreateTopic",
      "sqs:CreateQueue",
    ]);
    const onBuckets = policy.Statement.filter(({ Action }) => Action.includes("s3:CreateBucket"));
    assert.deepEqual(
      onBuckets.map(({ Resource }) => Resource),
      [["arn:aws:s3:::xray-encryption-guard-history*"]],
    );
  });

  for (const example of ["dev", ...exampleStacks()]) {
    it(`prints what a deployment of the stack ${example} must be allowed`, async () => {
      const { code, out, said } = await audit(aws, ["preflight", "--permissions", "--stack", example]);

      assert.equal(code, 0, said.join("\n"));
      assert.match(out, /^config:PutConfigRule arn:aws:config:/m);
    });
  }

  it("needs less where the account's own recorder is relied on", async () => {
    await stack("recorder: existing");

    const { out } = await audit(aws, ["preflight", "--permissions", "--stack", "test"], { directory });

    assert.doesNotMatch(out, /s3:|PutConfigurationRecorder|PutDeliveryChannel/);
    assert.match(out, /^config:PutConfigRule arn:aws:config:eu-west-1:\*:config-rule\/\*$/m);
  });

  const location = { partition: "aws-cn", accountId: "123456789012", region: "cn-north-1" };
  const registration = (type: string, custom: boolean, inputs = {}): Registration =>
    ({ type, name: "thing", custom, inputs }) as unknown as Registration;

  const options: [what: string, registration: Registration, permission: string][] = [
    [
      "the look-up of a topic's key",
      registration("aws:sns/topic:Topic", true, { kmsMasterKeyId: "arn" }),
      "kms:DescribeKey arn:aws-cn:kms:cn-north-1:123456789012:key/*",
    ],
    [
      "the grant that X-Ray asks for",
      registration("aws:xray/encryptionConfig:EncryptionConfig", true, { region: "cn-northwest-1" }),
      "kms:CreateGrant arn:aws-cn:kms:cn-northwest-1:123456789012:key/*",
    ],
    [
      "what Cloud Control does in the caller's name",
      registration("aws:cloudcontrol/resource:Resource", true, {
        typeName: "AWS::Config::AggregationAuthorization",
      }),
      "config:PutAggregationAuthorization arn:aws-cn:config:cn-north-1:123456789012:aggregation-authorization/*",
    ],
  ];
  for (const [what, resource, permission] of options) {
    it(`counts ${what}`, () => {
      const permissions = permissionsFor([resource], location).map((one) => `${one.action} ${one.resource}`);

      assert.ok(permissions.includes(permission), permissions.join("\n"));
    });
  }

  it("counts nothing for a component whose parts are registered", () => {
    const permissions = permissionsFor([registration("xray-encryption-guard:index:Guard", false)], location);

    assert.deepEqual(permissions, [{ action: "sts:GetCallerIdentity", resource: "*" }]);
  });

  it("never leaves out a resource whose permissions it does not know", () => {
    for (const type of ["aws:ec2/vpc:Vpc", "aws:cloudcontrol/resource:Resource"]) {
      assert.throws(
        () => permissionsFor([registration(type, true)], location),
        /^AuditError: Which permissions a deployment of .* needs is unknown: add its actions to audit\/preflight\/deployment-actions\.ts\.$/,
      );
    }
  });
});

describe("preflight of an account in which the stack dev is deployed", function () {
  this.timeout(60_000);
  let served: Served;
  before(async () => {
    served = await serve({ stack: "dev" });
  });
  after(() => served.close());

  const stacks: [stack: string, code: number, line: RegExp][] = [
    ["dev", 0, /^pass .* recorder +Recorder \S+ is this stack's own\.$/m],
    ["archive", 11, /^fail .* recorder +Recorder \S+ is of stack dev of project xray-encryption-guard, /m],
  ];
  for (const [stack, expected, line] of stacks) {
    it(`knows whose the recorder is, for the stack ${stack}`, async () => {
      const { code, out } = await auditServed(served.account, ["preflight", "--stack", stack]);
      assert.match(out, line);
      assert.equal(code, expected, out);
    });
  }
});

function exampleStacks(): string[] {
  const files = readdirSync(path.join(root, "examples/stacks"));
  return files.flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
}
