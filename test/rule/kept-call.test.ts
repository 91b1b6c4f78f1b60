import assert from "node:assert/strict";
import type { Event } from "@aws-sdk/client-cloudtrail";
import { keptCallLine, keptWindowLine } from "../../rule/log";
import { keptCall } from "../../rule/parse/kept-call";

const at = "2026-03-03T10:00:00.000Z";
const caller = "arn:aws:sts::123456789012:assumed-role/Admin/alice";

function event(detail: object, more: Partial<Event> = {}): Event {
  return {
    EventId: "event-1",
    EventName: "PutEncryptionConfig",
    EventSource: "xray.amazonaws.com",
    EventTime: new Date(at),
    CloudTrailEvent: JSON.stringify({ userIdentity: { arn: caller }, ...detail }),
    ...more,
  };
}

describe("a call that is kept", () => {
  it("has of what was requested and answered what evidence needs, as it is, and nothing else", () => {
    const kept = keptCall(
      event({
        requestParameters: { type: "KMS", keyId: "alias/ü", secret: "no", tags: [{ type: "no" }] },
        responseElements: { encryptionConfig: { type: "KMS", keyId: "key", status: "UPDATING" }, other: {} },
      }),
      "rule",
    );

    assert.deepEqual(kept, {
      call: "PutEncryptionConfig",
      caller,
      calledAt: at,
      eventId: "event-1",
      requested: { type: "KMS", keyId: "alias/ü" },
      answered: { encryptionConfig: { type: "KMS", keyId: "key" } },
    });
  });

  for (const nothing of [null, 7, true]) {
    it(`has nothing of parameters that are ${nothing}, nor of a member that is`, () => {
      const kept = keptCall(
        event({ requestParameters: nothing, responseElements: { keyId: nothing } }),
        "rule",
      );

      assert.equal(kept?.requested, undefined);
      assert.deepEqual(kept?.answered, { keyId: undefined });
    });
  }

  const rules: [what: string, name: string | undefined, isKept: boolean][] = [
    ["of its own rule", "own", true],
    ["not of another rule", "another", false],
    ["of any rule where the event does not name one", undefined, true],
  ];
  for (const [what, ruleName, isKept] of rules) {
    it(`is ${what}`, () => {
      const given = { EventName: "PutConfigRule", EventSource: "config.amazonaws.com" };
      const detail = { requestParameters: { configRule: { configRuleName: "own" } } };

      assert.equal(keptCall(event(detail, given), ruleName) !== undefined, isKept);
    });
  }

  it("is none of an event without a name", () => {
    const { EventName: _, ...nameless } = event({});

    assert.equal(keptCall(nameless, "rule"), undefined);
  });
});

describe("a kept call's line", () => {
  const call = (keyId: string) => ({
    call: "PutEncryptionConfig",
    caller,
    calledAt: at,
    eventId: "event-1",
    requested: { keyId },
    answered: undefined,
  });

  for (const text of ["schlüssel", "\u0000\n\r\t", "\u2028\u{1f511}", "\ud800", "\u007f\u00ff"]) {
    it(`is printable, and read as what was written: ${JSON.stringify(text)}`, () => {
      const line = keptCallLine(call(text));

      assert.match(line, /^[\x20-\x7e]+$/);
      assert.deepEqual((JSON.parse(line) as { requested: unknown }).requested, { keyId: text });
    });
  }

  it("has 8192 characters, and no more", () => {
    const room = 8192 - keptCallLine(call("")).length;

    assert.equal(keptCallLine(call("x".repeat(room))).length, 8192);
    assert.throws(() => keptCallLine(call("x".repeat(room + 1))), { name: "LookUpError", message: /8193/ });
  });
});

describe("a window's line", () => {
  const window = { rule: "rule", from: new Date(0), to: new Date(at) };

  it("names all calls, or says why not all could be kept", () => {
    assert.deepEqual(JSON.parse(keptWindowLine({ ...window, eventIds: ["ü"] })), {
      level: "INFO",
      kept: "window",
      rule: "rule",
      from: "1970-01-01T00:00:00.000Z",
      to: at,
      eventIds: ["ü"],
    });
    assert.deepEqual(JSON.parse(keptWindowLine({ ...window, error: new Error("It is denied.") })), {
      level: "WARN",
      kept: "part of a window",
      rule: "rule",
      from: "1970-01-01T00:00:00.000Z",
      to: at,
      error: { name: "Error", message: "It is denied." },
    });
  });
});
