import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSpells } from './spells.ts';

const spellsOf = (text: string) => findSpells(text.length, (s) => text[s] === 'x');

describe('spells', () => {
  it.each([
    ['four seconds of ten are noise', 'xxxx......', 0, []],
    ['five of ten are a spell', 'x.x.x.x.x.', 5, [[0, 9]]],
    ['five in a row are one', '..xxxxx......', 5, [[2, 7]]],
    ['it ends behind the last second that met it', 'xxxxxx.x..........', 7, [[0, 8]]],
    ['a gap of less than half a window stays inside', 'xxxxxxxx...xxxxx......', 13, [[0, 16]]],
    [
      'a long gap parts two spells',
      'xxxxx...............xxxxx',
      10,
      [
        [0, 5],
        [20, 25],
      ],
    ],
    ['single seconds elsewhere do not count', 'xxxxx..............x.......', 5, [[0, 5]]],
  ] as const)('%s', (_, text, seconds, spans) => {
    const found = spellsOf(text);
    expect(found.spans.map(({ from, to }) => [from, to])).toEqual(spans);
    expect(found.seconds).toBe(seconds);
  });

  it('are apart from each other, begin and end with a second that met it, and hold five of it at least', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 120 }), (meets) => {
        const { spans, seconds } = findSpells(meets.length, (s) => meets[s] === true);
        let lastTo = -1;
        let inside = 0;
        for (const { from, to } of spans) {
          expect(from).toBeGreaterThanOrEqual(lastTo);
          expect(meets[from]).toBe(true);
          expect(meets[to - 1]).toBe(true);
          inside += meets.slice(from, to).filter(Boolean).length;
          lastTo = to;
        }
        expect(seconds).toBe(inside);
        expect(seconds).toBeGreaterThanOrEqual(5 * spans.length);
      }),
    );
  });
});
