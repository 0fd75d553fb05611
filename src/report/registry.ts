import type { FormatId, Writer } from './format.ts';
import { csvWriter } from './writers/csv.ts';
import { jsonWriter } from './writers/json.ts';
import { markdownWriter } from './writers/markdown.ts';
import { terminalWriter } from './writers/terminal.ts';

/** Every report format by its id. */
export const WRITERS: Readonly<Record<FormatId, Writer>> = {
  terminal: terminalWriter,
  markdown: markdownWriter,
  csv: csvWriter,
  json: jsonWriter,
};
