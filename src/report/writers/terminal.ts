import { compose, composeEnding } from '../compose.ts';
import type { Page, Writer } from '../format.ts';
import type { Report } from '../report.ts';
import { documentText, textLayout } from './document-text.ts';

/** The report as a page of text for a terminal. */
export const terminalWriter: Writer = {
  id: 'terminal',
  fileName: 'report.txt',
  write: (report, page) => [
    { name: 'report.txt', content: documentText(compose(report, textLayout(page)), page) },
  ],
};

/** Returns the last line of the report alone. */
export function lastLine(report: Report, page: Page): string {
  return documentText(composeEnding(report), page);
}
