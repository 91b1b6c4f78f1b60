import type { EvaluatorFigures } from "./evaluator/measure";
import type { RoundTripFigures } from "./evaluator/round-trips";
import { type Goal, goalOfRuns, goalOnce } from "./goals";
import type { LocalYear } from "./local/measure";
import type { ProgramFigures } from "./program/measure";
import { ratios } from "./statistics";

/** Holds the functions', the program's and the local account's figures against the project's goals. */
export function judgeGoals(
  evaluator: readonly EvaluatorFigures[],
  roundTrips: readonly RoundTripFigures[],
  program: readonly ProgramFigures[],
  localYear: LocalYear,
): Goal[] {
  const [sample, change] = evaluator;
  const transpiled = program.filter(({ regions, typeChecked }) => regions > 0 && !typeChecked);
  const [one] = transpiled;
  const most = transpiled.at(-1);
  if (sample === undefined || change === undefined || one === undefined || most === undefined) {
    throw new Error("Figures are missing; expected those of sample, evaluator and program.");
  }
  const cold = ratios(change.coldRuns, sample.coldRuns);
  const shares = most.registeredRuns.map((ms, turn) => {
    const first = one.registeredRuns[turn] ?? 0;
    return (100 * (ms - first)) / (most.regions - one.regions) / first;
  });
  const slowest = (event: string) => {
    const { reportedMs, halfMs } = roundTrips
      .filter((figure) => figure.event === event)
      .reduce((slow, figure) => (figure.reportedMs > slow.reportedMs ? figure : slow));
    return [reportedMs, ...halfMs];
  };
  return [
    goalOfRuns("evaluator cold at most 0.65 of the sample", 0.65, cold),
    goalOnce(
      "archive at most 110 kB zipped",
      `${Math.round(change.zippedBytes / 1000)} kB`,
      change.zippedBytes <= 110_000,
    ),
    goalOnce(
      "memory at the first verdict no more than the sample's",
      `${change.coldPeakMb} MB against ${sample.coldPeakMb} MB`,
      change.coldPeakMb <= sample.coldPeakMb,
    ),
    goalOnce(
      "memory after all warm invocations no more than the sample's",
      `${change.peakMb} MB against ${sample.peakMb} MB`,
      change.peakMb <= sample.peakMb,
    ),
    goalOfRuns(
      "change to report within 55 ms where each call takes 20: two calls one after the other",
      55,
      slowest("change"),
      " ms",
    ),
    goalOfRuns(
      "schedule to report within 80 ms where each call takes 20: three, and a fourth would show, however many keys are accepted",
      80,
      slowest("schedule"),
      " ms",
    ),
    goalOfRuns("one Region under 1.2 s", 1200, one.registeredRuns, " ms"),
    goalOnce("one Region under 250 MB", `${one.peakMb} MB`, one.peakMb < 250),
    goalOfRuns("each further Region under 5 % of the first", 5, shares, " %"),
    goalOfRuns("a year of days in one Region of the local account within 10 s", 10, localYear.runs, " s"),
  ];
}
