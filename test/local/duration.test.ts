import * as assert from "node:assert/strict";
import { day, hour, minute, second } from "../../local/account/clock";
import { parseDuration } from "../../local/scenario/duration";

describe("a duration", () => {
  const durations: [value: unknown, milliseconds: number | undefined][] = [
    ["PT24H", 24 * hour],
    ["P1DT30M", day + 30 * minute],
    ["P2W", 14 * day],
    ["PT1.5S", 1.5 * second],
    ["90", 90 * second],
    [90, 90 * second],
    [0, 0],
    [-1, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    ["P1M", undefined],
    ["P", undefined],
    ["PT", undefined],
    ["P1DT", undefined],
    ["1H", undefined],
    ["", undefined],
    [undefined, undefined],
    [null, undefined],
  ];
  for (const [value, milliseconds] of durations) {
    it(`of ${JSON.stringify(value)} is ${milliseconds === undefined ? "none" : `${milliseconds} ms`}`, () => {
      assert.equal(parseDuration(value), milliseconds);
    });
  }
});
