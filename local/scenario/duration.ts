import { day, hour, minute, second } from "../account/clock";

const week = 7 * day;

/**
 * Milliseconds of an ISO 8601 duration of weeks, days, hours, minutes and seconds (`PT24H`, `P1DT30M`), or of a number
 * of seconds. Months and years have no length of their own.
 *
 * @returns undefined for anything else
 */
export function parseDuration(value: unknown): number | undefined {
  if (typeof value === "number") return value >= 0 && Number.isFinite(value) ? value * second : undefined;
  if (typeof value !== "string") return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * second;
  const parts = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(
    value,
  );
  if (parts === null) return undefined;
  const lengths = [week, day, hour, minute, second];
  return lengths.reduce((sum, length, index) => sum + length * Number(parts[index + 1] ?? 0), 0);
}
