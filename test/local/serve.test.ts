import * as assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import {
  DescribeComplianceByConfigRuleCommand,
  DescribeConfigRuleEvaluationStatusCommand,
  DescribeConfigRulesCommand,
  DescribeConfigurationRecordersCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeDeliveryChannelsCommand,
  DescribeRetentionConfigurationsCommand,
  GetComplianceDetailsByConfigRuleCommand,
  GetComplianceDetailsByResourceCommand,
  GetResourceConfigHistoryCommand,
  StartConfigRulesEvaluationCommand,
  StartConfigurationRecorderCommand,
  StopConfigurationRecorderCommand,
} from "@aws-sdk/client-config-service";
import { GetFunctionCommand, GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { PutEncryptionConfigCommand } from "@aws-sdk/client-xray";
import { instructions, serve, ServeError, type Served } from "../../local/serve";
import { clients, regionName } from "./accounts";

describe("a served account", () => {
  let served: Served;
  let rule: string;
  before(async () => {
    served = await serve({
      stack: "dev",
      config: { desiredKey: "alias/xray-traces", notify: ["people@example.com"] },
    });
    const { ConfigRules } = await clients(served.account).config.send(new DescribeConfigRulesCommand({}));
    rule = ConfigRules?.[0]?.ConfigRuleName ?? "";
  });
  after(() => served.close());

  async function local(route: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${served.account.endpointUrl}/local/${route}`, {
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }

  /** An AWS command line as people have it: with dummy credentials, and nothing of this machine's settings. */
  const environment = (): NodeJS.ProcessEnv => ({
    PATH: process.env["PATH"],
    HOME: "/nonexistent",
    AWS_ENDPOINT_URL: served.account.endpointUrl,
    AWS_REGION: regionName,
    AWS_DEFAULT_REGION: regionName,
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_EC2_METADATA_DISABLED: "true",
  });

  it("says how to reach it and what to try", () => {
    const text = instructions(served);
    assert.match(text, new RegExp(`^export AWS_ENDPOINT_URL=${served.account.endpointUrl}$`, "m"));
    assert.equal(text.match(/^aws /gm)?.length, 3);
    assert.match(text, /^export PULUMI_DEBUG_PROVIDERS=aws:(\d+),awsx:\1$/m);
    assert.match(text, /^pulumi stack init local --no-select && pulumi up --stack local$/m);
    assert.match(text, /Pulumi CLI/);
    assert.ok(text.includes(rule));
  });

  it("describes recorder, channel and rule as they were declared", async () => {
    const { config } = clients(served.account);
    const { ConfigurationRecorders } = await config.send(new DescribeConfigurationRecordersCommand({}));
    assert.deepEqual(ConfigurationRecorders?.[0]?.recordingGroup?.resourceTypes, [
      "AWS::XRay::EncryptionConfig",
      "AWS::Config::ResourceCompliance",
    ]);
    const { DeliveryChannels } = await config.send(new DescribeDeliveryChannelsCommand({}));
    assert.equal(
      DeliveryChannels?.[0]?.configSnapshotDeliveryProperties?.deliveryFrequency,
      "TwentyFour_Hours",
    );
    const { RetentionConfigurations } = await config.send(new DescribeRetentionConfigurationsCommand({}));
    assert.equal(RetentionConfigurations?.[0]?.RetentionPeriodInDays, 2557);
    const { ConfigRules } = await config.send(new DescribeConfigRulesCommand({ ConfigRuleNames: [rule] }));
    const functionArn = ConfigRules?.[0]?.Source?.SourceIdentifier;
    const { lambda } = clients(served.account);
    const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: functionArn }));
    assert.equal(Configuration?.FunctionArn, functionArn);
    const { $metadata, ...alone } = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionArn }),
    );
    assert.equal($metadata.httpStatusCode, 200);
    assert.deepEqual(alone, Configuration);
    await assert.rejects(config.send(new DescribeConfigRulesCommand({ ConfigRuleNames: ["nothing"] })), {
      name: "NoSuchConfigRuleException",
    });
  });

  it("closes the loop for whoever lets time pass", async () => {
    const { xray, config, cloudtrail } = clients(served.account);
    // The default encryption is told, and so is what puts it right.
    await local("clock", { advance: "PT5M" });
    await xray.send(new PutEncryptionConfigCommand({ Type: "KMS", KeyId: "alias/xray-traces" }));
    assert.equal((await local("clock", { advance: "PT1H" })).status, 200);

    const { EvaluationResults = [] } = await config.send(
      new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: rule }),
    );
    assert.deepEqual(
      EvaluationResults.map(({ ComplianceType }) => ComplianceType),
      ["COMPLIANT"],
    );
    const byResource = await config.send(
      new GetComplianceDetailsByResourceCommand({
        ResourceType: "AWS::XRay::EncryptionConfig",
        ResourceId: "default",
      }),
    );
    assert.deepEqual(byResource.EvaluationResults, EvaluationResults);
    const { ComplianceByConfigRules } = await config.send(new DescribeComplianceByConfigRuleCommand({}));
    assert.equal(ComplianceByConfigRules?.[0]?.Compliance?.ComplianceType, "COMPLIANT");
    const { ConfigRulesEvaluationStatus } = await config.send(
      new DescribeConfigRuleEvaluationStatusCommand({}),
    );
    assert.ok(ConfigRulesEvaluationStatus?.[0]?.LastSuccessfulEvaluationTime);
    const { configurationItems } = await config.send(
      new GetResourceConfigHistoryCommand({
        resourceType: "AWS::XRay::EncryptionConfig",
        resourceId: "default",
        limit: 1,
      }),
    );
    assert.match(configurationItems?.[0]?.configuration ?? "", /"type":"KMS"/);
    const { Events } = await cloudtrail.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "PutEncryptionConfig" }],
      }),
    );
    assert.match(Events?.[0]?.CloudTrailEvent ?? "", /"keyId":"alias\/xray-traces"/);
    const inbox = (await local("inbox")).body as { messages: { to: string }[] };
    assert.ok(inbox.messages.length > 0);
    assert.ok(inbox.messages.every(({ to }) => to === "people@example.com"));
  });

  it("evaluates on demand, at most once a minute", async () => {
    const { config } = clients(served.account);
    const start = new StartConfigRulesEvaluationCommand({ ConfigRuleNames: [rule] });
    const before = served.account.journal.evaluations.length;
    await config.send(start);
    await assert.rejects(config.send(start), { name: "LimitExceededException" });
    await local("clock", { advance: 60 });
    assert.ok(served.account.journal.evaluations.length > before);
    await config.send(start);
  });

  it("records nothing while the recorder is stopped", async () => {
    const { config, xray } = clients(served.account);
    const { ConfigurationRecorders } = await config.send(new DescribeConfigurationRecordersCommand({}));
    const ConfigurationRecorderName = ConfigurationRecorders?.[0]?.name;
    await config.send(new StopConfigurationRecorderCommand({ ConfigurationRecorderName }));
    const before = served.account.journal.changes.length;
    await xray.send(new PutEncryptionConfigCommand({ Type: "NONE" }));
    await local("clock", { advance: "PT10M" });
    assert.equal(served.account.journal.changes.length, before);

    await config.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName }));
    await local("clock", { advance: "PT10M" });
    assert.equal(served.account.journal.changes.length, before + 1);
    const { ConfigurationRecordersStatus } = await config.send(
      new DescribeConfigurationRecorderStatusCommand({}),
    );
    assert.deepEqual(
      ConfigurationRecordersStatus?.map(({ recording, lastStatus }) => [recording, lastStatus]),
      [[true, "Success"]],
    );
  });

  it("announces the next change as oversized when asked", async () => {
    await local("oversized", {});
    await clients(served.account).xray.send(
      new PutEncryptionConfigCommand({ Type: "KMS", KeyId: "alias/another-key" }),
    );
    await local("clock", { advance: "PT10M" });
    assert.match(
      served.account.journal.invocations.flatMap(({ logs }) => logs).join("\n"),
      /"messageType":"OversizedConfigurationItemChangeNotification"/,
    );
  });

  const mistakes: [route: string, body: unknown, status: number, error: RegExp][] = [
    ["clock", { advance: "tomorrow" }, 400, /must be a duration such as "PT24H".*but is "tomorrow"/],
    ["clock", { advance: "P400D" }, 400, /at most 366 days/],
    ["clock", { advance: -1 }, 400, /but is -1/],
    ["clock", {}, 400, /must be a duration .*but is left out/],
    ["clock", [], 400, /must be a JSON object/],
    ["oversized", { region: "mars" }, 400, /region must be eu-west-1, but is "mars"/],
    ["nothing", {}, 404, /There is no POST \/local\/nothing\. There are GET \/local\/clock/],
  ];
  for (const [route, body, status, error] of mistakes) {
    it(`answers ${JSON.stringify(body)} to /local/${route} with one sentence`, async () => {
      const answer = await local(route, body);
      assert.equal(answer.status, status);
      assert.match((answer.body as { error: string }).error, error);
    });
  }

  it("answers an empty body to /local/clock with a sentence", async () => {
    const response = await fetch(`${served.account.endpointUrl}/local/clock`, { method: "POST" });
    assert.equal(response.status, 400);
    assert.match(await response.text(), /advance must be a duration/);
  });

  const hosts: [host: string, status: number][] = [
    ["localhost", 200],
    ["bucket.localhost:80", 200],
    ["127.0.0.1", 200],
    ["evil.example", 403],
    ["127.0.0.1.evil.example:4566", 403],
    ["localhost.evil.example", 403],
  ];
  for (const [host, status] of hosts) {
    it(`answers a request for the host ${host} with ${status}`, async () => {
      // `fetch` lets nobody set it.
      const request = get(`${served.account.endpointUrl}/local/clock`, { headers: { host } });
      const [response] = (await once(request, "response")) as [IncomingMessage];
      response.resume();
      assert.equal(response.statusCode, status);
    });
  }

  it("does not answer a page in a browser", async () => {
    const { status } = await fetch(`${served.account.endpointUrl}/local/clock`, {
      method: "POST",
      headers: { origin: "https://example.com" },
      body: '{"advance": 1}',
    });
    assert.equal(status, 403);
  });

  it("is believed by the AWS command line", async function () {
    const installed = spawnSync("aws", ["--version"], { env: environment() });
    if (installed.status !== 0) {
      console.log("        skipped: no AWS command line is installed here (`aws --version` fails)");
      this.skip();
    }
    const aws = async (...args: string[]): Promise<unknown> => {
      const child = spawn("aws", [...args, "--output", "json"], { env: environment() });
      let output = "";
      child.stdout.on("data", (chunk) => (output += String(chunk)));
      let problem = "";
      child.stderr.on("data", (chunk) => (problem += String(chunk)));
      const [status] = (await once(child, "close")) as [number];
      assert.equal(status, 0, problem);
      return JSON.parse(output) as unknown;
    };
    const [set, identity, topics] = await Promise.all([
      aws("xray", "put-encryption-config", "--type", "KMS", "--key-id", "alias/xray-traces"),
      aws("sts", "get-caller-identity", "--query", "Account"),
      aws("sns", "list-topics", "--query", "length(Topics)"),
    ]);
    assert.match(
      JSON.stringify(set),
      /"KeyId":"arn:aws:kms:eu-west-1:123456789012:key\/.*"Status":"UPDATING"/,
    );
    assert.equal(identity, "123456789012");
    assert.equal(topics, 2);
  });
});

describe("serving an account", () => {
  it("says so when the port is taken", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    await assert.rejects(serve({ stack: "dev", port }), (error) => {
      assert.ok(error instanceof ServeError);
      assert.match(error.message, new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 is taken: .*--port`));
      return true;
    });
    taken.close();
  });

  it("says why a stack cannot be deployed", async () => {
    await assert.rejects(serve({ stack: "dev", config: { trigger: "chang" } }), {
      name: "ServeError",
      message: /^The stack could not be deployed: .*"chang"/,
    });
  });
});
