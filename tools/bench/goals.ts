import type { EvaluatorFigures } from "./evaluator/measure";
import type { ProgramFigures } from "./program/measure";
import { rounded } from "./statistics";

/** What was aimed at, beside what came of it. */
export interface Goal {
  goal: string;
  figure: string;
  met: boolean;
}

/** Holds figures against the project's goals. */
export function judgeGoals(
  evaluator: readonly EvaluatorFigures[],
  program: readonly ProgramFigures[],
): Goal[] {
  const [sample, change] = evaluator;
  const transpiled = program.filter(({ typeChecked }) => !typeChecked);
  const [one] = transpiled;
  const most = transpiled.at(-1);
  if (sample === undefined || change === undefined || one === undefined || most === undefined) {
    throw new Error("Figures are missing; expected those of sample, evaluator and program.");
  }
  const cold = rounded(change.coldMs / sample.coldMs, 2);
  const further = (most.registeredMs - one.registeredMs) / (most.regions - one.regions);
  const share = rounded((100 * further) / one.registeredMs);
  return [
    { goal: "evaluator cold at most 0.8 of the sample", figure: `${cold}`, met: cold <= 0.8 },
    {
      goal: "archive under 150 kB zipped",
      figure: `${Math.round(change.zippedBytes / 1000)} kB`,
      met: change.zippedBytes < 150_000,
    },
    {
      goal: "memory at the first verdict no more than the sample's",
      figure: `${change.coldPeakMb} MB against ${sample.coldPeakMb} MB`,
      met: change.coldPeakMb <= sample.coldPeakMb,
    },
    {
      goal: "memory after all warm invocations no more than the sample's",
      figure: `${change.peakMb} MB against ${sample.peakMb} MB`,
      met: change.peakMb <= sample.peakMb,
    },
    { goal: "one Region under 1.2 s", figure: `${one.registeredMs} ms`, met: one.registeredMs < 1200 },
    { goal: "one Region under 250 MB", figure: `${one.peakMb} MB`, met: one.peakMb < 250 },
    { goal: "each further Region under 5 % of the first", figure: `${share} %`, met: share < 5 },
  ];
}
