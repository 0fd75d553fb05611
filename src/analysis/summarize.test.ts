import { beforeAll, describe, expect, it } from 'vitest';
import type { RunRecord } from '../result/run-record.ts';
import { buildPlan, buildRecord } from '../testing/record-builder.ts';
import { richPlan, richRecord } from '../testing/rich-record.ts';
import type { VisitSpec } from '../testing/series-builder.ts';
import type { Findings } from './findings.ts';
import { metricsOfPlan, metricValue } from './metric-value.ts';
import { summarize } from './summarize.ts';

/** Every number of a value, by its path. */
function numbersOf(node: unknown, path = ''): readonly (readonly [string, number])[] {
  if (typeof node === 'number') return [[path, node]];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => numbersOf(value, `${path}.${key}`));
}

const visits = (n: number, waitMs: number): readonly VisitSpec[] =>
  Array.from({ length: n }, (_, i) => ({ joinMs: i * 1_000, endMs: i * 1_000 + waitMs }));

describe('the findings of a rich run', () => {
  let record: RunRecord;
  let findings: Findings;
  beforeAll(() => {
    record = richRecord();
    findings = summarize([record]);
  });

  it('hold a value for every metric of the catalogue, but the end of a line that does not end', () => {
    // A run within one hour of the day has no hours to compare; without a calibration there are no intervals.
    const missing = metricsOfPlan(record.plan).filter(
      (metric) => metricValue(findings, metric) === undefined && !metric.keys.includes('byHour'),
    );
    expect(missing.map(({ path }) => path)).toEqual(['empty']);
    const emptied = summarize([buildRecord({ visits: visits(3, 5_000) })]);
    expect(metricValue(emptied, { keys: ['emptyMs'] })).toBe(7_000);
  });

  it('hold no number that is not finite', () => {
    const wrong = numbersOf(findings).filter(([, value]) => !Number.isFinite(value));
    expect(wrong).toEqual([]);
  });

  it('survive JSON unchanged', () => {
    expect(JSON.parse(JSON.stringify(findings))).toEqual(findings);
  });

  it('keep every share between 0 and 1', () => {
    const shares = numbersOf(findings).filter(
      ([path]) => /(Share|\.a20|\.a10|a20Mean|a20Worst)$/.test(path) && !path.endsWith('biasShare'),
    );
    expect(shares.length).toBeGreaterThan(50);
    expect(shares.filter(([, share]) => share < 0 || share > 1)).toEqual([]);
  });

  it('let the claims stand beside what was measured', () => {
    expect(findings.eta.sliding?.claimed).toBe(0.95);
    expect(findings.eta.ql).not.toHaveProperty('claimed');
  });

  it('judge both thresholds of the plan', () => {
    expect(findings.thresholds.map(({ passed }) => passed)).toEqual([true, false]);
  });

  it('have no intervals: one run says nothing about spread', () => {
    expect(findings.intervals).toEqual({});
  });

  it('are the same for the same record', () => {
    expect(summarize([record])).toEqual(findings);
  });
});

describe('the findings of an empty run', () => {
  it('hold no number that is not finite, and no waits', () => {
    const findings = summarize([buildRecord()]);
    expect(numbersOf(findings).filter(([, value]) => !Number.isFinite(value))).toEqual([]);
    expect(findings.wait).toEqual({});
    expect(findings.verdict).toBe('empties');
  });
});

describe('several replications', () => {
  const runs = [10_000, 20_000, 60_000].map((waitMs, replication) =>
    buildRecord({ replication, visits: visits(4, waitMs) }),
  );

  it('come out as means with the t interval of whole runs', () => {
    const findings = summarize(runs);
    expect(findings.replications).toBe(3);
    expect(findings.wait.meanMs).toBe(30_000);
    // Sd of 10, 20, 60 s is 26.4575 s; t(0.975, 2) = 4.302653; half-width = 4.302653 x 26.4575 / sqrt(3) s.
    const interval = findings.intervals['wait.mean'];
    expect(interval?.mean).toBe(30_000);
    expect(interval?.halfWidth).toBeCloseTo(65_723.9, 0);
    expect(interval?.level).toBe(0.95);
  });

  it('that are all the same have the numbers of one and intervals of no width', () => {
    const { replications: _, intervals, ...three } = summarize([runs[0]!, runs[0]!, runs[0]!]);
    const { replications: __, intervals: ___, ...one } = summarize([runs[0]!]);
    expect(three).toEqual(one);
    expect(Object.values(intervals).every(({ halfWidth }) => halfWidth === 0)).toBe(true);
  });

  it('average a phase over the replications that have it', () => {
    const rich = [richRecord(0), richRecord(1)];
    const cutOff = { ...rich[1]!, quotes: earlyQuotes(rich[1]!, 200_000) };
    const both = summarize([rich[0]!, cutOff]);
    expect(both.eta.ql?.phases.late).toEqual(summarize([rich[0]!]).eta.ql?.phases.late);
    expect(both.intervals['eta.ql.phases.late.a20']).toBeUndefined();
    expect(both.intervals['eta.ql.phases.cold.a20']).toBeDefined();
  });

  it('are judged by their mean', () => {
    const plan = buildPlan({
      thresholds: [{ text: 'wait.mean < 31s', metric: 'wait.mean', comparison: '<', value: 31_000 }],
    });
    const [threshold] = summarize(runs.map((run) => ({ ...run, plan }))).thresholds;
    expect(threshold).toMatchObject({ passed: true, value: 30_000 });
  });

  it('are interrupted if one was', () => {
    expect(summarize([runs[0]!, buildRecord({ interruptedAtMs: 5_000 })]).interrupted).toBe(true);
    expect(summarize(runs).interrupted).toBe(false);
  });

  it('need at least one', () => {
    expect(() => summarize([])).toThrow(RangeError);
  });
});

describe('scoring', () => {
  it('is provisional when more than 20 % of the quotes of admitted and waiting visitors are censored', () => {
    const shareOf = (censored: number) => {
      const all: readonly VisitSpec[] = Array.from({ length: 10 }, (_, i) => ({
        joinMs: 0,
        endMs: 60_000,
        outcome: i < censored ? 'censored' : 'admitted',
      }));
      const quotes = all.map((_, visit) => ({ visit, atMs: 0, shownSec: { ql: 60 } }));
      return summarize([buildRecord({ visits: all, quotes })]).scoring;
    };
    expect(shareOf(2)).toMatchObject({ censoredShare: 0.2, provisional: false });
    expect(shareOf(3)).toMatchObject({ censoredShare: 0.3, provisional: true });
  });

  it('names the phases that the displayed estimator lacks', () => {
    expect(summarize([buildRecord()]).scoring.absentPhases).toEqual(['cold', 'warm', 'steady', 'late']);
    expect(summarize([richRecord(0, richPlan())]).scoring.absentPhases).toEqual([]);
  });
});

function earlyQuotes({ quotes }: RunRecord, beforeMs: number): RunRecord['quotes'] {
  const rows = quotes.atMs.findIndex((atMs) => atMs >= beforeMs);
  return {
    ...quotes,
    visit: quotes.visit.subarray(0, rows),
    atMs: quotes.atMs.subarray(0, rows),
    position: quotes.position.subarray(0, rows),
    shownSec: Object.fromEntries(
      Object.entries(quotes.shownSec).map(([id, column]) => [id, column.subarray(0, rows)]),
    ),
  };
}
