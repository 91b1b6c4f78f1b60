import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { type GuardArgs, XrayEncryptionGuard } from "../../infra/guard";
import { type Run, runProgram } from "../../stack-runner/run";
import { graph, typeOf } from "../support/graph";
import { only, runGuard, stubCloud } from "../support/stub-cloud";

function countByType(run: Run): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type, custom } of run.registrations) {
    if (!custom) continue;
    const short = type.replace(/^aws:([a-z0-9]+)\/.*:/, "$1.");
    counts[short] = (counts[short] ?? 0) + 1;
  }
  return counts;
}

const inEveryRegion = {
  "sns.Topic": 1,
  "sns.TopicPolicy": 1,
  "iam.RolePolicy": 2,
  "cloudwatch.LogGroup": 2,
  "dynamodb.Table": 1,
  "iam.Role": 1,
  "lambda.Function": 2,
  "lambda.FunctionEventInvokeConfig": 2,
  "lambda.Permission": 3,
  "sqs.Queue": 1,
  "cfg.Rule": 1,
  "cloudwatch.MetricAlarm": 5,
};
const once = { "iam.Role": 1, "iam.RolePolicy": 1 };
const recordingInEveryRegion = {
  "sns.Topic": 1,
  "sns.TopicPolicy": 1,
  "iam.RolePolicy": 1,
  "cfg.Recorder": 1,
  "cfg.DeliveryChannel": 1,
  "cfg.RecorderStatus": 1,
  "cfg.RetentionConfiguration": 1,
};
const recordingOnce = {
  "s3.Bucket": 1,
  "s3.BucketVersioning": 1,
  "s3.BucketServerSideEncryptionConfiguration": 1,
  "s3.BucketPublicAccessBlock": 1,
  "s3.BucketOwnershipControls": 1,
  "s3.BucketLifecycleConfiguration": 1,
  "s3.BucketPolicy": 1,
  "iam.Role": 1,
  "iam.RolePolicy": 1,
  "iam.RolePolicyAttachment": 1,
};

const recorderRights = { "iam.RolePolicy": 1, "iam.RolePolicyAttachment": 1 };

function sum(...tables: Record<string, number>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const table of tables) {
    for (const [type, count] of Object.entries(table)) total[type] = (total[type] ?? 0) + count;
  }
  return total;
}

describe("a guard declares", () => {
  const cases: { name: string; args: Parameters<typeof runGuard>[0]; expected: Record<string, number> }[] = [
    {
      name: "everything, with a recorder of its own",
      args: {},
      expected: sum(once, inEveryRegion, recordingOnce, recordingInEveryRegion),
    },
    {
      name: "nothing of the recording, with the account's own recorder",
      args: { recorder: "existing" },
      expected: sum(once, inEveryRegion),
    },
    {
      name: "a recorder alone, for the rule, where AWS Config does not record the setting",
      args: { regions: ["ca-west-1"] },
      expected: sum(once, inEveryRegion, { "cfg.Recorder": 1, "iam.Role": 1, ...recorderRights }),
    },
    {
      name: "nothing of it, with the account's own recorder",
      args: { regions: ["ca-west-1"], recorder: "existing" },
      expected: sum(once, inEveryRegion),
    },
    {
      name: "no event of a recorded change either, with trigger periodic",
      args: { regions: ["ca-west-1"], recorder: "existing", trigger: "periodic" },
      expected: sum(once, inEveryRegion),
    },
    {
      name: "the recording in those Regions alone that have it",
      args: { regions: ["eu-west-1", "ca-west-1"] },
      expected: sum(once, inEveryRegion, inEveryRegion, recordingOnce, recordingInEveryRegion, {
        "cfg.Recorder": 1,
      }),
    },
    {
      name: "the whole recording where its owner says that it works",
      args: { regions: ["ca-west-1"], supportedRegions: ["ca-west-1"] },
      expected: sum(once, inEveryRegion, recordingOnce, recordingInEveryRegion),
    },
    {
      name: "IAM and the bucket once, the rest once a Region",
      args: { regions: ["eu-west-1", "us-east-1"] },
      expected: sum(
        once,
        inEveryRegion,
        inEveryRegion,
        recordingOnce,
        recordingInEveryRegion,
        recordingInEveryRegion,
      ),
    },
    {
      name: "no alarm on silence where nothing runs on schedule",
      args: { trigger: "change", recorder: "existing" },
      expected: { ...sum(once, inEveryRegion), "cloudwatch.MetricAlarm": 4 },
    },
    {
      name: "one e-mail subscription for each address",
      args: { recorder: "existing", notify: ["a@example.com", "b@example.com"] },
      expected: { ...sum(once, inEveryRegion), "sns.TopicSubscription": 2 },
    },
  ];
  for (const { name, args, expected } of cases) {
    it(name, async () => {
      const run = await runGuard(args);
      assert.deepEqual(countByType(run), expected);
    });
  }
});

describe("compared with a smaller guard", () => {
  it("a Region more changes nothing of what was there", async () => {
    const one = await graph(await runGuard({ regions: ["eu-west-1"] }));
    const two = await graph(await runGuard({ regions: ["us-east-1", "eu-west-1"] }));
    for (const [urn, declared] of one) assert.deepEqual(two.get(urn), declared, urn);
    const added = [...two.keys()].filter((urn) => !one.has(urn));
    assert.ok(added.length > 0);
    assert.deepEqual(
      added.filter((urn) => !urn.includes("guard-us-east-1")),
      [],
      "everything new carries its Region in its name",
    );
  });

  it("an existing recorder leaves out the recording and changes nothing else but the rule's order", async () => {
    const create = await graph(await runGuard({ recorder: "create" }));
    const existing = await graph(await runGuard({ recorder: "existing" }));
    for (const [urn, declared] of existing) {
      const other = create.get(urn);
      assert.ok(other !== undefined, urn);
      assert.deepEqual(other.inputs, declared.inputs, urn);
      const gone = other.dependencies.filter((dependency) => !declared.dependencies.includes(dependency));
      assert.deepEqual(
        gone.map(typeOf),
        urn.endsWith("aws:cfg/rule:Rule::guard-eu-west-1") ? ["aws:cfg/recorderStatus:RecorderStatus"] : [],
        urn,
      );
    }
  });

  it("a change trigger differs from both in the rule, in what keeps callers, and in the alarm on silence alone", async () => {
    const both = await graph(await runGuard({ trigger: "both" }));
    const change = await graph(await runGuard({ trigger: "change" }));
    const different = [...both].filter(([urn, declared]) => {
      const other = change.get(urn);
      return other === undefined || JSON.stringify(other.inputs) !== JSON.stringify(declared.inputs);
    });
    assert.deepEqual(
      different.map(([urn]) => `${typeOf(urn)} ${urn.split("::").at(-1) ?? ""}`),
      [
        "aws:iam/rolePolicy:RolePolicy guard-evaluator",
        "aws:cloudwatch/metricAlarm:MetricAlarm guard-eu-west-1-evaluator-silent",
        "aws:cfg/rule:Rule guard-eu-west-1",
      ],
    );
    assert.equal([...change.keys()].filter((urn) => !both.has(urn)).length, 0);
  });
});

describe("every name, ARN and link", () => {
  it("is of the account's own partition", async () => {
    const run = await runGuard({ notify: ["a@example.com"] }, "aws-cn");
    const text = JSON.stringify([run.registrations.map(({ inputs }) => inputs), run.outputs]);
    assert.ok(!text.includes("arn:aws:"), /.{80}arn:aws:.{20}/.exec(text)?.[0]);
    assert.ok(text.includes("https://cn-north-1.console.amazonaws.cn/config/"));
    assert.ok(!text.includes("aws.amazon.com"));
  });

  it("carries the Region where the thing is of one Region", async () => {
    const run = await runGuard();
    for (const { type, name, inputs, custom } of run.registrations) {
      if (!custom || type.startsWith("aws:iam/") || type.startsWith("aws:s3/")) continue;
      assert.ok(name.startsWith("guard-eu-west-1"), `${type} ${name}`);
      assert.equal(inputs["region"], "eu-west-1", `${type} ${name}`);
    }
  });

  it("links to the console of its partition, and to none where no address is published", async () => {
    const consoles: [region: string, address: string | undefined][] = [
      ["eu-west-1", "https://eu-west-1.console.aws.amazon.com/config/home?region=eu-west-1#"],
      ["cn-northwest-1", "https://cn-northwest-1.console.amazonaws.cn/config/home?region=cn-northwest-1#"],
      [
        "us-gov-west-1",
        "https://us-gov-west-1.console.amazonaws-us-gov.com/config/home?region=us-gov-west-1#",
      ],
      [
        "eusc-de-east-1",
        "https://eusc-de-east-1.console.amazonaws-eusc.eu/config/home?region=eusc-de-east-1#",
      ],
      ...["us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "us-isof-south-1"].map(
        (region): [string, undefined] => [region, undefined],
      ),
    ];
    for (const [region, address] of consoles) {
      const run = await runGuard({ regions: [region] });
      const { environment } = only(run, "Function", `guard-${region}-notifier`).inputs;
      const { variables } = environment as { variables: Record<string, string> };
      assert.equal(variables["CONSOLE_URL"], address);
      const { [region]: outputs = {} } = run.outputs["regions"] as Record<string, Record<string, string>>;
      const links = Object.entries(outputs).filter(([name]) => name.endsWith("ConsoleUrl"));
      assert.equal(links.length, address === undefined ? 0 : 2);
      for (const [, link] of links) assert.ok(address !== undefined && link.startsWith(`${address}/`), link);
    }
  });

  it("the bucket lies in Beijing where Beijing is guarded, because AWS Config delivers nowhere else from there", async () => {
    const run = await runGuard({
      regions: ["cn-northwest-1", "cn-north-1"],
      supportedRegions: ["cn-north-1"],
      trail: "create",
    });
    const places = run.registrations
      .filter(({ type, name }) => type.startsWith("aws:s3/") && name === "guard-history")
      .map(({ inputs }) => inputs["region"]);
    assert.deepEqual(
      places,
      Array.from({ length: 7 }, () => "cn-north-1"),
    );
    const elsewhere = await runGuard({ regions: ["cn-northwest-1"], supportedRegions: ["cn-northwest-1"] });
    for (const { type, inputs } of elsewhere.registrations) {
      if (type.startsWith("aws:s3/")) assert.equal(inputs["region"], undefined, type);
    }
  });

  it("the bucket lies in the provider's Region, whichever Regions are guarded", async () => {
    const run = await runGuard({ regions: ["us-east-1", "eu-central-1"] });
    for (const { type, inputs } of run.registrations) {
      if (type.startsWith("aws:s3/")) assert.equal(inputs["region"], undefined, type);
    }
  });

  it("is below the component it belongs to, so that the guard can be given a provider", async () => {
    const run = await runGuard();
    const guard = run.registrations.find(
      ({ type }) => type === "xray-encryption-guard:index:XrayEncryptionGuard",
    );
    const parents = new Map(run.registrations.map(({ urn, parent }) => [urn, parent]));
    for (const { urn, custom } of run.registrations) {
      if (!custom) continue;
      const ancestors: string[] = [];
      for (let at = parents.get(urn); at; at = parents.get(at)) ancestors.push(at);
      assert.ok(guard !== undefined && ancestors.includes(guard.urn), urn);
    }
  });
});

describe("a guard with a provider of its own", () => {
  const guardIn = (args: GuardArgs) =>
    runProgram({
      stack: "dev",
      cloud: stubCloud(),
      program: () => {
        const provider = new aws.Provider("elsewhere", { region: "us-east-1" });
        return { regions: new XrayEncryptionGuard("guard", args, { provider }).regions };
      },
    });

  it("must be told its Regions: the provider's own cannot be read", async () => {
    await assert.rejects(guardIn({}), /^Error: regions is \[\]: the guard has a provider of its own/);
  });

  it("hands it down to everything", async () => {
    const { registrations } = await guardIn({ regions: ["us-east-1"] });
    const declared = registrations.filter(({ type }) => type.startsWith("aws:"));
    assert.ok(declared.length > 30);
    for (const { urn, options } of declared) assert.match(options.provider, /::elsewhere::/, urn);
  });
});

describe("a guard with a provider of its own, where it looks something up", () => {
  it("asks that provider: another would answer for another account or Region", async () => {
    const stub = stubCloud();
    const asked: string[] = [];
    await runProgram({
      stack: "dev",
      cloud: {
        ...stub,
        invoke: (call) => {
          asked.push(`${call.token} ${call.provider ?? ""}`);
          return stub.invoke(call);
        },
      },
      program: () => {
        const provider = new aws.Provider("elsewhere", { region: "us-east-1" });
        const args: GuardArgs = { desiredKey: "alias/a", enforcement: "apply", topicKey: "alias/b" };
        new XrayEncryptionGuard("guard", { ...args, regions: ["us-east-1"] }, { provider });
      },
    });
    assert.equal(asked.length, 4);
    for (const one of asked) assert.match(one, /::elsewhere::/);
  });
});

describe("where AWS Config does not record the setting", () => {
  const run = (args: GuardArgs = {}) =>
    runGuard({ regions: ["eu-west-1", "ca-west-1"], fastDetection: true, ...args });
  const parametersIn = ({ registrations }: Run) =>
    registrations
      .filter(({ type }) => type.endsWith(":cfg/rule:Rule"))
      .map(({ inputs }) => inputs["inputParameters"]);

  it("the rule waits for the recorder, without which AWS Config takes none", async () => {
    const declared = await graph(await run());
    const [, rule] = [...declared].find(([urn]) => urn.endsWith("cfg/rule:Rule::guard-ca-west-1")) ?? [];
    assert.ok(rule?.dependencies.some((urn) => urn.endsWith("cfg/recorder:Recorder::guard-ca-west-1")));
  });

  it("runs on schedule look at nothing there", async () => {
    assert.deepEqual(parametersIn(await run()), [
      '{"desiredKey":"any","alarmOnRecorder":"true"}',
      '{"desiredKey":"any"}',
    ]);
  });

  it("the event detector knows this stack's recorder and channel, where there are such", async () => {
    const names = async (args: GuardArgs) =>
      (await run(args)).registrations
        .filter(({ type, name }) => type.endsWith(":Function") && name.endsWith("-detector"))
        .map(({ inputs }) => (inputs as { environment: { variables: Record<string, string> } }).environment)
        .map(({ variables }) => variables["RECORDER_NAMES"]);
    assert.deepEqual(await names({}), ['["guard-eu-west-1","guard-eu-west-1"]', '["guard-ca-west-1"]']);
    assert.deepEqual(await names({ recorder: "existing" }), ["[]", "[]"]);
  });

  it("a right to look is given only where there is something to look at", async () => {
    const sids = async (args: GuardArgs) =>
      (await runGuard(args)).registrations
        .filter(({ type, name }) => type.endsWith(":RolePolicy") && /^guard-(evaluator|detector)$/.test(name))
        .flatMap(({ inputs }) =>
          [...String(inputs["policy"]).matchAll(/"Sid":"(See\w+)"/g)].map(([, sid]) => sid),
        );
    const both = { fastDetection: true };
    assert.deepEqual(await sids(both), ["SeeThatAwsConfigWorks", "SeeThatAwsConfigWorks"]);
    assert.deepEqual(await sids({ ...both, alarmOnRecorder: false }), ["SeeThatTheRuleIsThere"]);
    assert.deepEqual(await sids({ ...both, regions: ["ca-west-1"] }), ["SeeThatTheRuleIsThere"]);
    assert.deepEqual(await sids({ trigger: "change" }), []);
  });
});

describe("the outputs", () => {
  it("tell of each Region its rule, function, recorder, topics and links", async () => {
    const run = await runGuard();
    const console = "https://eu-west-1.console.aws.amazon.com/config/home?region=eu-west-1#";
    assert.deepEqual(run.outputs, {
      bucketName: "guard-history-id",
      regions: {
        "eu-west-1": {
          ruleName: "guard-eu-west-1-id",
          ruleArn: "arn:aws:config:eu-west-1:123456789012:guard-eu-west-1-id",
          functionName: "guard-eu-west-1-evaluator-id",
          functionArn: "arn:aws:lambda:eu-west-1:123456789012:guard-eu-west-1-evaluator-id",
          functionRoleArn: "arn:aws:iam::123456789012:role/guard-evaluator-id",
          notifierArn: "arn:aws:lambda:eu-west-1:123456789012:guard-eu-west-1-notifier-id",
          deadLetterQueueArn: "arn:aws:sqs:eu-west-1:123456789012:guard-eu-west-1-undelivered-id",
          recorderName: "guard-eu-west-1",
          streamTopicArn: "arn:aws:sns:eu-west-1:123456789012:guard-eu-west-1-stream-id",
          streamTopicName: "guard-eu-west-1-stream-id",
          alertTopicArn: "arn:aws:sns:eu-west-1:123456789012:guard-eu-west-1-alerts-id",
          alertTopicName: "guard-eu-west-1-alerts-id",
          ruleConsoleUrl: `${console}/rules/details?configRuleName=guard-eu-west-1-id`,
          timelineConsoleUrl: `${console}/resources/timeline?resourceId=default&resourceType=AWS::XRay::EncryptionConfig`,
        },
      },
    });
  });
});
