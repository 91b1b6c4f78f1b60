import assert from "node:assert/strict";
import { tellAlarm } from "../../../rule/notify/alarm";
import { formats } from "../../../rule/notify/formats";
import type { Message, MessageContext } from "../../../rule/notify/message";

const context: MessageContext = {
  accountId: "123456789012",
  region: "eu-west-1",
  label: "prod",
  desiredKey: "any",
  consoleUrl: "https://console/config#",
};
const description = "the evaluator fails\n It may be out of date. \nWhat to do: read on";
const states = { ALARM: "ALARM", OK: "OK", INSUFFICIENT_DATA: "INSUFFICIENT_DATA" } as const;

function change(from: string, to: string, changes: object = {}) {
  return new Map<string, unknown>(
    Object.entries({
      source: "aws.cloudwatch",
      alarmArn: "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a",
      alarmData: {
        alarmName: "evaluator-failing",
        state: { value: to, reason: "Threshold Crossed", timestamp: "2026-01-05T09:10:00.000+0000" },
        previousState: { value: from, timestamp: "2026-01-05T09:00:00.000+0000" },
        configuration: { description, metrics: [] },
        ...changes,
      },
    }),
  );
}

function mail(message: Message | undefined): string {
  assert.ok(message);
  return formats.mail(message);
}

describe("a message on an alarm", () => {
  it("says that it rings, what it means and where to read on", () => {
    const message = tellAlarm(change(states.OK, states.ALARM), context);
    assert.equal(message?.subject, "ALARM: the evaluator fails, 123456789012 eu-west-1 (prod)");
    assert.match(
      mail(message),
      /^It may be out of date\.\n\nSince: 2026-01-05 09:10:00 UTC\n\nWhat to do: read on\n\nAlarm: evaluator-failing\nIncident [0-9a-f]{8}\. All times are UTC\.$/,
    );
    assert.deepEqual(message.attributes, {
      account: "123456789012",
      region: "eu-west-1",
      compliance: "NONE",
      kind: "alarm",
    });
    assert.equal(message.label, "prod");
    const unlabelled = tellAlarm(change(states.OK, states.ALARM), { ...context, label: undefined });
    assert.ok(unlabelled && !("label" in unlabelled));
  });

  it("says that it is over, and how long it lasted", () => {
    const message = tellAlarm(change(states.ALARM, states.OK), context);
    assert.equal(message?.subject, "OK: the evaluator fails, 123456789012 eu-west-1 (prod)");
    assert.match(
      mail(message),
      /^This is over\.\nIt lasted 10 minutes, since 2026-01-05 09:00:00 UTC\.\nIt meant: It may be out of date\.\n\nSince: 2026-01-05 09:10:00 UTC\n\nWhat to do: read on\n\nAlarm: /,
    );
  });

  const test = "TEST: nothing happened; asked for by arn:aws:iam::123456789012:user/ann";
  const testState = { value: "ALARM", reason: test, timestamp: "2026-01-05T09:10:00.000+0000" };

  it("says that it is a test where somebody set it off for one, and who", () => {
    const message = tellAlarm(change(states.OK, states.ALARM, { state: testState }), context);
    assert.equal(message?.subject, "TEST: the evaluator fails, 123456789012 eu-west-1 (prod)");
    assert.equal(message.attributes.kind, "test");
    assert.match(
      mail(message),
      /^This is a test: nothing happened\. The alarm was .*\nWhen it rings in earnest it means: It may be out of date\.\n\nAsked for by: arn:aws:iam::123456789012:user\/ann\n\nAsked: 2026-01-05 09:10:00 UTC\n\nWhat to do: read on\n\nAlarm: evaluator-failing\nTest [0-9a-f]{8}\. All times are UTC\.$/,
    );
  });

  it("says nothing at the end of a test", () => {
    const back = { state: { ...testState, value: "OK", reason: "Set back" }, previousState: testState };
    assert.equal(tellAlarm(change("", "", back), context), undefined);
    // Whoever sets it to OK for a test while it rings in earnest hides nothing.
    const hidden = { state: { ...testState, value: "OK" } };
    assert.match(tellAlarm(change(states.ALARM, "", hidden), context)?.subject ?? "", /^OK/);
  });

  it("has who asked for a test in at most 300 characters", () => {
    const long = { state: { ...testState, reason: `${test}${"x".repeat(400)}` } };
    assert.equal(tellAlarm(change(states.OK, "", long), context)?.test?.by.length, 300);
  });

  it("has the same incident ID when the same change comes again, and another for another change", () => {
    const id = (from: string, to: string) => tellAlarm(change(from, to), context)?.incident.id;
    assert.equal(id("OK", "ALARM"), id("OK", "ALARM"));
    const later = { state: { value: "ALARM", timestamp: "2026-01-06T09:10:00.000+0000" } };
    const other = tellAlarm(change("OK", "ALARM", later), context);
    assert.notEqual(other?.incident.id, id("OK", "ALARM"));
  });

  it("is none for an alarm that has never rung", () => {
    assert.equal(tellAlarm(change(states.INSUFFICIENT_DATA, states.OK), context), undefined);
  });

  it("is one for an alarm that rings at once", () => {
    assert.match(tellAlarm(change(states.INSUFFICIENT_DATA, states.ALARM), context)?.subject ?? "", /^ALARM/);
  });

  it("has a title of fifty characters at most", () => {
    const long = { configuration: { description: "x".repeat(60) } };
    const message = tellAlarm(change("OK", "ALARM", long), context);
    assert.equal(message?.subject, `ALARM: ${"x".repeat(47)}..., 123456789012 eu-west-1 (prod)`);
  });

  for (const [changes, message] of [
    [{ state: undefined }, "alarmData.state is missing; expected an object."],
    [{ state: { value: 1 } }, /^alarmData\.state\.value is 1/],
    [{ state: { value: "ALARM", timestamp: "now" } }, /^alarmData\.state\.timestamp is "now"/],
    [{ previousState: undefined }, "alarmData.previousState is missing; expected an object."],
    [{ configuration: undefined }, "alarmData.configuration is missing; expected an object."],
    [{ configuration: {} }, /^alarmData\.configuration\.description is missing/],
    [{ alarmName: 1 }, /^alarmData\.alarmName is 1/],
  ] as const) {
    it(`with ${JSON.stringify(changes)} is an error`, () => {
      assert.throws(() => tellAlarm(change("OK", "ALARM", changes), context), {
        name: "InvocationError",
        message,
      });
    });
  }

  it("needs the time at which an alarm that is over began", () => {
    const event = change("ALARM", "OK", { previousState: { value: "ALARM" } });
    assert.throws(() => tellAlarm(event, context), {
      message: /^alarmData\.previousState\.timestamp is missing/,
    });
  });

  it("needs the alarm's ARN, and its data", () => {
    assert.throws(() => tellAlarm(new Map(), context), { message: /^alarmArn is missing/ });
    assert.throws(() => tellAlarm(new Map([["alarmArn", "arn"]]), context), {
      message: /^alarmData is missing/,
    });
  });
});
