import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KNOT_SHARES, logRatioAt } from './ratio-curve.ts';

const logs = fc
  .array(fc.double({ min: -10, max: 10, noNaN: true }), {
    minLength: KNOT_SHARES.length,
    maxLength: KNOT_SHARES.length,
  })
  .map((values) => values.toSorted((a, b) => a - b));
const share = fc.double({ min: -2, max: 3, noNaN: true });

describe('the log ratio at a share', () => {
  it('is what was measured at every knot', () => {
    const measured = KNOT_SHARES.map((_, i) => i / 10);
    expect(KNOT_SHARES.map((knot) => logRatioAt(measured, knot))).toEqual(measured);
  });

  it('is halfway between two knots in the middle of them', () => {
    const measured = KNOT_SHARES.map((knot) => 3 * knot);
    expect(logRatioAt(measured, 0.35)).toBeCloseTo(1.05, 12);
  });

  it('never falls as the share grows, inside and beyond the knots', () => {
    fc.assert(
      fc.property(logs, share, share, (values, a, b) => {
        const [low, high] = [logRatioAt(values, Math.min(a, b)), logRatioAt(values, Math.max(a, b))];
        expect(low).toBeLessThanOrEqual(high + 1e-12);
        expect(Number.isFinite(low)).toBe(true);
      }),
    );
  });

  it('goes on beyond the outermost knots by as much as the share does', () => {
    const flat = KNOT_SHARES.map(() => 0);
    expect(logRatioAt(flat, -0.3)).toBeCloseTo(-0.3, 12);
    expect(logRatioAt(flat, 1.3)).toBeCloseTo(0.3, 12);
  });

  it('has knots that mirror each other, so neither end is known better', () => {
    const mirrored = KNOT_SHARES.map((knot) => Number((1 - knot).toFixed(9))).toReversed();
    expect(KNOT_SHARES).toEqual(mirrored);
  });
});
