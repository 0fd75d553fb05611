import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatShortTime, parseShortTime } from './short-time.ts';

describe('a short time', () => {
  it.each([
    ['40ns', 0.04],
    ['900us', 900],
    ['1.2ms', 1200],
    ['1s', 1e6],
  ])('%s is %d us', (text, micros) => {
    expect(parseShortTime(text)).toEqual({ ok: true, value: micros });
  });

  it.each([
    ['900', 'unit-missing', '900us'],
    ['0us', 'out-of-range', undefined],
    ['2m', 'unit-wrong', '2us'],
    ['5/s', 'unit-wrong', '5us'],
    ['900µs', 'malformed', '900us'],
    ['61s', 'out-of-range', undefined],
    ['-1us', 'out-of-range', undefined],
    ['fast', 'malformed', '300us'],
  ])('%s is refused as %s, cure %s', (text, code, cure) => {
    const result = parseShortTime(text);
    expect(result.ok ? undefined : [result.problem.code, result.problem.cure]).toEqual([code, cure]);
  });

  it('may be 0 where that is allowed', () => {
    expect(parseShortTime('0us', true)).toEqual({ ok: true, value: 0 });
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60_000_000 }), (micros) => {
        const result = parseShortTime(formatShortTime(micros));
        expect(result.ok ? result.value : Number.NaN).toBeCloseTo(micros, 6);
      }),
    );
  });
});
