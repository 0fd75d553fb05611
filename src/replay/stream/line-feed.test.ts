import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TraceProblems } from '../trace-problems.ts';
import { LineFeed } from './line-feed.ts';

function linesOf(bytes: Uint8Array, cuts: readonly number[] = []) {
  const problems = new TraceProblems('t.csv');
  const lines: string[] = [];
  const feed = new LineFeed(problems, (line, number) => {
    lines.push(line);
    expect(number).toBe(lines.length);
  });
  const edges = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  // One piece of memory for all chunks, as files are read.
  const memory = new Uint8Array(bytes.length);
  for (let i = 1; i < edges.length; i++) {
    const piece = bytes.subarray(edges[i - 1], edges[i]);
    memory.set(piece);
    feed.push(memory.subarray(0, piece.length));
  }
  feed.end();
  return { lines, problems: problems.all };
}

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('lines', () => {
  it('are the same wherever the chunks are cut, letters of several bytes included', () => {
    const line = fc.string({ unit: fc.constantFrom('a', ',', 'é', '座', '🎫', ' ') });
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat(200)), (lines, cuts) => {
        const text = lines.map((each) => `${each}\n`).join('');
        const bytes = utf8(text);
        const inside = cuts.filter((cut) => cut <= bytes.length);
        expect(linesOf(bytes, inside).lines).toEqual(lines);
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  it.each([
    ['no end of the last', 'a\nb', ['a', 'b']],
    ['ends of Windows', 'a\r\nb\r\n', ['a', 'b']],
    ['a mark of the byte order', '\uFEFFa\nb\n', ['a', 'b']],
    ['blank ones', 'a\n\nb\n', ['a', '', 'b']],
    ['nothing', '', []],
  ])('with %s', (_, text, lines) => {
    expect(linesOf(utf8(text))).toEqual({ lines, problems: [] });
  });

  it.each([
    ['bytes that are not UTF-8', Uint8Array.of(97, 10, 0xff, 10, 97, 10)],
    ['zeros', Uint8Array.of(97, 10, 0, 10, 97, 10)],
  ])('end at %s, with their place', (_, bytes) => {
    const { lines, problems } = linesOf(bytes, [2]);
    expect(lines).toEqual(['a']);
    expect(problems).toMatchObject([{ code: 'file-binary', place: { file: 't.csv', line: 2, column: 1 } }]);
  });

  it('of more than a mebibyte are refused before they fill the memory', () => {
    const { lines, problems } = linesOf(new Uint8Array(3_000_000).fill(97), [500_000, 1_000_000, 1_500_000]);
    expect(lines).toEqual([]);
    expect(problems).toMatchObject([{ code: 'trace-line', place: { line: 1 } }]);
  });
});
