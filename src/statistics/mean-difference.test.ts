import { describe, expect, it } from 'vitest';
import { Rng } from '../random/rng.ts';
import { pairedMeanDifference, welchDifference } from './mean-difference.ts';

/** Extra hours of sleep by two drugs, ten patients (Student 1908). */
const FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

describe('pairedMeanDifference', () => {
  it('gives the numbers of t.test(second, first, paired = TRUE) in R', () => {
    const { difference, halfWidth, p } = pairedMeanDifference(FIRST, SECOND, 0.95)!;
    expect(difference).toBeCloseTo(1.58, 12);
    expect(difference - halfWidth).toBeCloseTo(0.7001142, 6);
    expect(difference + halfWidth).toBeCloseTo(2.4598858, 6);
    expect(p).toBeCloseTo(0.00283289, 7);
  });

  it('has no doubt about differences that are all equal', () => {
    expect(pairedMeanDifference([1, 2, 3], [1, 2, 3], 0.95)).toEqual({ difference: 0, halfWidth: 0, p: 1 });
    expect(pairedMeanDifference([1, 2, 3], [2, 3, 4], 0.95)).toEqual({ difference: 1, halfWidth: 0, p: 0 });
  });

  it('says nothing about one pair', () => {
    expect(pairedMeanDifference([1], [2], 0.95)).toBeUndefined();
  });
});

describe('welchDifference', () => {
  it('gives the numbers of t.test(second, first) in R', () => {
    const { difference, halfWidth, p } = welchDifference(FIRST, SECOND, 0.95)!;
    expect(difference).toBeCloseTo(1.58, 12);
    expect(difference - halfWidth).toBeCloseTo(-0.2054832, 6);
    expect(difference + halfWidth).toBeCloseTo(3.3654832, 6);
    expect(p).toBeCloseTo(0.07939414, 7);
  });

  it('takes samples of different size', () => {
    const { difference, halfWidth } = welchDifference([1, 2, 3], [4, 6, 8, 10], 0.9)!;
    expect(difference).toBe(5);
    expect(halfWidth).toBeGreaterThan(0);
  });

  it('has no doubt where neither side varies', () => {
    expect(welchDifference([2, 2], [2, 2], 0.95)).toEqual({ difference: 0, halfWidth: 0, p: 1 });
    expect(welchDifference([2, 2], [3, 3, 3], 0.95)).toEqual({ difference: 1, halfWidth: 0, p: 0 });
  });

  it('says nothing about a single run', () => {
    expect(welchDifference([1], [2, 3], 0.95)).toBeUndefined();
  });

  it('covers the true difference as often as it says, with unequal variances', () => {
    const rng = new Rng(7, 3);
    const trials = 3_000;
    let missed = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const a = Array.from({ length: 10 }, () => rng.normal());
      const b = Array.from({ length: 25 }, () => 1 + 3 * rng.normal());
      const { difference, halfWidth } = welchDifference(a, b, 0.95)!;
      if (Math.abs(difference - 1) > halfWidth) missed += 1;
    }
    // Welch's degrees of freedom are an approximation: a point is left for it.
    expect(Math.abs(missed / trials - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / trials) + 0.01);
  });
});
