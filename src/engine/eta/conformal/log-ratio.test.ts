import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binEdge, RATIO_BINS, ratioBin, waitAtRatio, waitRatio } from './log-ratio.ts';

const seconds = fc.double({ min: 0, max: 1e6, noNaN: true });

describe('the ratio of wait to ETA', () => {
  it('exists for a wait of 0 and an ETA of 0', () => {
    expect(waitRatio(0, 0)).toBe(1);
    expect(waitRatio(0, 59)).toBeCloseTo(1 / 60, 12);
    expect(waitRatio(59, 0)).toBe(60);
  });

  it('gives the wait back', () => {
    fc.assert(
      fc.property(seconds, seconds, (waitSec, etaSec) => {
        expect(waitAtRatio(waitRatio(waitSec, etaSec), etaSec)).toBeCloseTo(waitSec, 6);
      }),
    );
  });

  it('stands for no wait below 0', () => {
    expect(waitAtRatio(0.001, 5)).toBe(0);
  });

  it('lies in its bin, whose edges are less than 0.5 % apart', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (ratio) => {
        const bin = ratioBin(ratio);
        expect(Math.log(ratio)).toBeGreaterThanOrEqual(binEdge(bin) - 1e-9);
        expect(Math.log(ratio)).toBeLessThanOrEqual(binEdge(bin + 1) + 1e-9);
        expect(Math.exp(binEdge(bin + 1) - binEdge(bin))).toBeLessThan(1.005);
      }),
    );
  });

  it('beyond all bins falls into the outermost', () => {
    expect(ratioBin(1e-9)).toBe(0);
    expect(ratioBin(1e9)).toBe(RATIO_BINS - 1);
  });
});
