import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EtaCalibration } from '../engine/eta/conformal/calibration.ts';
import type { RunRecord } from '../result/run-record.ts';
import { worldHash } from '../scenario/canonical-hash.ts';
import { buildCalibration } from '../testing/calibration-builder.ts';
import { buildEta, buildPlan, buildRecord, buildRules, type QuoteSpec } from '../testing/record-builder.ts';
import type { VisitSpec } from '../testing/series-builder.ts';
import { runIntervals, runRatios } from './eta-intervals.ts';
import { metricsOfPlan, metricValue } from './metric-value.ts';
import { quoteTruth } from './quote-truth.ts';
import { summarize } from './summarize.ts';

const calibrated = (calibration: EtaCalibration) => buildPlan({ calibration });
/** 80 % of waits within 2^-0.8 and 2^0.8 of the ETA, 95 % within 2^-0.95 and 2^0.95. */
const WITHIN_TWICE = buildCalibration();

const visit = (joinSec: number, endSec: number, rest: Partial<VisitSpec> = {}): VisitSpec => ({
  joinMs: joinSec * 1_000,
  endMs: endSec * 1_000,
  ...rest,
});
const quote = (visitor: number, atSec: number, ql: number): QuoteSpec => ({
  visit: visitor,
  atMs: atSec * 1_000,
  shownSec: { ql },
});

/** Bands of every quote of a record, by row. */
function bandsOf(record: RunRecord) {
  const wanted = Array.from(record.quotes.visit, (_, row) => row);
  const truth = quoteTruth(record);
  return runIntervals(WITHIN_TWICE, { quotes: record.quotes, truth, population: 'all', wanted }).ql!.bands;
}

describe('coverage and width', () => {
  const scored = (visits: readonly VisitSpec[], quotes: readonly QuoteSpec[]) =>
    summarize([buildRecord({ plan: calibrated(WITHIN_TWICE), visits, quotes, endMs: 400_000 })]).eta.ql
      ?.overall;

  it('count the waits inside: 170 s and 190 s after an ETA of 100 s are in 95 % only, 230 s in none', () => {
    const waits = [100, 170, 190, 230];
    const overall = scored(
      waits.map((wait) => visit(0, wait)),
      waits.map((_, i) => quote(i, 0, 100)),
    );
    expect(overall).toMatchObject({ coverage80: 2 / 4, coverage95: 3 / 4 });
    expect(overall?.width80Ms).toBeCloseTo(101_000 * (2 ** 0.8 - 2 ** -0.8), -3);
    expect(overall?.width80Share).toBeCloseTo(1.01 * (2 ** 0.8 - 2 ** -0.8), 2);
  });

  it('count a visitor who waits still as a miss beyond the upper end, and leave it out before', () => {
    const waiting = { outcome: 'censored' } as const;
    const visits = [visit(0, 100), visit(0, 400, waiting), visit(0, 400, waiting)];
    // 185 s since: beyond the 80 % end of 175 s, not beyond the 95 % end of 194 s. 150 s since: beyond neither.
    const overall = scored(visits, [quote(0, 0, 100), quote(1, 215, 100), quote(2, 250, 100)]);
    expect(overall).toMatchObject({ coverage80: 1 / 2, coverage95: 1 });
  });

  it('leave everybody out who waits still where only the admitted are scored', () => {
    const base = calibrated(WITHIN_TWICE);
    const eta = buildEta({ score: { ...base.eta.score, population: 'admitted' } });
    const visits = [visit(0, 100), visit(0, 400, { outcome: 'censored' })];
    const quotes = [quote(0, 0, 100), quote(1, 0, 100)];
    const record = buildRecord({ plan: { ...base, eta }, visits, quotes });
    expect(summarize([record]).eta.ql?.overall?.coverage80).toBe(1);
  });

  it('leave out quotes without an estimate, and estimators without a calibration', () => {
    const visits = [visit(0, 100), visit(0, 100)];
    const quotes = [quote(0, 0, 100), { visit: 1, atMs: 0, shownSec: { fixed: 60 } }];
    const { eta } = summarize([buildRecord({ plan: calibrated(WITHIN_TWICE), visits, quotes })]);
    expect(eta.ql?.overall).toMatchObject({ coverage80: 1, answeredShare: 1 / 2 });
    expect(eta.fixed?.overall).not.toHaveProperty('coverage80');
  });

  it('are none without a calibration', () => {
    const record = buildRecord({ visits: [visit(0, 100)], quotes: [quote(0, 0, 100)] });
    expect(summarize([record]).eta.ql?.overall).not.toHaveProperty('coverage80');
  });

  it('are metrics by phase, averaged over replications', () => {
    const plan = calibrated(WITHIN_TWICE);
    const record = (wait: number, replication: number) =>
      buildRecord({
        plan,
        replication,
        visits: Array.from({ length: 100 }, () => visit(0, wait)),
        quotes: Array.from({ length: 100 }, (_, i) => quote(i, 0, 100)),
      });
    const findings = summarize([record(100, 0), record(300, 1)]);
    const value = (path: string) =>
      metricValue(findings, metricsOfPlan(plan).find((metric) => metric.path === path)!);
    expect(value('eta.ql.phases.cold.coverage80')).toBe(0.5);
    expect(value('eta.ql.overall.coverage95')).toBe(0.5);
    expect(value('eta.ql.phases.cold.width80')).toBeGreaterThan(100_000);
    expect(findings.intervals['eta.ql.phases.cold.coverage80']?.mean).toBe(0.5);
  });
});

describe('a band in a run', () => {
  const visitors = fc.array(
    fc.record({ joinSec: fc.integer({ min: 0, max: 300 }), waitSec: fc.integer({ min: 0, max: 900 }) }),
    { minLength: 1, maxLength: 30 },
  );

  it('does not know a wait before the step after it has ended', () => {
    fc.assert(
      fc.property(
        visitors,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 2_000 }),
        (people, step, later) => {
          const untilSec = 15 * step;
          const quotes = people.flatMap(({ joinSec, waitSec }, i) =>
            Array.from({ length: 1 + Math.floor(waitSec / 60) }, (_, k) =>
              quote(i, joinSec + 60 * k, 40 + 9 * i),
            ),
          );
          const ends = people.map(({ joinSec, waitSec }) => joinSec + waitSec);
          const record = (end: (endSec: number) => number) =>
            buildRecord({ visits: people.map(({ joinSec }, i) => visit(joinSec, end(ends[i]!))), quotes });
          const truth = record((endSec) => endSec);
          const other = record((endSec) => (endSec < untilSec ? endSec : endSec + later));
          const [bands, otherBands] = [bandsOf(truth), bandsOf(other)];
          for (const [row, band] of bands) {
            if (truth.quotes.atMs[row]! < untilSec * 1_000 + 15_000)
              expect(otherBands.get(row)).toEqual(band);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('has learned of it after that', () => {
    const people = [visit(0, 14), visit(0, 900)];
    const quotes = [quote(0, 0, 25), quote(1, 14, 25), quote(1, 15, 25)];
    const bands = bandsOf(buildRecord({ visits: people, quotes }));
    expect(bands.get(2)).not.toEqual(bands.get(1));
    expect(bands.get(1)).toEqual(bands.get(0));
  });
});

describe('what a run teaches', () => {
  it('is the ratio of every answered quote of the admitted, by phase and ETA', () => {
    const visits = [visit(0, 100), visit(0, 100, { outcome: 'reneged' }), visit(0, 400)];
    const quotes = [
      quote(0, 0, 201),
      quote(1, 0, 100),
      quote(2, 0, 20),
      { visit: 2, atMs: 1_000, shownSec: {} },
    ];
    const record = buildRecord({ visits, quotes });
    const { ql, fixed } = runRatios(record.quotes, quoteTruth(record));
    expect(ql?.map((counts) => counts?.quotes)).toEqual([1, undefined, 1, ...Array(13).fill(undefined)]);
    expect(fixed?.every((counts) => counts === undefined)).toBe(true);
  });
});

describe('the followed visitor', () => {
  it('is promised the 80 % interval, rounded, and nothing in a pause', () => {
    const plan = buildPlan({
      calibration: WITHIN_TWICE,
      admission: buildRules({
        schedule: [
          { atMs: 60_000, refillPerSec: 0 },
          { atMs: 90_000, refillPerSec: 1 },
        ],
      }),
    });
    const quotes = [quote(0, 0, 300), quote(0, 60, 300), quote(0, 90, 0)];
    const record = buildRecord({ plan, visits: [visit(0, 200)], quotes });
    const rows = summarize([record]).followed?.rows ?? [];
    expect(rows.map((row) => row.promised)).toEqual([
      { kind: 'range', fromSec: 180, toSec: 540 },
      { kind: 'unknown' },
      { kind: 'range', fromSec: 0, toSec: 1 },
    ]);
    expect(rows[0]?.bands?.ql?.high80Sec).toBeCloseTo(301 * 2 ** 0.8 - 1, 0);
  });
});

describe('a note', () => {
  const codes = (calibration: EtaCalibration) =>
    summarize([buildRecord({ plan: calibrated(calibration) })]).notes.map((note) => note.code);
  const estimators = buildPlan().eta.estimators.filter((id) => id !== 'oracle');

  it('says that the calibration is of another world', () => {
    expect(codes(buildCalibration(estimators))).toContain('calibrated-elsewhere');
    const home = buildCalibration(estimators, 2, { world: worldHash(buildPlan()) });
    expect(codes(home)).not.toContain('calibrated-elsewhere');
  });

  it('names the estimators that the calibration lacks', () => {
    const eta = buildEta({ estimators: ['fixed', 'ema', 'sliding', 'ql', 'oracle'] });
    const plan = buildPlan({ eta, calibration: buildCalibration(['ql', 'ema']) });
    const lacking = summarize([buildRecord({ plan })]).notes.find(({ code }) => code === 'not-calibrated');
    expect(lacking?.text).toBe('The calibration does not hold fixed, sliding: no intervals for them.');
  });
});
