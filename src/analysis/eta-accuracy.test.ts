import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EstimatorId } from '../engine/eta/plan.ts';
import type { RunRecord } from '../result/run-record.ts';
import { buildEta, buildPlan, buildRecord, buildRules, type QuoteSpec } from '../testing/record-builder.ts';
import type { VisitSpec } from '../testing/series-builder.ts';
import { etaAccuracy } from './eta-accuracy.ts';
import type { EtaFindings } from './findings.ts';
import { quoteTruth } from './quote-truth.ts';

const score = (record: RunRecord, id: EstimatorId = 'ql'): EtaFindings =>
  etaAccuracy(record, quoteTruth(record))[id]!;

const quote = (visit: number, atSec: number, ql?: number): QuoteSpec => ({
  visit,
  atMs: atSec * 1_000,
  shownSec: ql === undefined ? {} : { ql },
});

const visit = (joinSec: number, endSec: number, rest: Partial<VisitSpec> = {}): VisitSpec => ({
  joinMs: joinSec * 1_000,
  endMs: endSec * 1_000,
  ...rest,
});

/** The same quote of 100 s, hit by a wait of 100 s, n times by one visitor who joins at atSec. */
function many(n: number, atSec: number): { visits: VisitSpec[]; quotes: QuoteSpec[] } {
  return {
    visits: Array.from({ length: n }, () => visit(atSec, atSec + 100)),
    quotes: Array.from({ length: n }, (_, i) => quote(i, atSec, 100)),
  };
}

describe('who is scored', () => {
  const visits = [
    visit(0, 100),
    visit(0, 200, { outcome: 'censored' }),
    visit(0, 100, { outcome: 'reneged' }),
    visit(0, 0, { outcome: 'balked' }),
  ];

  it('admitted visitors, and refuted quotes of those who still wait', () => {
    const quotes = [quote(0, 0, 90), quote(1, 0, 150), quote(1, 15, 150), quote(2, 0, 100), quote(3, 0, 7)];
    const { overall } = score(buildRecord({ visits, quotes, endMs: 200_000 }));
    // Visitor 1 has waited 200 s (refuted: beyond 187.5 s) and 185 s (open) since its quotes.
    expect(overall).toMatchObject({ quotes: 2, a20: 1 / 2, censoredShare: 1 / 3 });
  });

  it('only admitted visitors when the population says so', () => {
    const plan = buildPlan({
      eta: buildEta({ score: { thinMs: 15_000, population: 'admitted', visitors: 100, sampling: 'polls' } }),
    });
    const quotes = [quote(0, 0, 90), quote(1, 0, 1), quote(1, 15, 150)];
    expect(score(buildRecord({ plan, visits, quotes })).overall).toMatchObject({
      quotes: 1,
      a20: 1,
      censoredShare: 2 / 3,
    });
  });

  it('nobody who joined in the warm-up', () => {
    const base = buildPlan();
    const plan = { ...base, clock: { ...base.clock, warmupMs: 50_000 } };
    const record = buildRecord({
      plan,
      visits: [visit(10, 200), visit(50, 200)],
      quotes: [quote(0, 100, 1), quote(1, 100, 100)],
    });
    expect(score(record).overall).toMatchObject({ quotes: 1, a20: 1 });
  });

  it('visitors weigh the same in the visitor-weighted value whatever their number of quotes', () => {
    const record = buildRecord({
      visits: [visit(0, 100), visit(0, 300)],
      quotes: [quote(0, 0, 100), quote(1, 0, 1), quote(1, 100, 1), quote(1, 200, 1), quote(1, 250, 50)],
    });
    expect(score(record).a20VisitorWeighted).toBeCloseTo((1 + 1 / 4) / 2, 12);
    expect(score(record).overall?.a20).toBeCloseTo(2 / 5, 12);
  });
});

describe('phases', () => {
  it.each([
    [-30, 'cold'],
    [59, 'cold'],
    [60, 'warm'],
    [299, 'warm'],
    [300, 'steady'],
    [899, 'steady'],
    [900, 'late'],
  ] as const)('a quote %d s after the first admission is %s', (sinceSec, phase) => {
    const { visits, quotes } = many(100, 100 + sinceSec);
    // One visitor without quotes is let in at 100 s and nobody earlier.
    const record = buildRecord({ visits: [...visits, visit(0, 100)], quotes });
    expect(Object.keys(score(record).phases)).toEqual([phase]);
  });

  it('count from 100 scored quotes on', () => {
    expect(score(buildRecord(many(99, 0))).phases).toEqual({});
    expect(score(buildRecord(many(99, 0))).a20Mean).toBeUndefined();
    expect(score(buildRecord(many(100, 0))).phases.cold?.quotes).toBe(100);
  });

  it('weigh the same in the mean, whatever their quotes; the worst is the lowest', () => {
    const early = many(300, 0);
    const late = {
      visits: Array.from({ length: 100 }, () => visit(500, 600)),
      quotes: Array.from({ length: 100 }, (_, i) => quote(300 + i, 500, i < 40 ? 100 : 10)),
    };
    const record = buildRecord({
      visits: [...early.visits, ...late.visits],
      quotes: [...early.quotes, ...late.quotes],
    });
    const { a20Mean, a20Worst, overall } = score(record);
    expect(a20Mean).toBeCloseTo((1 + 0.4) / 2, 12);
    expect(a20Worst).toBeCloseTo(0.4, 12);
    expect(overall?.a20).toBeCloseTo(340 / 400, 12);
  });
});

describe('cuts', () => {
  it('by true wait hold admitted visitors only', () => {
    const record = buildRecord({
      visits: [visit(0, 700), visit(0, 900, { outcome: 'censored' })],
      quotes: [quote(0, 0, 700), quote(1, 0, 5), quote(0, 300, 400), quote(0, 600, 5), quote(0, 680, 30)],
    });
    const { byTrueWait } = score(record);
    expect(Object.entries(byTrueWait).map(([name, cut]) => [name, cut.quotes, cut.a20])).toEqual([
      ['under30s', 1, 1],
      ['30to120s', 1, 0],
      ['120to600s', 1, 1],
      ['over600s', 1, 1],
    ]);
  });

  it('after a refill change end with the next change or after 15 minutes', () => {
    const plan = buildPlan({
      admission: buildRules({
        schedule: [
          { atMs: 100_000, refillPerSec: 2 },
          { atMs: 200_000, refillPerSec: 1 },
        ],
      }),
    });
    const instants = [99, 100, 159, 160, 199, 200, 260, 499, 500, 1_099, 1_100];
    const record = buildRecord({
      plan,
      visits: [visit(0, 1_500)],
      quotes: instants.map((at) => quote(0, at, 1)),
    });
    const { afterChange } = score(record);
    expect(Object.entries(afterChange).map(([name, cut]) => [name, cut.quotes])).toEqual([
      ['0to1m', 3],
      ['1to5m', 4],
      ['5to15m', 2],
    ]);
  });

  it('after a refill change are empty without one', () => {
    expect(score(buildRecord(many(3, 0))).afterChange).toEqual({});
  });
});

describe('promises', () => {
  it('move by the mean change of the promised instant between answered quotes of a visitor', () => {
    const record = buildRecord({
      visits: [visit(0, 100), visit(0, 100)],
      // Promised instants 100, 110, none, 100; and 50.
      quotes: [quote(0, 0, 100), quote(1, 0, 50), quote(0, 10, 100), quote(0, 20), quote(0, 30, 70)],
    });
    expect(score(record).jitterMs).toBe(10_000);
  });

  it('broken before a visitor gave up are counted once for each visitor', () => {
    const left = { outcome: 'reneged' } as const;
    const record = buildRecord({
      visits: [visit(0, 200, left), visit(0, 200, left), visit(0, 200, left), visit(0, 200)],
      quotes: [quote(0, 0, 100), quote(1, 0, 190), quote(3, 0, 1), quote(0, 15, 85), quote(2, 15)],
    });
    expect(score(record).leftAfterBrokenPromise).toBe(1);
  });
});

describe('oracle', () => {
  const people = fc.array(
    fc.record({
      joinMs: fc.integer({ min: 0, max: 100_000 }),
      waitMs: fc.integer({ min: 0, max: 900_000 }),
      outcome: fc.constantFrom('admitted' as const, 'censored' as const, 'reneged' as const),
    }),
    { minLength: 1, maxLength: 20 },
  );

  it('hits every quote of an admitted visitor and leaves all others out', () => {
    fc.assert(
      fc.property(people, (specs) => {
        const visits = specs.map(({ joinMs, waitMs, outcome }) => ({
          joinMs,
          endMs: joinMs + waitMs,
          outcome,
        }));
        const quotes = visits.map(({ joinMs }, row) => ({ visit: row, atMs: joinMs, shownSec: {} }));
        const { overall } = score(buildRecord({ visits, quotes }), 'oracle');
        const admitted = visits.filter(({ outcome }) => outcome === 'admitted').length;
        expect(overall?.quotes ?? 0).toBe(admitted);
        if (admitted > 0) expect(overall).toMatchObject({ a20: 1, a10: 1, answeredShare: 1 });
        if (overall?.maeMs !== undefined) expect(overall.maeMs).toBeLessThanOrEqual(500);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a visitor who leaves without being let in', () => {
  it('changes nothing in the accuracy of the others', () => {
    const { visits, quotes } = many(120, 0);
    const more = buildRecord({
      visits: [...visits, visit(0, 150, { outcome: 'reneged' })],
      quotes: [...quotes, quote(120, 15, 3)],
    });
    const { leftAfterBrokenPromise: before, ...rest } = score(buildRecord({ visits, quotes }));
    expect(score(more)).toEqual({ ...rest, leftAfterBrokenPromise: before + 1 });
  });
});
