import { describe, expect, it } from 'vitest';
import { arrivalContract, onePhase } from '../../testing/arrival-contract.ts';
import { expectedVisitors, peakRatePerSec, rateAt } from '../expectation.ts';
import { generateArrivals } from '../generate.ts';

const recorded = [0, 120, 120, 980, 2500, 2501, 2999, 9000];
const trial = {
  shape: { kind: 'instants', atMs: recorded, height: 1 },
  startMs: 5000,
  endMs: 14_000,
} as const;

arrivalContract('instants', trial);

describe('instants', () => {
  it('are replayed exactly, under either process, up to the end of the phase', () => {
    for (const process of ['poisson', 'deterministic'] as const) {
      const { joinMs } = generateArrivals(onePhase(trial, process), 1e6, 1, 0);
      expect(Array.from(joinMs)).toEqual(recorded.slice(0, -1).map((ms) => 5000 + ms));
    }
  });

  it('come in whole copies, and one more with the probability of the fraction', () => {
    const plan = onePhase({ ...trial, shape: { ...trial.shape, height: 2.25 } });
    const runs = Array.from({ length: 500 }, (_, i) => generateArrivals(plan, 1e6, 81, i).joinMs.length);
    expect(runs.every((count) => count >= 14 && count <= 21)).toBe(true);
    const total = runs.reduce((sum, count) => sum + count, 0);
    const draws = 7 * 500;
    expect(Math.abs(total - 2.25 * draws) / Math.sqrt(draws * 0.25 * 0.75)).toBeLessThan(4);
    const half = onePhase({ ...trial, shape: { ...trial.shape, height: 0.5 } });
    expect(generateArrivals(half, 1e6, 81, 0).joinMs.length).toBeLessThan(8);
  });

  it('are measured by the whole second', () => {
    const plan = onePhase({ ...trial, shape: { ...trial.shape, height: 2 } });
    expect(expectedVisitors(plan, 1e6)).toBe(14);
    expect(expectedVisitors(plan, 7000)).toBe(8);
    expect(peakRatePerSec(plan, 1e6)).toBe(8);
    expect([5000, 5999, 6000, 7000].map((ms) => rateAt(plan, ms))).toEqual([8, 8, 0, 6]);
  });
});
