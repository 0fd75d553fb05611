/**
 * Returns the p-quantile by nearest rank, undefined when there is nothing: the smallest value that at least a share p of
 * the sample does not exceed, so always a value that occurred (definition 1 of Hyndman and Fan 1996).
 * @param sorted ascending
 * @param p 0..1
 */
export function quantileSorted(sorted: ArrayLike<number>, p: number): number | undefined {
  const n = sorted.length;
  if (n === 0) return undefined;
  // p * n may come out a rounding error above a whole number; that must not move the rank.
  const rank = Math.ceil(p * n * (1 - 1e-12));
  return sorted[Math.min(n, Math.max(1, rank)) - 1];
}

/** Returns the sum, compensated so that millions of terms lose no digits. Source: A. Neumaier 1974. */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}

/** Returns the arithmetic mean, undefined when there is nothing. */
export function meanOfValues(values: ArrayLike<number>): number | undefined {
  return values.length === 0 ? undefined : sum(values) / values.length;
}
