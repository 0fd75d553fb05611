import type { TraceProblems } from './trace-problems.ts';
import type { TraceRow } from './trace-table.ts';
import { readTime } from './trace-time.ts';

/** Rows with the header that they have, or that their number of cells implies. */
export interface HeadedRows {
  readonly header: TraceRow;
  readonly body: readonly TraceRow[];
}

/** Columns of `kubectl top pods --no-headers` with a time in front, by their number. */
const PLAIN: Readonly<Record<number, readonly string[]>> = {
  3: ['time', 'pod', 'cpu'],
  4: ['time', 'pod', 'cpu', 'memory'],
};

/**
 * Returns the rows of a table under its header. Lines as `kubectl top pods` prints them, with a time in front, may have a
 * header in front of every batch or none at all; undefined after reporting that there is none and that it is needed.
 */
export function withHeader(rows: readonly TraceRow[], problems: TraceProblems): HeadedRows | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  const isHeader = (row: TraceRow) => row.cells.some((cell) => /^CPU\(/i.test(cell));
  if (first.separator === 'space' && isHeader(first)) {
    const body = rows.filter((row) => !isHeader(row));
    return { header: { ...first, cells: timeFirst(first.cells, body[0]) }, body };
  }
  if (first.cells.every((cell) => !/^[\d.+-]/.test(cell))) return { header: first, body: rows.slice(1) };
  const plain = first.separator === 'space' ? PLAIN[first.cells.length] : undefined;
  if (plain !== undefined) return { header: { ...first, cells: plain }, body: rows };
  const expected = 'a header that names the columns';
  problems.cell(first, 0, { code: 'trace-columns', path: 'header', expected, cure: 'time,pod,cpu,memory' });
  return undefined;
}

/** The time in front of a line of kubectl has no name in its header, and may stand there itself. */
function timeFirst(header: readonly string[], row: TraceRow | undefined): readonly string[] {
  const [first = '', ...others] = header;
  if (readTime(first, 'any') !== undefined) return ['time', ...others];
  return row !== undefined && row.cells.length === header.length + 1 ? ['time', ...header] : header;
}
