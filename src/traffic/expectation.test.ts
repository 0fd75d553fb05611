import { describe, expect, it } from 'vitest';
import type { ArrivalPlan } from './arrival-plan.ts';
import { expectedVisitors, peakRatePerSec, rateAt } from './expectation.ts';

const plan: ArrivalPlan = {
  process: 'poisson',
  noise: { sd: 0.5, correlationMs: 1000 },
  phases: [
    { name: 'gather', startMs: 0, endMs: 60_000, shape: { kind: 'lottery', visitors: 600 } },
    { name: 'sale', startMs: 60_000, endMs: 120_000, shape: { kind: 'constant', perSec: 30 } },
    {
      name: 'waves',
      startMs: 150_000,
      endMs: 210_000,
      shape: {
        kind: 'markov',
        states: [
          { perSec: 0, meanStayMs: 1000 },
          { perSec: 40, meanStayMs: 3000 },
        ],
      },
    },
  ],
};

describe('what a plan expects', () => {
  it('adds up its phases, each up to the horizon', () => {
    expect(expectedVisitors(plan, 60_000)).toBe(0);
    expect(expectedVisitors(plan, 60_001)).toBeCloseTo(600.03, 9);
    expect(expectedVisitors(plan, 130_000)).toBeCloseTo(600 + 1800, 9);
    expect(expectedVisitors(plan, 1e9)).toBeCloseTo(600 + 1800 + 1800, 9);
  });

  it('peaks where most can join in a second', () => {
    expect(peakRatePerSec(plan, 1e9)).toBe(600);
    expect(peakRatePerSec({ ...plan, phases: plan.phases.slice(1) }, 130_000)).toBe(30);
    expect(peakRatePerSec({ ...plan, phases: plan.phases.slice(1) }, 1e9)).toBe(40);
  });

  it('has a rate in every phase and none between or after', () => {
    expect([0, 60_000, 119_999, 120_000, 150_000, 210_000].map((ms) => rateAt(plan, ms))).toEqual([
      10, 30, 30, 0, 30, 0,
    ]);
  });
});
