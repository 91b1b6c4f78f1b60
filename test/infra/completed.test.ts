import assert from "node:assert/strict";
import { runGuard } from "../support/stub-cloud";

/** What each kind of component shows of itself in the stack's state, where the console and `pulumi stack` have it from. */
const shows: Record<string, string[]> = {
  AlertTopic: ["topic"],
  DeadLetterQueue: ["queue"],
  EncryptionRule: ["rule"],
  Evaluator: ["function"],
  EvaluatorAlarms: [],
  EventDetector: ["function"],
  GuardedRegion: ["outputs"],
  HardenedBucket: ["bucket"],
  HistoryBucket: ["bucketName"],
  LostEventAlarm: [],
  Notifier: ["function"],
  RecorderAlarm: [],
  Recording: ["recorder", "streamTopic"],
  Remediation: [],
  RuleFunction: ["function"],
  ServiceRole: ["roleArn"],
  Trail: ["bucketName"],
  UndeliveredAlarm: [],
  XrayEncryptionGuard: [
    "bucketName",
    "desiredEncryption",
    "mustConfirmSubscription",
    "regions",
    "trailBucketName",
    "version",
  ],
};

describe("a component", () => {
  const desiredKey = "alias/xray-traces";
  const options = { desiredKey, fastDetection: true, trail: "create", alarmOnRecorder: true } as const;

  it("says when all of it is declared, and what of it to show: until then the engine shows it as being made", async () => {
    const { registrations } = await runGuard({ ...options, enforcement: "remediate" });
    const found: Record<string, string[]> = {};
    for (const { type, wire } of registrations) {
      const [project, , kind = ""] = type.split(":");
      if (project !== "xray-encryption-guard") continue;
      assert.ok(wire.outputs !== undefined, `${kind} never ends`);
      found[kind] = Object.keys(wire.outputs).toSorted();
    }
    assert.deepEqual(found, shows);
  });

  it("says so, too, where it sets the encryption", async () => {
    const { registrations } = await runGuard({ desiredKey, enforcement: "apply" });
    const applied = registrations.find(({ type }) => type.endsWith(":AppliedEncryption"));
    assert.deepEqual(applied?.wire.outputs, {});
  });
});
