import { pairedDifference } from './output-analysis.ts';
import { studentTCdf, studentTQuantile } from './student-t.ts';
import { meanOfValues } from './summary.ts';

/** The difference of two means with its t interval. */
export interface MeanDifference {
  readonly difference: number;
  /** Half-width of the two-sided interval. */
  readonly halfWidth: number;
  /** Chance of a difference this large or larger, in either direction, where there is none, 0..1. */
  readonly p: number;
}

/**
 * Returns the mean of b - a over pairs with its t interval; undefined with fewer than two pairs. Differences that are all
 * equal leave no doubt: the half-width is 0, and p is 1 where they are zero and 0 elsewhere.
 * @param level 0..1, exclusive
 * @throws RangeError when the two have different lengths
 * Source: A. M. Law 2015, Simulation Modeling and Analysis, 5th ed., section 10.2.1, the paired-t interval.
 */
export function pairedMeanDifference(
  a: readonly number[],
  b: readonly number[],
  level: number,
): MeanDifference | undefined {
  const interval = pairedDifference(a, b, level);
  if (interval?.halfWidth === undefined) return undefined;
  const { mean, halfWidth, replications } = interval;
  const standardError = halfWidth / studentTQuantile((1 + level) / 2, replications - 1);
  // What rounding leaves in differences that are all equal is no spread.
  const isSpread = standardError > 1e-12 * Math.abs(mean);
  return intervalOf(mean, isSpread ? standardError : 0, replications - 1, level);
}

/**
 * Returns the difference of the means of two independent samples, b - a, with its t interval; undefined where one has
 * fewer than two values. The degrees of freedom are those of Welch and Satterthwaite, so the variances may differ.
 * Source: B. L. Welch 1947, "The generalization of Student's problem ...", Biometrika 34.
 */
export function welchDifference(
  a: readonly number[],
  b: readonly number[],
  level: number,
): MeanDifference | undefined {
  const [left, right] = [spreadOf(a), spreadOf(b)];
  if (left === undefined || right === undefined) return undefined;
  const [leftSquared, rightSquared] = [left.variance / left.count, right.variance / right.count];
  const squared = leftSquared + rightSquared;
  const freedom =
    squared ** 2 / (leftSquared ** 2 / (left.count - 1) + rightSquared ** 2 / (right.count - 1));
  return intervalOf(right.mean - left.mean, Math.sqrt(squared), freedom, level);
}

function intervalOf(
  difference: number,
  standardError: number,
  degreesOfFreedom: number,
  level: number,
): MeanDifference {
  if (!(standardError > 0)) return { difference, halfWidth: 0, p: difference === 0 ? 1 : 0 };
  return {
    difference,
    halfWidth: studentTQuantile((1 + level) / 2, degreesOfFreedom) * standardError,
    p: Math.min(1, 2 * studentTCdf(-Math.abs(difference) / standardError, degreesOfFreedom)),
  };
}

function spreadOf(
  values: readonly number[],
): { readonly mean: number; readonly variance: number; readonly count: number } | undefined {
  const mean = meanOfValues(values);
  const count = values.length;
  if (mean === undefined || count < 2) return undefined;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  // What rounding leaves in equal values is no spread.
  const isNoise = squares <= count * (1e-12 * mean) ** 2;
  return { mean, variance: isNoise ? 0 : squares / (count - 1), count };
}
