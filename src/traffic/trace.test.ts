import { describe, expect, it } from 'vitest';
import { parseTrace } from './trace.ts';
import type { TraceOptions } from './trace-columns.ts';

const COUNTS: TraceOptions = { kind: 'counts' };
const INSTANTS: TraceOptions = { kind: 'instants' };

function problemsOf(text: string, options: TraceOptions) {
  const trace = parseTrace(text, 't.csv', options);
  return trace.kind === 'refused' ? trace.problems : [];
}

describe('a trace of counts', () => {
  it.each([
    ['seconds', 'atSec,count\n0,5\n60,0\n120,7\n', COUNTS],
    ['milliseconds', 'atMs,visitors\n1000,5\n61000,0\n121000,7', COUNTS],
    [
      'ISO times',
      'time,requests\n2025-10-05T17:30:00+09:00,5\n2025-10-05T17:31:00+09:00,0\n2025-10-05T17:32:00+09:00,7',
      COUNTS,
    ],
    [
      'UTC without offset',
      'minute_utc,count\n2025-10-05 17:30,5\n2025-10-05 17:31,0\n2025-10-05 17:32,7',
      COUNTS,
    ],
    ['no header', '2025-10-05T17:30Z,5\n2025-10-05T17:31Z,0\n2025-10-05T17:32Z,7', COUNTS],
    ['no time', 'count\n5\n0\n7\n', { kind: 'counts', binMs: 60_000 }],
    ['bare numbers', '5\n0\n7\n', { kind: 'counts', binMs: 60_000 }],
    ['comments and Windows lines', '# made by hand\r\natSec,count\r\n\r\n0,5\r\n60,0\r\n120,7\r\n', COUNTS],
  ] as const)('reads %s', (_, text, options) => {
    expect(parseTrace(text, 't.csv', options)).toEqual({ kind: 'counts', binMs: 60_000, counts: [5, 0, 7] });
  });

  it.each([
    ['a gap', 'atSec,count\n0,5\n60,1\n240,7', 'trace-gap', 4, 1, 'add 2 rows with count 0'],
    ['uneven bins', 'atSec,count\n0,5\n60,1\n90,7', 'trace-gap', 4, 1, 'even bins'],
    ['unsorted rows', 'atSec,count\n0,5\n120,1\n60,7', 'trace-unsorted', 4, 1, 'sort the rows by time'],
    ['a repeated time', 'atSec,count\n0,5\n60,1\n60,7', 'trace-unsorted', 4, 1, 'sort the rows by time'],
    ['a negative count', 'atSec,count\n0,5\n60,-1', 'trace-count', 3, 4, '0'],
    ['a count that is no number', 'atSec,count\n0,five\n60,1', 'trace-count', 2, 3, '0'],
    ['NaN', 'atSec,count\n0,NaN\n60,1', 'trace-count', 2, 3, '0'],
    ['a missing cell', 'atSec,count\n0\n60,1', 'trace-count', 2, 3, '0'],
    ['a time that is no number', 'atSec,count\nnow,5\n60,1', 'trace-time', 2, 1, '0'],
    [
      'a time without offset',
      'time,count\n2025-10-05T17:30:00,5',
      'trace-time',
      2,
      1,
      '2026-10-03T20:00:00+09:00',
    ],
    ['an unknown header', 'when,how_many\n0,5', 'trace-columns', 1, 1, 'atSec,count'],
    ['counts without bins', 'count\n5\n6', 'trace-columns', 1, 1, 'bin: 1m'],
  ])('refuses %s at its place', (_, text, code, line, column, cure) => {
    expect(problemsOf(text, COUNTS)[0]).toMatchObject({ code, place: { file: 't.csv', line, column }, cure });
  });

  it('refuses a trace of zeros, of a header alone and of nothing', () => {
    for (const text of ['count\n0\n0', 'count\n', '# nothing']) {
      expect(problemsOf(text, { kind: 'counts', binMs: 1000 })[0]?.code).toBe('trace-empty');
    }
  });

  it('gives every problem, up to twenty', () => {
    const bad = (n: number) => `count\n${'x\n'.repeat(n)}`;
    expect(problemsOf(bad(3), { kind: 'counts', binMs: 1000 })).toHaveLength(3);
    expect(problemsOf(bad(300), { kind: 'counts', binMs: 1000 })).toHaveLength(20);
  });
});

describe('a trace of instants', () => {
  it.each([
    ['milliseconds', 'atMs\n10\n10\n2500', [10, 10, 2500]],
    ['seconds', 'atSec\n0.01\n0.01\n2.5', [10, 10, 2500]],
    ['ISO times, from the first', 'time\n2025-10-05T17:30:00Z\n2025-10-05T17:30:00.500Z', [0, 500]],
    ['epoch milliseconds, from the first', 'atMs\n1759685400000\n1759685400500', [0, 500]],
    ['no header', '2025-10-05T17:30:00Z\n2025-10-05T17:30:00.500Z', [0, 500]],
  ])('reads %s', (_, text, atMs) => {
    expect(parseTrace(text, 't.csv', INSTANTS)).toEqual({ kind: 'instants', atMs });
  });

  it.each([
    ['unsorted instants', 'atMs\n10\n5', 'trace-unsorted', 3],
    ['a negative instant', 'atMs\n-1', 'trace-time', 2],
    ['numbers without a header', '10\n20', 'trace-columns', 1],
    ['an instant weeks later', 'atSec\n0\n2000000', 'trace-time', 3],
  ])('refuses %s', (_, text, code, line) => {
    expect(problemsOf(text, INSTANTS)[0]).toMatchObject({ code, place: { line } });
  });
});
