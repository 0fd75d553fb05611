import { studentTCdf, studentTQuantile } from './student-t.ts';
import { meanOfValues } from './summary.ts';

/** Where the mean of a population lies, seen from one side at a time. */
export interface OneSidedTest {
  readonly mean: number;
  readonly values: number;
  /** The mean lies below `lower`, and above `upper`, with a chance of at most alpha each. */
  readonly lower: number;
  readonly upper: number;
  /** Chance of a mean as high as this one or higher where the true mean is `threshold`, 0..1. */
  readonly p: number;
}

/** Spread that rounding alone leaves in values that are equal, as a share of their size. */
const ROUNDING = 1e-12;

/**
 * Returns both one-sided Student t bounds of a mean and the p-value of "the true mean is at most `threshold`"; undefined
 * with fewer than two values. Values that are all equal leave no doubt: both bounds are the mean, and p is 0 where it is
 * above the threshold by more than rounding, and 1 elsewhere.
 * @param alpha level of each bound, 0..1 exclusive
 * Source: G. W. Snedecor, W. G. Cochran 1989, Statistical Methods, 8th ed., section 5.5.
 */
export function oneSidedTest(
  values: readonly number[],
  threshold: number,
  alpha: number,
): OneSidedTest | undefined {
  const count = values.length;
  const mean = meanOfValues(values);
  if (mean === undefined || count < 2) return undefined;
  const deviation = Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / (count - 1));
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (deviation <= ROUNDING * largest) {
    const isAbove = mean - threshold > ROUNDING * Math.max(Math.abs(mean), Math.abs(threshold));
    return { mean, values: count, lower: mean, upper: mean, p: isAbove ? 0 : 1 };
  }
  const standardError = deviation / Math.sqrt(count);
  const halfWidth = studentTQuantile(1 - alpha, count - 1) * standardError;
  return {
    mean,
    values: count,
    lower: mean - halfWidth,
    upper: mean + halfWidth,
    p: studentTCdf((threshold - mean) / standardError, count - 1),
  };
}
