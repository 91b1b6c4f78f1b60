import assert from "node:assert/strict";
import {
  type ChannelState,
  deliveryProblem,
  recorderProblem,
  ruleProblem,
  type RuleState,
} from "../../../rule/decision/control";
import type { RecorderState } from "../../../rule/decision/recorder";

const type = "AWS::XRay::EncryptionConfig";
const now = new Date("2026-03-05T05:00:00Z");
const aDayAgo = new Date("2026-03-04T05:00:00Z");
const lately = new Date("2026-03-04T05:00:01Z");
const recorder: RecorderState = {
  running: true,
  startedAt: aDayAgo,
  allSupported: true,
  strategy: undefined,
  included: [],
  excluded: [],
};

describe("AWS Config's recorder", () => {
  const nothing = "AWS Config has recorded nothing yet, in a day.";
  const cases: [
    what: string,
    recorders: RecorderState[],
    discovered: number | undefined,
    sentence: string | undefined,
  ][] = [
    ["that records", [recorder], 1, undefined],
    ["of which nobody asked what it discovered", [recorder], undefined, undefined],
    ["that discovered nothing in a day", [recorder], 0, nothing],
    [
      "that discovered nothing, but began less than a day ago",
      [{ ...recorder, startedAt: lately }],
      0,
      undefined,
    ],
    [
      "that discovered nothing, and began at no known time",
      [{ ...recorder, startedAt: undefined }],
      0,
      undefined,
    ],
    [
      "beside a stopped one that is older",
      [
        { ...recorder, running: false },
        { ...recorder, startedAt: lately },
      ],
      0,
      undefined,
    ],
    [
      "beside an older one of other types",
      [
        { ...recorder, allSupported: false },
        { ...recorder, startedAt: lately },
      ],
      0,
      undefined,
    ],
    ["that is stopped", [{ ...recorder, running: false }], 0, "AWS Config's recorder is stopped."],
    ["that is not there", [], 0, "AWS Config has no recorder here."],
  ];
  for (const [what, recorders, discovered, sentence] of cases) {
    it(`${what} ${sentence === undefined ? "is no problem" : "is one"}`, () => {
      assert.deepEqual(
        recorderProblem(recorders, type, discovered, now),
        sentence === undefined ? undefined : { part: "recorder", sentence },
      );
    });
  }
});

describe("AWS Config's delivery channel", () => {
  const failed = "AWS Config's latest delivery failed (NoSuchBucket).";
  const missing = "AWS Config's recorder has no delivery channel.";
  const cases: [
    what: string,
    channels: ChannelState[],
    recorders: RecorderState[] | undefined,
    sentence: string | undefined,
  ][] = [
    ["that never delivered", [{ deliveries: [] }], [recorder], undefined],
    ["whose deliveries went well", [{ deliveries: [{ at: 1, failure: undefined }] }], [recorder], undefined],
    ["whose delivery failed", [{ deliveries: [{ at: 1, failure: "NoSuchBucket" }] }], [recorder], failed],
    [
      "whose delivery failed before another went well",
      [
        {
          deliveries: [
            { at: 1, failure: "NoSuchBucket" },
            { at: 2, failure: undefined },
          ],
        },
      ],
      [recorder],
      undefined,
    ],
    [
      "whose delivery went well before another failed",
      [
        {
          deliveries: [
            { at: 2, failure: "NoSuchBucket" },
            { at: 1, failure: undefined },
          ],
        },
      ],
      undefined,
      failed,
    ],
    ["that is not there", [], [recorder], missing],
    [
      "that is not there, for a service's recorder",
      [],
      [{ ...recorder, isManagedByService: true }],
      undefined,
    ],
    ["that is not there, as nothing is", [], [], undefined],
    ["that is not there, for who knows which recorder", [], undefined, undefined],
  ];
  for (const [what, channels, recorders, sentence] of cases) {
    it(`${what} ${sentence === undefined ? "is no problem" : "is one"}`, () => {
      assert.deepEqual(
        deliveryProblem(channels, recorders),
        sentence === undefined ? undefined : { part: "delivery", sentence },
      );
    });
  }

  it("is named with an error code that fits into a sentence", () => {
    const problem = deliveryProblem([{ deliveries: [{ at: 1, failure: `a\n${"b".repeat(99)}` }] }], []);
    assert.match(problem?.sentence ?? "", /^AWS Config's latest delivery failed \([ -~]{40}\)\.$/);
  });
});

describe("AWS Config's rule", () => {
  const rule: RuleState = {
    state: "ACTIVE",
    messageTypes: ["ConfigurationItemChangeNotification"],
    scope: [type],
  };
  const cases: [what: string, rule: RuleState | "gone", sentence: string | undefined][] = [
    ["that works", rule, undefined],
    ["that is being evaluated", { ...rule, state: "EVALUATING" }, undefined],
    ["of any type", { ...rule, scope: [] }, undefined],
    ["of this type and others", { ...rule, scope: ["AWS::S3::Bucket", type] }, undefined],
    ["of another type", { ...rule, scope: ["AWS::S3::Bucket"] }, "The rule's scope leaves this type out."],
    [
      "of another type, on schedule alone",
      { ...rule, messageTypes: ["ScheduledNotification"], scope: ["AWS::S3::Bucket"] },
      undefined,
    ],
    ["that is being deleted", { ...rule, state: "DELETING" }, "AWS Config's rule is DELETING."],
    ["that is not there", "gone", "AWS Config has no such rule any more."],
  ];
  for (const [what, state, sentence] of cases) {
    it(`${what} ${sentence === undefined ? "is no problem" : "is one"}`, () => {
      assert.deepEqual(
        ruleProblem(state, type),
        sentence === undefined ? undefined : { part: "rule", sentence },
      );
    });
  }
});
