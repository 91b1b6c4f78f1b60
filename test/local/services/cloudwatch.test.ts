import * as assert from "node:assert/strict";
import { DescribeAlarmsCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { hour, minute } from "../../../local/account/clock";
import type { AlarmOptions, Metric } from "../../../local/services/cloudwatch/cloudwatch";
import { accountId, allow, clients, openRegion, openTopic, role } from "../accounts";

describe("CloudWatch alarms in the local account", () => {
  const silence: AlarmOptions & Metric = {
    name: "silent",
    namespace: "AWS/Lambda",
    metricName: "Invocations",
    dimensions: { FunctionName: "judge" },
    statistic: "Sum",
    comparison: "LessThanThreshold",
    threshold: 1,
    period: 3600,
    evaluationPeriods: 2,
    treatMissingData: "breaching",
    alarmActions: [],
    okActions: [],
  };

  it("an alarm on silence that counts what is missing rings before the first data, as CloudWatch has it", async () => {
    const region = await openRegion();
    const { clock, journal } = region.account;
    region.cloudwatch.putMetricAlarm({
      ...silence,
      alarmActions: [openTopic(region, "cloudwatch.amazonaws.com")],
    });
    await clock.advanceBy(60_000);
    assert.deepEqual(
      journal.notifications.map(({ subject }) => subject),
      ['ALARM: "silent" in eu-west-1'],
    );
  });

  it("an alarm that somebody sets acts as always, and soon has the state that its data give it", async () => {
    const region = await openRegion();
    const { account, cloudwatch } = region;
    const topic = openTopic(region, "cloudwatch.amazonaws.com");
    cloudwatch.putMetricAlarm({ ...silence, treatMissingData: "notBreaching", alarmActions: [topic] });
    await account.clock.advanceBy(minute);
    const set = { AlarmName: "silent", StateReason: "a test" };
    const { monitoring } = clients(account);

    await monitoring.send(new SetAlarmStateCommand({ ...set, StateValue: "ALARM" }));
    // As it is: nothing is done.
    await monitoring.send(new SetAlarmStateCommand({ ...set, StateValue: "ALARM" }));

    const { MetricAlarms = [] } = await monitoring.send(new DescribeAlarmsCommand({ ActionPrefix: topic }));
    assert.deepEqual(
      MetricAlarms.map(({ AlarmName, StateValue, StateReason }) => [AlarmName, StateValue, StateReason]),
      [["silent", "ALARM", "a test"]],
    );
    const other = new DescribeAlarmsCommand({ ActionPrefix: `${topic}x` });
    assert.deepEqual((await monitoring.send(other)).MetricAlarms, []);
    const [message, ...more] = account.journal.notifications;
    assert.deepEqual(more, []);
    assert.match(message?.message ?? "", /"NewStateReason":"a test"/);
    await account.clock.advanceBy(minute);
    assert.equal(cloudwatch.find("silent")?.state, "OK");
    await assert.rejects(
      monitoring.send(new SetAlarmStateCommand({ ...set, AlarmName: "other", StateValue: "OK" })),
      { name: "ResourceNotFound" },
    );
  });

  it("an alarm on silence since the first data stays calm before it and while data come, and rings once", async () => {
    const region = await openRegion();
    const { clock, journal } = region.account;
    const { namespace, metricName, dimensions, statistic, ...others } = silence;
    region.cloudwatch.putMetricAlarm({
      ...others,
      expression: "IF(FILL(runs, REPEAT), runs)",
      metrics: { runs: { namespace, metricName, dimensions, statistic } },
      period: 1800,
      evaluationPeriods: 6,
      datapointsToAlarm: 5,
      treatMissingData: "ignore",
      alarmActions: [openTopic(region, "cloudwatch.amazonaws.com")],
    });
    const call = () => region.cloudwatch.putMetric("AWS/Lambda", "Invocations", { FunctionName: "judge" }, 1);
    // The hourly runs are early, and late.
    for (const delay of [5, 6.2, 7.1, 8.4]) clock.after(delay * hour, call);

    await clock.advanceBy(10 * hour);
    const before = journal.notifications.length;
    await clock.advanceBy(48 * hour);

    assert.equal(before, 0);
    assert.deepEqual(
      journal.notifications.map(({ at, subject }) => [at.slice(11, 16), subject]),
      [["19:24", 'ALARM: "silent" in eu-west-1']],
    );
  });

  it("an alarm on a queue that is not empty does not flap while somebody reads, and ends when it is purged", async () => {
    const region = await openRegion();
    const { clock, journal } = region.account;
    const topic = openTopic(region, "cloudwatch.amazonaws.com");
    const queue = { QueueName: "dead" };
    region.cloudwatch.putMetricAlarm({
      ...silence,
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: queue,
      statistic: "Maximum",
      comparison: "GreaterThanThreshold",
      threshold: 0,
      period: 300,
      evaluationPeriods: 1,
      treatMissingData: "ignore",
      alarmActions: [topic],
      okActions: [topic],
    });
    // By minute: somebody reads the message twice, and purges the queue. Then it is quiet, and has no data.
    for (const [index, visible] of [1, 1, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0].entries()) {
      clock.after((index + 1) * minute, () =>
        region.cloudwatch.putMetric("AWS/SQS", "ApproximateNumberOfMessagesVisible", queue, visible),
      );
    }
    await clock.advanceBy(48 * hour);
    assert.deepEqual(
      journal.notifications.map(({ at, subject }) => `${at.slice(11, 16)} ${subject.slice(0, 5)}`),
      ["09:01 ALARM", '09:13 OK: "'],
    );
  });

  it("an alarm invokes a function that lets it in, with its states, and is a trouble where it may not", async () => {
    const region = await openRegion();
    const { account } = region;
    const { arn } = await region.lambda.createFunction({
      name: "tell",
      roleArn: role(account, "tell", [allow("logs:*")]),
      runtime: "nodejs24.x",
      handler: "index.handler",
      files: { "index.js": "exports.handler = async (event) => console.log(JSON.stringify(event))" },
      timeoutSeconds: 5,
      memoryMegabytes: 128,
      environment: {},
      logGroup: undefined,
    });
    const alarm = { ...silence, description: "It is silent.", evaluationPeriods: 1, alarmActions: [arn] };
    region.cloudwatch.putMetricAlarm({ ...alarm, name: "too-early" });
    await account.clock.advanceBy(hour);
    region.lambda.addPermission("tell", {
      Effect: "Allow",
      Principal: { Service: "lambda.alarms.cloudwatch.amazonaws.com" },
      Action: "lambda:InvokeFunction",
      Condition: { StringEquals: { "AWS:SourceAccount": accountId } },
    });
    region.cloudwatch.putMetricAlarm(alarm);
    await account.clock.advanceBy(hour);

    assert.match(
      account.journal.failures[0]?.message ?? "",
      /alarm too-early could not notify arn:aws:lambda:/,
    );
    const event = JSON.parse(account.journal.invocations[0]?.logs[0] ?? "") as Record<string, unknown>;
    assert.partialDeepStrictEqual(event, {
      source: "aws.cloudwatch",
      accountId,
      region: "eu-west-1",
      alarmData: {
        alarmName: "silent",
        state: { value: "ALARM", timestamp: "2026-01-05T10:00:00.000+0000" },
        previousState: { value: "INSUFFICIENT_DATA", timestamp: "2026-01-05T10:00:00.000+0000" },
        configuration: { description: "It is silent." },
      },
    });
  });

  it("an alarm that its topic does not let in is a trouble that names both", async () => {
    const region = await openRegion();
    region.cloudwatch.putMetricAlarm({ ...silence, alarmActions: [openTopic(region)] });
    await region.account.clock.advanceBy(3 * hour);
    assert.match(
      region.account.journal.failures[0]?.message ?? "",
      /^CloudWatch alarm silent could not notify arn:aws:sns:.*:people: cloudwatch\.amazonaws\.com is not authorized/,
    );
  });

  for (const [period, evaluationPeriods, taken] of [
    [86_400, 7, true],
    [86_400, 8, false],
    [300, 288, true],
    [300, 289, false],
  ] as const) {
    it(`${taken ? "takes" : "refuses"} ${evaluationPeriods} periods of ${period} seconds`, async () => {
      const { cloudwatch } = await openRegion();
      const put = () => cloudwatch.putMetricAlarm({ ...silence, period, evaluationPeriods });
      if (taken) assert.doesNotThrow(put);
      else assert.throws(put, { code: "ValidationError" });
    });
  }
});
