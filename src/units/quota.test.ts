import { describe, expect, it } from 'vitest';
import { parseOperations } from './operations.ts';
import { parseQuota } from './quota.ts';

describe('a quota', () => {
  it('is a count for a time', () => {
    expect(parseQuota('100/5m')).toEqual({ ok: true, value: { count: 100, windowMs: 300_000 } });
    expect(parseQuota('2k/1h30m')).toEqual({ ok: true, value: { count: 2000, windowMs: 5_400_000 } });
  });

  it.each([
    ['100', 'malformed', '100/5m'],
    ['100/5', 'unit-missing', '100/5m'],
    ['100/m', 'malformed', '100/1m'],
    ['0/5m', 'out-of-range', '100/5m'],
    ['100/5m/2', 'malformed', '100/5m'],
  ])('%s is refused as %s, cure %s', (text, code, cure) => {
    const result = parseQuota(text);
    expect(result.ok ? undefined : [result.problem.code, result.problem.cure]).toEqual([code, cure]);
  });
});

describe('a rate of operations', () => {
  it.each([
    ['100k ops/s', 100_000],
    ['500ops/s', 500],
    ['50/s', 50],
    ['30k rps', 30_000],
  ])('%s is %d a second', (text, perSec) => {
    expect(parseOperations(text)).toEqual({ ok: true, value: perSec });
  });

  it.each([
    ['100k', 'unit-missing', '100k ops/s'],
    ['0 ops/s', 'out-of-range', undefined],
    ['5s', 'unit-wrong', '5 ops/s'],
  ])('%s is refused as %s, cure %s', (text, code, cure) => {
    const result = parseOperations(text);
    expect(result.ok ? undefined : [result.problem.code, result.problem.cure]).toEqual([code, cure]);
  });
});
