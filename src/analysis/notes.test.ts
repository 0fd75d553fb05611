import { describe, expect, it } from 'vitest';
import type { AdmissionRules } from '../engine/rules.ts';
import type { RunRecord } from '../result/run-record.ts';
import { buildPlan, buildRecord, buildRules, type QuoteSpec } from '../testing/record-builder.ts';
import { richRecord } from '../testing/rich-record.ts';
import type { SecondSpec, VisitSpec } from '../testing/series-builder.ts';
import { NOTE_CODES } from './note-codes.ts';
import { summarize } from './summarize.ts';

const planOf = (rules: Partial<AdmissionRules>) => buildPlan({ admission: buildRules(rules) });
const times = (n: number, second: SecondSpec): readonly SecondSpec[] =>
  Array.from({ length: n }, () => second);
/** 120 visitors who join at 0 s and are let in one a second from 1 s on. */
const drained: readonly VisitSpec[] = Array.from({ length: 120 }, (_, i) => ({
  joinMs: 0,
  endMs: (i + 1) * 1_000,
}));

function textOf(code: keyof typeof NOTE_CODES, record: RunRecord): string | undefined {
  return summarize([record]).notes.find((note) => note.code === code)?.text;
}

describe('every note', () => {
  it('has a code that can be explained and at most 160 characters', () => {
    const { notes } = summarize([richRecord()]);
    expect(notes.length).toBeGreaterThan(3);
    for (const { code, text } of notes) {
      expect(NOTE_CODES).toHaveProperty([code]);
      expect(text.length).toBeLessThanOrEqual(160);
    }
  });
});

describe('the gate is named as the limit', () => {
  const second: SecondSpec = { line: 500, tokens: 10, admitted: 1 };
  const bucket = { capacityTokens: 500, refillPerSec: 50, clockResolutionMs: 1 };

  it('when it held most of the time and allows less than the bucket', () => {
    const record = buildRecord({ plan: planOf({ headRanks: 100, bucket }), seconds: times(60, second) });
    expect(textOf('gate-not-bucket', record)).toBe(
      'The gate, not the bucket, is the limit: its 100 ranks pass about 40/s at this polling, the bucket allows 50/s.',
    );
  });

  it('not when the bucket held most of the time', () => {
    const seconds = [...times(20, second), ...times(40, { ...second, refusedByBucket: 1 })];
    const record = buildRecord({ plan: planOf({ headRanks: 100, bucket }), seconds });
    expect(textOf('gate-not-bucket', record)).toBeUndefined();
  });
});

describe('ghosts are named', () => {
  it('when they stop admission', () => {
    const stopped: SecondSpec = { line: 500, ghosts: 120, tokens: 10, admitted: 0 };
    const record = buildRecord({
      plan: planOf({ headRanks: 100 }),
      seconds: [...times(40, { line: 500, ghosts: 10, tokens: 10, admitted: 1 }), ...times(60, stopped)],
    });
    expect(textOf('ghosts-plug-the-gate', record)).toBe(
      'Ghosts filled all 100 ranks of the gate from T+00:40: nobody was let in for 60 % of the time people waited.',
    );
    expect(textOf('ghosts-in-line', record)).toContain(
      'At T+00:40 ghosts were 24 % of the line (120 tickets)',
    );
  });

  it('not when they are less than one ticket in twenty', () => {
    const record = buildRecord({ seconds: times(10, { line: 500, ghosts: 24 }) });
    expect(textOf('ghosts-in-line', record)).toBeUndefined();
  });
});

describe('windows divided by their full length are named', () => {
  /** moving-count without its buffer: position over (admissions / 60), for visitors who wait 60 more seconds. */
  const record = (shownAt: (sec: number) => number, waitSec: number) => {
    const visits: VisitSpec[] = [{ joinMs: 0, endMs: 0 }];
    const quotes: QuoteSpec[] = [];
    for (let sec = 0; sec < 60; sec += 1) {
      visits.push({ joinMs: 0, endMs: (sec + waitSec) * 1_000 });
      quotes.push({ visit: sec + 1, atMs: sec * 1_000, shownSec: { 'moving-count': shownAt(sec) } });
    }
    return buildRecord({ visits, quotes });
  };

  it('when cold quotes would hit by observed time', () => {
    const text = textOf(
      'full-length-windows',
      record((sec) => Math.floor((60 * 60) / (sec + 1)), 60),
    );
    expect(text).toMatch(
      /^moving-count divides by whole windows: 30 s after the first admission its rate is 2\.0 times too low/,
    );
    // Until 5 s the quote is at the ceiling of 600 s.
    expect(text).toContain('By observed time 90 % would hit.');
  });

  it('not when they miss for another reason', () => {
    expect(
      textOf(
        'full-length-windows',
        record((sec) => Math.floor((60 * 60) / (sec + 1)), 600),
      ),
    ).toBeUndefined();
  });
});

describe('other causes are named only where they were measured', () => {
  it('the hour weight by its hour and factor', () => {
    const rich = richRecord();
    expect(textOf('hour-weight', rich)).toBe(
      'At 20:00-20:59 sliding multiplies its rate by 1.8, which shortens its ETA 1.8 times; admission does not follow the clock.',
    );
    const off = { ...rich, plan: { ...rich.plan, admission: { ...rich.plan.admission, hourWeight: false } } };
    expect(textOf('hour-weight', off)).toBeUndefined();
  });

  it('the ceiling of 600 s when a fifth of the quotes sit there', () => {
    const quotesAt = (n: number) =>
      buildRecord({
        visits: drained,
        quotes: drained
          .slice(0, 10)
          .map((_, i) => ({ visit: i, atMs: 0, shownSec: { sliding: i < n ? 600 : 50 } })),
      });
    expect(textOf('eta-ceiling', quotesAt(2))).toBe(
      '20 % of the quotes of sliding sit at its ceiling of 10m 00s.',
    );
    expect(textOf('eta-ceiling', quotesAt(1))).toBeUndefined();
  });

  it('a position that never falls', () => {
    const record = (last: number) =>
      buildRecord({
        plan: planOf({ shownPosition: 'joined' }),
        visits: [0, 1].map(() => ({ joinMs: 0, endMs: 30_000 })),
        quotes: [5, 5, 5, last].map((position, i) => ({
          visit: i % 2,
          atMs: i * 5_000,
          position,
          shownSec: {},
        })),
      });
    expect(textOf('position-never-falls', record(5))).toContain('it fell for none of 2 visitors');
    expect(textOf('position-never-falls', record(4))).toBeUndefined();
  });

  it('tokens that status polls took', () => {
    const record = buildRecord({ visits: drained, totals: { tokensSpentByStatus: 40 } });
    expect(textOf('status-spends-tokens', record)).toBe(
      'Status polls took 40 tokens, 25 % of all that were spent; they admitted nobody.',
    );
    expect(textOf('status-spends-tokens', buildRecord({ visits: drained }))).toBeUndefined();
  });

  it('a bucket on pod clocks that pays more than it can have', () => {
    const bucket = { capacityTokens: 10, refillPerSec: 1, clockResolutionMs: 1_000 };
    const paid = (tokenPaid: number) =>
      buildRecord({
        plan: planOf({ bucket: { ...bucket, podClocks: { pods: 3, skewMs: 100 } } }),
        seconds: [...times(60, { line: 90, admitted: 2 }), ...times(40, { line: 0 })],
        totals: { tokenPaid },
      });
    // 10 tokens of capacity, 60 s of refill to the last admission and one step of the clock.
    expect(textOf('bucket-overspent', paid(120))).toBe(
      'The bucket paid 120 tokens where capacity and refill make 71: ' +
        'pod clocks that differ by up to 200 ms earn the same time twice.',
    );
    expect(textOf('bucket-overspent', paid(71))).toBeUndefined();
  });

  it('anonymous admissions that share one entry of the log', () => {
    const rich = richRecord();
    const collapsed = {
      ...rich,
      plan: { ...rich.plan, admission: buildRules({ admissionLog: 'by-user' }) },
      series: {
        ...rich.series,
        sliding: { ...rich.series.sliding!, count1Min: new Int32Array(1_800).fill(1) },
      },
    } satisfies RunRecord;
    expect(textOf('anonymous-collapse', collapsed)).toMatch(/^The admission log held 2 % of the admissions/);
    const counted = { ...collapsed, series: rich.series };
    expect(textOf('anonymous-collapse', counted)).toBeUndefined();
  });

  it('few admissions, and the visits that the warm-up leaves out', () => {
    const base = buildPlan();
    const warm = { ...base, clock: { ...base.clock, warmupMs: 1 } };
    expect(textOf('few-admissions', buildRecord({ visits: drained.slice(0, 99) }))).toContain(
      'Only 99 visitors',
    );
    expect(textOf('few-admissions', buildRecord({ visits: drained }))).toBeUndefined();
    expect(textOf('warm-up', buildRecord({ plan: warm, visits: drained }))).toMatch(
      /^120 visitors of the first 1 ms/,
    );
    expect(textOf('warm-up', buildRecord({ visits: drained }))).toBeUndefined();
  });

  it('censored quotes and absent phases', () => {
    const { notes } = summarize([richRecord()]);
    const codes = notes.map(({ code }) => code);
    expect(codes).toContain('provisional');
    expect(codes).not.toContain('phases-absent');
    const visits = Array.from({ length: 150 }, () => ({ joinMs: 0, endMs: 60_000 }));
    const record = buildRecord({
      visits,
      quotes: visits.map((_, visit) => ({ visit, atMs: 0, shownSec: { ql: 60 } })),
    });
    expect(textOf('phases-absent', record)).toBe(
      'ql has fewer than 100 scored quotes at 1-5 min, 5-15 min, past 15 min: left out of mean and worst.',
    );
    expect(textOf('provisional', record)).toBeUndefined();
  });
});
