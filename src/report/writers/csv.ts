import { stringify } from 'csv-stringify/sync';
import type { OutputFile, Writer } from '../format.ts';
import type { Report } from '../report.ts';
import { accuracyTable } from '../tables/accuracy.ts';
import { byClassTable, followedTable, limitsTable, thresholdsTable } from '../tables/findings.ts';
import { seriesTable, visitsTable } from '../tables/record.ts';
import { summaryTable, variantsTable } from '../tables/summary.ts';
import type { DataTable } from '../tables/table.ts';

/** The report as tidy tables, one file each: a header with units, one observation a row. */
export const csvWriter: Writer = {
  id: 'csv',
  fileName: 'summary.csv',
  write(report) {
    return [file(summaryTable(report.findings)), ...others(report).map(file)];
  },
};

function others(report: Report): readonly DataTable[] {
  const { findings } = report;
  const visits = visitsTable(report);
  return [
    byClassTable(findings),
    accuracyTable(findings),
    limitsTable(findings),
    thresholdsTable(findings),
    followedTable(report),
    seriesTable(report),
    ...(visits === undefined ? [] : [visits]),
    ...(report.variants.length === 0 ? [] : [variantsTable(report)]),
  ];
}

function file({ name, header, rows }: DataTable): OutputFile {
  const content = stringify([[...header], ...rows.map((row) => [...row])], {
    cast: {
      number: (value) => (Number.isFinite(value) ? String(value) : ''),
      boolean: (value) => String(value),
    },
  });
  return { name: `${name}.csv`, content };
}
