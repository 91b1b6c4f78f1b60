import type { TimelineEntry } from "./timeline";

/** A period with one verdict, as AWS Config recorded it. */
export interface VerdictPeriod {
  from: Date;
  to: Date;
  /** Undefined where AWS Config recorded no verdict. */
  complianceType: string | undefined;
}

/** How long the setting was not compliant, by AWS Config's record. Times in milliseconds. */
export interface NonCompliance {
  nonCompliant: number;
  /** Time with a verdict, compliant or not: a share is a share of this. */
  judged: number;
  /** How many times it became non-compliant. */
  occurrences: number;
  longest: number;
}

/**
 * The periods between a beginning and an end.
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
  const verdicts = entries.flatMap(
    ({ kind, at, verdict }): { at: Date; complianceType: string | undefined }[] => {
      if (verdict === undefined) return kind === "verdict" ? [{ at, complianceType: undefined }] : [];
      // A verdict that still stands belongs to the open period.
      return [{ at: verdict.recordedAt, complianceType: verdict.complianceType }];
    },
  );
  const periods: VerdictPeriod[] = [];
  let open: VerdictPeriod = { from, to, complianceType: before };
  for (const { at, complianceType } of verdicts) {
    if (complianceType === open.complianceType) continue;
    if (at > open.from) periods.push({ ...open, to: at });
    open = { from: at, to, complianceType };
  }
  if (open.to > open.from) periods.push(open);
  return periods;
}

/** Adds up the time out of compliance. */
export function nonComplianceOf(periods: readonly VerdictPeriod[]): NonCompliance {
  const wrong = periods.filter(({ complianceType }) => complianceType === "NON_COMPLIANT").map(lengthOf);
  const right = periods.filter(({ complianceType }) => complianceType === "COMPLIANT").map(lengthOf);
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
