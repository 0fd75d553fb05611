import { expect, it } from 'vitest';
import { buildRecord } from '../testing/record-builder.ts';
import { richPlan, richRecord } from '../testing/rich-record.ts';
import { metricsOfPlan } from './metric-value.ts';
import { runMetrics } from './run-metrics.ts';
import { summarize, summarizeRun } from './summarize.ts';

it('holds the catalogued metrics that the replication has, and no other', () => {
  const record = richRecord(0);
  const metrics = runMetrics(richPlan(), summarizeRun(record));
  const findings = summarize([record]);
  expect(metrics['wait.p95']).toBe(findings.wait.p95Ms);
  expect(metrics['outcomes.admitted']).toBe(findings.outcomes.admitted);
  const catalogue = new Set(metricsOfPlan(richPlan()).map(({ path }) => path));
  expect(Object.keys(metrics).filter((path) => !catalogue.has(path))).toEqual([]);
  expect(Object.values(metrics).every(Number.isFinite)).toBe(true);
});

it('leaves out what is absent', () => {
  const record = buildRecord();
  const metrics = runMetrics(record.plan, summarizeRun(record));
  expect(metrics['outcomes.arrived']).toBe(0);
  expect(metrics).not.toHaveProperty(['wait.mean']);
});

it('gives the intervals of several replications their means', () => {
  const records = [richRecord(0), richRecord(1)];
  const rows = records.map((record) => runMetrics(richPlan(), summarizeRun(record)));
  for (const [path, { mean }] of Object.entries(summarize(records).intervals)) {
    const values = rows.map((row) => row[path]!);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(mean, 6);
  }
});
