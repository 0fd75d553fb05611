import { describe, expect, it } from 'vitest';
import { arrivalContract, onePhase, poissonContract } from '../../testing/arrival-contract.ts';
import { expectedVisitors, rateAt } from '../expectation.ts';

const trial = {
  shape: { kind: 'half-life', startPerSec: 30, halfLifeMs: 10_000 },
  startMs: 2000,
  endMs: 102_000,
} as const;

arrivalContract('half-life', trial);
poissonContract('half-life', trial);

describe('half-life', () => {
  it('halves after each half-life and brings start x half-life / ln 2 in the end', () => {
    const plan = onePhase(trial);
    expect(rateAt(plan, 2000)).toBe(30);
    expect(rateAt(plan, 12_000)).toBeCloseTo(15, 9);
    expect(rateAt(plan, 32_000)).toBeCloseTo(3.75, 9);
    expect(expectedVisitors(plan, 1e6)).toBeCloseTo((300 / Math.LN2) * (1 - 2 ** -10), 9);
  });
});
