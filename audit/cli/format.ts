import humanizeDuration from "humanize-duration";

/**
 * A length of time to the second: "2 days 3 hours 1 second". Days are the longest unit, because months differ.
 *
 * @param milliseconds not negative
 */
export function formatLength(milliseconds: number): string {
  return humanizeDuration(Math.floor(milliseconds / 1000) * 1000, {
    units: ["d", "h", "m", "s"],
    delimiter: " ",
  });
}

/** A time to the second: "2026-01-05 09:00:00Z". @param time if a text, ISO 8601 in UTC */
export function formatTime(time: Date | string): string {
  const iso = typeof time === "string" ? time : time.toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}Z`;
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
