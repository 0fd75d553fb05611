/** Shares of quotes below the ratios that a calibration keeps, symmetric, close together where intervals end. */
export const KNOT_SHARES: readonly number[] = [
  0, 0.001, 0.01, 0.025, 0.05, 0.075, 0.1, 0.2, 0.5, 0.8, 0.9, 0.925, 0.95, 0.975, 0.99, 0.999, 1,
];

/**
 * Growth of the log ratio beyond the outermost knot for each unit of share. A tail that missing quotes have pushed below 0
 * moves its end on past everything that was seen in calibration, so a band can always recover.
 */
const GROWTH_BEYOND = 1;

/**
 * Returns the log ratio below which a share of the quotes lies, linear between knots. Shares outside 0..1 are beyond the
 * knots. Never falls as the share grows.
 * @param logs log ratios at KNOT_SHARES, ascending
 */
export function logRatioAt(logs: readonly number[], share: number): number {
  const last = KNOT_SHARES.length - 1;
  if (share <= 0) return logs[0]! + GROWTH_BEYOND * share;
  if (share >= 1) return logs[last]! + GROWTH_BEYOND * (share - 1);
  let upper = 1;
  while (KNOT_SHARES[upper]! < share) upper += 1;
  const from = KNOT_SHARES[upper - 1]!;
  const part = (share - from) / (KNOT_SHARES[upper]! - from);
  return logs[upper - 1]! + part * (logs[upper]! - logs[upper - 1]!);
}
