import { expect } from 'vitest';
import { meanInterval } from '../statistics/output-analysis.ts';

/** Level of the intervals that have to cover a theory. */
const LEVEL = 0.999;

/** Expects the t-interval of replications to cover what theory says, and to be at most 5 % of it to either side. */
export function expectCovers(values: readonly number[], theory: number): void {
  const { mean, halfWidth } = meanInterval(values, LEVEL)!;
  expect(Math.abs(mean - theory)).toBeLessThanOrEqual(halfWidth!);
  // An interval that could cover anything proves nothing.
  expect(halfWidth!).toBeLessThan(theory * 0.05);
}
