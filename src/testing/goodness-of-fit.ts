/**
 * Tests of fit for seeded samples. All limits stand for about four standard errors of a normal test: a right generator
 * passes with probability 0.99994.
 */

/** Two-sided probability beyond four standard errors. */
const BEYOND_FOUR_SIGMA = 6.3e-5;

/**
 * Returns sqrt(n) times the largest distance between the sample's distribution function and the law's, divided by the
 * limit: up to 1 the law is not rejected.
 * Source: Kolmogorov's limit law, P(sqrt(n) D > x) about 2 e^(-2 x^2).
 */
export function kolmogorovRatio(sample: readonly number[], cdf: (x: number) => number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  const n = sorted.length;
  let distance = 0;
  sorted.forEach((x, i) => {
    const p = cdf(x);
    distance = Math.max(distance, p - i / n, (i + 1) / n - p);
  });
  return (Math.sqrt(n) * distance) / Math.sqrt(-Math.log(BEYOND_FOUR_SIGMA / 2) / 2);
}

/** Returns the same ratio for two samples that should have one law. */
export function kolmogorovRatioOfTwo(a: readonly number[], b: readonly number[]): number {
  const left = [...a].sort((x, y) => x - y);
  const right = [...b].sort((x, y) => x - y);
  let distance = 0;
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    const x = Math.min(left[i]!, right[j]!);
    while (i < left.length && left[i]! <= x) i++;
    while (j < right.length && right[j]! <= x) j++;
    distance = Math.max(distance, Math.abs(i / left.length - j / right.length));
  }
  const n = (left.length * right.length) / (left.length + right.length);
  return (Math.sqrt(n) * distance) / Math.sqrt(-Math.log(BEYOND_FOUR_SIGMA / 2) / 2);
}

/** Returns the z score of a chi-square value. Source: Wilson and Hilferty 1931. */
export function chiSquareZ(chiSquare: number, degreesOfFreedom: number): number {
  const spread = 2 / (9 * degreesOfFreedom);
  return (Math.cbrt(chiSquare / degreesOfFreedom) - (1 - spread)) / Math.sqrt(spread);
}

/** Returns the z score of counts that should all be equal on average. */
export function evenCountsZ(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return chiSquareZ(chiSquare, counts.length - 1);
}

/** Returns the z score of a sample's mean against a law's. */
export function meanZ(sample: readonly number[], mean: number, variance: number): number {
  const sum = sample.reduce((total, x) => total + x, 0);
  return (sum / sample.length - mean) / Math.sqrt(variance / sample.length);
}
