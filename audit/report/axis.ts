/** A mark on the axis of time. */
export interface Tick {
  /** From 0 at the beginning to 1 at the end. */
  share: number;
  label: string;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  ...[minute, 5 * minute, 15 * minute, hour, 3 * hour, 6 * hour, 12 * hour],
  ...[day, 2 * day, 7 * day, 14 * day],
];
const monthSteps = [1, 2, 3, 6, 12, 24, 36, 60];

/** How many intervals there is room for, on a phone too. */
const maxIntervals = 3;

/** At most four marks at round times in UTC: full hours, days, weeks, or first days of months. */
export function axisOf(from: Date, to: Date): Tick[] {
  const length = to.getTime() - from.getTime();
  if (length <= 0) return [];
  const step = steps.find((candidate) => length / candidate <= maxIntervals);
  const times = step === undefined ? firstDays(from, to) : multiples(step, from, to);
  return times.map((time) => {
    const iso = new Date(time).toISOString();
    return {
      share: (time - from.getTime()) / length,
      label:
        step === undefined || step >= day ? iso.slice(0, 10) : `${iso.slice(5, 10)} ${iso.slice(11, 16)}`,
    };
  });
}

function multiples(step: number, from: Date, to: Date): number[] {
  const times: number[] = [];
  for (let time = Math.ceil(from.getTime() / step) * step; time <= to.getTime(); time += step)
    times.push(time);
  return times;
}

function firstDays(from: Date, to: Date): number[] {
  const months = (to.getTime() - from.getTime()) / (30 * day);
  const step = monthSteps.find((candidate) => months / candidate <= maxIntervals) ?? 120;
  const times: number[] = [];
  for (let month = 0; ; month += step) {
    const time = Date.UTC(from.getUTCFullYear(), month);
    if (time > to.getTime()) return times;
    if (time >= from.getTime()) times.push(time);
  }
}
