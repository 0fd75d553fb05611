import { describe, expect, it } from 'vitest';
import { jumpFactor, onsetOf, type QueueLoad } from './queue-load.ts';
import { advanceMoments, type WaitMoments } from './wait-moments.ts';

/** M/M/1 with service of mean 1. */
const load = (rho: number): QueueLoad => ({ rho, onset: onsetOf(1, rho), jumpMs: 2, spread: 2 });

function moments(
  rho: number,
  ms: number,
  steps: number,
  from: WaitMoments = { mean: 0, variance: 0, busy: 0 },
): WaitMoments {
  const state = { ...from };
  for (let step = 0; step < steps; step++) advanceMoments(state, load(rho), ms / steps);
  return state;
}

describe('the moments of a virtual wait', () => {
  it('come to the same rest in one long step as in many short ones', () => {
    for (const rho of [0.1, 0.5, 0.9]) {
      const long = moments(rho, 1e5, 3);
      const short = moments(rho, 1e5, 50_000);
      const atRest = rho / (1 - rho);
      expect(long.mean / atRest).toBeCloseTo(1, 2);
      expect(short.mean / atRest).toBeCloseTo(1, 3);
      expect(short.busy).toBeCloseTo(rho, 3);
      expect(short.variance / ((2 * rho - rho * rho) / (1 - rho) ** 2)).toBeCloseTo(1, 2);
    }
  });

  it('grow by the excess of the load, their variance by the noise of arrivals and services', () => {
    const state = moments(1.5, 1000, 10, { mean: 100, variance: 50, busy: 1 });
    expect(state.mean).toBeCloseTo(100 + 500, 6);
    expect(state.variance).toBeCloseTo(50 + 1.5 * 2 * 1000, 6);
    expect(state.busy).toBe(1);
  });

  it('fall by what is left of the capacity while there is a backlog, and then come to rest', () => {
    const backlog = { mean: 1000, variance: 10, busy: 1 };
    expect(moments(0.5, 1000, 10, backlog).mean).toBeCloseTo(500, 6);
    expect(moments(0.5, 10_000, 100, backlog).mean).toBeCloseTo(1, 1);
  });

  it('grow with the root of time at a load of just the capacity', () => {
    const early = moments(1, 1_000, 1_000).mean;
    const late = moments(1, 4_000, 4_000).mean;
    expect(late / early).toBeCloseTo(2, 1);
    // Reflected Brownian motion has the mean sd x sqrt(2 t / pi); the closure stays within an eighth of it.
    expect(Math.abs(late / Math.sqrt((2 * 2 * 4_000) / Math.PI) - 1)).toBeLessThan(1 / 8);
  });

  it('are nothing where nobody comes', () => {
    expect(moments(0, 100, 1)).toEqual({ mean: 0, variance: 0, busy: 0 });
  });
});

describe('the factor of the wait', () => {
  it('is Allen-Cunneen for one server, and for exponential service with any number', () => {
    expect(jumpFactor(1, 0.7, 1, 0.4)).toBeCloseTo(1.4);
    expect(jumpFactor(1, 0.7, 0.5, 0.4)).toBeCloseTo(0.9);
    expect(jumpFactor(8, 0.7, 1, 1)).toBeCloseTo(2);
  });

  it('is above that for constant service, several servers and light load, and below the ratio at none', () => {
    expect(jumpFactor(4, 0.95, 1, 0)).toBeGreaterThan(1);
    expect(jumpFactor(4, 0.95, 1, 0)).toBeLessThan(1.02);
    expect(jumpFactor(4, 0.01, 1, 0)).toBeCloseTo(8 / 5);
  });
});
