import type { Writer } from '../format.ts';
import type { Report } from '../report.ts';
import { accuracyTable } from '../tables/accuracy.ts';
import { byClassTable, followedTable, limitsTable, thresholdsTable } from '../tables/findings.ts';
import { infrastructureTables } from '../tables/infrastructure.ts';
import { machineTables } from '../tables/machines.ts';
import { costTable } from '../tables/money.ts';
import { seriesTable, visitsTable } from '../tables/record.ts';
import { summaryTable, variantsTable } from '../tables/summary.ts';
import type { DataTable } from '../tables/table.ts';
import { tableFile } from '../tables/table-file.ts';

/** The report as tidy tables, one file each: a header with units, one observation a row. */
export const csvWriter: Writer = {
  id: 'csv',
  fileName: 'summary.csv',
  write(report) {
    return [tableFile(summaryTable(report.findings)), ...others(report).map(tableFile)];
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
    ...infrastructureTables(findings),
    ...machineTables(report),
    ...costTable(findings),
    ...(report.variants.length === 0 ? [] : [variantsTable(report)]),
  ];
}
