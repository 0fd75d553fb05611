import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kolmogorovRatio, meanZ } from '../testing/goodness-of-fit.ts';
import { type Distribution, meanOf, quantileOf, sample, thirdMomentOf, varianceOf } from './distribution.ts';
import { substream } from './rng.ts';

const LAWS: readonly Distribution[] = [
  { kind: 'uniform', from: 4000, to: 6000 },
  { kind: 'exponential', mean: 180_000 },
  { kind: 'lognormal', p50: 75_000, p90: 110_000 },
  { kind: 'weibull', shape: 0.7, scale: 2000 },
  { kind: 'weibull', shape: 3, scale: 2000 },
];

const SIZE = 200_000;

/** Returns the moment E[(X - mean)^k] by the midpoint rule on the quantiles, independent of the closed forms. */
function centralMoment(d: Distribution, k: number): number {
  const cells = 400_000;
  let sum = 0;
  for (let i = 0; i < cells; i++) sum += (quantileOf(d, (i + 0.5) / cells) - meanOf(d)) ** k;
  return sum / cells;
}

/** Returns the distribution function by bisection on the quantiles. */
function cdf(d: Distribution, x: number): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (quantileOf(d, middle) < x) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

describe.each(LAWS)('$kind %o', (law) => {
  it('has mean and variance that agree with its quantiles', () => {
    expect(Math.abs(centralMoment(law, 1)) / meanOf(law)).toBeLessThan(1e-4);
    expect(centralMoment(law, 2) / varianceOf(law)).toBeCloseTo(1, 2);
  });

  it('has a third moment that agrees with its quantiles', () => {
    const mean = meanOf(law);
    const third = centralMoment(law, 3) + 3 * mean * varianceOf(law) + mean ** 3;
    expect(third / thirdMomentOf(law)).toBeCloseTo(1, 2);
  });

  it('draws samples with that mean, variance and law', () => {
    const rng = substream(21, 0, 'test');
    const draws = Array.from({ length: SIZE }, () => sample(law, rng));
    expect(Math.abs(meanZ(draws, meanOf(law), varianceOf(law)))).toBeLessThan(4);
    const fourth = centralMoment(law, 4);
    const squares = draws.map((x) => (x - meanOf(law)) ** 2);
    expect(Math.abs(meanZ(squares, varianceOf(law), fourth - varianceOf(law) ** 2))).toBeLessThan(4);
    expect(kolmogorovRatio(draws.slice(0, 20_000), (x) => cdf(law, x))).toBeLessThan(1);
  });

  it('has quantiles that only rise, inside the support', () => {
    const u = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
    fc.assert(
      fc.property(u, u, (a, b) => {
        const low = quantileOf(law, Math.min(a, b));
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(quantileOf(law, Math.max(a, b)));
      }),
    );
  });
});

describe('distributions', () => {
  it('keep their named quantiles', () => {
    const law = { kind: 'lognormal', p50: 75_000, p90: 110_000 } as const;
    expect(quantileOf(law, 0.5)).toBeCloseTo(75_000, 6);
    expect(quantileOf(law, 0.9)).toBeCloseTo(110_000, 6);
    expect(quantileOf({ kind: 'weibull', shape: 2, scale: 10 }, 1 - Math.exp(-1))).toBeCloseTo(10, 10);
    expect(quantileOf({ kind: 'exponential', mean: 180 }, 0.5)).toBeCloseTo(180 * Math.LN2, 10);
  });

  it('may be without spread', () => {
    const rng = substream(22, 0, 'test');
    for (const law of [
      { kind: 'fixed', value: 5 },
      { kind: 'uniform', from: 5, to: 5 },
      { kind: 'lognormal', p50: 5, p90: 5 },
    ] as const) {
      expect([meanOf(law), varianceOf(law), quantileOf(law, 0.99), sample(law, rng)]).toEqual([5, 0, 5, 5]);
    }
  });

  it('never give NaN at the ends of the unit interval', () => {
    for (const law of LAWS) {
      expect(quantileOf(law, 0)).not.toBeNaN();
      expect(quantileOf(law, 1)).not.toBeNaN();
    }
  });
});
