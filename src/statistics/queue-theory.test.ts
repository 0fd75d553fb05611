import { describe, expect, it } from 'vitest';
import { erlangC } from './erlang.ts';
import { md1, mg1MeanWait, mm1, mmc, type WaitLaw } from './queue-theory.ts';

/** Returns the integral of P(W > t), which is E[W], by the midpoint rule. */
function integral(law: WaitLaw, untilT: number, cells: number): number {
  const width = untilT / cells;
  let sum = 0;
  for (let i = 0; i < cells; i++) sum += law.exceeds((i + 0.5) * width) * width;
  return sum;
}

describe('M/M/c', () => {
  it('with one server waits rho / (mu - lambda), and e^-(mu - lambda)t of the delayed wait longer than t', () => {
    const law = mm1(0.9, 1);
    expect(law.meanWait).toBeCloseTo(9, 12);
    expect(law.exceeds(0)).toBeCloseTo(0.9, 12);
    expect(law.exceeds(10)).toBeCloseTo(0.9 * Math.exp(-1), 12);
  });

  it.each([2, 10, 100])('with %d servers has a tail that adds up to its mean', (servers) => {
    const law = mmc(servers, 0.9 * servers, 1);
    expect(law.exceeds(0)).toBeCloseTo(erlangC(servers, 0.9 * servers), 12);
    expect(integral(law, 300 / servers + 20, 100_000)).toBeCloseTo(law.meanWait, 4);
  });

  it('has no stationary wait at full load', () => {
    expect(() => mmc(2, 2, 1)).toThrow(RangeError);
  });
});

describe('M/G/1', () => {
  it('is M/M/1 for exponential service and half of it for constant service', () => {
    expect(mg1MeanWait(0.9, { mean: 1, variance: 1 })).toBeCloseTo(9, 12);
    expect(mg1MeanWait(0.9, { mean: 1, variance: 0 })).toBeCloseTo(4.5, 12);
    expect(() => mg1MeanWait(1, { mean: 1, variance: 0 })).toThrow(RangeError);
  });
});

describe('M/D/1', () => {
  it.each([0.3, 0.5, 0.8, 0.9])(
    'at utilization %d has P(W > 0) = rho and a tail that adds up to its mean',
    (rho) => {
      const law = md1(rho, 1);
      expect(law.exceeds(0)).toBeCloseTo(rho, 12);
      expect(law.meanWait).toBeCloseTo(rho / (2 * (1 - rho)), 12);
      expect(integral(law, 120, 2400)).toBeCloseTo(law.meanWait, 2);
    },
  );

  it('inside the first service time is Erlang 1909: P(W <= t) = (1 - rho) e^(lambda t)', () => {
    const law = md1(0.4, 2);
    for (const t of [0, 0.5, 1, 1.999]) {
      expect(law.exceeds(t)).toBeCloseTo(1 - 0.2 * Math.exp(0.4 * t), 12);
    }
  });

  it('falls without a step up, far into the tail', () => {
    const law = md1(0.95, 1);
    let last = 1;
    for (let t = 0; t < 200; t += 0.25) {
      const p = law.exceeds(t);
      expect(p).toBeLessThanOrEqual(last + 1e-12);
      expect(p).toBeGreaterThanOrEqual(0);
      last = p;
    }
  });
});
