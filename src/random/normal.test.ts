import { describe, expect, it } from 'vitest';
import { gamma, logGamma } from './gamma.ts';
import { inverseNormalCdf } from './normal.ts';

describe('inverseNormalCdf', () => {
  // Probabilities and points of tables; the far ones from AS 241's own check values.
  it.each([
    [0.5, 0],
    [0.9, 1.2815515655446004],
    [0.975, 1.959963984540054],
    [0.25, -0.6744897501960817],
    [0.001, -3.090232306167813],
    [1e-10, -6.361340902404056],
    [1e-20, -9.26234008979841],
  ])('of %d is %d', (p, z) => {
    expect(inverseNormalCdf(p)).toBeCloseTo(z, 12);
  });

  it('is odd around one half and reaches infinity at the ends', () => {
    for (const p of [0.01, 0.1, 0.3, 0.49])
      expect(inverseNormalCdf(p)).toBeCloseTo(-inverseNormalCdf(1 - p), 12);
    expect([inverseNormalCdf(0), inverseNormalCdf(1)]).toEqual([-Infinity, Infinity]);
  });

  it('refuses what is no probability', () => {
    for (const p of [-0.1, 1.1, Number.NaN]) expect(() => inverseNormalCdf(p)).toThrow(RangeError);
  });
});

describe('gamma', () => {
  it('is the factorial of n - 1', () => {
    let factorial = 1;
    for (let n = 1; n <= 20; n++) {
      expect(gamma(n) / factorial).toBeCloseTo(1, 12);
      factorial *= n;
    }
  });

  it('is sqrt(pi) at one half, and the reflection and large arguments hold', () => {
    expect(gamma(0.5)).toBeCloseTo(Math.sqrt(Math.PI), 13);
    expect(gamma(0.25) * gamma(0.75)).toBeCloseTo(Math.PI * Math.SQRT2, 12);
    expect(logGamma(1001)).toBeCloseTo(5912.128178488163, 8);
  });
});
