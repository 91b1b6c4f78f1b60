import * as assert from "node:assert/strict";
import {
  GetResourceConfigHistoryCommand,
  ListDiscoveredResourcesCommand,
  PutEvaluationsCommand,
  type Evaluation,
} from "@aws-sdk/client-config-service";
import type { Region } from "../../../local/account/account";
import { day, hour, minute } from "../../../local/account/clock";
import type { RuleOptions, SourceDetail } from "../../../local/services/config/rules/rule";
import { allow, clients, openRegion, openTopic, role } from "../accounts";

const type = "AWS::XRay::EncryptionConfig";
const change: SourceDetail = { messageType: "ConfigurationItemChangeNotification" };
const schedule: SourceDetail = {
  messageType: "ScheduledNotification",
  maximumExecutionFrequency: "Six_Hours",
};

/** A Region with a running recorder that has a topic to stream to, and a function that logs what it is invoked with. */
async function recorded(
  resourceTypes: string[] = [type, "AWS::Config::ResourceCompliance"],
): Promise<Region> {
  const region = await openRegion();
  const { account } = region;
  const bucket = account.s3.createBucket("history", region.name);
  const roleArn = role(
    account,
    "recorder",
    [
      allow("xray:GetEncryptionConfig"),
      allow(["s3:PutObject", "s3:GetBucketAcl"], [bucket.arn, `${bucket.arn}/*`]),
    ],
    "config.amazonaws.com",
  );
  region.config.recording.putRecorder({
    name: "recorder",
    roleArn,
    recordingGroup: { resourceTypes, strategy: "INCLUSION_BY_RESOURCE_TYPES" },
  });
  await region.config.delivery.putDeliveryChannel({
    name: "channel",
    s3BucketName: "history",
    snsTopicArn: openTopic(region, "config.amazonaws.com"),
  });
  region.config.recording.start("recorder");
  const { arn } = await region.lambda.createFunction({
    name: "judge",
    roleArn: role(account, "judge", [allow("logs:*")]),
    runtime: "nodejs24.x",
    handler: "index.handler",
    files: { "index.js": "exports.handler = async (event) => console.log(JSON.stringify(event))" },
    timeoutSeconds: 5,
    memoryMegabytes: 128,
    environment: {},
    logGroup: "/judge",
  });
  region.lambda.addPermission(arn, {
    Effect: "Allow",
    Principal: { Service: "config.amazonaws.com" },
    Action: "lambda:InvokeFunction",
  });
  return region;
}

function putRule(region: Region, options: Partial<RuleOptions> = {}) {
  return region.config.rules.putRule({
    name: "rule",
    functionArn: region.arn("lambda", "function:judge"),
    sourceDetails: [change],
    scope: { complianceResourceTypes: [type] },
    inputParameters: '{"desiredKey":"any"}',
    maximumExecutionFrequency: undefined,
    ...options,
  });
}

interface Invocation {
  invokingEvent: string;
  resultToken: string;
  [key: string]: unknown;
}

/** What the function was invoked with, in order. */
function invocations(region: Region): Invocation[] {
  return region.logs
    .lines("/judge")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Invocation);
}

function messageTypes(region: Region): unknown[] {
  return invocations(region).map(
    ({ invokingEvent }) => (JSON.parse(invokingEvent) as Record<string, unknown>)["messageType"],
  );
}

function messages(region: Region): Record<string, unknown>[] {
  return region.account.journal.notifications.map(
    ({ message }) => JSON.parse(message) as Record<string, unknown>,
  );
}

async function give(region: Region, KeyId: string | undefined): Promise<void> {
  await region.xray.putEncryptionConfig(
    region.account.administrator,
    KeyId === undefined ? { Type: "NONE" } : { Type: "KMS", KeyId },
  );
  await region.account.clock.advanceBy(10 * minute);
}

describe("recording in the local account", () => {
  it("discovers the setting when the recorder starts, and publishes that nothing changed", async () => {
    const region = await recorded();
    await region.account.clock.advanceBy(10 * minute);

    const [message] = messages(region);
    assert.deepEqual(message?.["configurationItemDiff"], { changedProperties: {}, changeType: "CREATE" });
    const item = message["configurationItem"] as Record<string, unknown>;
    assert.equal(item["configurationItemStatus"], "ResourceDiscovered");
    assert.equal(item["resourceId"], "default");
    assert.deepEqual(item["configuration"], { type: "NONE" });
    assert.equal(
      region.account.journal.notifications[0]?.subject,
      "[AWS Config:eu-west-1] AWS::XRay::EncryptionConfig default Created in Account 123456789012",
    );
  });

  it("publishes from and to of each change in AWS Config's spelling", async () => {
    const region = await recorded();
    await region.account.clock.advanceBy(10 * minute);
    const key = region.kms.createKey({ id: "key-1" }).arn;

    await give(region, key);
    await give(region, undefined);

    assert.deepEqual(
      messages(region)
        .map((message) => message["configurationItemDiff"])
        .slice(1),
      [
        {
          changedProperties: {
            "Configuration.Type": { previousValue: "NONE", updatedValue: "KMS", changeType: "UPDATE" },
            "Configuration.KeyId": { previousValue: null, updatedValue: key, changeType: "CREATE" },
          },
          changeType: "UPDATE",
        },
        {
          changedProperties: {
            "Configuration.Type": { previousValue: "KMS", updatedValue: "NONE", changeType: "UPDATE" },
            "Configuration.KeyId": { previousValue: key, updatedValue: null, changeType: "DELETE" },
          },
          changeType: "UPDATE",
        },
      ],
    );
  });

  it("records nothing when the setting is put again as it was", async () => {
    const region = await recorded();
    await give(region, "alias/aws/xray");
    await give(region, "alias/aws/xray");
    assert.equal(region.account.journal.changes.length, 1);
  });

  it("records nothing while the recorder is stopped, and says why", async () => {
    const region = await recorded();
    await region.account.clock.advanceBy(10 * minute);
    region.config.recording.stop("recorder");
    await give(region, "alias/aws/xray");
    assert.equal(region.account.journal.changes.length, 1);
    assert.match(region.account.journal.skips[0]?.message ?? "", /recorder recorder is not running/);
  });

  it("records nothing of a type that is not listed, and says why", async () => {
    const region = await recorded(["AWS::S3::Bucket"]);
    await give(region, "alias/aws/xray");
    assert.deepEqual(region.account.journal.changes, []);
    assert.match(
      region.account.journal.skips[0]?.message ?? "",
      /does not record AWS::XRay::EncryptionConfig/,
    );
  });

  it("cannot record what the recorder's role may not read", async () => {
    const region = await recorded();
    region.account.iam.putRolePolicy("recorder", "Policy", {
      Version: "2012-10-17",
      Statement: [allow("s3:*")],
    });
    await give(region, "alias/aws/xray");
    assert.deepEqual(region.account.journal.changes, []);
    assert.match(
      region.account.journal.failures[0]?.message ?? "",
      /not authorized to perform xray:GetEncryptionConfig/,
    );
  });

  it("delivers as the recorder's role where it may, and else as AWS Config itself", async () => {
    const region = await recorded();
    await region.account.clock.advanceBy(10 * minute);
    region.account.iam.putRolePolicy("recorder", "Publish", {
      Version: "2012-10-17",
      Statement: [allow("sns:Publish")],
    });
    await give(region, "alias/aws/xray");
    assert.deepEqual(
      region.account.journal.publications.map(({ principal }) => principal),
      ["config.amazonaws.com", "arn:aws:iam::123456789012:role/recorder"],
    );
  });
});

describe("rules in the local account", () => {
  it("invoke the function with AWS Config's envelope when a change is recorded", async () => {
    const region = await recorded();
    const rule = await putRule(region);
    await region.account.clock.advanceBy(10 * minute);

    const [invocation] = invocations(region);
    const { invokingEvent, resultToken, ...envelope } = invocation ?? { invokingEvent: "", resultToken: "" };
    assert.deepEqual(envelope, {
      version: "1.0",
      ruleParameters: '{"desiredKey":"any"}',
      eventLeftScope: false,
      executionRoleArn: "arn:aws:iam::123456789012:role/recorder",
      configRuleArn: rule.arn,
      configRuleName: "rule",
      configRuleId: rule.id,
      accountId: "123456789012",
    });
    assert.notEqual(resultToken, "");
    assert.deepEqual(Object.keys(JSON.parse(invokingEvent) as object), [
      "configurationItemDiff",
      "configurationItem",
      "notificationCreationTime",
      "messageType",
      "recordVersion",
    ]);
  });

  it("judge what was recorded before they were created", async () => {
    const region = await recorded();
    await region.account.clock.advanceBy(10 * minute);
    await putRule(region);
    await region.account.clock.advanceBy(10 * minute);
    assert.deepEqual(messageTypes(region), ["ConfigurationItemChangeNotification"]);
  });

  it("run on schedule soon after creation, and then as often as declared", async () => {
    const region = await recorded();
    await putRule(region, { sourceDetails: [schedule], scope: undefined });
    await region.account.clock.advanceBy(day);
    assert.deepEqual(
      region.account.journal.invocations.map(({ at }) => at.slice(11, 16)),
      ["09:02", "15:02", "21:02", "03:02"],
    );
    assert.deepEqual([...new Set(messageTypes(region))], ["ScheduledNotification"]);
  });

  it("run daily when the schedule has no frequency", async () => {
    const region = await recorded();
    await putRule(region, { sourceDetails: [{ messageType: "ScheduledNotification" }], scope: undefined });
    await region.account.clock.advanceBy(2 * day - hour);
    assert.equal(invocations(region).length, 2);
  });

  it("with both triggers are invoked for both", async () => {
    const region = await recorded();
    await putRule(region, { sourceDetails: [change, schedule] });
    await region.account.clock.advanceBy(10 * minute);
    assert.deepEqual(messageTypes(region), ["ConfigurationItemChangeNotification", "ScheduledNotification"]);
  });

  it("are not invoked for a type outside their scope, and it is said why", async () => {
    const region = await recorded();
    await putRule(region, { scope: { complianceResourceTypes: ["AWS::XrayEncryptionConfig"] } });
    await region.account.clock.advanceBy(10 * minute);
    assert.deepEqual(invocations(region), []);
    assert.match(region.account.journal.skips[0]?.message ?? "", /its scope is AWS::XrayEncryptionConfig/);
  });

  it("without a scope are invoked for all that is recorded", async () => {
    const region = await recorded();
    await putRule(region, { scope: undefined });
    await region.account.clock.advanceBy(10 * minute);
    assert.equal(invocations(region).length, 1);
  });
});

describe("AWS Config's API in the local account", () => {
  const at = new Date("2026-01-05T09:01:05.000Z");
  const verdict = (ComplianceType: Evaluation["ComplianceType"], OrderingTimestamp = at): Evaluation => ({
    ComplianceResourceType: type,
    ComplianceResourceId: "default",
    ComplianceType,
    Annotation: "because",
    OrderingTimestamp,
  });

  /** A Region in which a rule was invoked, and the token it was given. */
  async function invoked(): Promise<{
    region: Region;
    ResultToken: string;
    config: ReturnType<typeof clients>["config"];
  }> {
    const region = await recorded();
    await putRule(region);
    await region.account.clock.advanceBy(10 * minute);
    const [invocation] = invocations(region);
    return { region, ResultToken: invocation?.resultToken ?? "", config: clients(region.account).config };
  }

  it("keeps an evaluation that comes with the token of an invocation", async () => {
    const { region, ResultToken, config } = await invoked();
    const answer = await config.send(
      new PutEvaluationsCommand({ ResultToken, Evaluations: [verdict("COMPLIANT")] }),
    );
    assert.deepEqual(answer.FailedEvaluations, []);
    assert.deepEqual(region.account.journal.evaluations, [
      {
        at: "2026-01-05T09:10:00.000Z",
        region: "eu-west-1",
        trigger: "change",
        ruleName: "rule",
        resourceType: type,
        resourceId: "default",
        complianceType: "COMPLIANT",
        annotation: "because",
      },
    ]);
    assert.equal(region.config.compliance.resultsOf("rule").length, 1);
  });

  it("publishes a verdict when it changes, and not when it stays", async () => {
    const { region, ResultToken, config } = await invoked();
    for (const type of ["COMPLIANT", "COMPLIANT", "NON_COMPLIANT"] as const) {
      await config.send(new PutEvaluationsCommand({ ResultToken, Evaluations: [verdict(type)] }));
    }
    const changes = messages(region).filter(
      (message) => message["messageType"] === "ComplianceChangeNotification",
    );
    const compliance = (result: unknown) => (result as Record<string, unknown> | null)?.["complianceType"];
    assert.deepEqual(
      changes.map((message) => [
        compliance(message["oldEvaluationResult"]),
        compliance(message["newEvaluationResult"]),
      ]),
      [
        [undefined, "COMPLIANT"],
        ["COMPLIANT", "NON_COMPLIANT"],
      ],
    );
  });

  it("records each verdict as an item of its own, if that type is recorded", async () => {
    const { ResultToken, config } = await invoked();
    await config.send(new PutEvaluationsCommand({ ResultToken, Evaluations: [verdict("NON_COMPLIANT")] }));
    const { configurationItems } = await config.send(
      new GetResourceConfigHistoryCommand({
        resourceType: "AWS::Config::ResourceCompliance",
        resourceId: `${type}/default`,
      }),
    );
    assert.equal(configurationItems?.length, 1);
    assert.match(configurationItems[0]?.configuration ?? "", /"complianceType":"NON_COMPLIANT"/);
  });

  it("does not let an older observation replace a newer one", async () => {
    const { region, ResultToken, config } = await invoked();
    for (const evaluation of [
      verdict("COMPLIANT"),
      verdict("NON_COMPLIANT", new Date(at.getTime() - 1000)),
    ]) {
      await config.send(new PutEvaluationsCommand({ ResultToken, Evaluations: [evaluation] }));
    }
    assert.equal(region.config.compliance.resultsOf("rule")[0]?.complianceType, "COMPLIANT");
  });

  it("clears a result that is reported NOT_APPLICABLE", async () => {
    const { region, ResultToken, config } = await invoked();
    for (const type of ["COMPLIANT", "NOT_APPLICABLE"] as const) {
      await config.send(new PutEvaluationsCommand({ ResultToken, Evaluations: [verdict(type)] }));
    }
    assert.deepEqual(region.config.compliance.resultsOf("rule"), []);
  });

  it("keeps nothing in test mode, whatever the token", async () => {
    const { region, config } = await invoked();
    await config.send(
      new PutEvaluationsCommand({
        ResultToken: "TESTMODE",
        TestMode: true,
        Evaluations: [verdict("COMPLIANT")],
      }),
    );
    assert.deepEqual(region.account.journal.evaluations, []);
  });

  const refusals: { says: string; input: (token: string) => PutEvaluationsCommand; name: string }[] = [
    {
      says: "a token that was never given out",
      input: () => new PutEvaluationsCommand({ ResultToken: "token", Evaluations: [verdict("COMPLIANT")] }),
      name: "InvalidResultTokenException",
    },
    {
      says: "the token TESTMODE outside test mode",
      input: () =>
        new PutEvaluationsCommand({ ResultToken: "TESTMODE", Evaluations: [verdict("COMPLIANT")] }),
      name: "InvalidResultTokenException",
    },
    {
      says: "the compliance type INSUFFICIENT_DATA",
      input: (ResultToken) =>
        new PutEvaluationsCommand({ ResultToken, Evaluations: [verdict("INSUFFICIENT_DATA")] }),
      name: "InvalidParameterValueException",
    },
    {
      says: "an annotation of more than 256 characters",
      input: (ResultToken) =>
        new PutEvaluationsCommand({
          ResultToken,
          Evaluations: [{ ...verdict("COMPLIANT"), Annotation: "x".repeat(257) }],
        }),
      name: "ValidationException",
    },
    {
      says: "more than 100 evaluations",
      input: (ResultToken) =>
        new PutEvaluationsCommand({
          ResultToken,
          Evaluations: Array.from({ length: 101 }, () => verdict("COMPLIANT")),
        }),
      name: "ValidationException",
    },
  ];
  for (const { says, input, name } of refusals) {
    it(`refuses ${says}`, async () => {
      const { region, ResultToken, config } = await invoked();
      await assert.rejects(config.send(input(ResultToken)), { name });
      assert.deepEqual(region.account.journal.evaluations, []);
    });
  }

  it("refuses each call to a role that may not make it", async () => {
    const { region, ResultToken } = await invoked();
    const { config } = clients(
      region.account,
      role(region.account, "stranger", [allow("xray:GetEncryptionConfig")]),
    );
    const error = { name: "AccessDeniedException" };
    await assert.rejects(config.send(new PutEvaluationsCommand({ ResultToken })), error);
    await assert.rejects(
      config.send(new GetResourceConfigHistoryCommand({ resourceType: type, resourceId: "default" })),
      error,
    );
    await assert.rejects(config.send(new ListDiscoveredResourcesCommand({ resourceType: type })), error);
  });

  it("lists what it discovered of a type", async () => {
    const { config } = await invoked();
    const { resourceIdentifiers } = await config.send(
      new ListDiscoveredResourcesCommand({ resourceType: type }),
    );
    const none = await config.send(new ListDiscoveredResourcesCommand({ resourceType: "AWS::S3::Bucket" }));
    assert.deepEqual(resourceIdentifiers, [{ resourceType: type, resourceId: "default" }]);
    assert.deepEqual(none.resourceIdentifiers, []);
  });

  it("returns the history newest first, in the API's spelling, by page, order and time", async () => {
    const { region, config } = await invoked();
    await give(region, "alias/aws/xray");
    await give(region, undefined);
    const ask = async (input: object) => {
      const answer = await config.send(
        new GetResourceConfigHistoryCommand({ resourceType: type, resourceId: "default", ...input }),
      );
      const types = (answer.configurationItems ?? []).map(
        ({ configuration }) => (JSON.parse(configuration ?? "{}") as { type: string }).type,
      );
      return { types, ...answer };
    };

    const all = await ask({});
    assert.deepEqual(all.types, ["NONE", "KMS", "NONE"]);
    assert.equal(all.configurationItems?.[2]?.accountId, "123456789012");
    assert.equal(all.configurationItems[2].version, "1.3");
    assert.deepEqual(
      all.configurationItems[2].configurationItemCaptureTime,
      new Date("2026-01-05T09:01:00.000Z"),
    );

    assert.deepEqual(
      (await ask({ laterTime: all.configurationItems[1]?.configurationItemCaptureTime, limit: 1 })).types,
      ["KMS"],
    );
    assert.deepEqual(
      (await ask({ earlierTime: all.configurationItems[1]?.configurationItemCaptureTime })).types,
      ["NONE", "KMS"],
    );
    assert.equal(
      (await ask({ chronologicalOrder: "Forward" })).configurationItems?.[0]?.configurationItemStatus,
      "ResourceDiscovered",
    );
    const first = await ask({ limit: 2 });
    assert.equal(first.types.length, 2);
    assert.deepEqual((await ask({ limit: 2, nextToken: first.nextToken })).types, ["NONE"]);
  });

  it("answers ResourceNotDiscoveredException for a resource it does not know", async () => {
    const { config } = await invoked();
    await assert.rejects(
      config.send(new GetResourceConfigHistoryCommand({ resourceType: type, resourceId: "other" })),
      {
        name: "ResourceNotDiscoveredException",
      },
    );
  });
});
