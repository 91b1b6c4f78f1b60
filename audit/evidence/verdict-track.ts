import type { ItemSource, RecorderStop, Span, VerdictReport } from "./sources";

/** A stretch of time in which the rule said one thing, by the time of its report. */
export interface VerdictPeriod extends Span {
  /** Undefined where no verdict is known. */
  complianceType: string | undefined;
  /** Why none is known: a clause. */
  why: string | undefined;
  /** The item that says so; undefined where none does. */
  item?: ItemSource | undefined;
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
  type Turn = Pick<VerdictPeriod, "complianceType" | "why" | "item"> & { at: Date };
  const turns: Turn[] = [
    ...reports.map(({ at, complianceType, item }) => ({
      at,
      complianceType,
      item,
      why: complianceType === undefined ? "the rule, or what it judged, was gone" : undefined,
    })),
    ...recorderStops.map((stop) => ({
      at: stop.from,
      complianceType: undefined,
      item: undefined,
      why: stop.why ?? "AWS Config's recorder was stopped, and recorded no verdict since",
    })),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
  const periods: VerdictPeriod[] = [];
  let open: VerdictPeriod = {
    from,
    to,
    complianceType: undefined,
    why: "AWS Config had recorded no verdict yet",
    item: undefined,
  };
  for (const { at, complianceType, why, item } of turns) {
    if (at >= to) break;
    if (complianceType === open.complianceType && (complianceType !== undefined || at <= from)) {
      open.why = why;
      if (complianceType === undefined) open.item = item;
      continue;
    }
    if (at > open.from) periods.push({ ...open, to: at });
    open = { from: at > from ? at : from, to, complianceType, why, item };
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
    longest: wrong.reduce((longest, length) => Math.max(longest, length), 0),
  };
}
