/**
 * The value below which a share of the others lies (nearest rank).
 *
 * @param share 0.5 for the median, 0.99 for p99
 * @throws Error when there are no values
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error("There is nothing to take a percentile of; expected values.");
  return value;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Rounded, so that results.json does not pretend to precision. */
export function rounded(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}

/** Of runs that took turns, so that each pair of them found the machine alike. */
export function ratios(runs: readonly number[], others: readonly number[]): number[] {
  return runs.map((run, turn) => run / (others[turn] ?? Number.NaN));
}

/** The least and the most, rounded. */
export function spread(values: readonly number[]): [number, number] {
  return [rounded(Math.min(...values), 2), rounded(Math.max(...values), 2)];
}
