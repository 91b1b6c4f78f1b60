import assert from "node:assert/strict";
import { evidenceOf } from "../../audit/evidence/evidence";
import { whileSentences } from "../../audit/evidence/sentences";
import type { Sources } from "../../audit/evidence/sources";
import { measureReport, type ReportFigures } from "../../tools/bench/report/measure";

/** Changes of the setting in one Region: few, and then four times as many each time. */
const counts = [10, 2500, 10_000];

describe("a report on many changes", function () {
  this.timeout(300_000);
  let figures: ReportFigures[];
  before(async () => {
    figures = [];
    for (const count of counts) figures.push(await measureReport(count));
  });

  it("is whole", () => {
    assert.deepEqual(
      figures.map(({ code }) => code),
      counts.map(() => 0),
    );
  });

  it("has pages of less than 2 MB, however many there are", () => {
    for (const { largestPageBytes } of figures)
      assert.ok(largestPageBytes < 2_000_000, `${largestPageBytes} B`);
    assert.deepEqual(
      figures.map(({ pages }) => pages),
      // The entries of a further page are 500: a change and a verdict each time, and what is not known.
      [1, 12, 42],
    );
  });

  it("needs less than 300 MB for 10,000", () => {
    const peak = figures.at(-1)?.peakMb ?? Infinity;
    assert.ok(peak < 300, `${peak} MB`);
  });

  it("takes as much longer as there are more changes, and no more", () => {
    const [few, some, many] = figures.map(({ cpuMs }) => cpuMs) as [number, number, number];
    // Of what a quadratic part would make sixteen times as much. The first changes also warm the program up.
    const growth = (many - few) / (some - few);
    assert.ok(
      growth < 6,
      `${few}, ${some} and ${many} ms of the processor: ${growth.toFixed(1)} times as much`,
    );
  });
});

describe("the evidence of 100,000 changes", function () {
  this.timeout(120_000);

  it("is made without comparing each with each, whatever is known of the calls", () => {
    const minute = 60_000;
    const begin = Date.parse("2026-01-05T00:00:00Z");
    const at = (index: number, seconds: number): Date => new Date(begin + index * minute + seconds * 1000);
    const each = <T>(one: (index: number) => T): T[] =>
      Array.from({ length: 100_000 }, (_, index) => one(index));
    const setting = (index: number) => ({ type: "KMS", keyId: `key-${index % 2}` }) as const;
    const span = { from: at(0, 0), to: at(100_000, 0) };
    const known: Sources = {
      items: each((index) => ({ at: at(index, 30), setting: setting(index), status: "OK" })),
      reports: each((index) => ({
        at: at(index, 35),
        complianceType: index % 2 === 0 ? "COMPLIANT" : "NON_COMPLIANT",
      })),
      calls: each((index) => ({
        ...{ at: at(index, 0), eventId: `event-${index}`, principal: "somebody" },
        ...{ setting: setting(index), source: "event history" as const },
      })),
      callsKnown: span,
      recorderStops: [],
    };
    // Known; none of it; and items that no call explains.
    const cases: Sources[] = [
      known,
      { ...known, calls: [], callsKnown: undefined },
      {
        ...known,
        items: each((index) => ({
          at: at(index, 30),
          setting: { type: "KMS", keyId: `${index}` },
          status: "OK",
        })),
      },
      {
        ...known,
        items: each((index) => ({
          at: at(index, 30),
          setting: index % 2 ? undefined : setting(0),
          status: "ResourceDeleted",
        })),
      },
    ];
    for (const sources of cases) {
      const before = process.cpuUsage();
      const evidence = evidenceOf(sources, span);
      whileSentences(evidence);
      const { user } = process.cpuUsage(before);
      // A few at most; comparing each with each would be ten thousand million comparisons.
      assert.ok(user < 15_000_000, `${user / 1e6} s of the processor`);
    }
  });
});
