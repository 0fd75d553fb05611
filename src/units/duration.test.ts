import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatDuration,
  formatDurationExact,
  formatRunInstant,
  MAX_DURATION_MS,
  parseDuration,
  parseDurationRange,
} from './duration.ts';

describe('parseDuration', () => {
  it.each([
    ['250ms', 250],
    ['4s', 4000],
    ['45m', 2_700_000],
    ['5min', 300_000],
    ['1.5h', 5_400_000],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
    ['1d2h3m4s5ms', 93_784_005],
    ['1.1s', 1100],
    ['0s', 0],
    [' 5s ', 5000],
  ])('reads %s as %d ms', (text, ms) => {
    expect(parseDuration(text)).toEqual({ ok: true, value: ms });
  });

  it.each([
    ['50', 'unit-missing', '50s'],
    ['0', 'unit-missing', '0s'],
    ['50/s', 'unit-wrong', '50s'],
    ['30%', 'unit-wrong', '30s'],
    ['10k', 'unit-wrong', '10s'],
    ['-5s', 'out-of-range', undefined],
    ['15d', 'out-of-range', undefined],
    ['0.5ms', 'out-of-range', '1ms'],
    ['5 seconds', 'malformed', '5s'],
    ['2hours', 'malformed', '2h'],
    ['5 S', 'malformed', '5s'],
    ['30m1h', 'malformed', undefined],
    ['1s1s', 'malformed', undefined],
    ['NaN', 'malformed', '30s'],
    ['Infinity', 'malformed', '30s'],
    ['', 'malformed', '30s'],
    ['1e3s', 'malformed', '1s'],
  ])('refuses %s as %s, cure %s', (text, code, cure) => {
    const result = parseDuration(text);
    expect(result.ok ? 'accepted' : result.problem.code).toBe(code);
    expect(result.ok ? undefined : result.problem.cure).toBe(cure);
  });

  it('keeps to its lower limit', () => {
    expect(parseDuration('0s', 1)).toMatchObject({ ok: false, problem: { code: 'out-of-range' } });
    expect(parseDuration('1ms', 1)).toEqual({ ok: true, value: 1 });
  });

  it('reads back every whole number of milliseconds that it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_DURATION_MS }), (ms) => {
        expect(parseDuration(formatDurationExact(ms))).toEqual({ ok: true, value: ms });
      }),
    );
  });
});

describe('parseDurationRange', () => {
  it.each([
    ['4s..6s', { fromMs: 4000, toMs: 6000 }],
    ['500ms .. 1m', { fromMs: 500, toMs: 60_000 }],
    ['5s', { fromMs: 5000, toMs: 5000 }],
  ])('reads %s', (text, range) => {
    expect(parseDurationRange(text)).toEqual({ ok: true, value: range });
  });

  it.each([
    ['6s..4s', 'out-of-range', '4s..6s'],
    ['4..6', 'unit-missing', '4s..6s'],
    ['4s..6s..8s', 'malformed', '4s..6s'],
    ['4s..', 'malformed', '4s..6s'],
    ['7', 'unit-missing', '7s'],
  ])('refuses %s as %s, cure %s', (text, code, cure) => {
    const result = parseDurationRange(text);
    expect(result.ok ? undefined : result.problem).toMatchObject({ code, cure });
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [38, '38 ms'],
    [0.02, '< 0.1 ms'],
    [0.94, '0.9 ms'],
    [5, '5 ms'],
    [9.96, '10 ms'],
    [3900, '3.9 s'],
    [45_000, '45 s'],
    [59_600, '1m 00s'],
    [820_000, '13m 40s'],
    [3_599_600, '1h 00m'],
    [5_880_000, '1h 38m'],
    [183_600_000, '2d 03h'],
    [-3900, '-3.9 s'],
  ])('%d ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('writes run instants from whole seconds', () => {
    expect([4999, 820_000, 5_880_000].map(formatRunInstant)).toEqual(['T+00:04', 'T+13:40', 'T+1:38:00']);
  });
});
