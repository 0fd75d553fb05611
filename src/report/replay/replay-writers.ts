import type { FormatId, Page, Writer } from '../format.ts';
import { tableFile } from '../tables/table-file.ts';
import { documentMarkdown, MARKDOWN_LAYOUT } from '../writers/document-markdown.ts';
import { documentText, textLayout } from '../writers/document-text.ts';
import { jsonText } from '../writers/json.ts';
import { composeReplay, composeReplayEnding } from './compose-replay.ts';
import type { ReplayReport } from './replay-report.ts';
import { replayTables } from './replay-tables.ts';

/** Version of the layout of replay.json. */
const SCHEMA_VERSION = 1;

/** Every format of a replay's report by its id. */
export const REPLAY_WRITERS: Readonly<Record<FormatId, Writer<ReplayReport>>> = {
  terminal: {
    id: 'terminal',
    fileName: 'report.txt',
    write: (report, page) => [
      { name: 'report.txt', content: documentText(composeReplay(report, textLayout(page)), page) },
    ],
  },
  markdown: {
    id: 'markdown',
    fileName: 'report.md',
    write: (report) => [
      { name: 'report.md', content: documentMarkdown(composeReplay(report, MARKDOWN_LAYOUT)) },
    ],
  },
  csv: {
    id: 'csv',
    fileName: 'summary.csv',
    write(report) {
      const [first, ...others] = replayTables(report);
      return [tableFile(first), ...others.map(tableFile)];
    },
  },
  json: {
    id: 'json',
    fileName: 'replay.json',
    write: (report) => [{ name: 'replay.json', content: replayText(report) }],
  },
};

/** Returns the manifest and the findings of a replay as versioned JSON, the document that other programs rely on. */
function replayText({ manifest, findings }: Pick<ReplayReport, 'manifest' | 'findings'>): string {
  return jsonText({ schemaVersion: SCHEMA_VERSION, manifest, findings });
}

/** Returns the last line of a replay's report alone. */
export function replayLastLine(report: ReplayReport, page: Page): string {
  return documentText(composeReplayEnding(report), page);
}
