import type { Problem } from '../errors.ts';

export interface TraceOptions {
  readonly kind: 'counts' | 'instants';
  /** Width of a bin; needed where no column says the time. */
  readonly binMs?: number;
}

export type TimeUnit = 'ms' | 'sec' | 'iso' | 'iso-utc';

/** Where time and counts stand in a row. */
export interface Columns {
  readonly time?: { readonly index: number; readonly unit: TimeUnit };
  readonly count?: number;
}

/** A line of a trace that is neither blank nor a comment. */
export interface Row {
  /** 1-based. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Returns the rows of CSV text; blank lines and lines with # are skipped. */
export function readRows(text: string): readonly Row[] {
  const rows: Row[] = [];
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i]!.trim();
    if (line === '' || line.startsWith('#')) continue;
    rows.push({ line: i + 1, cells: line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')) });
  }
  return rows;
}

/** Returns whether a first row is a header. */
export function isHeader(row: Row): boolean {
  return row.cells.every((cell) => /^[A-Za-z_]/.test(cell));
}

/** Returns the columns that a first row, header or not, speaks of. */
export function findColumns(first: Row, kind: TraceOptions['kind']): Columns {
  return isHeader(first) ? columnsOf(first.cells) : columnsWithoutHeader(first.cells, kind);
}

function columnsOf(header: readonly string[]): Columns {
  const units = header.map(timeUnitOf);
  const index = units.findIndex((unit) => unit !== undefined);
  const unit = units[index];
  const count = header.findIndex((cell) => /^(count|counts|requests|visitors|joins|arrivals)$/i.test(cell));
  return {
    ...(unit === undefined ? {} : { time: { index, unit } }),
    ...(count < 0 ? {} : { count }),
  };
}

function timeUnitOf(name: string): TimeUnit | undefined {
  if (/^at_?ms$/i.test(name)) return 'ms';
  if (/^at_?sec$/i.test(name)) return 'sec';
  if (/_utc$/i.test(name)) return 'iso-utc';
  return /^(time|timestamp|instant|minute|second)$/i.test(name) ? 'iso' : undefined;
}

function columnsWithoutHeader(cells: readonly string[], kind: 'counts' | 'instants'): Columns {
  if (kind === 'instants') return /-\d\d[T ]/.test(cells[0] ?? '') ? { time: { index: 0, unit: 'iso' } } : {};
  return cells.length === 1 ? { count: 0 } : { time: { index: 0, unit: 'iso' }, count: 1 };
}

/** Returns what is wrong with the columns, if anything. */
export function missingColumn(
  columns: Columns,
  options: TraceOptions,
  file: string,
  first: Row,
): Problem | undefined {
  const place = { file, line: first.line, column: 1 };
  const got = first.cells.join(',').slice(0, 60);
  if (options.kind === 'instants' && columns.time === undefined) {
    const expected = 'a header that names the time column: atMs, atSec or time';
    return { code: 'trace-columns', place, path: 'header', got, expected, cure: 'atMs' };
  }
  if (options.kind === 'counts' && columns.count === undefined) {
    const expected = 'a header that names the count column: count, requests or visitors';
    return { code: 'trace-columns', place, path: 'header', got, expected, cure: 'atSec,count' };
  }
  if (options.kind === 'counts' && columns.time === undefined && options.binMs === undefined) {
    const expected = 'a time column (atMs, atSec or time), or the width of a bin in the scenario';
    return { code: 'trace-columns', place, path: 'header', got, expected, cure: 'bin: 1m' };
  }
  return undefined;
}
