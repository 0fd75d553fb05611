import { describe, expect, it } from 'vitest';
import { ratesOf, type SaturatedLine } from '../testing/saturated-line.ts';
import { expectCovers } from '../testing/theory-interval.ts';

/** 2 W E[J] / E[J^2] for W ranks that poll at intervals uniform over whole ms [1/s]. */
function gateRate(ranks: number, [fromMs, toMs]: SaturatedLine['pollMs']): number {
  const mean = (fromMs + toMs) / 2;
  const variance = ((toMs - fromMs + 1) ** 2 - 1) / 12;
  return (2_000 * ranks * mean) / (mean ** 2 + variance);
}

describe('a pull window of K ranks passes 2K E[T] / E[T^2]', () => {
  it.each([
    ['100 ranks at 2 s', 100, [2_000, 2_000], 100, 5_600, 20, 50],
    ['100 ranks at 5 s', 100, [5_000, 5_000], 40, 3_000, 20, 60],
    ['100 ranks at 10 s', 100, [10_000, 10_000], 20, 2_500, 30, 100],
    ['100 ranks at 1 to 3 s', 100, [1_000, 3_000], 92.3, 5_600, 20, 50],
    ['250 ranks at 4 to 6 s', 250, [4_000, 6_000], 98.68, 5_600, 20, 50],
  ] as const)('%s', (_, headRanks, pollMs, published, visitors, fromSec, toSec) => {
    const theory = gateRate(headRanks, pollMs);
    expect(theory).toBeCloseTo(published, 1);
    const measureMs = [fromSec * 1_000, toSec * 1_000] as const;
    expectCovers(ratesOf({ pollMs, rules: { headRanks }, visitors, measureMs }), theory);
  });
});
