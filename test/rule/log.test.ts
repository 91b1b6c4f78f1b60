import assert from "node:assert/strict";
import { version } from "../../package.json";
import { InvocationError } from "../../rule/errors";
import { invocationLine, logCall } from "../../rule/log";
import { capturingStdout } from "../support/captured-stdout";

const evaluation = {
  ComplianceResourceType: "AWS::XRay::EncryptionConfig",
  ComplianceResourceId: "default",
  ComplianceType: "COMPLIANT" as const,
  Annotation: "X-Ray uses its default encryption, as desired.",
  OrderingTimestamp: new Date(0),
};
const event = {
  configRuleName: "rule",
  resultToken: "secret-token",
  invokingEvent: '{"messageType":"ScheduledNotification"}',
};

describe("an invocation's log line", () => {
  it("says rule, message type, verdict and duration", () => {
    const line = invocationLine(event, { evaluations: [evaluation] }, 12.345);

    assert.deepEqual(JSON.parse(line), {
      level: "INFO",
      version,
      rule: "rule",
      messageType: "ScheduledNotification",
      evaluated: 1,
      verdicts: [
        {
          resourceType: "AWS::XRay::EncryptionConfig",
          resourceId: "default",
          complianceType: "COMPLIANT",
          annotation: "X-Ray uses its default encryption, as desired.",
        },
      ],
      durationMs: 12.3,
    });
  });

  it("says what went wrong, by the error's name", () => {
    const line = invocationLine(event, { error: new InvocationError("It is wrong.") }, 1);

    assert.deepEqual(JSON.parse(line), {
      level: "ERROR",
      version,
      rule: "rule",
      messageType: "ScheduledNotification",
      error: { name: "InvocationError", message: "It is wrong." },
      durationMs: 1,
    });
  });

  const malformed: [string, unknown][] = [
    ["no event", undefined],
    ["null", null],
    ["a string", "event"],
    ["members of other types", { configRuleName: 7, invokingEvent: {} }],
    ["an invoking event that is not JSON", { invokingEvent: "{oops" }],
    ["an invoking event that is null", { invokingEvent: "null" }],
  ];
  for (const [what, given] of malformed) {
    it(`is written for ${what} too`, () => {
      const line = invocationLine(given, { error: "thrown" }, 1);

      assert.deepEqual(JSON.parse(line), {
        level: "ERROR",
        version,
        error: { name: "Error", message: "thrown" },
        durationMs: 1,
      });
    });
  }

  it("is one line of less than 8 kB without the result token, whatever it is to say", () => {
    const long = '\\"\n\u0000\u2028\u00fc'.repeat(20_000);
    const invokingEvent = JSON.stringify({ messageType: long });
    const many = Array.from({ length: 150 }, () => ({
      ...evaluation,
      ComplianceResourceId: long,
      Annotation: long,
    }));

    const lines = [{ evaluations: many }, { error: new Error(long) }].map((outcome) =>
      invocationLine({ ...event, configRuleName: long, invokingEvent }, outcome, 1),
    );

    for (const line of lines) {
      assert.match(line, /^[\x20-\x7e]{100,8190}$/);
      assert.ok(!line.includes("secret-token"));
    }
  });
});

describe("the event detector log line", () => {
  const caller = "arn:aws:iam::123456789012:user/alice";
  const eventId = "584c11e9-9767-f9e1-590d-9bec02877395";
  const calledAt = "2026-01-05T09:00:00Z";
  const call = {
    detail: {
      eventName: "PutEncryptionConfig",
      userIdentity: { arn: caller },
      eventTime: calledAt,
      eventID: eventId,
    },
  };
  const who = { version, call: "PutEncryptionConfig", caller, calledAt, eventId };
  const verdict = { complianceType: "NON_COMPLIANT" as const, annotation: "It is wrong." };
  const lines: [what: string, outcome: Parameters<typeof logCall>[1], expected: object][] = [
    [
      "the verdict, and whether AWS Config was asked",
      { detection: { call: "PutEncryptionConfig", verdict, evaluation: false } },
      { level: "INFO", affected: true, ...verdict, evaluationStarted: false },
    ],
    [
      "that the call was about another key",
      { detection: { call: "PutEncryptionConfig" } },
      { level: "INFO", affected: false },
    ],
    [
      "what went wrong",
      { error: new InvocationError("It is wrong.") },
      { level: "ERROR", error: { name: "InvocationError", message: "It is wrong." } },
    ],
  ];
  for (const [what, outcome, expected] of lines) {
    it(`says ${what}`, async () => {
      const { stdout } = await capturingStdout(async () => logCall(call, outcome, 12.345));

      assert.deepEqual(JSON.parse(stdout), { ...who, ...expected, durationMs: 12.3 });
    });
  }

  it("names no caller of an event that names none", async () => {
    const event = { detail: { eventName: "DisableKey" } };

    const { stdout } = await capturingStdout(async () =>
      logCall(event, { detection: { call: "DisableKey" } }, 1),
    );

    assert.deepEqual(JSON.parse(stdout), {
      level: "INFO",
      version,
      call: "DisableKey",
      affected: false,
      durationMs: 1,
    });
  });
});
