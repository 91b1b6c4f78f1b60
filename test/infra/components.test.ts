import assert from "node:assert/strict";
import type { GuardArgs } from "../../infra/guard";
import type { Registration, Run } from "../../stack-runner/run";
import { only, runGuard } from "../support/stub-cloud";

// What is declared stands in graphs/, input by input; here is what no stack of these shows.

describe("a setting reaches every input that it is about", () => {
  let run: Run;
  before(async () => {
    run = await runGuard({
      desiredKey: "alias/xray-traces",
      acceptedKeys: ["alias/old", "1234abcd-12ab-34cd-56ef-1234567890ab"],
      frequency: "Six_Hours",
      deliveryFrequency: "Three_Hours",
      retentionDays: 400,
      logRetentionDays: 30,
    });
  });

  const cases: [what: string, type: string, inputs: Record<string, unknown>][] = [
    [
      "history is kept 400 days, deleted history too",
      "BucketLifecycleConfiguration",
      { rules: [{ expiration: { days: 400 }, noncurrentVersionExpiration: { noncurrentDays: 400 } }] },
    ],
    ["AWS Config's own history too", "RetentionConfiguration", { retentionPeriodInDays: 400 }],
    ["the log is kept 30 days", "LogGroup", { retentionInDays: 30 }],
    [
      "a snapshot is delivered every three hours",
      "DeliveryChannel",
      { snapshotDeliveryProperties: { deliveryFrequency: "Three_Hours" } },
    ],
    [
      "the rule runs every six hours, and is told the accepted keys",
      "Rule",
      {
        inputParameters:
          '{"desiredKey":"alias/xray-traces","acceptedKeys":"alias/old,1234abcd-12ab-34cd-56ef-1234567890ab"}',
        source: { sourceDetails: [{ maximumExecutionFrequency: "Six_Hours" }] },
      },
    ],
    [
      "silence is twice the schedule long",
      "MetricAlarm",
      { metricName: "Invocations", period: 6 * 3600, evaluationPeriods: 2 },
    ],
  ];
  for (const [what, type, inputs] of cases) {
    it(`${what} (${type})`, () => {
      const name = type === "MetricAlarm" ? "guard-eu-west-1-evaluator-silent" : undefined;
      assert.partialDeepStrictEqual(only(run, type, name).inputs, inputs);
    });
  }
});

describe("the rule, by trigger", () => {
  const change = ["ConfigurationItemChangeNotification", "OversizedConfigurationItemChangeNotification"];
  const cases: [args: GuardArgs, messageTypes: string[], frequency?: string][] = [
    [{ trigger: "change" }, change],
    [{ trigger: "periodic" }, ["ScheduledNotification"], "TwentyFour_Hours"],
    [{ trigger: "both" }, [...change, "ScheduledNotification"], "TwentyFour_Hours"],
    [{ trigger: "periodic", frequency: "One_Hour" }, ["ScheduledNotification"], "One_Hour"],
  ];
  for (const [args, messageTypes, frequency] of cases) {
    it(`${JSON.stringify(args)} has its source details, and a scope only with changes`, async () => {
      const { source, scope } = only(await runGuard(args), "Rule").inputs as {
        source: { sourceDetails: { messageType: string; maximumExecutionFrequency?: string }[] };
        scope?: object;
      };
      const { sourceDetails } = source;
      assert.deepEqual(
        sourceDetails.map(({ messageType }) => messageType),
        messageTypes,
      );
      const scheduled = sourceDetails.filter(({ messageType }) => messageType === "ScheduledNotification");
      assert.equal(scheduled[0]?.maximumExecutionFrequency, frequency);
      assert.equal(scope !== undefined, messageTypes.length > 1);
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

describe("what EventBridge tells people", () => {
  let targets: Registration[];
  before(async () => {
    // Also where AWS Config's own stream belongs to somebody else.
    const { registrations } = await runGuard({ recorder: "existing" });
    targets = registrations.filter(({ type }) => type === "aws:cloudwatch/eventTarget:EventTarget");
  });

  it("is the change and the verdict", () => {
    assert.deepEqual(
      targets.map(({ name }) => name),
      ["guard-eu-west-1-change", "guard-eu-west-1-verdict"],
    );
  });

  it("is two plain lines, the second a link", () => {
    for (const { inputs } of targets) {
      const { inputTemplate } = inputs["inputTransformer"] as { inputTemplate: string };
      const lines = inputTemplate.split("\n").map((line) => JSON.parse(line) as unknown);
      assert.equal(lines.length, 2);
      assert.match(String(lines[1]), /^https:\/\/eu-west-1\.console\.aws\.amazon\.com\/config\//);
    }
  });

  it("uses every path that it reads, each with dots and no brackets, as EventBridge takes them", () => {
    for (const { inputs } of targets) {
      const { inputPaths, inputTemplate } = inputs["inputTransformer"] as {
        inputPaths: Record<string, string>;
        inputTemplate: string;
      };
      const used = [...inputTemplate.matchAll(/<([a-z]+)>/g)].map(([, variable]) => variable ?? "");
      assert.deepEqual([...new Set(used)].toSorted(), Object.keys(inputPaths).toSorted());
      for (const path of Object.values(inputPaths)) assert.match(path, /^\$(\.[A-Za-z]+)+$/);
    }
  });
});
