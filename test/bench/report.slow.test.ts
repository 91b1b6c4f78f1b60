import assert from "node:assert/strict";
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
