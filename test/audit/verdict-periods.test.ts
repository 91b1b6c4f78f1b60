import assert from "node:assert/strict";
import { axisOf } from "../../audit/report/axis";
import type { TimelineEntry } from "../../audit/history/timeline";
import { nonComplianceOf, verdictPeriods } from "../../audit/history/verdict-periods";
import { formatLength } from "../../audit/cli/format";

const hour = 3_600_000;
/** An hour of one day. */
const at = (hours: number): Date => new Date(Date.UTC(2026, 0, 5) + hours * hour);

function entry(
  hours: number,
  verdict: { type: string; from: number; standing?: boolean } | undefined,
  kind: TimelineEntry["kind"] = "change",
): TimelineEntry {
  return {
    kind,
    region: "eu-west-1",
    resourceId: "default",
    at: at(hours),
    changes: [],
    first: false,
    gone: undefined,
    verdict: verdict && {
      complianceType: verdict.type,
      recordedAt: at(verdict.from),
      standing: verdict.standing ?? false,
    },
    verdictBefore: undefined,
    by: undefined,
    byUnknown: undefined,
  };
}

const cases: {
  name: string;
  before: string | undefined;
  entries: TimelineEntry[];
  spans: [from: number, to: number, complianceType: string | undefined][];
  nonCompliant: number;
  judged: number;
  occurrences: number;
  longest: number;
}[] = [
  {
    name: "time before the first verdict counts for nothing",
    before: undefined,
    entries: [entry(1, { type: "NON_COMPLIANT", from: 2 })],
    spans: [
      [0, 2, undefined],
      [2, 24, "NON_COMPLIANT"],
    ],
    nonCompliant: 22,
    judged: 22,
    occurrences: 1,
    longest: 22,
  },
  {
    name: "a verdict that still stands makes no new period",
    before: "NON_COMPLIANT",
    entries: [
      entry(3, { type: "NON_COMPLIANT", from: -5, standing: true }),
      entry(6, { type: "COMPLIANT", from: 6 }),
      entry(12, { type: "NON_COMPLIANT", from: 12 }, "verdict"),
      entry(20, { type: "COMPLIANT", from: 20 }),
    ],
    spans: [
      [0, 6, "NON_COMPLIANT"],
      [6, 12, "COMPLIANT"],
      [12, 20, "NON_COMPLIANT"],
      [20, 24, "COMPLIANT"],
    ],
    nonCompliant: 14,
    judged: 24,
    occurrences: 2,
    longest: 8,
  },
  {
    name: "a verdict that ended leaves time without one",
    before: "COMPLIANT",
    entries: [entry(4, undefined, "verdict")],
    spans: [
      [0, 4, "COMPLIANT"],
      [4, 24, undefined],
    ],
    nonCompliant: 0,
    judged: 4,
    occurrences: 0,
    longest: 0,
  },
  {
    name: "a change without a verdict ends none",
    before: "COMPLIANT",
    entries: [entry(4, undefined)],
    spans: [[0, 24, "COMPLIANT"]],
    nonCompliant: 0,
    judged: 24,
    occurrences: 0,
    longest: 0,
  },
];

describe("time out of compliance", () => {
  for (const { name, before, entries, spans, nonCompliant, judged, occurrences, longest } of cases) {
    it(`is counted so that ${name}`, () => {
      const found = verdictPeriods(before, entries, at(0), at(24));

      assert.deepEqual(
        found,
        spans.map(([from, to, complianceType]) => ({ from: at(from), to: at(to), complianceType })),
      );
      assert.deepEqual(nonComplianceOf(found), {
        nonCompliant: nonCompliant * hour,
        judged: judged * hour,
        occurrences,
        longest: longest * hour,
      });
    });
  }

  const words: [milliseconds: number, text: string][] = [
    [0, "0 seconds"],
    [999, "0 seconds"],
    [61_000, "1 minute 1 second"],
    [26 * hour, "1 day 2 hours"],
    [24 * hour + 1000, "1 day"],
    [400 * 24 * hour, "1 year 1 month"],
  ];
  for (const [milliseconds, text] of words) {
    it(`calls ${milliseconds} ms ${text}`, () => {
      assert.equal(formatLength(milliseconds), text);
    });
  }
});

describe("the axis of time", () => {
  const hours: [length: number, first: string, most: number][] = [
    [0.1, "01-05 00:00", 9],
    [24, "01-05 00:00", 9],
    [24 * 6, "2026-01-05", 9],
    [24 * 200, "2026-02-01", 9],
    [24 * 365, "2026-03-01", 9],
    [24 * 365 * 7, "2027-01-01", 9],
  ];
  for (const [length, first, most] of hours) {
    it(`has a few marks at round times over ${length} hours`, () => {
      const ticks = axisOf(at(0), at(length));

      assert.ok(ticks.length >= 2 && ticks.length <= most, `${ticks.length} marks`);
      assert.equal(ticks[0]?.label, first);
      assert.ok(ticks.every(({ share }) => share >= 0 && share <= 1));
    });
  }

  it("is empty where no time passes", () => {
    assert.deepEqual(axisOf(at(0), at(0)), []);
  });
});
