import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanOfValues, quantileSorted, sum } from './summary.ts';

describe('quantileSorted', () => {
  it.each([
    [0, 1],
    [0.1, 1],
    [0.11, 2],
    [0.5, 5],
    [0.95, 10],
    [1, 10],
  ])('%d of 1..10 is %d', (p, value) => {
    expect(quantileSorted([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], p)).toBe(value);
  });

  it('is the smallest value that a share p of the sample does not exceed', () => {
    const values = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 100 }), (sample, percent) => {
        const sorted = Int32Array.from(sample).sort();
        const q = quantileSorted(sorted, percent / 100)!;
        const share = (x: number) => sorted.filter((value) => value <= x).length * 100;
        expect(share(q)).toBeGreaterThanOrEqual(percent * sorted.length);
        expect(share(q - 1)).toBeLessThan(percent * sorted.length);
      }),
    );
  });

  it('of nothing is absent', () => {
    expect(quantileSorted(new Float64Array(), 0.5)).toBeUndefined();
  });
});

describe('sum', () => {
  it('loses no digits that cancel', () => {
    expect(sum([1, 1e100, 1, -1e100])).toBe(2);
    expect(sum(new Float64Array(1_000_000).fill(0.1))).toBeCloseTo(100_000, 9);
  });

  it('gives the mean, absent for nothing', () => {
    expect(meanOfValues([1, 2, 6])).toBe(3);
    expect(meanOfValues([])).toBeUndefined();
  });
});
