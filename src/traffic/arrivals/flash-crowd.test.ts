import { describe, expect, it } from 'vitest';
import { arrivalContract, onePhase, poissonContract } from '../../testing/arrival-contract.ts';
import { expectedVisitors, rateAt } from '../expectation.ts';
import { flashCrowdDefaults } from './flash-crowd.ts';

const trial = {
  shape: {
    kind: 'flash-crowd',
    normalPerSec: 2,
    shock: 10,
    rampUpMs: 5000,
    sustainedMs: 10_000,
    rampDownMs: 20_000,
  },
  startMs: 1000,
  endMs: 61_000,
} as const;

arrivalContract('flash-crowd', trial);
poissonContract('flash-crowd', trial);

describe('flash-crowd', () => {
  it('goes from normal to shock x normal and back', () => {
    const plan = onePhase(trial);
    const at = [1000, 6000, 15_999, 16_000, 26_000, 36_000, 60_000];
    expect(at.map((ms) => rateAt(plan, ms))).toEqual([2, 20, 20, 20, 11, 2, 2]);
    expect(expectedVisitors(plan, 1e6)).toBeCloseTo(11 * 5 + 20 * 10 + 11 * 20 + 2 * 25, 9);
  });

  it('comes faster and stays longer for a harder shock', () => {
    expect(flashCrowdDefaults(9)).toEqual({ rampUpMs: 60_000, sustainedMs: 60_000, rampDownMs: 240_000 });
    expect(flashCrowdDefaults(99)).toEqual({ rampUpMs: 30_000, sustainedMs: 120_000, rampDownMs: 480_000 });
    expect(flashCrowdDefaults(20)).toEqual({ rampUpMs: 45_378, sustainedMs: 79_333, rampDownMs: 317_333 });
  });

  it('is cut off where the phase ends inside it', () => {
    const short = onePhase({ ...trial, endMs: 11_000 });
    expect(expectedVisitors(short, 1e6)).toBeCloseTo(11 * 5 + 20 * 5, 9);
  });
});
