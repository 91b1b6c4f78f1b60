import * as assert from "node:assert/strict";
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  type FilterLogEventsRequest,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import { day, hour } from "../../../local/account/clock";
import { parseMetricPattern } from "../../../local/services/logs/metric-pattern";
import { accountId, allow, clients, openRegion, regionName, role } from "../accounts";

const group = "/aws/lambda/judge";
const filter = { name: "problems", namespace: "Guard", metricName: "problems", value: 1, defaultValue: 0 };

describe("CloudWatch Logs in the local account", () => {
  for (const [pattern, line, matches] of [
    ['{ $.problem = "*" }', '{"problem":"anything"}', true],
    ['{ $.problem = "*" }', '{"other":"anything"}', false],
    ['{ $.problem = "*" }', '{"problem":1}', false],
    ['{ $.problem = "*" }', "START RequestId", false],
    ['{$.level="ERROR"}', '{"level":"ERROR"}', true],
    ['{ $.level = "ERROR" }', '{"level":"ERRORS"}', false],
    ['{ $.level = "ERROR" }', '{"level":"NO ERROR"}', false],
    ['{ $.a.b = "stopped*" }', '{"a":{"b":"stopped today"}}', true],
    ['{ $.a.b = "a.c" }', '{"a":{"b":"abc"}}', false],
  ] as const) {
    it(`${matches ? "counts" : "does not count"} ${line} by ${pattern}`, () => {
      assert.equal(parseMetricPattern(pattern)(line), matches);
    });
  }

  for (const pattern of ["ERROR", "{ $.code = 5 }", '{ $.a = "b" && $.c = "d" }', "[a, b]", ""]) {
    it(`refuses the pattern '${pattern}', which it would misunderstand`, () => {
      assert.throws(() => parseMetricPattern(pattern), { code: "InvalidParameterException" });
    });
  }

  it("a filter's metric has an alarm speak once, while one of the last periods has a line that matches", async () => {
    const region = await openRegion();
    const { clock, journal } = region.account;
    const writer = role(region.account, "writer", [allow("logs:*")]);
    region.logs.createLogGroup(group);
    region.logs.putMetricFilter(group, '{ $.problem = "*" }', filter);
    region.cloudwatch.putMetricAlarm({
      name: "problems",
      namespace: "Guard",
      metricName: "problems",
      dimensions: {},
      statistic: "Maximum",
      comparison: "GreaterThanThreshold",
      threshold: 0,
      period: 3600,
      evaluationPeriods: 2,
      datapointsToAlarm: 1,
      treatMissingData: "ignore",
      alarmActions: [region.sns.createTopic("nobody-may").arn],
      okActions: [],
    });
    const states: string[] = [];
    for (const line of ["fine", '{"problem":"p"}', '{"problem":"p"}', "fine", "fine", "fine"]) {
      await clock.advanceBy(1_800_000);
      await region.logs.write(writer, group, "stream", [line]);
      await clock.advanceBy(1_800_000);
      states.push(region.cloudwatch.listAlarms()[0]?.state ?? "");
    }
    assert.deepEqual(states, ["OK", "ALARM", "ALARM", "ALARM", "OK", "OK"]);
    // One attempt to tell, which the topic refused: the state changed to ALARM once.
    assert.equal(journal.failures.length, 1);
  });

  it("refuses a filter on a log group that does not exist", async () => {
    const { logs } = await openRegion();
    assert.throws(() => logs.putMetricFilter("nothing", '{ $.a = "b" }', filter), {
      code: "ResourceNotFoundException",
    });
  });

  it("describes log groups by the beginning of their name, with the ARN of their key", async () => {
    const region = await openRegion();
    const key = region.kms.createKey({ id: "spans-key" });
    region.kms.createAlias("alias/spans", key.arn);
    region.logs.provideSpansGroup();
    region.logs.createLogGroup("other");
    const described = () =>
      region.logs.describeLogGroups(region.account.administrator, { logGroupNamePrefix: "aws/" });

    const before = (await described()).logGroups ?? [];
    const group = { logGroupName: "aws/spans" };
    await region.logs.associateKmsKey(region.account.administrator, { ...group, kmsKeyId: key.arn });
    const after = (await described()).logGroups ?? [];
    await region.logs.disassociateKmsKey(region.account.administrator, group);
    const last = (await described()).logGroups ?? [];

    assert.deepEqual(
      [before, after, last].map((groups) =>
        groups.map(({ logGroupName, kmsKeyId }) => [logGroupName, kmsKeyId]),
      ),
      [[["aws/spans", undefined]], [["aws/spans", key.arn]], [["aws/spans", undefined]]],
    );
  });

  for (const [resource, allowed] of [
    ["*", true],
    [`arn:aws:logs:*:${accountId}:log-group:*`, true],
    [`arn:aws:logs:*:${accountId}:log-group:aws/spans`, false],
    [`arn:aws:logs:us-east-1:${accountId}:log-group:*`, false],
  ] as const) {
    it(`${allowed ? "lets" : "does not let"} a role describe log groups that may describe ${resource}`, async () => {
      const region = await openRegion();
      const reader = role(region.account, "reader", [allow("logs:DescribeLogGroups", resource)]);
      const client = new CloudWatchLogsClient({
        endpoint: region.account.endpointUrl,
        region: regionName,
        credentials: region.account.iam.credentials(reader),
        maxAttempts: 1,
      });
      const answer = client.send(new DescribeLogGroupsCommand({}));
      if (allowed) assert.deepEqual((await answer).logGroups, []);
      else await assert.rejects(answer, { name: "AccessDeniedException", message: /log-group::log-stream:/ });
    });
  }

  describe("FilterLogEvents", () => {
    /** A group with a line an hour: every other one is kept. */
    async function lines(retentionDays?: number) {
      const region = await openRegion();
      const { account } = region;
      region.logs.createLogGroup(group, { retentionDays });
      const writer = role(account, "writer", [allow("logs:*")]);
      const start = account.clock.now().getTime();
      for (const line of ["a", '{"kept":"b"}', "c", '{"kept":"d"}']) {
        await region.logs.write(writer, group, "stream", [line]);
        await account.clock.advanceBy(hour);
      }
      const { logs } = clients(account);
      const read = async (request: Omit<FilterLogEventsRequest, "logGroupName"> = {}) => {
        const input = { logGroupName: group, ...request };
        const messages: string[] = [];
        for await (const { events = [] } of paginateFilterLogEvents({ client: logs }, input))
          messages.push(...events.map(({ message = "" }) => message));
        return messages;
      };
      return { account, logs, start, read };
    }

    it("answers lines with their times, page after page, by time and by pattern", async () => {
      const { logs, start, read } = await lines();

      assert.deepEqual(await read({ limit: 1 }), ["a", '{"kept":"b"}', "c", '{"kept":"d"}']);
      assert.deepEqual(await read({ filterPattern: '{ $.kept = "*" }' }), ['{"kept":"b"}', '{"kept":"d"}']);
      assert.deepEqual(await read({ startTime: start + hour, endTime: start + 2 * hour }), [
        '{"kept":"b"}',
        "c",
      ]);
      const { events: [first] = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: group }));
      assert.deepEqual([first?.timestamp, first?.ingestionTime], [start, start]);
    });

    it("forgets what is older than the group keeps", async () => {
      const { account, read } = await lines(1);

      await account.clock.advanceBy(day - hour);

      assert.deepEqual(await read(), ['{"kept":"d"}']);
    });

    it("refuses what CloudWatch Logs refuses, and what it would misunderstand", async () => {
      const { account, logs } = await lines();
      const wrong: [Partial<FilterLogEventsRequest>, string][] = [
        [{ logGroupName: "nothing" }, "ResourceNotFoundException"],
        [{ limit: 10_001 }, "InvalidParameterException"],
        [{ filterPattern: "ERROR" }, "InvalidParameterException"],
        [{ logStreamNamePrefix: "s" }, "InvalidParameterException"],
        [{ nextToken: "x" }, "InvalidNextTokenException"],
      ];
      for (const [input, name] of wrong) {
        const answer = logs.send(new FilterLogEventsCommand({ logGroupName: group, ...input }));
        await assert.rejects(answer, { name }, JSON.stringify(input));
      }
      for (const [resource, allowed] of [
        [`arn:aws:logs:*:${accountId}:log-group:${group}:*`, true],
        [`arn:aws:logs:*:${accountId}:log-group:other:*`, false],
      ] as const) {
        const reader = role(account, `reader-${allowed}`, [allow("logs:FilterLogEvents", resource)]);
        const answer = clients(account, reader).logs.send(
          new FilterLogEventsCommand({ logGroupName: group }),
        );
        if (allowed) await answer;
        else await assert.rejects(answer, { name: "AccessDeniedException" });
      }
    });
  });
});
