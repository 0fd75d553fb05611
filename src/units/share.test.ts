import { describe, expect, it } from 'vitest';
import { formatShare, parseShare } from './share.ts';

describe('parseShare', () => {
  it.each([
    ['30%', 0.3],
    ['2.5 %', 0.025],
    ['0%', 0],
    ['100%', 1],
  ])('reads %s as %d', (text, share) => {
    expect(parseShare(text)).toEqual({ ok: true, value: share });
  });

  it.each([
    ['30', 'unit-missing', '30%'],
    ['0.3', 'unit-missing', '30%'],
    ['0.07', 'unit-missing', '7%'],
    ['101%', 'out-of-range', undefined],
    ['-1%', 'out-of-range', undefined],
    ['30s', 'unit-wrong', '30%'],
    ['NaN', 'malformed', '30%'],
    ['30 percent', 'malformed', '30%'],
  ])('refuses %s as %s, cure %s', (text, code, cure) => {
    const result = parseShare(text);
    expect(result.ok ? 'accepted' : result.problem.code).toBe(code);
    expect(result.ok ? undefined : result.problem.cure).toBe(cure);
  });

  it('refuses 0% where something is needed', () => {
    const limits = { zeroAllowed: false, maxPercent: 100 };
    expect(parseShare('0%', limits)).toMatchObject({ problem: { expected: 'a share above 0% to 100%' } });
  });
});

describe('formatShare', () => {
  it.each([
    [0.989, 1, '98.9 %'],
    [0.44, 0, '44 %'],
    [-0.61, 0, '-61 %'],
    [-0.0001, 1, '0.0 %'],
    [1, 1, '100.0 %'],
  ])('%d with %d decimals is %s', (share, decimals, text) => {
    expect(formatShare(share, decimals)).toBe(text);
  });
});
