import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ERROR_BINS, errorBin, errorBinMiddle } from './error-histogram.ts';

const HIGHEST = 0x7fff_ffff;

describe('errorBin', () => {
  it('has a bin for each millisecond up to 255', () => {
    for (let ms = 0; ms < 256; ms += 1) expect(errorBinMiddle(errorBin(ms))).toBe(ms);
  });

  it('keeps the middle of a bin within 0.4 % of every value in it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: HIGHEST }), (ms) => {
        const bin = errorBin(ms);
        expect(bin).toBeLessThan(ERROR_BINS);
        expect(Math.abs(errorBinMiddle(bin) - ms)).toBeLessThanOrEqual(ms * 0.004);
      }),
    );
  });

  it('never puts a larger error into a lower bin', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: HIGHEST }), fc.integer({ min: 0, max: HIGHEST }), (a, b) => {
        expect(errorBin(Math.max(a, b))).toBeGreaterThanOrEqual(errorBin(Math.min(a, b)));
      }),
    );
  });

  it('takes errors beyond 24.8 days as the largest it knows', () => {
    expect(errorBin(1e13)).toBe(ERROR_BINS - 1);
  });
});
