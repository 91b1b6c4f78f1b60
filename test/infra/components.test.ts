import assert from "node:assert/strict";
import type { GuardArgs } from "../../infra/guard";
import type { Run } from "../../stack-runner/run";
import { costOf, total } from "../../audit/cost/compute";
import { defaults } from "../../tools/bench/cost/options";
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

  const cases: [what: string, type: string, inputs: Record<string, unknown>, name?: string][] = [
    [
      "history is kept 400 days, deleted history too",
      "BucketLifecycleConfiguration",
      { rules: [{ expiration: { days: 400 }, noncurrentVersionExpiration: { noncurrentDays: 400 } }] },
    ],
    ["AWS Config's own history too", "RetentionConfiguration", { retentionPeriodInDays: 400 }],
    ["the log is kept 30 days", "LogGroup", { retentionInDays: 30 }, "guard-eu-west-1-evaluator"],
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
          '{"desiredKey":"alias/xray-traces","acceptedKeys":"alias/old,1234abcd-12ab-34cd-56ef-1234567890ab","alarmOnRecorder":"true"}',
        source: { sourceDetails: [{ maximumExecutionFrequency: "Six_Hours" }] },
      },
    ],
  ];
  for (const [what, type, inputs, name] of cases) {
    it(`${what} (${type})`, () => {
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
    it(`${JSON.stringify(args)} has its source details, a scope only with changes, and looks at the recorder on schedule`, async () => {
      const { source, scope, inputParameters } = only(await runGuard(args), "Rule").inputs as {
        inputParameters: string;
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
      assert.equal(inputParameters.includes('"alarmOnRecorder":"true"'), frequency !== undefined);
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
      alarmOnRecorder: "true",
    });
    assert.deepEqual(parameters("guard-us-east-1"), {
      alarmOnRecorder: "true",
      desiredKey: key("us-east-1", "2"),
      acceptedKeys: `${key("us-east-1", "3")},alias/old`,
    });
  });
});

describe("with trigger: periodic", () => {
  it("AWS Config's event of a recorded change goes to the notifier, and to the queue where it is lost", async () => {
    const run = await runGuard({ trigger: "periodic", recorder: "existing" });
    const name = "guard-eu-west-1-notifier-change";
    const { eventPattern, description } = only(run, "EventRule", name).inputs;
    assert.equal(description, "AWS Config recorded a change of X-Ray's encryption setting.");
    assert.deepEqual(JSON.parse(String(eventPattern)), {
      source: ["aws.config"],
      "detail-type": ["Config Configuration Item Change"],
      detail: {
        messageType: ["ConfigurationItemChangeNotification"],
        configurationItem: { resourceType: ["AWS::XRay::EncryptionConfig"] },
      },
    });
    assert.deepEqual(only(run, "EventTarget", name).inputs, {
      region: "eu-west-1",
      rule: `${name}-id`,
      arn: "arn:aws:lambda:eu-west-1:123456789012:guard-eu-west-1-notifier-id",
      deadLetterConfig: { arn: "arn:aws:sqs:eu-west-1:123456789012:guard-eu-west-1-undelivered-id" },
    });
    assert.deepEqual(only(run, "Permission", name).inputs, {
      region: "eu-west-1",
      function: "guard-eu-west-1-notifier-id",
      action: "lambda:InvokeFunction",
      principal: "events.amazonaws.com",
      sourceArn: `arn:aws:events:eu-west-1:123456789012:${name}-id`,
    });
    const parents = run.registrations.filter((one) => one.name === name).map(({ parent }) => parent);
    assert.deepEqual(new Set(parents), new Set([only(run, "Notifier").urn]));
  });
});

describe("each function", () => {
  it("has a minute and 256 MB, and is tried three times", async () => {
    const { registrations } = await runGuard({ fastDetection: true });
    const inputsOf = (type: string) =>
      registrations.flatMap((one) => (one.type.endsWith(`:${type}`) ? [one.inputs] : []));
    assert.equal(inputsOf("Function").length, 3);
    for (const inputs of inputsOf("Function"))
      assert.partialDeepStrictEqual(inputs, { timeout: 60, memorySize: 256 });
    assert.deepEqual(
      inputsOf("FunctionEventInvokeConfig").map((inputs) => inputs["maximumRetryAttempts"]),
      [2, 2, 2],
    );
  });
});

describe("the alarms of a Region", () => {
  const notifier = "arn:aws:lambda:eu-west-1:123456789012:guard-eu-west-1-notifier-id";
  const topic = "arn:aws:sns:eu-west-1:123456789012:guard-eu-west-1-alerts-id";
  const everything = { alarmOnRecorder: true, fastDetection: true, trail: "none" } as const;
  const alarmsOf = ({ registrations }: Run) =>
    registrations.filter(({ type }) => type.endsWith(":MetricAlarm"));

  it("are five at most with the defaults, for 0.75 USD a month at most with all else", async () => {
    const { registrations } = await runGuard(defaults);
    assert.ok(
      String(only({ registrations } as Run, "Rule").inputs["inputParameters"]).includes("alarmOnRecorder"),
    );
    assert.ok(alarmsOf({ registrations } as Run).length <= 5);
    assert.ok(total(costOf(registrations)) <= 0.75, String(total(costOf(registrations))));
  });

  it("each tell the notifier that they ring and that they are over, but the one on the notifier rings at a topic", async () => {
    for (const { name, inputs } of alarmsOf(await runGuard(everything))) {
      assert.deepEqual(inputs["alarmActions"], [name.includes("notifier") ? topic : notifier], name);
      assert.deepEqual(inputs["okActions"], [notifier], name);
    }
  });

  const schedules: [GuardArgs["frequency"] & string, halfInSeconds: number][] = [
    ["One_Hour", 1800],
    ["Three_Hours", 5400],
    ["Six_Hours", 10_800],
    ["Twelve_Hours", 21_600],
    ["TwentyFour_Hours", 43_200],
  ];
  for (const [frequency, halfInSeconds] of schedules) {
    it(`rings on silence when no run came for two schedules of ${frequency}, and never for want of a first one`, async () => {
      const alarm = only(await runGuard({ frequency }), "MetricAlarm", "guard-eu-west-1-evaluator-silent");
      const { evaluationPeriods, datapointsToAlarm, treatMissingData, metricQueries } = alarm.inputs;
      assert.deepEqual([evaluationPeriods, datapointsToAlarm, treatMissingData], [6, 5, "ignore"]);
      assert.deepEqual(
        [alarm.inputs["comparisonOperator"], alarm.inputs["threshold"]],
        ["LessThanThreshold", 1],
      );
      assert.partialDeepStrictEqual(metricQueries, [
        { id: "runs", metric: { metricName: "Invocations", period: halfInSeconds, stat: "Sum" } },
        { expression: "IF(FILL(runs, REPEAT), runs)", returnData: true },
      ]);
    });
  }

  const lost: [args: GuardArgs, sources: string[]][] = [
    [{}, ["evaluator", "notifier"]],
    [{ trigger: "periodic" }, ["evaluator", "notifier", "notifier-change"]],
    [everything, ["evaluator", "notifier", "detector", "detector"]],
  ];
  for (const [args, sources] of lost) {
    it(`count what each function and event rule loses: ${JSON.stringify(args)}`, async () => {
      const run = await runGuard(args);
      const { metricQueries } = only(run, "MetricAlarm", "guard-eu-west-1-lost").inputs;
      const queries = metricQueries as {
        id: string;
        expression?: string;
        metric?: { dimensions: Record<string, string> };
      }[];
      const watched = queries.flatMap(({ metric }) => Object.values(metric?.dimensions ?? {}));
      assert.deepEqual(
        watched,
        sources.map((source) => `guard-eu-west-1-${source}-id`),
      );
      const count = (type: string) => run.registrations.filter((one) => one.type.endsWith(`:${type}`)).length;
      assert.equal(watched.length, count("Function") + count("EventRule"));
      assert.equal(
        queries.at(-1)?.expression,
        queries
          .slice(0, -1)
          .map(({ id }) => id)
          .join(" + "),
      );
    });
  }

  const failing = {
    threshold: 0,
    comparisonOperator: "GreaterThanThreshold",
    // Three tries within ten minutes, which Lambda's own waiting allows.
    ...{ period: 60, evaluationPeriods: 10, datapointsToAlarm: 3, statistic: "Sum" },
  };
  const rings: [name: string, when: object][] = [
    ["evaluator-failing", failing],
    ["notifier-failing", failing],
    // At the first message, and as long as one is there.
    ["undelivered", { threshold: 0, period: 300, evaluationPeriods: 1, statistic: "Maximum" }],
    ["lost", { threshold: 0, evaluationPeriods: 1 }],
  ];
  for (const [name, when] of rings) {
    it(`ring when they should: ${name}`, async () => {
      const { inputs } = only(await runGuard(), "MetricAlarm", `guard-eu-west-1-${name}`);
      assert.partialDeepStrictEqual(inputs, when);
      const queries = (inputs["metricQueries"] ?? []) as { metric?: object }[];
      for (const { metric } of queries.slice(0, -1))
        assert.partialDeepStrictEqual(metric, { period: 300, stat: "Sum" });
    });
  }

  it("leave somebody a fortnight to read what was given up", async () => {
    const queue = only(await runGuard(), "Queue", "guard-eu-west-1-undelivered");
    assert.equal(queue.inputs["messageRetentionSeconds"], 1_209_600);
  });

  it("say in three lines what they are of, what it means and where to read on", async () => {
    const run = await runGuard({ alarmOnRecorder: true });
    for (const { inputs } of alarmsOf(run)) {
      const [title = "", meaning, where, ...more] = String(inputs["alarmDescription"]).split("\n");
      assert.ok(title.length <= 50, title);
      assert.match(String(meaning), /^[A-Z].+\.$/);
      assert.match(String(where), /^What to do: docs\/runbook\.md, section [A-Z]/);
      assert.deepEqual(more, []);
    }
  });
});
