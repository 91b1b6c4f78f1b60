import { formatDuration, intervalToDuration } from "date-fns";

/**
 * A length of time with at most two units: "2 days 3 hours".
 *
 * @param milliseconds not negative
 */
export function formatLength(milliseconds: number): string {
  const duration = intervalToDuration({ start: 0, end: milliseconds });
  const units = ["years", "months", "days", "hours", "minutes", "seconds"] as const;
  const first = units.findIndex((unit) => (duration[unit] ?? 0) > 0);
  if (first < 0) return "0 seconds";
  return formatDuration(duration, { format: units.slice(first, first + 2) });
}

/** A time to the second: "2026-01-05 09:00:00Z". */
export function formatTime(time: Date | string): string {
  const iso = typeof time === "string" ? time : time.toISOString();
  return iso.replace("T", " ").replace(/\.\d+Z$/, "Z");
}

/** A compliance type in plain words. */
export function formatVerdict(complianceType: string | undefined): string {
  const words: Record<string, string> = {
    COMPLIANT: "compliant",
    NON_COMPLIANT: "not compliant",
    NOT_APPLICABLE: "not applicable",
    INSUFFICIENT_DATA: "not evaluated yet",
  };
  return complianceType === undefined ? "none recorded" : (words[complianceType] ?? complianceType);
}

/** A key's ID instead of its ARN. */
export function shortKey(arn: string): string {
  return arn.replace(/^arn:[^:]+:kms:[^:]+:\d{12}:key\//, "");
}
