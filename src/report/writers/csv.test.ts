import { describe, expect, it } from 'vitest';
import { buildRecord } from '../../testing/record-builder.ts';
import { richReport } from '../../testing/report-builder.ts';
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
    const names = csvWriter.write({ ...REPORT, records: [big] }, PLAIN_PAGE).map(({ name }) => name);
    expect(names).not.toContain('visits.csv');
  });
});
