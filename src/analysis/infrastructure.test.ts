import { beforeAll, describe, expect, it } from 'vitest';
import { buildClusterRun } from '../testing/cluster-record-builder.ts';
import { richClusterRecord } from '../testing/rich-cluster.ts';
import { richClusterPlan } from '../testing/rich-cluster-plan.ts';
import { richRecord } from '../testing/rich-record.ts';
import type { Findings } from './findings.ts';
import { metricsOfPlan, metricValue } from './metric-value.ts';
import { summarize } from './summarize.ts';

/** Every number of a value, by its path. */
function numbersOf(node: unknown, path = ''): readonly (readonly [string, number])[] {
  if (typeof node === 'number') return [[path, node]];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => numbersOf(value, `${path}.${key}`));
}

describe('the findings of a run over machines', () => {
  let findings: Findings;
  beforeAll(() => {
    findings = summarize([richClusterRecord()]);
  });

  it('hold a value for every metric of the catalogue that the run can have', () => {
    const missing = metricsOfPlan(richClusterPlan())
      .filter((metric) => metricValue(findings, metric) === undefined && !metric.keys.includes('byHour'))
      .map(({ path }) => path);
    // The line does not empty; the worker's pods were there before its peak.
    expect(missing).toEqual(['empty', 'cluster.worker.lastPodsAfter']);
  });

  it('hold no number that is not finite', () => {
    expect(numbersOf(findings).filter(([, value]) => !Number.isFinite(value))).toEqual([]);
  });

  it('survive JSON unchanged', () => {
    expect(JSON.parse(JSON.stringify(findings))).toEqual(findings);
  });

  it('say that the machines do not hold, and why', () => {
    expect(findings.holds).toEqual({ holds: false, first: 'gateway', longest: 'gateway' });
    expect(findings.tiers?.gateway).toMatchObject({ fromMs: 4_000, untilMs: 180_000 });
  });

  it('set published figures beside the same metric that a threshold would name', () => {
    const [peak, calm] = findings.published ?? [];
    expect(peak?.measured).toBe(findings.layers?.gateway?.inPeakPerSec);
    expect(calm?.measured).toBe(findings.windows?.calm?.redisCpu);
  });

  it('keep what a layer passes on within what it received', () => {
    for (const layer of Object.values(findings.layers ?? {})) expect(layer.out).toBeLessThanOrEqual(layer.in);
  });
});

describe('the findings of a run without machines', () => {
  it('have no part about them', () => {
    const found = Object.keys(summarize([richRecord()]));
    for (const part of ['holds', 'tiers', 'requestsFailed', 'layers', 'cluster', 'cost', 'published']) {
      expect(found).not.toContain(part);
    }
  });
});

describe('the findings of machines that nobody used', () => {
  it('hold, with no number that is not finite', () => {
    const findings = summarize([buildClusterRun(30)]);
    expect(numbersOf(findings).filter(([, value]) => !Number.isFinite(value))).toEqual([]);
    expect(findings.holds).toEqual({ holds: true });
  });

  it('hold no number that is not finite where the run was over at once', () => {
    const findings = summarize([buildClusterRun(0)]);
    expect(numbersOf(findings).filter(([, value]) => !Number.isFinite(value))).toEqual([]);
  });
});

describe('several replications over machines', () => {
  const records = [richClusterRecord(0), richClusterRecord(1), richClusterRecord(2)];

  it('come out as means with intervals', () => {
    const all = summarize(records);
    const each = records.map((record) => summarize([record]).requestsFailed?.share ?? 0);
    const mean = (each[0]! + each[1]! + each[2]!) / 3;
    expect(all.requestsFailed?.share).toBeCloseTo(mean, 12);
    expect(all.intervals['requestsFailed.share']?.mean).toBeCloseTo(mean, 12);
    expect(all.intervals['cost.total']?.halfWidth).toBe(0);
  });

  it('are judged by their means', () => {
    const good = {
      ...records[0]!,
      cluster: { ...buildClusterRun(1_800, records[0]!.plan.infrastructure).cluster },
    };
    // One run in six is bad: its failures and its saturation are a sixth in the mean, still too much.
    const sixth = summarize([records[0]!, good, good, good, good, good]);
    expect(sixth.tiers?.gateway?.saturatedMs).toBeCloseTo(176_000 / 6, 6);
    expect(sixth.holds?.holds).toBe(false);
    expect(summarize([good, good]).holds).toEqual({ holds: true });
  });
});
