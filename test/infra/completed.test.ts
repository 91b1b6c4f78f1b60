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
  Recording: ["recorder", "streamTopic"],
  Remediation: [],
  RuleFunction: ["function"],
  ServiceRole: ["roleArn"],
  Trail: ["bucketName"],
  UndeliveredAlarm: [],
  XrayEncryptionGuard: [
    "bucketName",
    "desiredEncryption",
    "judgedOnScheduleOnly",
    "mustConfirmSubscription",
    "regions",
    "trailBucketName",
    "version",
  ],
};

describe("a component", () => {
  const desiredKey = "alias/xray-traces";
  const options = { desiredKey, fastDetection: true, trail: "create" } as const;

  it("shows of itself what people look for, and nothing else", async () => {
    const { registrations } = await runGuard({ ...options, enforcement: "remediate" });
    const found: Record<string, string[]> = {};
    for (const { type, wire } of registrations) {
      const [project, , kind = ""] = type.split(":");
      if (project !== "xray-encryption-guard") continue;
      found[kind] = Object.keys(wire.outputs ?? {}).toSorted();
    }
    assert.deepEqual(found, shows);
  });
});
