import { describe, expect, it } from 'vitest';
import { formatMoney, parseMoney, parseMoneyRate } from './money.ts';

describe('money', () => {
  it.each([
    ['$0.104/h', 0.104],
    ['$24/day', 1],
    ['$730/month', 1],
    [' $0/h ', 0],
  ])('%s is %d USD/h', (text, usd) => {
    expect(parseMoneyRate(text)).toEqual({ ok: true, value: usd });
  });

  it.each([
    ['0.104/h', 'malformed', '$0.104/h'],
    ['0.104', 'unit-missing', '$0.104/h'],
    ['$0.104', 'unit-missing', '$0.104/h'],
    ['$200/mo', 'malformed', '$200/month'],
    ['-$1/h', 'out-of-range', undefined],
    ['cheap', 'malformed', '$1/h'],
    ['$9999999999/h', 'out-of-range', undefined],
  ])('refuses %s as a price: %s, cure %s', (text, code, cure) => {
    const result = parseMoneyRate(text);
    expect(result.ok ? undefined : [result.problem.code, result.problem.cure]).toEqual([code, cure]);
  });

  it('reads and writes amounts', () => {
    expect(parseMoney('$12.50')).toEqual({ ok: true, value: 12.5 });
    expect(parseMoney('12.50')).toMatchObject({
      ok: false,
      problem: { code: 'unit-missing', cure: '$12.50' },
    });
    expect([0, 0.104, 12.5, 99.99, 607.36, 1_234_567].map(formatMoney)).toEqual([
      '$0.00',
      '$0.10',
      '$12.50',
      '$99.99',
      '$607',
      '$1,234,567',
    ]);
    expect(formatMoney(-3)).toBe('-$3.00');
  });
});
