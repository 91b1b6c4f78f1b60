import type { TimelineEntry } from "./timeline";

/** A stretch of time with one verdict, as AWS Config recorded it. */
export interface VerdictPeriod {
  from: Date;
  to: Date;
  /** Undefined where AWS Config recorded no verdict. */
  complianceType: string | undefined;
}

/** How long the setting was wrong, by AWS Config's record. Times in milliseconds. */
export interface NonCompliance {
  nonCompliant: number;
  /** Time with a verdict of compliant or not: what a share is a share of. */
  judged: number;
  /** How many times it became wrong. */
  occurrences: number;
  longest: number;
}

/**
 * The stretches of time between a beginning and an end.
 *
 * @param before the verdict that stood at the beginning
 * @param entries in order of time
 */
export function verdictPeriods(
  before: string | undefined,
  entries: readonly TimelineEntry[],
  from: Date,
  to: Date,
): VerdictPeriod[] {
  const turns = entries.flatMap(
    ({ kind, at, verdict }): { at: Date; complianceType: string | undefined }[] => {
      if (verdict === undefined) return kind === "verdict" ? [{ at, complianceType: undefined }] : [];
      // One that still stands is the one of the open stretch.
      return [{ at: verdict.recordedAt, complianceType: verdict.complianceType }];
    },
  );
  const spans: VerdictPeriod[] = [];
  let open: VerdictPeriod = { from, to, complianceType: before };
  for (const { at, complianceType } of turns) {
    if (complianceType === open.complianceType) continue;
    if (at > open.from) spans.push({ ...open, to: at });
    open = { from: at, to, complianceType };
  }
  if (open.to > open.from) spans.push(open);
  return spans;
}

/** Adds up the time out of compliance. */
export function nonComplianceOf(spans: readonly VerdictPeriod[]): NonCompliance {
  const wrong = spans.filter(({ complianceType }) => complianceType === "NON_COMPLIANT").map(lengthOf);
  const right = spans.filter(({ complianceType }) => complianceType === "COMPLIANT").map(lengthOf);
  return {
    nonCompliant: sum(wrong),
    judged: sum(wrong) + sum(right),
    occurrences: wrong.length,
    longest: Math.max(0, ...wrong),
  };
}

function lengthOf({ from, to }: VerdictPeriod): number {
  return to.getTime() - from.getTime();
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
