import type { RecorderStop, Span, VerdictReport } from "./sources";

/** A stretch of time in which the rule said one thing, by the time of its report. */
export interface VerdictPeriod extends Span {
  /** Undefined where no verdict is known. */
  complianceType: string | undefined;
  /** Why none is known: a clause. */
  why: string | undefined;
}

/** How long the rule said NON_COMPLIANT. Times in milliseconds. */
export interface NonCompliance {
  nonCompliant: number;
  /** Time with a verdict of compliant or not: what a share is a share of. */
  judged: number;
  /** How many times the verdict became NON_COMPLIANT. */
  occurrences: number;
  longest: number;
}

/**
 * What the rule said from a beginning to an end. AWS Config records a verdict when it differs from the one before, so one
 * stands until the next; but not while the recorder is stopped, nor afterwards until a verdict is recorded again.
 */
export function verdictPeriods(
  reports: readonly VerdictReport[],
  recorderStops: readonly RecorderStop[],
  { from, to }: Span,
): VerdictPeriod[] {
  type Turn = { at: Date; complianceType: string | undefined; why: string | undefined };
  const turns: Turn[] = [
    ...reports.map(({ at, complianceType }) => ({
      at,
      complianceType,
      why: complianceType === undefined ? "the rule, or what it judged, was gone" : undefined,
    })),
    ...recorderStops.map((stop) => ({
      at: stop.from,
      complianceType: undefined,
      why: stop.why ?? "AWS Config's recorder was stopped, and recorded no verdict since",
    })),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
  const periods: VerdictPeriod[] = [];
  let open: VerdictPeriod = {
    from,
    to,
    complianceType: undefined,
    why: "AWS Config had recorded no verdict yet",
  };
  for (const { at, complianceType, why } of turns) {
    if (at >= to) break;
    if (complianceType === open.complianceType && (complianceType !== undefined || at <= from)) {
      open.why = why;
      continue;
    }
    if (at > open.from) periods.push({ ...open, to: at });
    open = { from: at > from ? at : from, to, complianceType, why };
  }
  if (to > open.from) periods.push(open);
  return periods;
}

/** Adds up the time in which the rule said NON_COMPLIANT. */
export function nonComplianceOf(periods: readonly VerdictPeriod[]): NonCompliance {
  const lengths = (type: string): number[] =>
    periods
      .filter(({ complianceType }) => complianceType === type)
      .map(({ from, to }) => to.getTime() - from.getTime());
  const wrong = lengths("NON_COMPLIANT");
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    nonCompliant: sum(wrong),
    judged: sum(wrong) + sum(lengths("COMPLIANT")),
    occurrences: wrong.length,
    longest: Math.max(0, ...wrong),
  };
}
