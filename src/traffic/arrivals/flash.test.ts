import { describe, expect, it } from 'vitest';
import { arrivalContract, onePhase, poissonContract } from '../../testing/arrival-contract.ts';
import { expectedVisitors, peakRatePerSec, rateAt } from '../expectation.ts';
import { generateArrivals } from '../generate.ts';

const trial = {
  shape: { kind: 'flash', peakPerSec: 40, rampMs: 4000, decayMs: 8000 },
  startMs: 500,
  endMs: 90_500,
} as const;

arrivalContract('flash', trial);
poissonContract('flash', trial);

describe('flash', () => {
  const concert = onePhase({
    shape: { kind: 'flash', peakPerSec: 30_000, rampMs: 4000, decayMs: 8000 },
    startMs: 0,
    endMs: 1_800_000,
  });

  it('brings peak x (ramp/2 + decay): 300,000 for 30,000/s, 4 s, 8 s', () => {
    expect(expectedVisitors(concert, 1_800_000)).toBeCloseTo(300_000, 6);
    expect(peakRatePerSec(concert, 1_800_000)).toBe(30_000);
    const { joinMs } = generateArrivals(concert, 1_800_000, 20261003, 0);
    expect(Math.abs(joinMs.length - 300_000) / Math.sqrt(300_000)).toBeLessThan(4);
  });

  it('rises to the peak and falls by e in each decay', () => {
    expect(rateAt(concert, 2000)).toBeCloseTo(15_000, 9);
    expect(rateAt(concert, 4000)).toBe(30_000);
    expect(rateAt(concert, 12_000)).toBeCloseTo(30_000 / Math.E, 9);
  });

  it('has its peak at the horizon when that cuts the ramp', () => {
    expect(peakRatePerSec(concert, 1000)).toBeCloseTo(7500, 9);
  });

  it('may open at its peak', () => {
    const sudden = onePhase({ ...trial, shape: { ...trial.shape, rampMs: 0 } });
    expect(rateAt(sudden, 500)).toBe(40);
    expect(expectedVisitors(sudden, 1e6)).toBeCloseTo(320, 2);
  });
});
