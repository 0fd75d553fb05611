import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatQuantity, parseQuantity, QUANTITY_PATTERN } from './quantity.ts';

const GIB_MILLI = 1000 * 2 ** 30;

describe('parseQuantity', () => {
  it.each([
    ['700m', 700],
    ['1.5', 1500],
    ['.5', 500],
    ['2.', 2000],
    ['0', 0],
    ['-0', 0],
    ['+3', 3000],
    ['2k', 2e6],
    ['1e3', 1e6],
    ['1E3', 1e6],
    ['1E-3', 1],
    ['250e-2', 2500],
    ['1M', 1e9],
    ['512Mi', 512 * 1000 * 2 ** 20],
    ['1.5Gi', 1.5 * GIB_MILLI],
    ['0.5Ki', 512_000],
    ['5000000n', 5],
    ['5000u', 5],
    ['9007199254740991m', 2 ** 53 - 1],
  ])('reads %s as %d milli-units', (text, milli) => {
    expect(parseQuantity(text)).toEqual({ ok: true, value: milli });
  });

  it.each([
    ['0.5m', 'out-of-range', '1m'],
    ['1n', 'out-of-range', '1m'],
    ['1.0005', 'out-of-range', '1001m'],
    ['1e-50', 'out-of-range', '1m'],
    ['9007199254740992m', 'out-of-range', undefined],
    ['16Ti', 'out-of-range', undefined],
    ['1E', 'out-of-range', undefined],
    ['1e999', 'malformed', undefined],
    ['-1', 'out-of-range', undefined],
    ['512 Mi', 'malformed', '512Mi'],
    ['512MB', 'malformed', '512M'],
    ['2K', 'malformed', '2k'],
    ['5s', 'unit-wrong', '5'],
    ['60%', 'unit-wrong', '60'],
    ['', 'malformed', '500m'],
    ['.', 'malformed', '500m'],
    ['lots', 'malformed', '500m'],
    ['NaN', 'malformed', '500m'],
    ['0x10', 'malformed', '0'],
  ])('refuses %s as %s, cure %s', (text, code, cure) => {
    const result = parseQuantity(text);
    expect(result.ok ? 'accepted' : result.problem.code).toBe(code);
    expect(result.ok ? undefined : result.problem.cure).toBe(cure);
  });

  it('reads a negative amount where one is allowed', () => {
    expect(parseQuantity('-250m', { negativeAllowed: true })).toEqual({ ok: true, value: -250 });
  });

  it('agrees with its pattern on what is a quantity', () => {
    const pattern = new RegExp(`^(?:${QUANTITY_PATTERN})$`);
    const piece = fc.constantFrom('1', '0', '.', '-', 'm', 'M', 'Mi', 'Ki', 'K', 'e', 'E', 'k', ' ', '9');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const text = pieces.join('');
        const result = parseQuantity(text, { negativeAllowed: true });
        const malformed = !result.ok && result.problem.code !== 'out-of-range';
        expect(malformed).toBe(!pattern.test(text.trim()));
      }),
    );
  });
});

describe('formatQuantity', () => {
  it.each([
    [700, 'decimal', '700m'],
    [1500, 'decimal', '1500m'],
    [2000, 'decimal', '2'],
    [2e6, 'decimal', '2k'],
    [0, 'decimal', '0'],
    [-0.5, 'decimal', '0'],
    [0.2, 'decimal', '1m'],
    [512 * 1000 * 2 ** 20, 'binary', '512Mi'],
    [1.5 * GIB_MILLI, 'binary', '1536Mi'],
    [1_234_000, 'binary', '1234'],
  ] as const)('writes %d as %s %s', (milli, form, text) => {
    expect(formatQuantity(milli, form)).toBe(text);
  });

  it('is read back as the same amount', () => {
    const amount = fc.oneof(
      fc.maxSafeInteger(),
      fc.integer({ min: 0, max: 9_000_000 }).map((n) => n * 1000),
      fc.integer({ min: 0, max: 8000 }).map((n) => n * GIB_MILLI),
    );
    fc.assert(
      fc.property(amount, fc.constantFrom('decimal' as const, 'binary' as const), (milli, form) => {
        const text = formatQuantity(milli, form);
        expect(parseQuantity(text, { negativeAllowed: true })).toEqual({ ok: true, value: milli });
      }),
    );
  });
});
