import { nearest } from '../../scenario/nearest.ts';
import type { TraceProblems } from '../trace-problems.ts';
import { CsvSplitter } from './csv-splitter.ts';
import { JsonSplitter } from './json-splitter.ts';
import type { Splitter, StreamRow, Vocabulary } from './stream-row.ts';

/**
 * Hands out the rows of CSV with a header (comma, semicolon or tab) or of NDJSON, whichever the first line is. Blank lines
 * and, in CSV, lines with # are passed over. Unknown columns are reported once each.
 */
export class RowFeed {
  private readonly vocabulary: Vocabulary;
  private readonly ignored: ReadonlySet<string>;
  private readonly problems: TraceProblems;
  private readonly receive: (row: StreamRow) => void;
  private splitter: Splitter | undefined;
  private isJson = false;
  private refused = false;

  /** @param ignored names of columns that are passed over */
  constructor(
    vocabulary: Vocabulary,
    ignored: readonly string[],
    problems: TraceProblems,
    receive: (row: StreamRow) => void,
  ) {
    this.vocabulary = vocabulary;
    this.ignored = new Set(ignored);
    this.problems = problems;
    this.receive = receive;
  }

  /** json or csv; undefined before the first line. */
  get format(): 'csv' | 'ndjson' | undefined {
    if (this.splitter === undefined) return undefined;
    return this.isJson ? 'ndjson' : 'csv';
  }

  line(line: string, number: number): void {
    if (this.refused || isBlank(line, this.isJson)) return;
    if (this.splitter !== undefined) {
      if (this.splitter.take(line, number)) this.receive(this.splitter);
      return;
    }
    this.isJson = /^\s*[{[]/.test(line);
    if (this.isJson) {
      this.splitter = new JsonSplitter(this.vocabulary.fields, this.fieldOf, this.problems);
      if (this.splitter.take(line, number)) this.receive(this.splitter);
      return;
    }
    const splitter = new CsvSplitter(line, number, this.vocabulary.fields, this.problems);
    this.splitter = splitter;
    this.refused = !splitter.readHeader(this.vocabulary, this.fieldOf);
  }

  private readonly fieldOf = (name: string, place: { line: number; column: number }): number | undefined => {
    const field = this.vocabulary.fieldOf(name);
    if (field !== undefined || this.ignored.has(name)) return field;
    const near = nearest(name, this.vocabulary.names);
    this.problems.at(place, {
      code: 'trace-columns',
      path: 'column',
      got: name.slice(0, 40) || '(nothing)',
      expected: `a column of: ${this.vocabulary.names.join(', ')}`,
      cure: near === undefined ? `--ignore ${name || "''"}` : `${near}; or --ignore ${name}`,
    });
    return undefined;
  };
}

function isBlank(line: string, isJson: boolean): boolean {
  if (line.length > 0 && line.charCodeAt(0) > 35) return false;
  const text = line.trim();
  return text === '' || (!isJson && text.startsWith('#'));
}
