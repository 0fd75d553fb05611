import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clipSegment,
  countBefore,
  countInSegment,
  peakBefore,
  type RateSegment,
  rateInProfile,
  rateInSegment,
  scaleSegment,
} from './rate-profile.ts';

const rate = fc.double({ min: 0, max: 1000, noNaN: true });
const segment: fc.Arbitrary<RateSegment> = fc.oneof(
  fc.record({
    kind: fc.constant('linear' as const),
    startMs: fc.constant(1000),
    endMs: fc.integer({ min: 1010, max: 500_000 }),
    fromPerSec: rate,
    toPerSec: rate,
  }),
  fc.record({
    kind: fc.constant('exponential' as const),
    startMs: fc.constant(1000),
    endMs: fc.integer({ min: 1010, max: 500_000 }),
    fromPerSec: rate,
    decayMs: fc.integer({ min: 100, max: 1_000_000 }),
  }),
);

describe('rate segments', () => {
  it('count the integral of their rate', () => {
    fc.assert(
      fc.property(segment, (whole) => {
        const cells = 20_000;
        const widthMs = (whole.endMs - whole.startMs) / cells;
        let sum = 0;
        for (let i = 0; i < cells; i++) {
          // Simpson's rule: a steep decay is too curved for midpoints.
          const at = (share: number) => rateInSegment(whole, whole.startMs + (i + share) * widthMs);
          sum += ((at(0) + 4 * at(0.5) + at(1)) / 6) * (widthMs / 1000);
        }
        expect(Math.abs(sum - countInSegment(whole))).toBeLessThan(1e-4 * (1 + countInSegment(whole)));
      }),
      { numRuns: 50 },
    );
  });

  it('cut anywhere lose nothing and keep their rate', () => {
    fc.assert(
      fc.property(segment, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (whole, share) => {
        const cutMs = whole.startMs + share * (whole.endMs - whole.startMs);
        const left = clipSegment(whole, { startMs: 0, endMs: cutMs })!;
        const right = clipSegment(whole, { startMs: cutMs, endMs: 1e9 })!;
        const total = countInSegment(whole);
        expect(Math.abs(countInSegment(left) + countInSegment(right) - total)).toBeLessThan(
          1e-9 * (1 + total),
        );
        const middleMs = (cutMs + whole.endMs) / 2;
        expect(Math.abs(rateInSegment(right, middleMs) - rateInSegment(whole, middleMs))).toBeLessThan(
          1e-9 * 1001,
        );
      }),
    );
  });

  it('scale in rate and count alike', () => {
    fc.assert(
      fc.property(segment, rate, (whole, factor) => {
        const scaled = countInSegment(scaleSegment(whole, factor));
        expect(Math.abs(scaled - factor * countInSegment(whole))).toBeLessThanOrEqual(1e-9 * (1 + scaled));
      }),
    );
  });

  it('have nothing outside the span', () => {
    const whole: RateSegment = { kind: 'linear', startMs: 10, endMs: 20, fromPerSec: 1, toPerSec: 2 };
    expect(clipSegment(whole, { startMs: 20, endMs: 30 })).toBeUndefined();
    expect(clipSegment(whole, { startMs: 0, endMs: 10 })).toBeUndefined();
    expect(clipSegment(whole, { startMs: 0, endMs: 30 })).toBe(whole);
  });
});

describe('rate profiles', () => {
  const profile: readonly RateSegment[] = [
    { kind: 'linear', startMs: 1000, endMs: 2000, fromPerSec: 0, toPerSec: 10 },
    { kind: 'exponential', startMs: 3000, endMs: 5000, fromPerSec: 8, decayMs: 1000 },
  ];

  it('have rate 0 between segments and at exclusive ends', () => {
    expect([0, 1500, 2000, 2500, 3000, 5000].map((ms) => rateInProfile(profile, ms))).toEqual([
      0, 5, 0, 0, 8, 0,
    ]);
  });

  it('count and peak up to an instant', () => {
    expect(countBefore(profile, 1000)).toBe(0);
    expect(countBefore(profile, 2500)).toBeCloseTo(5, 12);
    expect(countBefore(profile, 1e9)).toBeCloseTo(5 + 8 * (1 - Math.exp(-2)), 12);
    expect(peakBefore(profile, 1500)).toBeCloseTo(5, 12);
    expect(peakBefore(profile, 1e9)).toBe(10);
  });
});
