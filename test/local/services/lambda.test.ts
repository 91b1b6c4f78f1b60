import { InvokeCommand } from "@aws-sdk/client-lambda";
import * as assert from "node:assert/strict";
import type { Region } from "../../../local/account/account";
import { hour, minute } from "../../../local/account/clock";
import { allow, clients, openRegion, openTopic, role } from "../accounts";

describe("Lambda in the local account", () => {
  interface Options {
    source: string;
    statements?: unknown[];
    timeoutSeconds?: number;
    handler?: string;
    environment?: Record<string, string>;
  }

  /** A function that AWS Config may invoke. */
  async function createFunction(region: Region, options: Options): Promise<string> {
    const roleArn = role(
      region.account,
      "function",
      options.statements ?? [
        allow(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "sns:Publish"]),
      ],
    );
    const { arn } = await region.lambda.createFunction({
      name: "judge",
      roleArn,
      runtime: "nodejs24.x",
      handler: options.handler ?? "index.handler",
      files: { "index.js": options.source },
      timeoutSeconds: options.timeoutSeconds ?? 5,
      memoryMegabytes: 128,
      environment: options.environment ?? {},
      logGroup: "/judge",
    });
    region.lambda.addPermission("judge", {
      Effect: "Allow",
      Principal: { Service: "config.amazonaws.com" },
      Action: "lambda:InvokeFunction",
    });
    return arn;
  }

  async function invoke(region: Region, arn: string, event: unknown = {}): Promise<string | undefined> {
    await region.lambda.invokeAsync("config.amazonaws.com", arn, event, {});
    await region.account.clock.advanceBy(1);
    return region.account.journal.invocations.at(-1)?.error;
  }

  it("runs the archive's handler with the event and Lambda's context, and logs its lines in order", async () => {
    const region = await openRegion();
    const arn = await createFunction(region, {
      source: `exports.handler = async (event, context) => {
        console.log("got", event.x);
        console.error(context.functionName, context.invokedFunctionArn, context.getRemainingTimeInMillis() > 1000);
      }`,
    });

    const error = await invoke(region, arn, { x: 1 });

    assert.equal(error, undefined);
    const [start, ...lines] = region.logs.lines("/judge");
    assert.match(start ?? "", /^START RequestId: [0-9a-f-]{36} Version: \$LATEST$/);
    assert.deepEqual(lines.slice(0, -1), ["got 1", `judge ${arn} true`]);
    assert.match(lines.at(-1) ?? "", /^END/);
  });

  it("is not invoked by a service that has no permission", async () => {
    const region = await openRegion();
    const arn = await createFunction(region, { source: "exports.handler = async () => {}" });
    await assert.rejects(region.lambda.invokeAsync("events.amazonaws.com", arn, {}, {}), {
      code: "AccessDeniedException",
      message: /^events\.amazonaws\.com is not authorized to perform lambda:InvokeFunction on arn:aws:lambda/,
    });
    await region.account.clock.advanceBy(1);
    assert.deepEqual(region.account.journal.invocations, []);
  });

  it("stays warm from one invocation to the next", async () => {
    const region = await openRegion();
    const arn = await createFunction(region, {
      source: "let n = 0; exports.handler = async () => { console.log(`call ${++n}`); }",
    });
    await invoke(region, arn);
    await invoke(region, arn);
    assert.deepEqual(
      region.logs.lines("/judge").filter((line) => line.startsWith("call")),
      ["call 1", "call 2"],
    );
  });

  it("gives a function its own environment, Lambda's, and nothing of this machine's", async () => {
    const region = await openRegion();
    process.env["LOCAL_ACCOUNT_LEAK"] = "leaked";
    const arn = await createFunction(region, {
      source: "exports.handler = async () => { console.log(JSON.stringify(process.env)); }",
      environment: { COLOR: "blue" },
    });
    delete process.env["LOCAL_ACCOUNT_LEAK"];

    await invoke(region, arn);

    const line = region.logs.lines("/judge").find((one) => one.startsWith("{")) ?? "{}";
    const environment = JSON.parse(line) as Record<string, string>;
    assert.equal(environment["COLOR"], "blue");
    assert.equal(environment["AWS_REGION"], "eu-west-1");
    assert.equal(environment["AWS_LAMBDA_FUNCTION_NAME"], "judge");
    assert.equal(environment["AWS_ENDPOINT_URL"], region.account.endpointUrl);
    assert.equal(
      region.account.iam.principalOf(environment["AWS_ACCESS_KEY_ID"] ?? ""),
      "arn:aws:iam::123456789012:role/function",
    );
    assert.deepEqual(
      ["LOCAL_ACCOUNT_LEAK", "PATH", "NODE_OPTIONS"].filter((name) => name in environment),
      [],
    );
  });

  const failures: { says: string; options: Options; error: RegExp }[] = [
    {
      says: "an error that the handler throws",
      options: { source: 'exports.handler = async () => { throw new TypeError("no") }' },
      error: /^TypeError: no$/,
    },
    {
      says: "a handler that is not exported",
      options: { source: "exports.other = async () => {}" },
      error: /^Runtime\.HandlerNotFound: index\.handler is undefined or not exported$/,
    },
    {
      says: "a file that is not in the archive",
      options: { source: "", handler: "main.handler" },
      error: /^Runtime\.ImportModuleError: .*'main'/,
    },
    {
      says: "a module that throws when it is loaded",
      options: { source: 'throw new Error("broken")' },
      error: /^Runtime\.ImportModuleError: .*broken/,
    },
    {
      says: "a process that exits",
      options: { source: "exports.handler = async () => process.exit(3)" },
      error: /^Runtime\.ExitError: .*exit status 3$/,
    },
    {
      says: "a handler that does not finish in time",
      options: {
        source: "exports.handler = () => new Promise((resolve) => setTimeout(resolve, 60000))",
        timeoutSeconds: 0.2,
      },
      error: /^Sandbox\.Timedout: .*Task timed out after 0\.20 seconds$/,
    },
    {
      says: "a handler that keeps the process busy",
      options: { source: "exports.handler = async () => { for (;;); }", timeoutSeconds: 0.2 },
      error: /Task timed out/,
    },
  ];
  for (const { says, options, error } of failures) {
    it(`reports ${says} as the function's error`, async () => {
      const region = await openRegion();
      assert.match((await invoke(region, await createFunction(region, options))) ?? "no error", error);
    });
  }

  it("starts afresh after a timeout", async () => {
    const region = await openRegion();
    const arn = await createFunction(region, {
      source: "exports.handler = async ({ hang }) => { while (hang); }",
      timeoutSeconds: 0.5,
    });
    assert.match((await invoke(region, arn, { hang: true })) ?? "", /timed out/);
    assert.equal(await invoke(region, arn, {}), undefined);
  });

  it("tries a failing event three times, then hands it to the failure destination as its role", async () => {
    const region = await openRegion();
    const arn = await createFunction(region, {
      source: 'exports.handler = async () => { throw new Error("no") }',
    });
    await region.lambda.putEventInvokeConfig("judge", { retries: 2, onFailure: openTopic(region) });

    await invoke(region, arn, { x: 1 });
    await region.account.clock.advanceBy(hour);

    const { invocations, notifications, publications } = region.account.journal;
    assert.deepEqual(
      invocations.map(({ at, attempt }) => [at.slice(11, 19), attempt]),
      [
        ["09:00:00", 1],
        ["09:01:00", 2],
        ["09:03:00", 3],
      ],
    );
    assert.equal(publications[0]?.principal, "arn:aws:iam::123456789012:role/function");
    const record = JSON.parse(notifications[0]?.message ?? "{}") as Record<string, unknown>;
    assert.deepEqual(record["requestPayload"], { x: 1 });
    assert.deepEqual(record["responsePayload"], { errorType: "Error", errorMessage: "no" });
  });

  it("hands an event that failed for good to a queue, as its role, and the queue's metric says so", async () => {
    const region = await openRegion();
    const { arn: queue } = region.sqs.createQueue("dead");
    const arn = await createFunction(region, {
      source: 'exports.handler = async () => { throw new Error("no") }',
      statements: [allow(["logs:*"]), allow("sqs:SendMessage", queue)],
    });
    await region.lambda.putEventInvokeConfig("judge", { retries: 2, onFailure: queue });
    const { arn: alarm } = region.cloudwatch.putMetricAlarm({
      name: "dead",
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: "dead" },
      statistic: "Maximum",
      comparison: "GreaterThanThreshold",
      threshold: 0,
      period: 300,
      evaluationPeriods: 1,
      treatMissingData: "ignore",
      alarmActions: [],
      okActions: [],
    });
    assert.match(alarm, /alarm:dead$/);

    await invoke(region, arn, { x: 1 });
    await region.account.clock.advanceBy(10 * minute);

    const [message] = region.sqs.queue(queue).messages;
    assert.match(message?.body ?? "", /"condition":"RetriesExhausted".*"requestPayload":\{"x":1\}/);
    assert.equal(region.cloudwatch.listAlarms()[0]?.state, "ALARM");
    region.sqs.purge(queue);
    await region.account.clock.advanceBy(10 * minute);
    assert.equal(region.cloudwatch.listAlarms()[0]?.state, "OK");
  });

  it("refuses a queue that the function's role may not send to", async () => {
    const region = await openRegion();
    const { arn: queue } = region.sqs.createQueue("dead");
    await createFunction(region, { source: "", statements: [allow("logs:PutLogEvents")] });
    await assert.rejects(region.lambda.putEventInvokeConfig("judge", { retries: 2, onFailure: queue }), {
      code: "InvalidParameterValueException",
      message: /call SendMessage on .*not authorized to perform sqs:SendMessage/,
    });
  });

  it("is invoked asynchronously by whoever may, with the event that is the request's body", async () => {
    const region = await openRegion();
    const { account } = region;
    const arn = await createFunction(region, {
      source:
        "exports.handler = async (event) => console.log(JSON.stringify(event), new Date().toISOString())",
    });
    const Payload = Buffer.from('{"a":[1,"ü"]}');
    const request = new InvokeCommand({ FunctionName: arn, InvocationType: "Event", Payload });

    const { StatusCode } = await clients(account).lambda.send(request);
    await account.clock.advanceBy(1);

    assert.equal(StatusCode, 202);
    // The function's clock is the account's.
    assert.deepEqual(account.journal.invocations[0]?.logs, ['{"a":[1,"ü"]} 2026-01-05T09:00:00.000Z']);
    const somebody = clients(account, role(account, "somebody", [allow("lambda:GetFunction")])).lambda;
    await assert.rejects(somebody.send(request), { name: "AccessDeniedException" });
    const dry = new InvokeCommand({ FunctionName: arn, Payload, InvocationType: "DryRun" });
    await assert.rejects(clients(account).lambda.send(dry), { message: /must be Event or RequestResponse/ });
    const malformed = new InvokeCommand({
      FunctionName: arn,
      InvocationType: "Event",
      Payload: Buffer.from("{"),
    });
    await assert.rejects(clients(account).lambda.send(malformed), { name: "InvalidRequestContentException" });
  });

  it("is broken on purpose where a service invokes it, and goes on where another function does", async () => {
    const region = await openRegion();
    const arn = await createFunction(region, { source: "exports.handler = async () => {}" });
    region.lambda.failNext(1);
    await region.lambda.invokeAsync(region.account.administrator, arn, {}, {});
    await invoke(region, arn);
    assert.deepEqual(
      region.account.journal.invocations.map(({ error }) => error?.split(":")[0]),
      [undefined, "Sandbox.Timedout"],
    );
  });

  it("forgets about a failure that a retry cures", async () => {
    const region = await openRegion();
    const arn = await createFunction(region, {
      source: "let n = 0; exports.handler = async () => { if (++n < 2) throw new Error('once'); }",
    });
    await invoke(region, arn);
    await region.account.clock.advanceBy(hour);
    assert.deepEqual(
      region.account.journal.invocations.map(({ error }) => error),
      ["Error: once", undefined],
    );
    assert.deepEqual(region.account.journal.failures, []);
  });

  it("refuses a failure destination that the function's role may not publish to", async () => {
    const region = await openRegion();
    await createFunction(region, { source: "", statements: [allow("logs:PutLogEvents")] });
    await assert.rejects(
      region.lambda.putEventInvokeConfig("judge", { retries: 2, onFailure: openTopic(region) }),
      { code: "InvalidParameterValueException", message: /not authorized to perform sns:Publish/ },
    );
  });

  it("refuses a role that does not trust Lambda", async () => {
    const region = await openRegion();
    const roleArn = role(region.account, "recorder", [allow("*")], "config.amazonaws.com");
    await assert.rejects(
      region.lambda.createFunction({
        name: "judge",
        roleArn,
        runtime: "nodejs24.x",
        handler: "index.handler",
        files: {},
        timeoutSeconds: 3,
        memoryMegabytes: 128,
        environment: {},
        logGroup: undefined,
      }),
      { code: "InvalidParameterValueException", message: /cannot be assumed by Lambda/ },
    );
  });

  it("loses what a function logs, and says so, when its role may not write", async () => {
    const region = await openRegion();
    const arn = await createFunction(region, {
      source: "exports.handler = async () => console.log('hello')",
      statements: [allow("sns:Publish")],
    });
    await invoke(region, arn);
    assert.deepEqual(region.logs.lines("/judge"), []);
    assert.match(
      region.account.journal.failures[0]?.message ?? "",
      /The log lines of function \S+ are lost: .*role\/function is not authorized to perform logs:CreateLogGroup/,
    );
  });

  it("counts invocations and errors, and an alarm on errors tells people once", async () => {
    const region = await openRegion();
    const arn = await createFunction(region, {
      source: 'exports.handler = async () => { throw new Error("no") }',
    });
    region.cloudwatch.putMetricAlarm({
      name: "failing",
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: { FunctionName: "judge" },
      statistic: "Sum",
      comparison: "GreaterThanThreshold",
      threshold: 0,
      period: 300,
      evaluationPeriods: 1,
      treatMissingData: "notBreaching",
      alarmActions: [openTopic(region, "cloudwatch.amazonaws.com")],
      okActions: [],
    });

    await invoke(region, arn);
    await region.account.clock.advanceBy(4 * minute);
    const inAlarm = region.cloudwatch.listAlarms()[0]?.state;
    await region.account.clock.advanceBy(20 * minute);

    assert.equal(inAlarm, "ALARM");
    assert.equal(region.cloudwatch.listAlarms()[0]?.state, "OK");
    assert.deepEqual(
      region.account.journal.notifications.map(({ subject }) => subject),
      ['ALARM: "failing" in eu-west-1'],
    );
  });
});
