import * as assert from "node:assert/strict";
import {
  all,
  declaredConditions,
  declaredResources,
  declaredRights,
  describeIntruders,
  problemsOf,
  scenarioOf,
  stateOf,
  type Attempt,
  type Right,
} from "./declared-rights";

const asService =
  "AWS Config delivers as its service principal instead, which the resource's own policy lets in";
const asRole =
  "AWS Config delivers as the recorder's role, and needs its service principal only where the role may not";

/** Every right that the program declares; with the reason where everything goes on working without it. */
const rights: Record<string, { standsBecause: string } | "noticed"> = {
  "Role evaluator: OnlyThisServiceForThisAccount, sts:AssumeRole": "noticed",
  "Role notifier: OnlyThisServiceForThisAccount, sts:AssumeRole": "noticed",
  "Role recorder: OnlyThisServiceForThisAccount, sts:AssumeRole": "noticed",
  "RolePolicy evaluator: ReportVerdicts, config:PutEvaluations": "noticed",
  "RolePolicy evaluator: ReadWhatConfigRecorded, config:GetResourceConfigHistory": "noticed",
  "RolePolicy evaluator: ReadWhatConfigRecorded, config:ListDiscoveredResources": "noticed",
  "RolePolicy evaluator: ReadTheLiveSetting, xray:GetEncryptionConfig": "noticed",
  "RolePolicy evaluator: ReadTheLiveSetting, xray:GetTraceSegmentDestination": "noticed",
  "RolePolicy evaluator: LookAtKeys, kms:DescribeKey": "noticed",
  "RolePolicy evaluator: KeepWhoCalled, cloudtrail:LookupEvents": {
    standsBecause:
      "no verdict depends on it; without it the audit forgets callers, which kept-callers.played.test.ts sees",
  },
  "RolePolicy evaluator: SeeThatAwsConfigWorks, config:DescribeConfigurationRecorders": "noticed",
  "RolePolicy evaluator: SeeThatAwsConfigWorks, config:DescribeConfigurationRecorderStatus": "noticed",
  "RolePolicy evaluator: SeeThatAwsConfigWorks, config:DescribeDeliveryChannels": "noticed",
  "RolePolicy evaluator: SeeThatAwsConfigWorks, config:DescribeDeliveryChannelStatus": "noticed",
  "RolePolicy evaluator: SeeThatAwsConfigWorks, config:DescribeConfigRules": "noticed",
  "RolePolicy evaluator: WriteItsOwnLog, logs:CreateLogStream": "noticed",
  "RolePolicy evaluator: WriteItsOwnLog, logs:PutLogEvents": "noticed",
  "RolePolicy evaluator: KeepFailedEvents, sqs:SendMessage": "noticed",
  "RolePolicy notifier: WriteItsOwnLog, logs:CreateLogStream": "noticed",
  "RolePolicy notifier: WriteItsOwnLog, logs:PutLogEvents": "noticed",
  "RolePolicy notifier: KeepFailedEvents, sqs:SendMessage": "noticed",
  "RolePolicy notifier: PublishAlerts, sns:Publish": "noticed",
  "RolePolicy notifier: RememberWhatWasTold, dynamodb:GetItem": "noticed",
  "RolePolicy notifier: RememberWhatWasTold, dynamodb:PutItem": "noticed",
  "RolePolicy stream: StreamToThisRegionsTopic, sns:Publish": { standsBecause: asService },
  "RolePolicy recorder: ReadTheSettingToRecord, xray:GetEncryptionConfig": "noticed",
  "RolePolicy recorder: DeliverHistory, s3:PutObject": { standsBecause: asService },
  "RolePolicy recorder: ReadTheAclBeforeDelivering, s3:GetBucketAcl": {
    standsBecause: `AWS_ConfigRole holds it as well, and without that ${asService}`,
  },
  "RolePolicyAttachment recorder": {
    standsBecause:
      "AWS_ConfigRole describes resources of other types; what it leaves out or shares here, statements of the program's own grant",
  },
  "TopicPolicy stream: ConfigStreams, sns:Publish": { standsBecause: asRole },
  "TopicPolicy alerts: AlarmsPublishAlerts, sns:Publish": "noticed",
  "BucketPolicy history: ConfigReadsTheAcl, s3:GetBucketAcl": { standsBecause: asRole },
  "BucketPolicy history: ConfigSeesThatTheBucketExists, s3:ListBucket": { standsBecause: asRole },
  "BucketPolicy history: ConfigDeliversHistory, s3:PutObject": { standsBecause: asRole },
  "BucketPolicy history: NobodyWithoutTls, s3:*": {
    standsBecause: "everything in the local account speaks TLS; what it keeps out is tried below",
  },
  "Permission evaluator": "noticed",
  "Permission evaluator-to-notifier": "noticed",
  "Permission notifier-alarms": "noticed",
};

/** Where there is more than one way in, closing all of them is noticed. */
const groups: string[][] = [
  [
    "RolePolicy stream: StreamToThisRegionsTopic, sns:Publish",
    "TopicPolicy stream: ConfigStreams, sns:Publish",
  ],
  [
    "RolePolicy recorder: DeliverHistory, s3:PutObject",
    "BucketPolicy history: ConfigDeliversHistory, s3:PutObject",
  ],
  [
    "RolePolicyAttachment recorder",
    "RolePolicy recorder: ReadTheAclBeforeDelivering, s3:GetBucketAcl",
    "BucketPolicy history: ConfigReadsTheAcl, s3:GetBucketAcl",
  ],
  [
    "RolePolicyAttachment recorder",
    "RolePolicy recorder: ReadTheAclBeforeDelivering, s3:GetBucketAcl",
    "BucketPolicy history: ConfigSeesThatTheBucketExists, s3:ListBucket",
  ],
];

const other = { "aws:SourceAccount": "210987654321" };
const acl = { "s3:x-amz-acl": "bucket-owner-full-control" };
const config = "config.amazonaws.com";

/** Publishing to a topic as a service that acts for another account. */
function publishing(principal: string, topic: string): Attempt {
  return async (account, states) => {
    const region = await account.region("eu-west-1");
    await region.sns.requirePublish(principal, stateOf(states, `Topic ${topic}`, "arn"), other);
  };
}

/** A request to the bucket. */
function asking(action: string, context: Record<string, string>, role?: string): Attempt {
  return (account, states) => {
    const bucket = stateOf(states, "Bucket history", "bucket");
    const key = `AWSLogs/${account.id}/Config/anything`;
    return account.s3.require(
      role === undefined ? config : stateOf(states, `Role ${role}`, "arn"),
      action,
      action === "s3:PutObject" ? { bucket, key } : { bucket },
      context,
    );
  };
}

/** Taking a role for another account, or for something else of this one. */
function assuming(service: string, role: string, context: Record<string, string>): Attempt {
  return (account, states) => account.assume(service, stateOf(states, `Role ${role}`, "arn"), context);
}

const own = { "aws:SourceAccount": "123456789012" };

/** What each condition keeps out. */
const intruders: Record<string, Attempt> = {
  "Role recorder: OnlyThisServiceForThisAccount, aws:SourceAccount": assuming(config, "recorder", other),
  "RolePolicy recorder: DeliverHistory, s3:x-amz-acl": asking("s3:PutObject", {}, "recorder"),
  "TopicPolicy stream: ConfigStreams, aws:SourceAccount": publishing(config, "stream"),
  "TopicPolicy alerts: AlarmsPublishAlerts, aws:SourceAccount": publishing(
    "cloudwatch.amazonaws.com",
    "alerts",
  ),
  "BucketPolicy history: ConfigReadsTheAcl, aws:SourceAccount": asking("s3:GetBucketAcl", other),
  "BucketPolicy history: ConfigSeesThatTheBucketExists, aws:SourceAccount": asking("s3:ListBucket", other),
  "BucketPolicy history: ConfigDeliversHistory, aws:SourceAccount": asking("s3:PutObject", {
    ...other,
    ...acl,
  }),
  "BucketPolicy history: ConfigDeliversHistory, s3:x-amz-acl": asking("s3:PutObject", own),
  "BucketPolicy history: NobodyWithoutTls, s3:*": asking(
    "s3:GetBucketAcl",
    { "aws:SecureTransport": "false" },
    "recorder",
  ),
  "Permission evaluator sourceAccount": async (account, states) => {
    const region = await account.region("eu-west-1");
    await region.lambda.requireInvoke(config, stateOf(states, "Function evaluator", "arn"), other);
  },
  "Permission notifier-alarms sourceAccount": async (account, states) => {
    const region = await account.region("eu-west-1");
    const alarms = "lambda.alarms.cloudwatch.amazonaws.com";
    await region.lambda.requireInvoke(alarms, stateOf(states, "Function notifier", "arn"), other);
  },
};

/** A condition on a statement that denies: without it everybody is denied. */
const denial = "BucketPolicy history: NobodyWithoutTls, aws:SecureTransport";

/** How many accounts are open at once: each has a function's process. */
const atOnce = 3;

describe("of what the program grants", function () {
  this.timeout(120_000);

  let resources: Awaited<ReturnType<typeof declaredResources>>;
  let declared: Map<string, Right>;
  const found = new Map<string, string[]>();

  before(async () => {
    const scenario = scenarioOf("scenario-of-everything");
    resources = await declaredResources(scenario);
    declared = new Map(
      [...declaredRights(resources), ...declaredConditions(resources)].map((right) => [right.name, right]),
    );
    const runs = [
      ...declaredRights(resources).map(({ name, without }) => ({ name, without })),
      ...groups.map((names) => ({
        name: names.join(" and "),
        without: all(...names.map((name) => right(name).without)),
      })),
      { name: denial, without: right(denial).without },
      { name: "nothing", without: ({ inputs }: { inputs: Record<string, unknown> }) => inputs },
    ];
    const work = async (): Promise<void> => {
      for (let run = runs.shift(); run !== undefined; run = runs.shift()) {
        found.set(run.name, await problemsOf(resources, run.without, scenario));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  });

  function right(name: string): Right {
    const named = declared.get(name);
    assert.ok(named, `the program declares no '${name}'`);
    return named;
  }

  function assertNoticed(name: string): void {
    assert.notDeepEqual(found.get(name) ?? [], [], `nobody noticed that ${name} was missing`);
  }

  it("each right is in the table, and nothing else", () => {
    assert.deepEqual(
      declaredRights(resources)
        .map(({ name }) => name)
        .sort(),
      Object.keys(rights).sort(),
    );
  });

  it("everything goes as expected while nothing is missing", () => {
    assert.deepEqual(found.get("nothing"), []);
  });

  for (const [name, fate] of Object.entries(rights)) {
    if (fate === "noticed") it(`${name}: is missed`, () => assertNoticed(name));
    else
      it(`${name}: is not missed, because ${fate.standsBecause}`, () =>
        assert.deepEqual(found.get(name), []));
  }

  for (const names of groups) {
    it(`${names.join(" and ")}: are missed together`, () => assertNoticed(names.join(" and ")));
  }

  it("a refusal names principal, action, resource and what was missing", () => {
    const [refusal = ""] = (
      found.get("RolePolicy evaluator: WriteItsOwnLog, logs:PutLogEvents") ?? []
    ).filter((problem) => problem.includes("not authorized"));
    assert.match(
      refusal,
      /arn:aws:iam::123456789012:role\/\S+ is not authorized to perform logs:PutLogEvents on arn:aws:logs:eu-west-1:\S+: no statement of the role's policies allows it/,
    );
  });

  it("each condition has somebody whom it keeps out", () => {
    const conditions = declaredConditions(resources).map(({ name }) => name);
    const tried = Object.keys(intruders).filter((name) => !(name in rights));
    assert.deepEqual(conditions.sort(), [...tried, denial].sort());
  });

  it("a denial without its condition denies all", () => assertNoticed(denial));

  describeIntruders(intruders, () => resources, right);
});
