import type { FormatId, OutputFile, Page } from '../format.ts';
import { documentMarkdown } from '../writers/document-markdown.ts';
import { documentText } from '../writers/document-text.ts';
import { jsonText } from '../writers/json.ts';
import type { CompareReport } from './compare-report.ts';
import { composeCompare, composeCompareEnding } from './compose-compare.ts';

/** Formats of a comparison. */
export type CompareFormat = Exclude<FormatId, 'csv'>;

/** Version of the layout of a comparison in JSON. */
const SCHEMA_VERSION = 1;

/** Metrics beside the headline that a page of text shows. */
const TERMINAL_ROWS = 12;

/** Returns a comparison in a format. */
export function compareText(report: CompareReport, format: CompareFormat, page: Page): OutputFile['content'] {
  switch (format) {
    case 'terminal':
      return documentText(composeCompare(report, TERMINAL_ROWS), page);
    case 'markdown':
      return documentMarkdown(composeCompare(report, Number.POSITIVE_INFINITY));
    case 'json': {
      const { manifest, comparison, interrupted, remarks, exitCode } = report;
      return jsonText({
        schemaVersion: SCHEMA_VERSION,
        manifest,
        comparison,
        interrupted,
        remarks,
        exitCode,
      });
    }
  }
}

/** Returns the last line of a comparison alone. */
export function compareLastLine(report: CompareReport, page: Page): string {
  return documentText(composeCompareEnding(report), page);
}
