import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inverseNormalCdf } from '../random/normal.ts';
import { studentTCdf, studentTQuantile } from './student-t.ts';

describe('Student t', () => {
  // Points of the usual table, two-sided 95 %, 99 % and 99.9 %.
  it.each([
    [0.975, 1, 12.7062],
    [0.975, 2, 4.3027],
    [0.975, 5, 2.5706],
    [0.975, 10, 2.2281],
    [0.975, 19, 2.093],
    [0.975, 30, 2.0423],
    [0.975, 120, 1.9799],
    [0.995, 1, 63.6567],
    [0.995, 9, 3.2498],
    [0.995, 29, 2.7564],
    [0.9995, 2, 31.5991],
    [0.9995, 19, 3.8834],
  ])('%d point of %d degrees of freedom is %d', (p, n, t) => {
    expect(studentTQuantile(p, n)).toBeCloseTo(t, 4);
  });

  it('has closed forms for 1 and 2 degrees of freedom', () => {
    for (const p of [0.6, 0.9, 0.999, 0.99999]) {
      expect(studentTQuantile(p, 1) / Math.tan(Math.PI * (p - 0.5))).toBeCloseTo(1, 8);
      const a = 4 * p * (1 - p);
      expect(studentTQuantile(p, 2) / (2 * (p - 0.5) * Math.sqrt(2 / a))).toBeCloseTo(1, 8);
    }
  });

  it('is inverted by its distribution function and is odd', () => {
    const p = fc.double({ min: 0.0005, max: 0.9995, noNaN: true });
    fc.assert(
      fc.property(p, fc.integer({ min: 1, max: 5000 }), (share, n) => {
        const t = studentTQuantile(share, n);
        expect(studentTCdf(t, n)).toBeCloseTo(share, 9);
        expect(studentTQuantile(1 - share, n)).toBeCloseTo(-t, 5);
      }),
    );
  });

  it('joins its large-sample form without a step and tends to the normal', () => {
    expect(studentTQuantile(0.975, 10_000) - studentTQuantile(0.975, 10_001)).toBeLessThan(1e-7);
    expect(studentTQuantile(0.975, 1e9)).toBeCloseTo(inverseNormalCdf(0.975), 8);
    expect(studentTQuantile(0.5, 3)).toBe(0);
  });
});
