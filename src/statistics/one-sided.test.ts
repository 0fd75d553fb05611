import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../random/rng.ts';
import { oneSidedTest } from './one-sided.ts';

/** Extra hours of sleep by two drugs, ten patients (Student 1908): second minus first. */
const SLEEP = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];

describe('oneSidedTest', () => {
  it('gives the numbers of t.test(x, alternative = "greater") in R', () => {
    const test = oneSidedTest(SLEEP, 0, 0.05)!;
    expect(test.mean).toBeCloseTo(1.58, 12);
    expect(test.lower).toBeCloseTo(0.8669947, 6);
    expect(test.upper).toBeCloseTo(2.2930053, 6);
    expect(test.p).toBeCloseTo(0.00283289 / 2, 7);
  });

  it('rejects at its level exactly where the lower bound is above the threshold', () => {
    const values = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 2, maxLength: 40 });
    const threshold = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(values, threshold, fc.constantFrom(0.05, 0.025, 0.01), (sample, mark, alpha) => {
        const test = oneSidedTest(sample, mark, alpha)!;
        if (Math.abs(test.p - alpha) < 1e-6 || Math.abs(test.lower - mark) < 1e-9) return;
        expect(test.p < alpha).toBe(test.lower > mark);
      }),
    );
  });

  it('has no doubt about equal values', () => {
    expect(oneSidedTest([0, 0, 0], 0.02, 0.05)).toEqual({ mean: 0, values: 3, lower: 0, upper: 0, p: 1 });
    expect(oneSidedTest([0.3, 0.3, 0.3], 0.02, 0.05)).toMatchObject({ lower: 0.3, upper: 0.3, p: 0 });
    // 0.1 - 0.08 and 0.3 - 0.28 are 0.02, but for rounding: at the threshold, not above it.
    expect(oneSidedTest([0.1 - 0.08, 0.3 - 0.28], 0.02, 0.05)!.p).toBe(1);
    // 0.1 + 0.2 - 0.3 is not zero, and no spread either.
    expect(oneSidedTest([0.1 + 0.2, 0.3], 0.2, 0.05)!.p).toBe(0);
  });

  it('says nothing about fewer than two values', () => {
    expect(oneSidedTest([], 0, 0.05)).toBeUndefined();
    expect(oneSidedTest([1], 0, 0.05)).toBeUndefined();
  });

  it('bounds the true mean as often as it says', () => {
    const rng = new Rng(20, 1);
    const trials = 4_000;
    let below = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const test = oneSidedTest(
        Array.from({ length: 20 }, () => rng.normal()),
        0,
        0.05,
      )!;
      if (test.lower > 0) below += 1;
    }
    const expected = 0.05 * trials;
    expect(Math.abs(below - expected) / Math.sqrt(expected * 0.95)).toBeLessThan(4);
  });
});
