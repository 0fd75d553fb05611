import { describe, expect, it } from 'vitest';
import { formatCompact, formatCount, parseCount } from './count.ts';

describe('parseCount', () => {
  it.each([
    ['300', 300],
    ['10k', 10_000],
    ['1.2M', 1_200_000],
    ['0', 0],
    ['2.5k', 2500],
  ])('reads %s as %d', (text, count) => {
    expect(parseCount(text)).toEqual({ ok: true, value: count });
  });

  it.each([
    ['10m', 'unit-wrong', '10M'],
    ['10K', 'malformed', '10k'],
    ['300,000', 'malformed', '300000'],
    ['300_000', 'malformed', '300000'],
    ['1.5', 'out-of-range', '2'],
    ['-3', 'out-of-range', undefined],
    ['10s', 'unit-wrong', '10'],
    ['50/s', 'unit-wrong', '50'],
    ['2000M', 'out-of-range', undefined],
    ['many', 'malformed', '100'],
    ['NaN', 'malformed', '100'],
  ])('refuses %s as %s, cure %s', (text, code, cure) => {
    const result = parseCount(text);
    expect(result.ok ? 'accepted' : result.problem.code).toBe(code);
    expect(result.ok ? undefined : result.problem.cure).toBe(cure);
  });

  it('says that m is minutes', () => {
    expect(parseCount('10m')).toMatchObject({
      problem: { expected: expect.stringContaining('m is minutes') },
    });
  });
});

describe('formatting counts', () => {
  it.each([
    [300_412, '300,412'],
    [999.6, '1,000'],
    [-1234, '-1,234'],
    [-0.2, '0'],
  ])('%d is %s', (count, text) => {
    expect(formatCount(count)).toBe(text);
  });

  it.each([
    [950, '950'],
    [12_400, '12 k'],
    [138_000, '138 k'],
    [999_700, '1 M'],
    [27_300_000, '27 M'],
    [1_240_000_000, '1.2 G'],
  ])('%d is %s in short', (count, text) => {
    expect(formatCompact(count)).toBe(text);
  });
});
