import assert from "node:assert/strict";
import { axisOf } from "../../../audit/report/axis";
import { formatLength } from "../../../audit/cli/format";
import type { RecorderStop, VerdictReport } from "../../../audit/evidence/sources";
import { nonComplianceOf, verdictPeriods } from "../../../audit/evidence/verdict-track";

const hour = 3_600_000;
/** An hour of one day. */
const at = (hours: number): Date => new Date(Date.UTC(2026, 0, 5) + hours * hour);

const report = (hours: number, complianceType: string | undefined): VerdictReport => ({
  at: at(hours),
  complianceType,
});
const none = "AWS Config had recorded no verdict yet";
const stopped = "AWS Config's recorder was stopped, and recorded no verdict since";
const gone = "the rule, or what it judged, was gone";

const cases: {
  name: string;
  reports: VerdictReport[];
  stops?: RecorderStop[];
  periods: [from: number, to: number, complianceType: string | undefined, why?: string][];
  nonCompliant: number;
  judged: number;
  occurrences: number;
  longest: number;
}[] = [
  {
    name: "time before the first verdict counts for nothing",
    reports: [report(2, "NON_COMPLIANT")],
    periods: [
      [0, 2, undefined, none],
      [2, 24, "NON_COMPLIANT"],
    ],
    nonCompliant: 22,
    judged: 22,
    occurrences: 1,
    longest: 22,
  },
  {
    name: "the last verdict before it stands at the beginning, and one that says the same makes no new period",
    reports: [
      report(-5, "NON_COMPLIANT"),
      report(3, "NON_COMPLIANT"),
      report(6, "COMPLIANT"),
      report(12, "NON_COMPLIANT"),
      report(20, "COMPLIANT"),
    ],
    periods: [
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
    reports: [report(-1, "COMPLIANT"), report(4, undefined)],
    periods: [
      [0, 4, "COMPLIANT"],
      [4, 24, undefined, gone],
    ],
    nonCompliant: 0,
    judged: 4,
    occurrences: 0,
    longest: 0,
  },
  {
    name: "no verdict stands while the recorder is stopped, nor until one is recorded again",
    reports: [report(-1, "NON_COMPLIANT"), report(10, "COMPLIANT")],
    stops: [{ from: at(4), to: at(8) }],
    periods: [
      [0, 4, "NON_COMPLIANT"],
      [4, 10, undefined, stopped],
      [10, 24, "COMPLIANT"],
    ],
    nonCompliant: 4,
    judged: 18,
    occurrences: 1,
    longest: 4,
  },
];

describe("what the rule said", () => {
  for (const { name, reports, stops = [], periods, nonCompliant, judged, occurrences, longest } of cases) {
    it(`is told so that ${name}`, () => {
      const found = verdictPeriods(reports, stops, { from: at(0), to: at(24) });

      assert.deepEqual(
        found,
        periods.map(([from, to, complianceType, why]) => ({
          from: at(from),
          to: at(to),
          complianceType,
          why,
          item: undefined,
        })),
      );
      assert.deepEqual(nonComplianceOf(found), {
        nonCompliant: nonCompliant * hour,
        judged: judged * hour,
        occurrences,
        longest: longest * hour,
      });
    });
  }
});

describe("a length of time", () => {
  const words: [milliseconds: number, text: string][] = [
    [0, "0 seconds"],
    [999, "0 seconds"],
    [61_000, "1 minute 1 second"],
    [26 * hour + 61_000, "1 day 2 hours 1 minute 1 second"],
    [24 * hour + 1000, "1 day 1 second"],
    [400 * 24 * hour, "400 days"],
  ];
  for (const [milliseconds, text] of words) {
    it(`of ${milliseconds} ms is ${text}`, () => {
      assert.equal(formatLength(milliseconds), text);
    });
  }
});

describe("the axis of time", () => {
  const hours: [length: number, first: string, most: number][] = [
    [0.1, "01-05 00:00", 4],
    [24, "01-05 00:00", 4],
    [24 * 6, "2026-01-05", 4],
    [24 * 200, "2026-04-01", 4],
    [24 * 365, "2026-07-01", 4],
    [24 * 365 * 7, "2029-01-01", 4],
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
