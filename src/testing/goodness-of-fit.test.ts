import { describe, expect, it } from 'vitest';
import { chiSquareZ, evenCountsZ, kolmogorovRatio, kolmogorovRatioOfTwo, meanZ } from './goodness-of-fit.ts';

const grid = (n: number) => Array.from({ length: n }, (_, i) => (i + 0.5) / n);

describe('tests of fit', () => {
  it('accepts a sample that lies on the law and rejects one that is off by a tenth', () => {
    expect(kolmogorovRatio(grid(1000), (x) => x)).toBeLessThan(0.01);
    expect(kolmogorovRatio(grid(1000), (x) => Math.min(1, x + 0.1))).toBeGreaterThan(1);
  });

  it('compares two samples, ties included', () => {
    expect(kolmogorovRatioOfTwo(grid(1000), grid(700))).toBeLessThan(0.05);
    expect(kolmogorovRatioOfTwo([1, 1, 2, 2], [1, 1, 2, 2])).toBe(0);
    const shifted = grid(1000).map((x) => x + 0.15);
    expect(kolmogorovRatioOfTwo(grid(1000), shifted)).toBeGreaterThan(1);
  });

  it('turns chi-square into z: the 97.5 % point of 10 degrees of freedom is 20.483', () => {
    expect(chiSquareZ(20.483, 10)).toBeCloseTo(1.96, 2);
  });

  it('sees counts that are too even as well as too uneven', () => {
    expect(evenCountsZ([1000, 1000, 1000, 1000, 1000])).toBeLessThan(-1.9);
    expect(evenCountsZ([1000, 1000, 1000, 1000, 1300])).toBeGreaterThan(4);
  });

  it('measures a mean in standard errors', () => {
    expect(meanZ([1, 3], 1, 2)).toBe(1);
  });
});
