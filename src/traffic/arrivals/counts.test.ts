import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrivalContract, onePhase, poissonContract } from '../../testing/arrival-contract.ts';
import { expectedVisitors, peakRatePerSec } from '../expectation.ts';
import { generateArrivals } from '../generate.ts';

const trial = {
  shape: { kind: 'counts', binMs: 5000, counts: [10, 0, 60, 25, 7, 40] },
  startMs: 2500,
  endMs: 32_500,
} as const;

arrivalContract('counts', trial);
poissonContract('counts', trial);

describe('counts', () => {
  it('spaced evenly brings exactly the recorded count in each bin', () => {
    const recorded = fc.array(fc.nat(50), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(recorded, fc.integer({ min: 60, max: 60_000 }), (counts, binMs) => {
        const plan = onePhase(
          { shape: { kind: 'counts', binMs, counts }, startMs: 100, endMs: 100 + counts.length * binMs },
          'deterministic',
        );
        const found = counts.map(() => 0);
        for (const ms of generateArrivals(plan, 1e9, 1, 0).joinMs) found[Math.floor((ms - 100) / binMs)]!++;
        expect(found).toEqual(counts);
      }),
    );
  });

  it('has the highest bin as its peak', () => {
    expect(peakRatePerSec(onePhase(trial), 1e6)).toBe(12);
    expect(expectedVisitors(onePhase(trial), 1e6)).toBeCloseTo(142, 9);
  });
});
