import assert from "node:assert/strict";
import type { Criterion } from "../../../audit/evidence/criteria";
import type { Evidence } from "../../../audit/evidence/evidence";
import {
  criterionInWords,
  gapInWords,
  knownByInWords,
  nonComplianceInWords,
  recordedInWords,
  settingInWords,
  timeInWords,
  whileSentences,
  whoInWords,
} from "../../../audit/evidence/sentences";
import type { SettingChange } from "../../../audit/evidence/setting-track";
import type { EncryptionCall } from "../../../audit/evidence/sources";
import { key, otherKey } from "../account";

const at = (time: string): Date => new Date(`2026-01-05T${time}Z`);
const setting = { type: "KMS", keyId: key } as const;
const call = (principal: string, source: EncryptionCall["source"]): EncryptionCall => ({
  at: at("09:00:00"),
  eventId: "e-1",
  principal,
  setting,
  source,
});
const change: SettingChange = {
  at: at("09:00:00"),
  by: "call",
  from: { setting: { type: "NONE" }, by: "call" },
  to: setting,
  isCertain: true,
  who: { is: "caller", call: call("alice", "trail") },
  recordedAt: undefined,
};
const recorded: SettingChange = { ...change, by: "recording", recordedAt: at("09:01:00") };
const set: Criterion["set"] = {
  at: at("08:00:00"),
  principal: "ops",
  eventId: "e-0",
  source: "event history",
};
const evidence: Evidence = {
  span: { from: at("08:00:00"), to: at("12:00:00") },
  changes: [],
  settings: [],
  verdicts: [],
  nonCompliance: { nonCompliant: 0, judged: 0, occurrences: 0, longest: 0 },
  unexplained: [],
  gaps: [],
  entries: [],
};

/** Claims as they may come out of any sources, and how each is said. */
const sentences: [said: string, expected: string][] = [
  [settingInWords(setting), "key 11111111-1111-1111-1111-111111111111"],
  [settingInWords({ type: "KMS", keyId: "alias/x" }), "alias/x"],
  [settingInWords({ type: "NONE" }), "X-Ray's default encryption"],
  [settingInWords(undefined), "a setting that the sources do not name"],
  [whoInWords(change.who), "alice (CloudTrail, trail, event e-1)"],
  [
    whoInWords({ is: "candidates", calls: [call("alice", "trail"), call("bob", "event history")] }),
    "not identified; possibly alice at 2026-01-05 09:00:00Z, or bob at 2026-01-05 09:00:00Z",
  ],
  [whoInWords({ is: "unidentified", why: "nobody asked" }), "not identified: nobody asked"],
  [timeInWords(change), "the setting changed; time of the call"],
  [timeInWords({ ...change, isCertain: false }), "the setting may have changed; time of the call"],
  [timeInWords({ ...change, from: undefined }), "the first call that is known; time of the call"],
  [
    timeInWords(recorded),
    "the setting changed; time of AWS Config's record, up to some minutes after the change",
  ],
  [
    timeInWords({ ...recorded, from: undefined }),
    "the record begins; time of AWS Config's record, up to some minutes after the change",
  ],
  [knownByInWords(change.from), ""],
  [knownByInWords({ setting, by: "recording" }), "as AWS Config recorded it last"],
  [knownByInWords({ setting, by: "earlier call" }), "by an earlier call; later ones may be missing"],
  [recordedInWords(change), "AWS Config has no item that is certainly of it"],
  [recordedInWords(recorded), "AWS Config recorded it 2026-01-05 09:01:00Z"],
  [gapInWords({ of: "setting", why: "W" }), "what the setting was is not known: W"],
  [gapInWords({ of: "verdict", why: "W" }), "no verdict is known: W"],
  [gapInWords({ of: "calls", why: "W" }), "not every call is known: W"],
  [
    criterionInWords({ desired: "any KMS key", set, until: at("10:00:00") }),
    "any KMS key: set 2026-01-05 08:00:00Z by ops (CloudTrail, event history, event e-0), until 2026-01-05 10:00:00Z",
  ],
  [
    criterionInWords({ desired: "any KMS key", set, until: undefined }),
    "any KMS key: set 2026-01-05 08:00:00Z by ops (CloudTrail, event history, event e-0), until when is not known",
  ],
  [
    criterionInWords({ desired: "any KMS key", set: undefined, until: "now" }),
    "any KMS key: since when is not known, until now",
  ],
  [nonComplianceInWords(evidence), "no verdict of compliant or not is known"],
  [
    nonComplianceInWords({
      ...evidence,
      nonCompliance: { nonCompliant: 0, judged: 61_000, occurrences: 0, longest: 0 },
    }),
    "never NON_COMPLIANT in 1 minute 1 second with a verdict",
  ],
  [
    nonComplianceInWords({
      ...evidence,
      nonCompliance: { nonCompliant: 1000, judged: 61_000, occurrences: 2, longest: 500 },
    }),
    "NON_COMPLIANT 2 times, for 1 second of 1 minute 1 second with a verdict",
  ],
];

const said = { complianceType: "NON_COMPLIANT", why: undefined };
const together: { name: string; evidence: Partial<Evidence>; expected: string[] }[] = [
  {
    name: "each track with its own times, and nothing of a verdict that ended before or began after",
    evidence: {
      settings: [
        { setting, from: at("09:00:00"), to: at("09:08:00"), by: "call" },
        {
          setting: { type: "KMS", keyId: otherKey },
          from: at("09:08:00"),
          to: at("10:00:00"),
          by: "recording",
        },
      ],
      verdicts: [
        { complianceType: "COMPLIANT", why: undefined, from: at("08:00:00"), to: at("09:00:00") },
        { ...said, from: at("09:00:03"), to: at("09:08:03") },
        { complianceType: undefined, why: "it was stopped", from: at("09:08:03"), to: at("10:00:00") },
      ],
    },
    expected: [
      "While it was key 11111111-1111-1111-1111-111111111111 (2026-01-05 09:00:00Z to 2026-01-05 09:08:00Z, by CloudTrail's calls): NON_COMPLIANT from 2026-01-05 09:00:03Z to 2026-01-05 09:08:03Z.",
      "While AWS Config's last record was key 22222222-2222-2222-2222-222222222222 (2026-01-05 09:08:00Z to 2026-01-05 10:00:00Z): NON_COMPLIANT from 2026-01-05 09:00:03Z to 2026-01-05 09:08:03Z; no verdict known from 2026-01-05 09:08:03Z to 2026-01-05 10:00:00Z (it was stopped).",
    ],
  },
  {
    name: "that no verdict is known where there is none",
    evidence: {
      settings: [{ setting: { type: "NONE" }, from: at("09:00:00"), to: at("09:08:00"), by: "call" }],
    },
    expected: [
      "While it was X-Ray's default encryption (2026-01-05 09:00:00Z to 2026-01-05 09:08:00Z, by CloudTrail's calls): no verdict known.",
    ],
  },
];

describe("evidence in words", () => {
  for (const [is, expected] of sentences) {
    it(`can be "${expected}"`, () => {
      assert.equal(is, expected);
    });
  }

  for (const { name, evidence: some, expected } of together) {
    it(`says of both tracks ${name}`, () => {
      const found = whileSentences({ ...evidence, ...some }).map(({ sentence }) => sentence);

      assert.deepEqual(found, expected);
    });
  }
});
