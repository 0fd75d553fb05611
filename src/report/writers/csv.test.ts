import { describe, expect, it } from 'vitest';
import { buildRecord } from '../../testing/record-builder.ts';
import { clusterReport, richReport } from '../../testing/report-builder.ts';
import { PLAIN_PAGE } from '../format.ts';
import { csvWriter } from './csv.ts';

const REPORT = richReport();
const FILES = csvWriter.write(REPORT, PLAIN_PAGE);
const table = (name: string) =>
  (FILES.find((file) => file.name === name)?.content ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

describe('the tables', () => {
  it('have as many cells in each row as headers', () => {
    for (const { name } of FILES) {
      const [header = [], ...rows] = table(name);
      expect(rows.filter((row) => row.length !== header.length)).toEqual([]);
    }
  });

  it('name every column once', () => {
    for (const { name } of FILES) {
      const [header = []] = table(name);
      expect(new Set(header).size).toBe(header.length);
    }
  });

  it('have a row for each second and each visitor', () => {
    expect(table('series.csv')).toHaveLength(1 + 1_800);
    expect(table('visits.csv')).toHaveLength(1 + REPORT.findings.outcomes.arrived);
  });

  it('keep the numbers of the findings unrounded', () => {
    const rows = table('summary.csv');
    expect(rows).toContainEqual(['wait.p95', String(REPORT.findings.wait.p95Ms), 'ms', '']);
    expect(rows).toContainEqual(['eta.ql.a20Mean', String(REPORT.findings.eta.ql?.a20Mean), 'share', '']);
  });

  it('leave out the visits of more than 100,000 visitors', () => {
    const record = buildRecord();
    const many = new Uint8Array(100_001);
    const big = { ...record, visits: { ...record.visits, outcome: many } };
    const names = csvWriter.write({ ...REPORT, record: big }, PLAIN_PAGE).map(({ name }) => name);
    expect(names).not.toContain('visits.csv');
  });
});

describe('the tables of machines', () => {
  const report = clusterReport();
  const files = csvWriter.write(report, PLAIN_PAGE);
  const rowsOf = (name: string) => {
    const lines = (files.find((file) => file.name === name)?.content ?? '').trimEnd().split('\n');
    return lines.map((line) => line.split(','));
  };

  it('have one row for each second and each thing of a kind', () => {
    expect(rowsOf('pods.csv')).toHaveLength(1 + 2 * 1_800);
    expect(rowsOf('layers.csv')).toHaveLength(1 + 6 * 1_800);
    expect(rowsOf('shards.csv')).toHaveLength(1 + 5 * 1_800);
    expect(rowsOf('machines.csv')).toHaveLength(1 + 1_800);
  });

  it('have every decision, not only those that are told', () => {
    expect(rowsOf('decisions.csv')).toHaveLength(1 + (report.record.cluster?.decisions.length ?? 0));
  });

  it('have a header of distinct names, as wide as each row of numbers', () => {
    for (const name of ['pods', 'layers', 'shards', 'machines', 'tiers', 'windows', 'cost']) {
      const [header = [], ...rows] = rowsOf(`${name}.csv`);
      expect(new Set(header).size).toBe(header.length);
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.filter((row) => row.length !== header.length)).toEqual([]);
    }
  });

  it('put single numbers into the summary by the path that a threshold would name', () => {
    const { findings } = report;
    expect(rowsOf('summary.csv')).toContainEqual(['cost.total', String(findings.cost?.totalUsd), 'usd', '']);
    expect(rowsOf('summary.csv')).toContainEqual(['cluster.gateway.podsPeak', '20', 'count', '']);
    expect(rowsOf('summary.csv')).toContainEqual(['latency.p99', '4004', 'ms', '']);
  });

  it('are left out where the scenario has no machines', () => {
    const names = FILES.map(({ name }) => name);
    for (const name of ['pods.csv', 'layers.csv', 'decisions.csv', 'cost.csv', 'tiers.csv']) {
      expect(names).not.toContain(name);
    }
  });
});
