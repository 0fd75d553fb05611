import type { FormatId, Page, Writer } from '../format.ts';
import { accuracyTable } from '../tables/accuracy.ts';
import type { DataTable } from '../tables/table.ts';
import { tableFile } from '../tables/table-file.ts';
import { documentMarkdown } from '../writers/document-markdown.ts';
import { documentText } from '../writers/document-text.ts';
import { jsonText } from '../writers/json.ts';
import type { BacktestReport } from './backtest-report.ts';
import { composeBacktest, composeBacktestEnding } from './compose-backtest.ts';

/** Version of the layout of backtest.json. */
const SCHEMA_VERSION = 1;

/** Every format of a backtest's report by its id. */
export const BACKTEST_WRITERS: Readonly<Record<FormatId, Writer<BacktestReport>>> = {
  terminal: {
    id: 'terminal',
    fileName: 'report.txt',
    write: (report, page) => [{ name: 'report.txt', content: documentText(composeBacktest(report), page) }],
  },
  markdown: {
    id: 'markdown',
    fileName: 'report.md',
    write: (report) => [{ name: 'report.md', content: documentMarkdown(composeBacktest(report)) }],
  },
  csv: {
    id: 'csv',
    fileName: 'summary.csv',
    write: (report) => [tableFile(summaryTable(report)), tableFile(accuracyTable(report.findings))],
  },
  json: {
    id: 'json',
    fileName: 'backtest.json',
    write: ({ manifest, findings }) => [
      { name: 'backtest.json', content: jsonText({ schemaVersion: SCHEMA_VERSION, manifest, findings }) },
    ],
  },
};

/** Returns the last line of a backtest's report alone. */
export function backtestLastLine(report: BacktestReport, page: Page): string {
  return documentText(composeBacktestEnding(report), page);
}

/** A row for each estimator, `recorded` being what was shown. */
function summaryTable({ findings }: BacktestReport): DataTable {
  return {
    name: 'summary',
    header: [
      ...['estimator', 'a20MeanShare', 'a20WorstShare', 'a20Share', 'a20VisitorWeightedShare', 'biasShare'],
      ...['p90AbsErrorMs', 'jitterMs', 'quotes', 'answeredShare', 'censoredShare', 'leftAfterBrokenPromise'],
    ],
    rows: Object.entries(findings.eta).map(([id, found]) => [
      ...[id, found.a20Mean, found.a20Worst, found.overall?.a20, found.a20VisitorWeighted],
      ...[found.overall?.biasShare, found.overall?.p90AbsErrorMs, found.jitterMs, found.overall?.quotes],
      ...[found.overall?.answeredShare, found.overall?.censoredShare, found.leftAfterBrokenPromise],
    ]),
  };
}
