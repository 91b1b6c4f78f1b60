import * as assert from "node:assert/strict";
import { accountId, openRegion, openTopic } from "../accounts";

describe("SNS in the local account", () => {
  const message = { subject: "s", message: "m" };
  const context = { "aws:SourceAccount": accountId };

  it("gives each subscriber what a permitted service publishes", async () => {
    const region = await openRegion();
    const topic = openTopic(region, "config.amazonaws.com");
    region.sns.subscribe(topic, "email", "others@example.com");

    await region.sns.publish("config.amazonaws.com", topic, message, context);

    assert.deepEqual(region.account.journal.notifications, [
      {
        at: "2026-01-05T09:00:00.000Z",
        region: "eu-west-1",
        topic: "people",
        to: "people@example.com",
        ...message,
      },
      {
        at: "2026-01-05T09:00:00.000Z",
        region: "eu-west-1",
        topic: "people",
        to: "others@example.com",
        ...message,
      },
    ]);
  });

  it("lets no service into a topic without a policy of its own", async () => {
    const region = await openRegion();
    const { arn } = region.sns.createTopic("bare");
    await assert.rejects(region.sns.publish("config.amazonaws.com", arn, message, context), {
      code: "AccessDeniedException",
    });
    assert.deepEqual(region.account.journal.publications, []);
  });

  it("lets no service into an encrypted topic whose key does not let it in", async () => {
    const region = await openRegion();
    const key = region.kms.createKey({ id: "topic-key" });
    const topic = region.sns.createTopic("encrypted", {
      kmsKeyId: key.arn,
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sns:Publish",
            Resource: "*",
          },
        ],
      },
    });
    await assert.rejects(
      region.sns.publish("events.amazonaws.com", topic.arn, message, context),
      /kms:GenerateDataKey/,
    );
  });

  for (const { protocol, endpoint, error } of [
    { protocol: "email", endpoint: "nobody", error: /Email address nobody/ },
    { protocol: "https", endpoint: "http://example.com", error: /must match the specified protocol/ },
    { protocol: "sqs", endpoint: "alerts", error: /SQS endpoint ARN alerts/ },
    {
      protocol: "sms",
      endpoint: "+15550100",
      error: /delivers by email, email-json, https, sqs, not by sms/,
    },
  ]) {
    it(`refuses the subscription of ${endpoint} by ${protocol}`, async () => {
      const region = await openRegion();
      const topic = openTopic(region);
      assert.throws(() => region.sns.subscribe(topic, protocol, endpoint), error);
    });
  }
});
