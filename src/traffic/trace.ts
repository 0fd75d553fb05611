import type { Problem } from '../errors.ts';
import { formatDurationExact, MAX_DURATION_MS } from '../units/duration.ts';
import { parseInstant } from '../units/instant.ts';

/** A recording as read, not scaled. */
export type ParsedTrace =
  /** Visitors per bin from the first row on, none missing. */
  | { readonly kind: 'counts'; readonly binMs: number; readonly counts: readonly number[] }
  /** Ascending [ms]; ISO times count from the first row, numbers from 0. */
  | { readonly kind: 'instants'; readonly atMs: readonly number[] }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

export interface TraceOptions {
  readonly kind: 'counts' | 'instants';
  /** Width of a bin; needed where no column says the time. */
  readonly binMs?: number;
}

/** Problems reported before a trace is given up. */
const MAX_PROBLEMS = 20;

type TimeUnit = 'ms' | 'sec' | 'iso' | 'iso-utc';

interface Columns {
  readonly time?: { readonly index: number; readonly unit: TimeUnit };
  readonly count?: number;
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Returns a recorded trace from CSV text: `counts` has one row for each bin, `instants` one row for each visitor. The
 * header decides: `atMs` and `atSec` are numbers; `time`, `timestamp` and names with `_utc` are ISO 8601; `count`,
 * `requests`, `visitors` and `joins` are counts. Without a header times are ISO 8601 and counts come last. Blank
 * lines and lines with # are skipped. Every problem has its line and column; the first 20 are given.
 */
export function parseTrace(text: string, file: string, options: TraceOptions): ParsedTrace {
  const rows = readRows(text);
  const first = rows[0];
  if (first === undefined)
    return refused([{ code: 'trace-empty', path: file, expected: 'at least one row' }]);
  const hasHeader = first.cells.every((cell) => /^[A-Za-z_]/.test(cell));
  const columns = hasHeader ? columnsOf(first.cells) : columnsWithoutHeader(first.cells, options.kind);
  const body = hasHeader ? rows.slice(1) : rows;
  const missing = missingColumn(columns, options, file, first);
  if (missing !== undefined) return refused([missing]);
  if (body.length === 0)
    return refused([{ code: 'trace-empty', path: file, expected: 'rows after the header' }]);
  const reader = new CellReader(file);
  const atMs = columns.time === undefined ? undefined : reader.times(body, columns.time);
  const counts =
    columns.count === undefined || options.kind === 'instants' ? [] : reader.counts(body, columns.count);
  if (reader.problems.length > 0) return refused(reader.problems);
  return options.kind === 'instants'
    ? instantsOf(atMs ?? [], body, file)
    : countsOf(counts, atMs, body, file, options);
}

function refused(problems: readonly Problem[]): ParsedTrace {
  return { kind: 'refused', problems };
}

function readRows(text: string): readonly Row[] {
  const rows: Row[] = [];
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i]!.trim();
    if (line === '' || line.startsWith('#')) continue;
    rows.push({ line: i + 1, cells: line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')) });
  }
  return rows;
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

function missingColumn(
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

/** Reads cells of a column and gathers what is wrong with them. */
class CellReader {
  readonly problems: Problem[] = [];
  private readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  counts(rows: readonly Row[], index: number): readonly number[] {
    return rows.map((row) => {
      const cell = row.cells[index] ?? '';
      const value = /^\+?\d+(\.\d+)?$/.test(cell) ? Number(cell) : Number.NaN;
      if (value >= 0 && value <= 1e9) return value;
      this.refuse(row, index, 'trace-count', 'a count from 0 to 1,000,000,000', '0');
      return 0;
    });
  }

  /** Times [ms]; ISO times are in epoch milliseconds. */
  times(
    rows: readonly Row[],
    column: { readonly index: number; readonly unit: TimeUnit },
  ): readonly number[] {
    return rows.map((row) => {
      const cell = row.cells[column.index] ?? '';
      const value =
        column.unit === 'ms' || column.unit === 'sec'
          ? numberOf(cell, column.unit)
          : isoOf(cell, column.unit);
      if (value !== undefined) return value;
      const numeric = column.unit === 'ms' || column.unit === 'sec';
      const expected = numeric ? 'a number that is not negative' : 'an ISO 8601 time with an offset from UTC';
      this.refuse(row, column.index, 'trace-time', expected, numeric ? '0' : '2026-10-03T20:00:00+09:00');
      return 0;
    });
  }

  private refuse(row: Row, index: number, code: string, expected: string, cure: string): void {
    if (this.problems.length >= MAX_PROBLEMS) return;
    this.problems.push({ ...rowProblem(this.file, row, index, code, expected), cure });
  }
}

function rowProblem(file: string, row: Row, index: number, code: string, expected: string): Problem {
  const column = row.cells.slice(0, index).reduce((sum, cell) => sum + cell.length + 1, 1);
  const got = row.cells[index] || '(nothing)';
  return { code, place: { file, line: row.line, column }, path: `column ${index + 1}`, got, expected };
}

function numberOf(cell: string, unit: 'ms' | 'sec'): number | undefined {
  if (!/^\d+(\.\d+)?$/.test(cell)) return undefined;
  return Number(cell) * (unit === 'sec' ? 1000 : 1);
}

function isoOf(cell: string, unit: TimeUnit): number | undefined {
  const text = cell.replace(' ', 'T');
  const zoned = unit === 'iso-utc' && !/(Z|[+-]\d\d:\d\d)$/.test(text) ? `${text}Z` : text;
  const instant = parseInstant(zoned);
  return instant.ok ? instant.value.epochMs : undefined;
}

function instantsOf(times: readonly number[], rows: readonly Row[], file: string): ParsedTrace {
  const problems: Problem[] = [];
  // Epoch milliseconds lie far above any run; numbers of a recording already count from its start.
  const origin = times[0]! > MAX_DURATION_MS ? times[0]! : 0;
  for (let i = 1; i < times.length && problems.length < MAX_PROBLEMS; i += 1) {
    if (times[i]! >= times[i - 1]!) continue;
    const expected = `instants in ascending order (line ${rows[i - 1]!.line} is later)`;
    problems.push({
      ...rowProblem(file, rows[i]!, 0, 'trace-unsorted', expected),
      cure: 'sort the rows by time',
    });
  }
  const atMs = times.map((time) => time - origin);
  if (problems.length === 0 && atMs.at(-1)! > MAX_DURATION_MS) {
    problems.push({ ...rowProblem(file, rows.at(-1)!, 0, 'trace-time', 'instants within 14d of the first') });
  }
  return problems.length > 0 ? refused(problems) : { kind: 'instants', atMs };
}

function countsOf(
  counts: readonly number[],
  times: readonly number[] | undefined,
  rows: readonly Row[],
  file: string,
  options: TraceOptions,
): ParsedTrace {
  if (counts.every((each) => each === 0)) {
    return refused([{ code: 'trace-empty', path: file, got: 'zeros only', expected: 'a bin with visitors' }]);
  }
  const binMs =
    options.binMs ?? (times === undefined || times.length < 2 ? undefined : times[1]! - times[0]!);
  if (binMs === undefined) {
    return refused([
      {
        code: 'trace-columns',
        path: file,
        got: 'one row',
        expected: 'two rows, or the width of a bin',
        cure: 'bin: 1m',
      },
    ]);
  }
  const problems = times === undefined ? [] : gapsOf(times, binMs, rows, file);
  return problems.length > 0 ? refused(problems) : { kind: 'counts', binMs, counts };
}

/** Returns where the bins are not one after the other. */
function gapsOf(
  times: readonly number[],
  binMs: number,
  rows: readonly Row[],
  file: string,
): readonly Problem[] {
  const problems: Problem[] = [];
  for (let i = 1; i < times.length && problems.length < MAX_PROBLEMS; i += 1) {
    const stepMs = times[i]! - times[i - 1]!;
    const row = rows[i]!;
    if (stepMs <= 0) {
      const expected = `a time after that of line ${rows[i - 1]!.line}`;
      problems.push({
        ...rowProblem(file, row, 0, 'trace-unsorted', expected),
        cure: 'sort the rows by time',
      });
    } else if (Math.abs(stepMs - binMs) > 1e-6) {
      const expected = `the bin ${formatDurationExact(binMs)} after that of line ${rows[i - 1]!.line}`;
      const missing = Math.round(stepMs / binMs) - 1;
      const cure = missing > 0 ? `add ${missing} row${missing === 1 ? '' : 's'} with count 0` : 'even bins';
      problems.push({ ...rowProblem(file, row, 0, 'trace-gap', expected), cure });
    }
  }
  return problems;
}
