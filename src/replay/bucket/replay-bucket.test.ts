import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenBucket } from '../../engine/token-bucket.ts';
import { BucketTraceCheck } from './check-bucket-trace.ts';
import { BucketReplay, DECISIONS_HEADER } from './replay-bucket.ts';

const RULES = { capacityTokens: 3, refillPerSec: 2, clockResolutionMs: 1 };

function replayed(text: string, options: { rules?: typeof RULES; initialTokens?: number } = {}) {
  const { rules = RULES } = options;
  let out = '';
  const replay = new BucketReplay(
    't.csv',
    { rules, initialTokens: options.initialTokens ?? rules.capacityTokens, ignored: [] },
    (page) => {
      out += page;
    },
  );
  replay.push(new TextEncoder().encode(text));
  const record = replay.record();
  return { record, rows: out.trimEnd().split('\n').slice(1), out };
}

function problemsOf(text: string) {
  const check = new BucketTraceCheck('t.csv', []);
  check.push(new TextEncoder().encode(text));
  check.end();
  return check.problems.all;
}

describe('recorded requests at a bucket', () => {
  it('are answered one by one, with the tokens that are left', () => {
    const { rows, record, out } = replayed('atMs,cost\n0,1\n0,2\n0,1\n500,1\n1000,2\n1500,2\n');
    expect(out.startsWith(DECISIONS_HEADER)).toBe(true);
    expect(rows).toEqual([
      '0,1,true,2',
      '0,2,true,0',
      '0,1,false,0',
      '500,1,true,0',
      '1000,2,false,1',
      '1500,2,true,0',
    ]);
    expect(record).toMatchObject({
      requests: 6,
      allowed: 4,
      denied: 2,
      impossible: 0,
      firstDenied: { atMs: 0, line: 4 },
      firstMs: 0,
      lastMs: 1500,
    });
    expect(record).not.toHaveProperty('compared');
  });

  it('get what the bucket of the waiting room gives, whatever the times and costs', () => {
    const request = fc.record({ afterMs: fc.nat(900), cost: fc.constantFrom(0, 1, 1, 2, 0.5, 4) });
    const rules = fc.record({
      capacityTokens: fc.integer({ min: 1, max: 5 }),
      refillPerSec: fc.constantFrom(0, 0.4, 1, 3.3),
      clockResolutionMs: fc.constantFrom(1, 250, 1000),
    });
    fc.assert(
      fc.property(
        fc.array(request, { minLength: 1, maxLength: 50 }),
        rules,
        fc.nat(5000),
        (requests, given, start) => {
          let nowMs = start;
          const bucket = new TokenBucket(given, start);
          const lines: string[] = [];
          const expected = requests.map(({ afterMs, cost }) => {
            nowMs += afterMs;
            lines.push(`${nowMs},${cost}`);
            const isAllowed = bucket.take(nowMs, cost);
            return `${nowMs},${cost},${isAllowed},${bucket.tokensAt(nowMs)}`;
          });
          expect(replayed(`atMs,cost\n${lines.join('\n')}`, { rules: given }).rows).toEqual(expected);
        },
      ),
      { numRuns: 100, seed: 9 },
    );
  });

  it('may meet a bucket that is not full, and cost one token where nothing is said', () => {
    const { rows, record } = replayed('atSec\n5\n5\n', { initialTokens: 1 });
    expect(rows).toEqual(['5000,1,true,0', '5000,1,false,0']);
    expect(record.initialTokens).toBe(1);
  });

  it('above the capacity can never be allowed, and make no spell', () => {
    const { record } = replayed('atMs,cost\n0,4\n1000,4\n');
    expect(record).toMatchObject({ denied: 2, impossible: 2 });
    expect(record.longestDenial).toBeUndefined();
    expect(record.firstDenied).toBeUndefined();
  });

  it('tell the longest spell of denials by time', () => {
    const rows = ['0,3', '10,1', '20,1', '600,1', '700,1', '900,1', '1600,1', '1700,1'];
    const { record } = replayed(`atMs,cost\n${rows.join('\n')}`);
    expect(record.longestDenial).toEqual({ fromMs: 700, untilMs: 900, requests: 2 });
  });

  it('are held against what was answered', () => {
    const { record } = replayed('atMs,allowed\n0,true\n0,200\n0,denied\n0,yes\n1,\n');
    expect(record.compared).toEqual({
      requests: 4,
      agreed: 2,
      onlyRecorded: 1,
      onlyHere: 1,
      firstDisagreement: { atMs: 0, line: 4, recorded: 'denied' },
    });
  });

  it('are handed out page by page', () => {
    const pages: number[] = [];
    const replay = new BucketReplay('t.csv', { rules: RULES, initialTokens: 3, ignored: [] }, (page) =>
      pages.push(page.length),
    );
    for (let n = 0; n < 100; n++)
      replay.push(new TextEncoder().encode(n === 0 ? 'atMs\n' : '1000\n'.repeat(100)));
    expect(pages.length).toBeGreaterThan(1);
    expect(Math.max(...pages)).toBeLessThan(100_000);
    replay.record();
  });
});

describe('recorded requests are refused', () => {
  it.each([
    ['out of order', 'atMs\n5\n4\n6\n3\n', 'trace-unsorted', 3, 1],
    ['with a cost that is none', 'atMs,cost\n5,x\n', 'trace-count', 2, 3],
    ['with a negative cost', 'atMs,cost\n5,-1\n', 'trace-count', 2, 3],
    ['with an answer that is none', 'atMs,allowed\n5,perhaps\n', 'unknown-word', 2, 3],
    ['without a time', 'cost\n1\n', 'trace-columns', 1, 1],
    ['with an unknown column', 'atMs,csot\n1,1\n', 'trace-columns', 1, 6],
    ['with a time that is none', 'atMs\nsoon\n', 'trace-time', 2, 1],
  ])('%s', (_, text, code, line, column) => {
    expect(problemsOf(text)).toMatchObject([{ code, place: { file: 't.csv', line, column } }]);
  });

  it('where there are none', () => {
    expect(problemsOf('atMs\n')).toMatchObject([{ code: 'trace-empty' }]);
    expect(problemsOf('')).toMatchObject([{ code: 'trace-empty' }]);
  });
});
