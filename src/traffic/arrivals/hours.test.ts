import { describe, expect, it } from 'vitest';
import { arrivalContract, onePhase, poissonContract } from '../../testing/arrival-contract.ts';
import { expectedVisitors, peakRatePerSec, rateAt } from '../expectation.ts';

// A day of 60 s in four parts; the run begins at 50 s of the local day.
const trial = {
  shape: { kind: 'hours', meanPerSec: 6, weights: [1, 2, 4, 1], dayMs: 60_000, clockOffsetMs: 50_000 },
  startMs: 5000,
  endMs: 125_000,
} as const;

arrivalContract('hours', trial);
poissonContract('hours', trial);

describe('hours', () => {
  it('follows the local clock, not the start of the phase', () => {
    const plan = onePhase(trial);
    // Run instant 10 s is local midnight; weights have mean 2, so the rate is 3 per unit of weight.
    expect([5000, 10_000, 25_000, 40_000, 55_000, 70_000].map((ms) => rateAt(plan, ms))).toEqual([
      3, 3, 6, 12, 3, 3,
    ]);
    expect(peakRatePerSec(plan, 1e6)).toBe(12);
  });

  it('brings the mean rate over whole days, whatever the weights', () => {
    expect(expectedVisitors(onePhase(trial), 1e6)).toBeCloseTo(6 * 120, 9);
    const tens = { ...trial.shape, weights: trial.shape.weights.map((weight) => weight * 10) };
    expect(expectedVisitors(onePhase({ ...trial, shape: tens }), 1e6)).toBeCloseTo(6 * 120, 9);
  });

  it('takes a day that does not divide into whole ms', () => {
    const odd = { ...trial.shape, weights: [1, 2, 3, 4, 5, 6, 7], dayMs: 86_400 };
    const plan = onePhase({ shape: odd, startMs: 0, endMs: 864_000 });
    expect(expectedVisitors(plan, 1e9)).toBeCloseTo(6 * 864, 6);
  });
});
