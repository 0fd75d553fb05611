import { describe, expect, it } from 'vitest';
import { boundedLaw } from './bounded-wait.ts';

/** Exponential service of mean 1 and one server: an arrival adds 2 (second moment over mean) to the wait, B / (1 - B) is rho. */
const JUMP = 2;
const VARIATION = 2;

/** M/M/1 with at most `places` waiting, state by state. */
function finite(rho: number, places: number) {
  const weights = Array.from({ length: places + 2 }, (_, n) => rho ** n);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { lost: weights.at(-1)! / total };
}

/** M/M/1 whose customers give up after a time t, by numeric integration of the density of the virtual wait. */
function impatient(rho: number, limit: number) {
  const steps = 200_000;
  const h = limit / steps;
  let below = 0;
  let moment = 0;
  for (let i = 0; i < steps; i++) {
    const v = (i + 0.5) * h;
    const density = rho * Math.exp(-(1 - rho) * v) * h;
    below += density;
    moment += v * density;
  }
  const above = rho * Math.exp(-(1 - rho) * limit);
  const total = 1 + below + above;
  return { lost: above / total, meanOfServed: moment / (1 + below) };
}

describe('a queue with a bounded wait', () => {
  it.each([0.3, 0.8, 0.95, 1, 1.05, 2])('loses what M/M/1/K loses at load %d', (rho) => {
    for (const places of [0, 1, 5, 50]) {
      const bound = { limitMs: places, places: { count: places, variation: VARIATION } };
      const law = boundedLaw({ rho, onset: rho, jumpMs: JUMP, ...bound });
      expect(law.lost).toBeCloseTo(finite(rho, places).lost, 3);
    }
  });

  it.each([0.3, 0.8, 0.95, 1, 1.05, 2])('loses and delays as M/M/1 with a timeout at load %d', (rho) => {
    for (const limit of [1, 10, 40]) {
      const law = boundedLaw({ rho, onset: rho, jumpMs: JUMP, limitMs: limit });
      const exact = impatient(rho, limit);
      expect(law.lost).toBeCloseTo(exact.lost, 3);
      expect(law.mean).toBeCloseTo(exact.meanOfServed, 2);
      expect(law.variance).toBeGreaterThan(0);
    }
  });

  it('stays in range far from any load that it was made for', () => {
    for (const rho of [1e-9, 1e3]) {
      const law = boundedLaw({ rho, onset: rho, jumpMs: JUMP, limitMs: 1e4 });
      expect(law.lost).toBeCloseTo(Math.max(0, 1 - 1 / rho), 3);
      expect(law.mean).toBeLessThanOrEqual(1e4);
      expect(law.mean).toBeGreaterThanOrEqual(0);
    }
  });
});
