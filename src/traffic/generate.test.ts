import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { substream } from '../random/rng.ts';
import { chiSquareZ, kolmogorovRatio, meanZ } from '../testing/goodness-of-fit.ts';
import type { ArrivalPlan } from './arrival-plan.ts';
import { expectedVisitors } from './expectation.ts';
import { generateArrivals } from './generate.ts';
import { applyNoise, noiseFactors } from './noise.ts';
import { countBefore } from './rate-profile.ts';

const HORIZON = 120_000;

const steady: ArrivalPlan = {
  process: 'poisson',
  phases: [{ name: 'steady', startMs: 0, endMs: HORIZON, shape: { kind: 'constant', perSec: 20 } }],
};
const noise = { sd: 0.4, correlationMs: 10_000 };

describe('generateArrivals', () => {
  it('gives these instants, for ever', () => {
    const flash = { kind: 'flash', peakPerSec: 30_000, rampMs: 4000, decayMs: 8000 } as const;
    const concert: ArrivalPlan = {
      process: 'poisson',
      phases: [{ name: 'opening', startMs: 0, endMs: HORIZON, shape: flash }],
    };
    const { joinMs } = generateArrivals(concert, HORIZON, 20261003, 0);
    expect([joinMs.length, ...joinMs.subarray(0, 3), joinMs[150_000], joinMs.at(-1)]).toEqual([
      300289, 14, 16, 27, 7736, 96805,
    ]);
  });

  it('joins the phases of a plan in order of time, with nobody in the gaps', () => {
    const plan: ArrivalPlan = {
      process: 'poisson',
      phases: [
        { name: 'late', startMs: 80_000, endMs: 90_000, shape: { kind: 'constant', perSec: 50 } },
        { name: 'early', startMs: 0, endMs: 20_000, shape: { kind: 'ramp', fromPerSec: 0, toPerSec: 40 } },
      ],
    };
    const { joinMs } = generateArrivals(plan, HORIZON, 91, 0);
    expect(Array.from(joinMs)).toEqual(Array.from(joinMs).sort((a, b) => a - b));
    expect(joinMs.some((ms) => ms >= 20_000 && ms < 80_000)).toBe(false);
    expect(expectedVisitors(plan, HORIZON)).toBeCloseTo(900, 9);
  });

  it('spaced evenly is within one of the integral at every instant', () => {
    const rate = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(rate, rate, fc.integer({ min: 1, max: HORIZON }), (fromPerSec, toPerSec, atMs) => {
        const shape = { kind: 'ramp', fromPerSec, toPerSec } as const;
        const plan: ArrivalPlan = {
          process: 'deterministic',
          phases: [{ name: 'ramp', startMs: 0, endMs: HORIZON, shape }],
        };
        const { joinMs } = generateArrivals(plan, HORIZON, 1, 0);
        const before = joinMs.filter((ms) => ms < atMs).length;
        expect(Math.abs(before - expectedVisitors(plan, atMs))).toBeLessThanOrEqual(0.5 + 1e-6);
      }),
    );
  });

  it('shares one column where nobody gathers', () => {
    const { arriveMs, joinMs } = generateArrivals(steady, HORIZON, 91, 0);
    expect(arriveMs).toBe(joinMs);
  });

  it('draws the noise from its own stream: arrivals of another purpose stay as they are', () => {
    const none = generateArrivals({ ...steady, noise: { sd: 0, correlationMs: 1000 } }, HORIZON, 92, 0);
    const plain = generateArrivals(steady, HORIZON, 92, 0);
    expect(none.joinMs.length).toBe(plain.joinMs.length);
    // Cut at whole seconds the sums round differently, so an instant on the edge of a ms may move by one.
    expect(none.joinMs.every((ms, i) => Math.abs(ms - plain.joinMs[i]!) <= 1)).toBe(true);
  });
});

describe('arrivals with noise', () => {
  const noisy = { ...steady, noise };
  const runs = Array.from({ length: 400 }, (_, i) => generateArrivals(noisy, HORIZON, 93, i).joinMs);

  it('keep the mean and gain the variance of the integrated factor', () => {
    const mean = expectedVisitors(noisy, HORIZON);
    const counts = runs.map((run) => run.length);
    // Var N = mean + rate^2 sum over seconds i, j of cov(f_i, f_j); cov of lognormals: e^(s^2 phi^lag) - 1.
    const s2 = Math.log1p(noise.sd ** 2);
    const cov = (lag: number) => Math.expm1(s2 * Math.exp((-lag * 1000) / noise.correlationMs));
    let excess = 0;
    for (let i = 0; i < 120; i++) for (let j = 0; j < 120; j++) excess += 400 * cov(Math.abs(i - j));
    const total = mean + excess;
    const average = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    expect(Math.abs(average - mean) / Math.sqrt(total / counts.length)).toBeLessThan(4);
    const squares = counts.map((count) => (count - mean) ** 2);
    const spread = squares.reduce((sum, square) => sum + (square - total) ** 2, 0) / counts.length;
    expect(Math.abs(meanZ(squares, total, spread))).toBeLessThan(4);
  });

  it('given their factors are a Poisson process of the noisy rate, exactly', () => {
    const flat = [{ kind: 'linear', startMs: 0, endMs: HORIZON, fromPerSec: 20, toPerSec: 20 }] as const;
    const rng = substream(94, 0, 'test');
    const gaps: number[] = [];
    let dispersion = 0;
    for (let i = 0; i < 20; i++) {
      const factors = noiseFactors(noise, HORIZON, substream(93, i, 'arrival-noise'));
      const rate = applyNoise(flat, factors);
      const mean = countBefore(rate, HORIZON);
      dispersion += (runs[i]!.length - mean) ** 2 / mean;
      const exact = Array.from(runs[i]!, (ms) => ms + rng.uniform()).sort((a, b) => a - b);
      const integral = runningIntegral(factors);
      exact.map(integral).reduce((last, at) => {
        gaps.push(at - last);
        return at;
      }, 0);
    }
    expect(Math.abs(chiSquareZ(dispersion, 20))).toBeLessThan(4);
    expect(kolmogorovRatio(gaps, (x) => -Math.expm1(-x))).toBeLessThan(1);
  });
});

/** Returns the integral of 20/s x factor up to an instant, from the factors alone. */
function runningIntegral(factors: Float64Array): (ms: number) => number {
  const before = [0];
  factors.forEach((factor, second) => {
    before.push(before[second]! + 20 * factor);
  });
  return (ms) => {
    const second = Math.floor(ms / 1000);
    return before[second]! + (20 * factors[second]! * (ms - second * 1000)) / 1000;
  };
}
