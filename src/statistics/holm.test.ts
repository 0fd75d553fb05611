import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holmAdjusted } from './holm.ts';

const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });

describe('holmAdjusted', () => {
  it('gives the values of p.adjust(p, "holm") in R', () => {
    const given = [0.01, 0.02, 0.03, 0.04, 0.05];
    const expected = [0.05, 0.08, 0.09, 0.09, 0.09];
    for (const [i, p] of holmAdjusted(given).entries()) expect(p).toBeCloseTo(expected[i]!, 12);
  });

  it('keeps the order given and never exceeds 1', () => {
    const adjusted = holmAdjusted([0.8, 0.001, 0.3]);
    for (const [i, p] of [0.8, 0.003, 0.6].entries()) expect(adjusted[i]).toBeCloseTo(p, 12);
    expect(holmAdjusted([0.6, 0.7])).toEqual([1, 1]);
  });

  it('is the value itself for one test, and nothing for none', () => {
    expect(holmAdjusted([0.04])).toEqual([0.04]);
    expect(holmAdjusted([])).toEqual([]);
  });

  it('rejects what the step-down procedure rejects, and no more than Bonferroni allows to doubt', () => {
    fc.assert(
      fc.property(shares, fc.double({ min: 0.001, max: 0.5, noNaN: true }), (pValues, alpha) => {
        const adjusted = holmAdjusted(pValues);
        expect(pValues.filter((_, i) => adjusted[i]! <= alpha).length).toBe(stepDown(pValues, alpha));
        pValues.forEach((p, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, p * pValues.length) + 1e-12);
        });
      }),
    );
  });
});

/** Number of rejections of Holm's procedure as he wrote it down. */
function stepDown(pValues: readonly number[], alpha: number): number {
  const ascending = [...pValues].sort((a, b) => a - b);
  const stop = ascending.findIndex((p, i) => (pValues.length - i) * p > alpha);
  return stop < 0 ? pValues.length : stop;
}
