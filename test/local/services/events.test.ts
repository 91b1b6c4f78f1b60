import * as assert from "node:assert/strict";
import type { Region } from "../../../local/account/account";
import { InputTransformer } from "../../../local/services/events/input-transformer";
import { allow, openRegion, openTopic, role } from "../accounts";

describe("EventBridge in the local account", () => {
  const event = { source: "aws.config", detailType: "Changed", resources: [], detail: { color: "blue" } };

  function putRule(
    region: Region,
    arn: string,
    options: { roleArn?: string; pattern?: object; enabled?: boolean } = {},
  ): void {
    region.events.putRule("rule", {
      eventPattern: JSON.stringify(options.pattern ?? { source: ["aws.config"] }),
      enabled: options.enabled ?? true,
    });
    region.events.putTarget("rule", {
      id: "target",
      arn,
      roleArn: options.roleArn,
      transformer: InputTransformer.parse(
        { color: "$.detail.color", region: "$.region" },
        '"<color> in <region>"',
      ),
    });
  }

  it("delivers a matching event, transformed, to a topic that lets EventBridge in", async () => {
    const region = await openRegion();
    putRule(region, openTopic(region, "events.amazonaws.com"));
    await region.events.put(event);
    assert.deepEqual(
      region.account.journal.notifications.map(({ message }) => message),
      ['"blue in eu-west-1"'],
    );
    assert.equal(region.account.journal.publications[0]?.principal, "events.amazonaws.com");
  });

  it("delivers as the target's role where it has one", async () => {
    const region = await openRegion();
    const roleArn = role(region.account, "notifier", [allow("sns:Publish")], "events.amazonaws.com");
    putRule(region, openTopic(region), { roleArn });
    await region.events.put(event);
    assert.equal(region.account.journal.publications[0]?.principal, roleArn);
  });

  it("keeps what it cannot deliver in the target's queue, where the queue lets it, and says so where not", async () => {
    const region = await openRegion();
    const { arn, url } = region.sqs.createQueue("dead");
    region.events.putRule("rule", { eventPattern: '{"source":["aws.config"]}', enabled: true });
    region.events.putTarget("rule", {
      id: "target",
      arn: openTopic(region),
      roleArn: undefined,
      transformer: undefined,
      deadLetterArn: arn,
    });
    await region.events.put(event);
    region.sqs.setPolicy(url, {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: arn,
          Condition: { ArnLike: { "aws:SourceArn": "arn:aws:events:eu-west-1:123456789012:rule/*" } },
        },
      ],
    });
    await region.events.put(event);
    assert.deepEqual(
      region.sqs.queue(arn).messages.map(({ body }) => (JSON.parse(body) as { detail: unknown }).detail),
      [event.detail],
    );
    assert.match(
      region.account.journal.failures[1]?.message ?? "",
      /^EventBridge rule rule could not keep an event in arn:aws:sqs:.*sqs:SendMessage/,
    );
  });

  const undelivered: { says: string; act: (region: Region) => void; trouble: RegExp }[] = [
    {
      says: "a topic that does not let it in",
      act: (region) => putRule(region, openTopic(region, "config.amazonaws.com")),
      trouble:
        /^EventBridge rule rule could not reach arn:aws:sns:.*: events\.amazonaws\.com is not authorized to perform sns:Publish/,
    },
    {
      says: "a role that does not trust it",
      act: (region) =>
        putRule(region, openTopic(region), {
          roleArn: role(region.account, "notifier", [allow("sns:Publish")]),
        }),
      trouble: /not authorized to perform sts:AssumeRole on arn:aws:iam::123456789012:role\/notifier/,
    },
    {
      says: "a role that may not publish",
      act: (region) =>
        putRule(region, openTopic(region), {
          roleArn: role(region.account, "notifier", [allow("sqs:SendMessage")], "events.amazonaws.com"),
        }),
      trouble: /role\/notifier is not authorized to perform sns:Publish/,
    },
    {
      says: "a topic that does not exist",
      act: (region) => putRule(region, region.arn("sns", "gone")),
      trouble: /Topic does not exist/,
    },
  ];
  for (const { says, act, trouble } of undelivered) {
    it(`notes that it could not deliver through ${says}`, async () => {
      const region = await openRegion();
      act(region);
      await region.events.put(event);
      assert.match(region.account.journal.failures[0]?.message ?? "", trouble);
      assert.deepEqual(region.account.journal.notifications, []);
    });
  }

  it("delivers nothing for an event that does not match, or through a rule that is disabled", async () => {
    const region = await openRegion();
    const topic = openTopic(region, "events.amazonaws.com");
    putRule(region, topic, { pattern: { source: ["aws.xray"] } });
    await region.events.put(event);
    putRule(region, topic, { enabled: false });
    await region.events.put(event);
    assert.deepEqual(region.account.journal.publications, []);
  });

  it("refuses a target of a service that it does not have", async () => {
    const region = await openRegion();
    assert.throws(() => putRule(region, region.arn("sqs", "queue")), { code: "ValidationException" });
  });
});
