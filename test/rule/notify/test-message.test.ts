import assert from "node:assert/strict";
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
    assert.deepEqual(tellTest({ by: "arn:aws:iam::1:user/é", at: "2026-01-05T09:00:00Z" }, context), {
      subject: "TEST: X-Ray encryption, 123456789012 eu-west-1 (prod)",
      body: `This is a test: nothing happened. Messages about X-Ray's encryption reach you here.

Asked for by: arn:aws:iam::1:user/?
At: 2026-01-05 09:00:00 UTC

All times are UTC.`,
      attributes: { account: "123456789012", region: "eu-west-1", compliance: "NONE", kind: "test" },
    });
  });

  it("has a caller of at most 300 characters", () => {
    const { body } = tellTest({ by: "a".repeat(400), at: "2026-01-05T09:00:00Z" }, context);
    assert.match(body, /Asked for by: a{297}\.\.\.\n/);
  });

  for (const test of ["all", {}, { by: "somebody" }, { by: "somebody", at: "soon" }])
    it(`is not made of ${JSON.stringify(test)}`, () => {
      assert.throws(() => tellTest(test, context), { name: "InvocationError" });
    });
});
