import { describe, expect, it } from 'vitest';
import { formatRate, parseRate } from './rate.ts';

describe('parseRate', () => {
  it.each([
    ['50/s', 50],
    ['30k/s', 30_000],
    ['1.2M/s', 1_200_000],
    ['4/min', 4 / 60],
    ['10/h', 10 / 3600],
    ['86400/d', 1],
    ['500 rps', 500],
    ['30k rps', 30_000],
    ['30krps', 30_000],
  ])('reads %s as %d per second', (text, perSec) => {
    expect(parseRate(text)).toEqual({ ok: true, value: perSec });
  });

  it.each([
    ['50', 'unit-missing', '50/s'],
    ['30k', 'unit-missing', '30k/s'],
    ['50s', 'unit-wrong', '50/s'],
    ['30%', 'unit-wrong', '30/s'],
    ['0/s', 'out-of-range', undefined],
    ['-5/s', 'out-of-range', undefined],
    ['2000M/s', 'out-of-range', undefined],
    ['50/m', 'malformed', '50/min'],
    ['50 per second', 'malformed', '50/s'],
    ['30K/s', 'malformed', '30k/s'],
    ['NaN/s', 'malformed', '50/s'],
    ['Infinity', 'malformed', '50/s'],
  ])('refuses %s as %s, cure %s', (text, code, cure) => {
    const result = parseRate(text);
    expect(result.ok ? 'accepted' : result.problem.code).toBe(code);
    expect(result.ok ? undefined : result.problem.cure).toBe(cure);
  });

  it('takes zero only where it is allowed', () => {
    expect(parseRate('0/s', true)).toEqual({ ok: true, value: 0 });
  });
});

describe('formatRate', () => {
  it.each([
    [0, '0/s'],
    [50, '50/s'],
    [1 / 15, '0.0667/s'],
    [394.8, '395/s'],
    [30_000, '30,000/s'],
  ])('%d is %s', (perSec, text) => {
    expect(formatRate(perSec)).toBe(text);
  });
});
