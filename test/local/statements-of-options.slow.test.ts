import * as assert from "node:assert/strict";
import {
  centralKey,
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

const own = "123456789012";
const other = "210987654321";
const region = "eu-west-1";
const denial = "BucketPolicy trail: NobodyWithoutTls, s3:*";

/** CloudTrail's request to the trail's bucket, for a trail of some account. */
function asTrailOf(accountId: string, action: string, context: Record<string, string> = {}): Attempt {
  return ({ s3 }, states) => {
    const bucket = stateOf(states, "Bucket trail", "bucket");
    const key = `AWSLogs/${own}/CloudTrail/anything`;
    return s3.require(
      "cloudtrail.amazonaws.com",
      action,
      action === "s3:PutObject" ? { bucket, key } : { bucket },
      { "aws:SourceArn": `arn:aws:cloudtrail:${region}:${accountId}:trail/any`, ...context },
    );
  };
}

const acl = { "s3:x-amz-acl": "bucket-owner-full-control" };

/** What each option adds: what is missed when it is taken away, and whom each condition keeps out. */
const options: {
  scenario: string;
  rights: string[];
  /** What stands in the scenario without: by the reason. */
  stands?: Record<string, string>;
  intruders: Record<string, Attempt>;
}[] = [
  {
    scenario: "scenario-of-detection",
    rights: [
      "Role detector: OnlyThisServiceForThisAccount, sts:AssumeRole",
      "RolePolicy evaluator: ReadTheKeyOfTheSpansLogGroup, logs:DescribeLogGroups",
      "RolePolicy detector: SeeThatAwsConfigWorks, config:DescribeConfigurationRecorders",
      "RolePolicy detector: SeeThatAwsConfigWorks, config:DescribeConfigurationRecorderStatus",
      "RolePolicy detector: SeeThatAwsConfigWorks, config:DescribeDeliveryChannels",
      "RolePolicy detector: SeeThatAwsConfigWorks, config:DescribeDeliveryChannelStatus",
      "RolePolicy detector: SeeThatAwsConfigWorks, config:DescribeConfigRules",
      "RolePolicy detector: ReadTheLiveSetting, xray:GetEncryptionConfig",
      "RolePolicy detector: ReadTheLiveSetting, xray:GetTraceSegmentDestination",
      "RolePolicy detector: LookAtKeys, kms:DescribeKey",
      "RolePolicy detector: ReadTheKeyOfTheSpansLogGroup, logs:DescribeLogGroups",
      "RolePolicy detector: WriteItsOwnLog, logs:CreateLogStream",
      "RolePolicy detector: WriteItsOwnLog, logs:PutLogEvents",
      "RolePolicy detector: KeepFailedEvents, sqs:SendMessage",
      "RolePolicy detector: AskForAnEvaluationNow, config:StartConfigRulesEvaluation",
      "Permission detector",
      "Permission detector-to-notifier",
      "BucketPolicy trail: CloudTrailReadsTheAcl, s3:GetBucketAcl",
      "BucketPolicy trail: CloudTrailDelivers, s3:PutObject",
    ],
    stands: {
      "QueuePolicy undelivered: EventsAreKept, sqs:SendMessage":
        "EventBridge delivers all that it has to; what it cannot is kept in test/local/services/events.test.ts",
    },
    intruders: {
      "QueuePolicy undelivered: EventsAreKept, aws:SourceArn": async (account, states) => {
        const { sqs } = await account.region(region);
        await sqs.requireSend("events.amazonaws.com", stateOf(states, "Queue undelivered", "arn"), {
          "aws:SourceArn": `arn:aws:events:${region}:${other}:rule/somebody-elses`,
        });
      },
      "Permission detector sourceArn": async (account, states) => {
        const { lambda } = await account.region(region);
        await lambda.requireInvoke("events.amazonaws.com", stateOf(states, "Function detector", "arn"), {
          "aws:SourceArn": `arn:aws:events:${region}:${own}:rule/somebody-elses`,
        });
      },
      "BucketPolicy trail: CloudTrailReadsTheAcl, aws:SourceArn": asTrailOf(other, "s3:GetBucketAcl"),
      "BucketPolicy trail: CloudTrailDelivers, aws:SourceArn": asTrailOf(other, "s3:PutObject", acl),
      "BucketPolicy trail: CloudTrailDelivers, s3:x-amz-acl": asTrailOf(own, "s3:PutObject"),
      [denial]: asTrailOf(own, "s3:GetBucketAcl", { "aws:SecureTransport": "false" }),
    },
  },
  {
    scenario: "scenario-of-remediation",
    rights: [
      "Role remediation: OnlyThisServiceForThisAccount, sts:AssumeRole",
      "RolePolicy remediation: RunTheRunbook, ssm:StartAutomationExecution",
      "RolePolicy remediation: FollowTheRunbook, ssm:GetAutomationExecution",
      "RolePolicy remediation: SetTheEncryption, xray:GetEncryptionConfig",
      "RolePolicy remediation: SetTheEncryption, xray:PutEncryptionConfig",
      "RolePolicy remediation: UseTheDesiredKey, kms:CreateGrant",
      "RolePolicy remediation: UseTheDesiredKey, kms:DescribeKey",
    ],
    intruders: {
      "Role remediation: OnlyThisServiceForThisAccount, aws:SourceAccount": (account, states) =>
        account.assume("ssm.amazonaws.com", stateOf(states, "Role remediation", "arn"), {
          "aws:SourceAccount": other,
        }),
      // As somebody who may use the role might.
      "RolePolicy remediation: UseTheDesiredKey, kms:ResourceAliases": async (account, states) => {
        const { kms } = await account.region(region);
        const key = kms.createKey({ id: "somebody-elses" });
        kms.createAlias("alias/somebody-elses", key.arn);
        await kms.require(stateOf(states, "Role remediation", "arn"), "kms:CreateGrant", key.arn);
      },
    },
  },
  {
    scenario: "scenario-of-topics",
    rights: [
      "RolePolicy notifier: EncryptAlerts, kms:GenerateDataKey",
      "RolePolicy notifier: EncryptAlerts, kms:Decrypt",
      "RolePolicy notifier: PublishToNotifyTopics, sns:Publish",
      "RolePolicy notifier: EncryptForNotifyTopics, kms:GenerateDataKey",
      "RolePolicy notifier: EncryptForNotifyTopics, kms:Decrypt",
    ],
    intruders: {
      // Not for SNS, but with what was encrypted elsewhere.
      "RolePolicy notifier: EncryptForNotifyTopics, kms:ViaService": async (account, states) => {
        const { kms } = await account.region(region);
        await kms.require(stateOf(states, "Role notifier", "arn"), "kms:Decrypt", centralKey);
      },
    },
  },
];

/** What is declared without the options: the same for all of them. */
let everything: ReturnType<typeof declaredResources> | undefined;

for (const { scenario: name, rights, stands = {}, intruders } of options) {
  describe(`of what the program grants for the ${name.replaceAll("-", " ")}`, function () {
    this.timeout(60_000);

    const scenario = scenarioOf(name);
    let resources: Awaited<ReturnType<typeof declaredResources>>;
    let declared: Map<string, Right>;
    let conditions: string[];
    const found = new Map<string, string[]>();

    before(async () => {
      resources = await declaredResources(scenario);
      const before = await (everything ??= declaredResources(scenarioOf("scenario-of-everything")));
      const known = [...declaredRights(before), ...declaredConditions(before)].map((right) => right.name);
      const isNew = (right: Right) => !known.includes(right.name);
      const [added, bounds] = [
        declaredRights(resources).filter(isNew),
        declaredConditions(resources).filter(isNew),
      ];
      declared = new Map([...added, ...bounds].map((right) => [right.name, right]));
      conditions = bounds.map((right) => right.name);
      const work = async (runs: { name: string; without: Right["without"] }[]): Promise<void> => {
        for (let run = runs.shift(); run !== undefined; run = runs.shift()) {
          found.set(run.name, await problemsOf(resources, run.without, scenario));
        }
      };
      const runs = [
        ...added,
        { name: "nothing", without: (one: { inputs: Record<string, unknown> }) => one.inputs },
      ];
      // Each account that is open has functions' processes.
      await Promise.all(Array.from({ length: 3 }, () => work(runs)));
    });

    function right(of: string): Right {
      const named = declared.get(of);
      assert.ok(named, `the program declares no '${of}'`);
      return named;
    }

    it("each right is in the table, and nothing else", () => {
      const found = [...declared.keys()].filter((one) => !conditions.includes(one) && one !== denial);
      assert.deepEqual(found.sort(), [...rights, ...Object.keys(stands)].sort());
    });

    it("everything goes as expected while nothing is missing", () => {
      assert.deepEqual(found.get("nothing"), []);
    });

    for (const one of rights) {
      it(`${one}: is missed`, () => {
        assert.notDeepEqual(found.get(one) ?? [], [], `nobody noticed that ${one} was missing`);
      });
    }

    it("each condition has somebody whom it keeps out", () => {
      const denials = conditions.filter((one) => one.endsWith("NobodyWithoutTls, aws:SecureTransport"));
      assert.deepEqual(
        [...Object.keys(intruders).filter((one) => one !== denial), ...denials].sort(),
        conditions.sort(),
      );
    });

    describeIntruders(intruders, () => resources, right);
  });
}
