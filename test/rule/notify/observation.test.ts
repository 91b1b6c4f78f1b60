import assert from "node:assert/strict";
import { parseObservation, parseRecordedChange } from "../../../rule/notify/observation";

const location = { accountId: "123456789012", region: "eu-west-1" };
const observation = {
  by: "call",
  complianceType: "NON_COMPLIANT",
  annotation: "It is wrong.",
  setting: "NONE",
  asOf: "2026-01-05T09:01:00.000Z",
  judgedAt: "2026-01-05T09:01:05.000Z",
  ruleName: "guard",
  call: { name: "PutEncryptionConfig", caller: "ann", calledAt: "2026-01-05T09:00:58Z", eventId: "e-1" },
};
const item = {
  resourceType: "AWS::XRay::EncryptionConfig",
  configurationItemStatus: "OK",
  configurationItemCaptureTime: "2026-01-05T09:01:00.000Z",
  configuration: { type: "NONE" },
};
const event = (changes: object = {}, envelope: object = {}) =>
  new Map<string, unknown>(
    Object.entries({
      account: "123456789012",
      region: "eu-west-1",
      detail: { configurationItem: { ...item, ...changes } },
      ...envelope,
    }),
  );

describe("an observation", () => {
  it("is read as it was sent", () => {
    assert.deepEqual(parseObservation(observation), observation);
    const { call: _, ruleName: __, ...least } = observation;
    assert.deepEqual(parseObservation(least), least);
    const short = { name: "DisableKey", caller: "ann" };
    assert.deepEqual(parseObservation({ ...observation, call: short }).call, short);
  });

  for (const [changes, message] of [
    [{ by: "hearsay" }, 'observation.by is "hearsay"; expected recorder, schedule, call.'],
    [
      { complianceType: "NOT_APPLICABLE" },
      'observation.complianceType is "NOT_APPLICABLE"; expected COMPLIANT, NON_COMPLIANT.',
    ],
    [{ annotation: "" }, 'observation.annotation is ""; expected a string that is not empty.'],
    [{ setting: 1 }, "observation.setting is 1; expected a string that is not empty."],
    [{ asOf: "yesterday" }, /^observation\.asOf is "yesterday"; expected an ISO 8601 time/],
    [{ judgedAt: undefined }, /^observation\.judgedAt is missing/],
    [{ ruleName: 1 }, /^observation\.ruleName is 1/],
    [{ call: "a call" }, 'observation.call is "a call"; expected an object.'],
    [{ call: {} }, /^observation\.call\.name is missing/],
    [{ call: { name: "a" } }, /^observation\.call\.caller is missing/],
    [{ call: { name: "a", caller: "b", calledAt: 1 } }, /^observation\.call\.calledAt is 1/],
    [{ call: { name: "a", caller: "b", eventId: 1 } }, /^observation\.call\.eventId is 1/],
  ] as const) {
    it(`with ${JSON.stringify(changes)} is an error`, () => {
      assert.throws(() => parseObservation({ ...observation, ...changes }), {
        name: "InvocationError",
        message,
      });
    });
  }

  it("that is none is an error", () => {
    assert.throws(() => parseObservation(undefined), {
      message: "observation is missing; expected an object.",
    });
  });
});

describe("an event of a recorded item", () => {
  it("is read: what the setting is, and since when it is known", () => {
    assert.deepEqual(parseRecordedChange(event(), location), {
      by: "event",
      setting: "NONE",
      asOf: "2026-01-05T09:01:00.000Z",
    });
  });

  for (const changes of [
    { resourceType: "AWS::S3::Bucket" },
    { configurationItemStatus: "ResourceDeleted" },
  ]) {
    it(`with ${JSON.stringify(changes)} tells nothing`, () => {
      assert.equal(parseRecordedChange(event(changes), location), undefined);
    });
  }

  for (const [envelope, changes, message] of [
    [{ account: "210987654321" }, {}, /^account is "210987654321"/],
    [{ region: "us-east-1" }, {}, /^region is "us-east-1"/],
    [{ detail: 1 }, {}, "detail is 1; expected an object."],
    [{ detail: {} }, {}, "detail.configurationItem is missing; expected an object."],
    [{}, { configurationItemStatus: "Odd" }, /^detail\.configurationItem\.configurationItemStatus is "Odd"/],
    [
      {},
      { configurationItemCaptureTime: 1 },
      /^detail\.configurationItem\.configurationItemCaptureTime is 1/,
    ],
    [{}, { configuration: {} }, /^configuration\.type is missing/],
  ] as const) {
    it(`with ${JSON.stringify({ ...envelope, ...changes })} is an error`, () => {
      assert.throws(() => parseRecordedChange(event(changes, envelope), location), { message });
    });
  }
});
