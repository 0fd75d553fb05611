import { describe, expect, it } from 'vitest';
import { meanZ } from '../testing/goodness-of-fit.ts';
import { LogAr1 } from './log-ar1.ts';
import { substream } from './rng.ts';

const PATHS = 20_000;
const noise = { sd: 0.5, correlationMs: 5000 };

/** Factors 0..steps-1 of independent paths. */
function paths(steps: number): readonly (readonly number[])[] {
  return Array.from({ length: PATHS }, (_, replication) => {
    const factor = new LogAr1(noise, 1000, substream(31, replication, 'test'));
    return Array.from({ length: steps }, () => factor.next());
  });
}

describe('LogAr1', () => {
  const all = paths(8);

  it.each([0, 3, 7])('has mean 1 and the stated sd at step %d, from the first on', (step) => {
    const values = all.map((path) => path[step]!);
    expect(values.every((x) => x > 0)).toBe(true);
    expect(Math.abs(meanZ(values, 1, noise.sd ** 2))).toBeLessThan(4);
    // E[(X-1)^4] of a lognormal with mean 1: w^6 - 4 w^3 + 6 w - 3, w = 1 + sd^2.
    const w = 1 + noise.sd ** 2;
    const fourth = w ** 6 - 4 * w ** 3 + 6 * w - 3;
    const squares = values.map((x) => (x - 1) ** 2);
    expect(Math.abs(meanZ(squares, noise.sd ** 2, fourth - noise.sd ** 4))).toBeLessThan(4);
  });

  it.each([1, 5])('has a logarithm whose correlation at lag %d s is e^(-lag / correlation time)', (lag) => {
    const variance = Math.log1p(noise.sd ** 2);
    const correlation = Math.exp((-lag * 1000) / noise.correlationMs);
    const products = all.map((path) => {
      const at = (step: number) => (Math.log(path[step]!) + variance / 2) / Math.sqrt(variance);
      return at(0) * at(lag);
    });
    expect(Math.abs(meanZ(products, correlation, 1 + correlation ** 2))).toBeLessThan(4);
  });

  it('without sd is exactly 1', () => {
    const factor = new LogAr1({ sd: 0, correlationMs: 1000 }, 1000, substream(32, 0, 'test'));
    for (let i = 0; i < 100; i++) expect(factor.next()).toBe(1);
  });
});
