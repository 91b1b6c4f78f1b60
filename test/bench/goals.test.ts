import assert from "node:assert/strict";
import { goalOfGrowth, goalOfRuns, goalOnce, noLongerMet } from "../../tools/bench/goals";

describe("a goal of the bench", () => {
  const cases: [what: string, runs: number[], figure: string, met: boolean, isClear: boolean][] = [
    [
      "is met by the median, whatever the slowest took",
      [1, 1.1, 9, 1.2, 1.1],
      "1.1 s (1.1 to 1.2)",
      true,
      false,
    ],
    ["is met where half of the runs meet it", [1.2, 1.3, 1.3, 1.2], "1.2 s (1.2 to 1.3)", true, false],
    [
      "may be missed by no more than the runs differ",
      [1.2, 1.3, 1.3, 1.4, 1.2],
      "1.3 s (1.2 to 1.3)",
      false,
      false,
    ],
    [
      "is clearly missed where the better quarter misses it",
      [1.3, 1.4, 1.5, 1.6],
      "1.4 s (1.3 to 1.5)",
      false,
      true,
    ],
  ];
  for (const [what, runs, figure, met, isClear] of cases)
    it(what, () => assert.deepEqual(goalOfRuns("g", 1.25, runs, " s"), { goal: "g", figure, met, isClear }));

  it("on growth is met by a straight line, with a tenth for what runs differ", () => {
    const growth = (cpuMs: number) => {
      const [least, most] = [
        { many: 20, cpuMs: 1000 },
        { many: 100, cpuMs },
      ];
      return goalOfGrowth("accounts", least, { many: 60, cpuMs: 9000 }, most);
    };
    assert.deepEqual(
      growth(5400),
      goalOnce("accounts: for 5 times as many at most 5.5 times the processor time", "5.4 times", true),
    );
    assert.equal(growth(5600).met, false);
  });

  it("that was met fails the bench once it clearly is not", () => {
    const wasMet = goalOnce("small", "9", true);
    const noisy = goalOfRuns("small", 1, [1, 2, 2, 2, 1]);
    const lost = goalOnce("small", "11", false);

    assert.deepEqual(noLongerMet([wasMet], [lost]), [lost]);
    assert.deepEqual(noLongerMet([wasMet], [noisy]), []);
    assert.deepEqual(noLongerMet([lost], [lost]), []);
    assert.deepEqual(noLongerMet([], [lost]), []);
  });
});
