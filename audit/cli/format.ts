import { formatDuration, intervalToDuration } from "date-fns";

/**
 * A length of time in words, with at most two units: "2 days 3 hours".
 *
 * @param milliseconds not negative
 */
export function lengthInWords(milliseconds: number): string {
  const duration = intervalToDuration({ start: 0, end: milliseconds });
  const units = ["years", "months", "days", "hours", "minutes", "seconds"] as const;
  const first = units.findIndex((unit) => (duration[unit] ?? 0) > 0);
  if (first < 0) return "0 seconds";
  return formatDuration(duration, { format: units.slice(first, first + 2) });
}

/** A time for people: "2026-01-05 09:00:00Z". */
export function timeInWords(time: Date | string): string {
  const iso = typeof time === "string" ? time : time.toISOString();
  return iso.replace("T", " ").replace(/\.\d+Z$/, "Z");
}

/** A compliance type for people. */
export function verdictInWords(complianceType: string | undefined): string {
  const words: Record<string, string> = {
    COMPLIANT: "compliant",
    NON_COMPLIANT: "not compliant",
    NOT_APPLICABLE: "not applicable",
    INSUFFICIENT_DATA: "not evaluated yet",
  };
  return complianceType === undefined ? "none recorded" : (words[complianceType] ?? complianceType);
}

/** A key's ARN without what its Region and account say anyway. */
export function shortKey(arn: string): string {
  return arn.replace(/^arn:[^:]+:kms:[^:]+:\d{12}:key\//, "");
}
