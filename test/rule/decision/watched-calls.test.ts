import assert from "node:assert/strict";
import {
  concernOf,
  meaningOf,
  oftenMadeByServices,
  watchedCalls,
} from "../../../rule/decision/watched-calls";

/** What silently breaks the control, besides the setting itself, and what each concerns. */
const breaking: Record<string, string> = {
  StopConfigurationRecorder: "recorder",
  PutConfigurationRecorder: "recorder",
  DeleteConfigurationRecorder: "recorder",
  DeleteDeliveryChannel: "recorder",
  DeleteConfigRule: "rule",
  UpdateTraceSegmentDestination: "destination",
  PutKeyPolicy: "keyAccess",
  RevokeGrant: "keyAccess",
  RetireGrant: "keyAccess",
  DisableKey: "key",
  ScheduleKeyDeletion: "key",
  CreateAlias: "key",
  UpdateAlias: "key",
  DeleteAlias: "key",
  AssociateKmsKey: "spans",
  DisassociateKmsKey: "spans",
};

describe("the watched calls", () => {
  for (const [call, concern] of Object.entries({ PutEncryptionConfig: "setting", ...breaking })) {
    it(`have ${call}, on the ${concern}`, () => assert.equal(concernOf(call), concern));
  }

  it("are these and no others", () => {
    const all = Object.values(watchedCalls).flatMap((calls) => Object.keys(calls));
    assert.deepEqual(all.toSorted(), ["PutEncryptionConfig", ...Object.keys(breaking)].toSorted());
    assert.equal(concernOf("EnableKey"), undefined);
    assert.equal(concernOf("toString"), undefined);
    for (const call of oftenMadeByServices) assert.ok(all.includes(call));
  });

  it("are looked at by somebody where no verdict tells what they came to", () => {
    const told = Object.keys(breaking).filter((call) => meaningOf(call) !== undefined);
    assert.deepEqual(told, [
      "DeleteConfigRule",
      "UpdateTraceSegmentDestination",
      "PutKeyPolicy",
      "RevokeGrant",
      "RetireGrant",
      "AssociateKmsKey",
      "DisassociateKmsKey",
    ]);
    for (const call of told) assert.match(meaningOf(call) ?? "", /^[A-Z].+\.$/);
    assert.match(meaningOf("RevokeGrant") ?? "", /^A grant .* taken back\. No look-up shows/);
    assert.match(meaningOf("PutKeyPolicy") ?? "", /^The policy .* changed\. No look-up shows/);
  });
});
