import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillWaits, waitAt } from './wait-quantiles.ts';

const LEVELS = Float64Array.from({ length: 4096 }, (_, i) => (i + 0.5) / 4096);

function drawn(law: { busy: number; mean: number; variance: number; limit: number }) {
  const waits = new Float64Array(LEVELS.length);
  fillWaits(law, LEVELS, waits);
  return waits;
}

describe('quantiles of a wait', () => {
  it('are those of an exponential where the conditional wait varies like one', () => {
    const law = { busy: 0.6, mean: 6, variance: 2 * 6 * 10 - 36, limit: Infinity };
    for (const p of [0.1, 0.5, 0.9, 0.99]) {
      const exact = -10 * Math.log(1 - p);
      expect(Math.abs(waitAt(law, 0.4 + 0.6 * p) - exact)).toBeLessThan(0.3);
    }
    expect(waitAt(law, 0.39)).toBe(0);
  });

  it('have the mean and the variance of the law, as far as it is no wilder than an exponential', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.double({ min: 0.01, max: 500, noNaN: true }),
        (busy, variation, conditionalMean) => {
          const mean = busy * conditionalMean;
          const variance = busy * conditionalMean ** 2 * (1 + variation) - mean ** 2;
          const waits = drawn({ busy, mean, variance, limit: Infinity });
          const average = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
          const square = waits.reduce((sum, wait) => sum + wait * wait, 0) / waits.length;
          expect(Math.abs(average / mean - 1)).toBeLessThan(0.01);
          expect(Math.abs(square / (variance + mean ** 2) - 1)).toBeLessThan(0.04);
        },
      ),
    );
  });

  it('never fall, never pass the limit, and are all 0 where nobody waits', () => {
    const waits = drawn({ busy: 0.9, mean: 50, variance: 4000, limit: 120 });
    for (let i = 1; i < waits.length; i++) expect(waits[i]!).toBeGreaterThanOrEqual(waits[i - 1]!);
    expect(waits.at(-1)).toBe(120);
    expect(drawn({ busy: 0, mean: 0, variance: 0, limit: Infinity }).every((wait) => wait === 0)).toBe(true);
  });
});
