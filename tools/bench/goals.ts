import { median, percentile, rounded } from "./statistics";

/** What was aimed at, beside what came of it. */
export interface Goal {
  goal: string;
  figure: string;
  met: boolean;
  /** Missed by more than one run differs from another: the better quarter of them misses it, too. */
  isClear: boolean;
}

/** A goal on one number that is the same in every run, such as a size, or that only one run took. */
export function goalOnce(goal: string, figure: string, met: boolean): Goal {
  return { goal, figure, met, isClear: !met };
}

/** A goal on the median of several runs, which is shown with the quarters. */
export function goalOfRuns(goal: string, limit: number, runs: readonly number[], unit = ""): Goal {
  const [low, middle, high] = [percentile(runs, 0.25), median(runs), percentile(runs, 0.75)];
  const digits = limit < 10 ? 2 : 0;
  const text = (value: number) => `${rounded(value, digits)}`;
  return {
    goal,
    figure: `${text(middle)}${unit} (${text(low)} to ${text(high)})`,
    met: middle <= limit,
    isClear: low > limit,
  };
}

/**
 * A straight line, or better: so many times as many take at most so many times the processor time. A tenth more counts as what
 * one run differs from another.
 */
export function goalOfGrowth(what: string, ...figures: readonly { many: number; cpuMs: number }[]): Goal {
  const [least, most] = [figures[0], figures.at(-1)];
  if (least === undefined || most === undefined) throw new Error(`There are no figures of ${what}.`);
  const grown = most.many / least.many;
  const times = most.cpuMs / least.cpuMs;
  return goalOnce(
    `${what}: for ${grown} times as many at most ${rounded(1.1 * grown)} times the processor time`,
    `${rounded(times)} times`,
    times <= 1.1 * grown,
  );
}

/** What was met the last time and now clearly is not. */
export function noLongerMet(before: readonly Goal[], now: readonly Goal[]): Goal[] {
  const wasMet = new Set(before.filter(({ met }) => met).map(({ goal }) => goal));
  return now.filter(({ goal, met, isClear }) => !met && isClear && wasMet.has(goal));
}
