import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promisedWait } from './promise.ts';

const interval = fc
  .tuple(fc.double({ min: 0, max: 90_000, noNaN: true }), fc.double({ min: 0, max: 90_000, noNaN: true }))
  .map(([a, b]) => ({ lowSec: Math.min(a, b), highSec: Math.max(a, b) }));

describe('what a visitor is promised', () => {
  it.each([
    ['minutes where the width is minutes', 713, 920, 720, 900],
    ['5 s where the width is a quarter of a minute', 41, 57, 40, 55],
    ['whole seconds where the width is below 3 s', 2.2, 3.4, 2, 3],
    ['from now on', 0, 4.4, 0, 4],
    ['hours where the width is hours', 3_700, 20_000, 3_600, 18_000 + 3_600],
  ])('is rounded to %s', (_, lowSec, highSec, fromSec, toSec) => {
    expect(promisedWait({ lowSec, highSec }, false)).toEqual({ kind: 'range', fromSec, toSec });
  });

  it('is unknown in a pause and without an interval', () => {
    expect(promisedWait({ lowSec: 1, highSec: 2 }, true)).toEqual({ kind: 'unknown' });
    expect(promisedWait(undefined, false)).toEqual({ kind: 'unknown' });
  });

  it('moves no end by more than a sixth of the width, or by one step of 1 s', () => {
    fc.assert(
      fc.property(interval, ({ lowSec, highSec }) => {
        const promised = promisedWait({ lowSec, highSec }, false);
        if (promised.kind === 'unknown') throw new Error('an interval is a range');
        const most = Math.max(1.5, (highSec - lowSec) / 6 + 1e-9);
        expect(Math.abs(promised.fromSec - lowSec)).toBeLessThanOrEqual(most);
        expect(Math.abs(promised.toSec - highSec)).toBeLessThanOrEqual(most);
        expect(promised.toSec).toBeGreaterThan(promised.fromSec);
        expect(Number.isInteger(promised.fromSec) && Number.isInteger(promised.toSec)).toBe(true);
      }),
    );
  });
});
