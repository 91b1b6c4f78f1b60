import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { checkNames } from "../../infra/limits/names";
import { checkRolePolicies, rolePolicyLengths } from "../../infra/limits/role-policies";
import { checkSettings } from "../../infra/settings/settings";
import { mostRegions } from "../../infra/settings/regions";
import { type GuardArgs, XrayEncryptionGuard } from "../../infra/guard";
import { placeholderCloud } from "../../stack-runner/placeholder-cloud";
import { type Run, runProgram } from "../../stack-runner/run";

/** Runs a guard of this name, in a cloud that completes names as Pulumi does. */
function runNamed(name: string, args: GuardArgs): Promise<Run> {
  return runProgram({
    stack: "dev",
    cloud: placeholderCloud({ region: args.regions?.[0] }),
    program: () => ({ regions: new XrayEncryptionGuard(name, args).regions }),
  });
}

/**
 * The most characters of each type's name. Source: the services' API references, but of a permission's statement ID and the
 * rest of Lambda, whose limits are in `AddPermission` and `CreateFunction`.
 */
const most: Record<string, number> = {
  "aws:cfg/deliveryChannel:DeliveryChannel": 256,
  "aws:cfg/recorder:Recorder": 256,
  "aws:cfg/rule:Rule": 128,
  "aws:cloudwatch/eventRule:EventRule": 64,
  "aws:cloudwatch/logGroup:LogGroup": 512,
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": 512,
  "aws:cloudwatch/metricAlarm:MetricAlarm": 255,
  "aws:dynamodb/table:Table": 255,
  "aws:iam/role:Role": 64,
  "aws:iam/rolePolicy:RolePolicy": 128,
  "aws:lambda/function:Function": 64,
  "aws:lambda/permission:Permission": 100,
  "aws:s3/bucket:Bucket": 63,
  "aws:sns/topic:Topic": 256,
  "aws:sqs/queue:Queue": 80,
  "aws:cloudtrail/trail:Trail": 128,
};

/** Types that have no name of their own. */
const nameless =
  /^aws:s3\/bucket.+:|Policy(Attachment)?$|^aws:(cfg\/(recorderStatus|retentionConfiguration|remediationConfiguration)|cloudwatch\/eventTarget|cloudcontrol\/resource|lambda\/functionEventInvokeConfig|sns\/topicSubscription|xray\/encryptionConfig)/;

/** How many characters the longest name of a run lacks to AWS's limit; below 0 for one that is over. */
function room({ registrations }: Run): number {
  const rooms = registrations.flatMap(({ type, name, inputs, custom }) => {
    const limit = most[type];
    if (limit === undefined) {
      assert.ok(!custom || nameless.test(type), `${type} has no limit here`);
      return [];
    }
    return [limit - (typeof inputs["name"] === "string" ? inputs["name"] : `${name}-0000000`).length];
  });
  return Math.min(...rooms);
}

const everything: GuardArgs = {
  desiredKey: "alias/xray-traces",
  fastDetection: true,
  alarmOnRecorder: true,
  transactionSearch: "note",
  enforcement: "remediate",
  trail: "create",
  storageKey: "alias/evidence",
  aggregators: [{ accountId: "210987654321", region: "eu-west-1" }],
};

describe("a guard's name", () => {
  const cases: [says: string, args: GuardArgs][] = [
    ["with everything", { ...everything, regions: ["eu-west-1", "ap-southeast-1"] }],
    ["with nothing that is optional", { recorder: "existing", regions: ["us-east-1"] }],
    ["with a schedule alone", { trigger: "periodic", regions: ["eu-west-1"] }],
    ["in the Region with the longest name", { regions: ["us-isof-south-1"] }],
  ];
  for (const [says, args] of cases) {
    it(`may be as long as AWS takes, and no longer: ${says}`, async () => {
      const asked = "a".repeat(60);
      const refusal = await runNamed(asked, args).then(
        () => undefined,
        (error: unknown) => error,
      );
      assert.ok(refusal instanceof Error);
      const [, fits] =
        /^The guard's name, a{60}, is too long: (?:Lambda function|EventBridge rule|role|bucket) a{60}-[a-z0-9-]+ would have \d+ characters with the 8 that Pulumi adds, and AWS takes \d+; shorten the guard's name from 60 to at most (\d+)\.$/.exec(
          refusal.message,
        ) ?? assert.fail(refusal.message);
      assert.equal(room(await runNamed("a".repeat(Number(fits)), args)), 0);
      await assert.rejects(runNamed("a".repeat(Number(fits) + 1), args), /is too long/);
    });
  }

  it("of 21 characters fits in every Region", () => {
    for (const region of Object.values(aws.Region)) {
      const settings = checkSettings({
        ...everything,
        trigger: "periodic",
        regions: [region],
        supportedRegions: [region],
        aggregators: [],
      });
      assert.doesNotThrow(() => checkNames("xray-encryption-guard", settings.planned), region);
    }
  });

  it("as teams build it from organisation, product and stack is refused with what to shorten", async () => {
    const name = "acme-platform-production-observability-xray";
    await assert.rejects(
      runNamed(name, { ...everything, trail: "none", regions: ["ap-southeast-1"] }),
      /^Error: The guard's name, acme-.*-xray, is too long: Lambda function acme-.*-xray-ap-southeast-1-evaluator would have 76 characters .* AWS takes 64; shorten the guard's name from 43 to at most 31\.$/,
    );
  });
});

describe("the inline policies of a role", () => {
  /** Characters of each role's inline policies, as they are declared. */
  function declared({ registrations }: Run): Map<string, number> {
    const lengths = new Map<string, number>();
    for (const { type, inputs } of registrations) {
      if (type !== "aws:iam/rolePolicy:RolePolicy") continue;
      const role = String(inputs["role"]).replace(/-0000000$/, "");
      lengths.set(role, (lengths.get(role) ?? 0) + asOnAws(String(inputs["policy"])).length);
    }
    return lengths;
  }

  /** A placeholder's ARN has a name alone where AWS has a little more. */
  function asOnAws(policy: string): string {
    return policy
      .replaceAll(/(:logs:[^:]+:\d+:)(?!log-group)/g, "$1log-group:")
      .replaceAll("key/of-alias/evidence", `key/${"0".repeat(36)}`)
      .replaceAll(/(:config:[^:]+:\d+:)[^"]+/g, "$1config-rule/config-rule-1a2b3c");
  }

  /** The longest Regions of AWS's own partition. */
  const longest = (count: number) =>
    Object.values(aws.Region)
      .filter((region) => !/^(cn|us-gov|eusc|\w+-iso\w*)-/.test(region))
      .toSorted((one, other) => other.length - one.length)
      .slice(0, count);

  /** As guarded, whatever works there: the longest names are of Regions of which little is known. */
  const guarding = (regions: string[]): GuardArgs => ({ regions, supportedRegions: regions });

  const cases: [says: string, args: GuardArgs][] = [
    ["with everything", { ...everything, ...guarding(longest(2)) }],
    ["with what the tutorial grants", { traceReads: true, ...guarding(["eu-west-1", ...longest(1)]) }],
    [
      "into a bucket that exists, whose key is its owner's affair",
      { historyBucket: "log-archive", storageKey: "alias/evidence", regions: longest(2) },
    ],
    [
      "with the account's recorder",
      { recorder: "existing", transactionSearch: "judge", regions: longest(2) },
    ],
    ["in another partition", { regions: ["us-gov-west-1", "us-gov-east-1"] }],
    ["in one Region", { regions: ["eu-west-1"] }],
    ["in one in which nothing is recorded", { regions: ["ca-west-1"] }],
  ];
  for (const [says, args] of cases) {
    it(`are measured before anything is made: ${says}`, async () => {
      const name = "xray-encryption-guard";
      const found = declared(await runNamed(name, args));
      const measured = rolePolicyLengths(name, checkSettings(args).planned);
      assert.ok(measured.length >= 1);
      for (const [role, length] of measured) assert.equal(length, found.get(role), role);
      const shared = [...found.keys()].filter((role) => !role.endsWith("-notifier"));
      assert.deepEqual(shared.toSorted(), measured.map(([role]) => role).toSorted());
    });
  }

  for (const [says, args] of [
    ["with everything", { ...everything, ...guarding(longest(mostRegions.fastDetection)) }],
    ["with what the tutorial grants", { traceReads: true, ...guarding(longest(mostRegions.plain)) }],
  ] as const) {
    it(`fit on it in as many Regions as a guard takes: ${says}`, () => {
      for (const [role, length] of rolePolicyLengths("xray-encryption-guard", checkSettings(args).planned))
        assert.ok(length <= 10_240, `${role}: ${length}`);
    });
  }

  it("are refused where they are too long, with what to shorten", async () => {
    const regions = longest(mostRegions.plain);
    await assert.rejects(
      runNamed("g", {
        ...guarding(regions),
        enforcement: "remediate",
        desiredKey: `alias/${"x".repeat(250)}`,
      }),
      /^Error: The inline policies of role g-remediation would have 1\d{4} characters with 20 Regions, and IAM takes 10240: guard some of the Regions with a second stack, or shorten the guard's name or the names of aliases\.$/,
    );
  });

  it("are refused without a word on aliases, where a role has none", () => {
    const { planned } = checkSettings(guarding(longest(mostRegions.plain)));
    assert.throws(
      () => checkRolePolicies("g".repeat(200), planned),
      /^Error: The inline policies of role g+-evaluator would have 1\d{4} characters with 20 Regions, and IAM takes 10240: guard some of the Regions with a second stack, or shorten the guard's name\.$/,
    );
  });

  it("may have as many characters as IAM takes", () => {
    const [first = "", ...others] = longest(mostRegions.plain);
    const planned = (lastAlias: number) =>
      checkSettings({
        ...guarding([first, ...others]),
        enforcement: "remediate",
        desiredKey: `alias/${"x".repeat(230)}`,
        desiredKeyByRegion: { [first]: `alias/${"x".repeat(lastAlias)}` },
      }).planned;
    // Each character of one Region's alias is one of the role's.
    const [, shortest = 0] =
      rolePolicyLengths("g", planned(1)).find(([role]) => role === "g-remediation") ?? [];
    const most = 1 + 10_240 - shortest;
    assert.doesNotThrow(() => checkRolePolicies("g", planned(most)));
    assert.throws(
      () => checkRolePolicies("g", planned(most + 1)),
      /g-remediation would have 10241 characters/,
    );
  });

  it("fit on a notifier's role with the most topics, whose names are the longest", async () => {
    const notifyTopics = Array.from({ length: 10 }, (_, index) => ({
      arn: `arn:aws:sns:ap-southeast-1:210987654321:${index}${"t".repeat(255)}`,
    }));
    const run = await runNamed("g".repeat(25), {
      regions: ["ap-southeast-1"],
      notifyTopics,
      topicKey: "alias/a",
    });
    for (const [role, length] of declared(run)) assert.ok(length <= 10_240, `${role}: ${length}`);
  });
});
