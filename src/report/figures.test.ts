import { describe, expect, it } from 'vitest';
import { figure, fineShare, shortDuration, signedShare } from './figures.ts';

describe('a figure', () => {
  it.each([
    ['count', 88_911.4, undefined, '88,911'],
    ['count', 88_911.4, 210.2, '88,911 ± 210'],
    ['count', 88_911, 0.2, '88,911'],
    ['share', 0.4449, undefined, '44 %'],
    ['share', 0.4449, 0.021, '44 ± 2 %'],
    ['share', 0.4449, 0.0021, '44.5 ± 0.2 %'],
    ['ms', 820_000, undefined, '13m 40s'],
    ['ms', 820_000, 12_000, '13m 40s ± 12 s'],
    ['perSec', 394.74, undefined, '395/s'],
    ['perSec', 394.74, 3.1, '395 ± 3/s'],
    ['perSec', 0.886, 0.0421, '0.89 ± 0.04/s'],
    ['usd', 1.784, undefined, '$1.78'],
    ['usd', 1_784.2, 12.3, '$1,784 ± $12.30'],
  ] as const)('of kind %s, %d with half-width %s is %s', (kind, value, halfWidth, text) => {
    expect(figure(kind, value, halfWidth)).toBe(text);
  });

  it.each([undefined, Number.NaN, Number.POSITIVE_INFINITY])('that is %s is a dash', (value) => {
    expect(figure('count', value)).toBe('-');
  });
});

describe('a share beside none and all', () => {
  it.each([
    [0, '0 %'],
    [0.0001, '< 0.1 %'],
    [0.004, '0.4 %'],
    [0.5, '50 %'],
    [0.996, '99.6 %'],
    [0.9999, '> 99.9 %'],
    [1, '100 %'],
    [2.375, '238 %'],
    [Number.NaN, '-'],
  ])('%d is %s', (share, text) => {
    expect(fineShare(share)).toBe(text);
  });
});

describe('a bias', () => {
  it.each([
    [-0.61, '-61 %'],
    [0.06, '+6 %'],
    [0.001, '0 %'],
    [-0.001, '0 %'],
    [undefined, '-'],
  ])('%s is %s', (share, text) => {
    expect(signedShare(share)).toBe(text);
  });
});

describe('a short duration', () => {
  it.each([
    [1_800_000, '30m'],
    [7_200_000, '2h'],
    [820_000, '13m 40s'],
  ])('%i ms is %s', (ms, text) => {
    expect(shortDuration(ms)).toBe(text);
  });
});
