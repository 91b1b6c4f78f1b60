/** A time as people read it: `2026-01-06 10:00:00 UTC`. @param time ISO 8601 */
export function utc(time: string): string {
  return `${new Date(time).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

const units = [
  { name: "day", minutes: 24 * 60 },
  { name: "hour", minutes: 60 },
  { name: "minute", minutes: 1 },
] as const;

/** The time between two moments, in its two largest units: `1 day 2 hours`. @param from ISO 8601 @param to ISO 8601 */
export function duration(from: string, to: string): string {
  let left = Math.floor((Date.parse(to) - Date.parse(from)) / 60_000);
  const parts: string[] = [];
  for (const { name, minutes } of units) {
    const count = Math.floor(left / minutes);
    left -= count * minutes;
    if (count > 0) parts.push(`${count} ${name}${count === 1 ? "" : "s"}`);
  }
  return parts.length === 0 ? "less than a minute" : parts.slice(0, 2).join(" ");
}
