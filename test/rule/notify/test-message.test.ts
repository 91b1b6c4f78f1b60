import { Ajv2020 } from "ajv/dist/2020";
import assert from "node:assert/strict";
import * as schema from "../../../docs/message.schema.json";
import { formats } from "../../../rule/notify/formats";
import { tellTest } from "../../../rule/notify/test-message";

const context = {
  accountId: "123456789012",
  region: "eu-west-1",
  label: "prod",
  desiredKey: "any",
  consoleUrl: "https://console/config#",
};

describe("a test message", () => {
  it("says that it is one, who asked for it and when", () => {
    const message = tellTest({ by: "arn:aws:iam::1:user/é", at: "2026-01-05T09:00:00Z" }, context);
    const { subject, attributes, incident } = message;
    assert.equal(subject, "TEST: X-Ray encryption, 123456789012 eu-west-1 (prod)");
    assert.equal(
      formats.mail(message),
      `This is a test: nothing happened. Messages about X-Ray's encryption reach you here.

Asked for by: arn:aws:iam::1:user/?

Asked: 2026-01-05 09:00:00 UTC

Test ${incident.id}. All times are UTC.`,
    );
    assert.deepEqual(attributes, {
      account: "123456789012",
      region: "eu-west-1",
      compliance: "NONE",
      kind: "test",
    });
    const validate = new Ajv2020().compile(schema);
    assert.ok(validate(JSON.parse(formats.json(message))), JSON.stringify(validate.errors));
    const { content } = JSON.parse(formats.chat(message)) as { content: { keywords: string[] } };
    assert.deepEqual(content.keywords, ["TEST", "123456789012", "eu-west-1", "prod"]);
  });

  it("has a caller of at most 300 characters", () => {
    const { test } = tellTest({ by: "a".repeat(400), at: "2026-01-05T09:00:00Z" }, context);
    assert.match(test?.by ?? "", /^a{297}\.{3}$/);
  });

  it("is another for somebody else, and another later; without a label where the account has none", () => {
    const { label, ...unlabelled } = context;
    const ids = [
      { by: "somebody", at: "2026-01-05T09:00:00Z" },
      { by: "another", at: "2026-01-05T09:00:00Z" },
      { by: "somebody", at: "2026-01-05T09:00:01Z" },
    ].map((test) => tellTest(test, { ...unlabelled, label: undefined }).incident.id);
    assert.equal(new Set(ids).size, 3);
    assert.equal(tellTest({ by: "somebody", at: "2026-01-05T09:00:00Z" }, context).label, label);
    const message = tellTest({ by: "a", at: "2026-01-05T09:00:00Z" }, { ...unlabelled, label: undefined });
    assert.ok(!("label" in message));
  });

  for (const [test, names] of [
    ["all", /^test is /],
    [{}, /^test\.by /],
    [{ by: "somebody" }, /^test\.at /],
    [{ by: "somebody", at: "soon" }, /^test\.at /],
  ] as const)
    it(`is not made of ${JSON.stringify(test)}`, () => {
      assert.throws(() => tellTest(test, context), { name: "InvocationError", message: names });
    });
});
