import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrapItems, wrapWords } from './wrap.ts';

describe('wrapping', () => {
  it('keeps every word in order and no line too long', () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/);
    fc.assert(
      fc.property(fc.array(word), fc.integer({ min: 14, max: 60 }), (words, width) => {
        const lines = wrapWords(words.join(' '), width);
        expect(lines.filter((line) => line.length > width)).toEqual([]);
        expect(lines.join(' ').trim()).toBe(words.join(' '));
      }),
    );
  });

  it('keeps a number and its unit together', () => {
    expect(wrapWords('for 97 % of the time', 6)).toEqual(['for', '97 %', 'of the', 'time']);
    expect(wrapWords('took 3.9 s or so', 8)).toEqual(['took', '3.9 s or', 'so']);
  });

  it('breaks items at their borders, and a long item at spaces', () => {
    expect(wrapItems(['p50 13m 40s', 'p95 27m 58s'], 20, '   ')).toEqual(['p50 13m 40s', 'p95 27m 58s']);
    expect(wrapItems(['one that is far too long'], 12, '   ')).toEqual(['one that is', 'far too long']);
  });
});
