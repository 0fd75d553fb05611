import { describe, expect, it } from 'vitest';
import { meanInterval } from '../statistics/output-analysis.ts';
import { ratesOf, type SaturatedLine } from '../testing/saturated-line.ts';
import { expectCovers } from '../testing/theory-interval.ts';

/** Caps that nobody wrote down as rules: they follow from how often a visitor asks and who stands before it. */

describe('a bucket gives min(refill, capacity / clock step)', () => {
  const fast: SaturatedLine['pollMs'] = [500, 1_500];

  it.each([
    ['its refill where the step is short', 300, 100, 1, 100],
    ['its refill where a full bucket lasts the step', 300, 100, 1_000, 100],
    ['a full bucket a step where that is less', 60, 100, 1_000, 60],
    ['a full bucket a step of 2 s', 60, 100, 2_000, 30],
  ])('%s', (_, capacityTokens, refillPerSec, clockResolutionMs, theory) => {
    const bucket = { capacityTokens, refillPerSec, clockResolutionMs };
    const world = { pollMs: fast, rules: { bucket }, visitors: 3_000, measureMs: [10_000, 24_000] } as const;
    for (const rate of ratesOf(world)) {
      // Admissions of 14 s: whole steps in the middle, and at each end at most the enters that find a new token late.
      expect(Math.abs(rate - theory)).toBeLessThanOrEqual(1);
    }
  });
});

describe('ranks that bypass the bucket', () => {
  const paused = { capacityTokens: 1, refillPerSec: 0, clockResolutionMs: 1 };

  it('are a pull window of their own: 10 ranks at 5 s pass 4/s while the bucket gives nothing', () => {
    const world = {
      pollMs: [5_000, 5_000],
      rules: { bucket: paused, headRanks: 100, bypassRanks: 10 },
    } as const;
    const measureMs = [30_000, 230_000] as const;
    expectCovers(ratesOf({ ...world, visitors: 1_200, measureMs }, 'bypassed'), 4);
  });

  it('add about 20 / T to a bucket that is the limit', () => {
    const bucket = { capacityTokens: 5, refillPerSec: 10, clockResolutionMs: 1 };
    const world = { pollMs: [4_000, 6_000], visitors: 2_000, measureMs: [30_000, 110_000] } as const;
    const without = ratesOf({ ...world, rules: { bucket, headRanks: 100 } });
    const withBypass = ratesOf({ ...world, rules: { bucket, headRanks: 100, bypassRanks: 10 } });
    const added = meanInterval(
      withBypass.map((rate, i) => rate - without[i]!),
      0.999,
    )!;
    expect(Math.abs(added.mean - 4)).toBeLessThan(0.4);
    expect(added.halfWidth!).toBeLessThan(0.4);
  });
});
