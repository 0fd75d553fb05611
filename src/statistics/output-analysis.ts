import { mean, sampleStandardDeviation } from 'simple-statistics';
import { studentTQuantile } from './student-t.ts';

/** A mean over replications with the half-width of its confidence interval. */
export interface MeanInterval {
  readonly mean: number;
  /** Absent with fewer than two replications: nothing is known about the spread. */
  readonly halfWidth?: number;
  readonly replications: number;
  /** Confidence level, 0..1. */
  readonly level: number;
}

/**
 * Returns the mean of independent replications and its t half-width; undefined when there are none.
 * The values must come from whole runs: values inside one run depend on each other and would make the interval too short.
 * @param level 0..1, exclusive
 * Source: A. M. Law 2015, Simulation Modeling and Analysis, 5th ed., section 4.5.
 */
export function meanInterval(values: readonly number[], level = 0.95): MeanInterval | undefined {
  const replications = values.length;
  if (replications === 0) return undefined;
  const average = mean([...values]);
  if (replications === 1) return { mean: average, replications, level };
  const standardError = sampleStandardDeviation([...values]) / Math.sqrt(replications);
  const halfWidth = studentTQuantile((1 + level) / 2, replications - 1) * standardError;
  return { mean: average, halfWidth, replications, level };
}

/**
 * Returns the mean of b - a over pairs run on common random numbers, with its t half-width; undefined when there are none.
 * @throws RangeError when the two have different lengths
 * Source: Law 2015, section 10.2.1, the paired-t interval.
 */
export function pairedDifference(
  a: readonly number[],
  b: readonly number[],
  level = 0.95,
): MeanInterval | undefined {
  if (a.length !== b.length) throw new RangeError('pairs need as many replications on both sides');
  return meanInterval(
    a.map((value, i) => b[i]! - value),
    level,
  );
}

/** Size of the batches that MSER-5 averages before it looks. */
const BATCH = 5;

/**
 * Returns how many leading values to leave out as warm-up: a multiple of 5, at most half the series.
 * It is the cut d that minimizes the squared standard error sum over i > d of (y_i - mean_d)^2 / (n - d)^2 of batch means.
 * A result of half the series says that the series is too short to tell.
 * Source: K. P. White, M. J. Cobb, S. C. Spratt 2000, "A comparison of five steady-state truncation heuristics", MSER-5.
 */
export function mser5(series: ArrayLike<number>): number {
  const batches = Math.floor(series.length / BATCH);
  let best = 0;
  let bestError = Infinity;
  let kept = 0;
  let runningMean = 0;
  let squares = 0;
  // From the back, Welford's update adds one batch at a time, so every cut costs O(1).
  for (let cut = batches - 1; cut >= 0; cut--) {
    let batch = 0;
    for (let i = 0; i < BATCH; i++) batch += series[cut * BATCH + i]! / BATCH;
    kept++;
    const delta = batch - runningMean;
    runningMean += delta / kept;
    squares += delta * (batch - runningMean);
    const error = squares / (kept * kept);
    if (cut <= batches / 2 && error <= bestError) {
      bestError = error;
      best = cut;
    }
  }
  return best * BATCH;
}
