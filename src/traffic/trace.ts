import type { Problem } from '../errors.ts';
import { formatDurationExact, MAX_DURATION_MS } from '../units/duration.ts';
import { CellReader, MAX_PROBLEMS, rowProblem } from './trace-cells.ts';
import {
  findColumns,
  isHeader,
  missingColumn,
  type Row,
  readRows,
  type TraceOptions,
} from './trace-columns.ts';

/** A recording as read, not scaled. */
export type ParsedTrace =
  /** Visitors per bin from the first row on, none missing. */
  | { readonly kind: 'counts'; readonly binMs: number; readonly counts: readonly number[] }
  /** Ascending [ms]; ISO times count from the first row, numbers from 0. */
  | { readonly kind: 'instants'; readonly atMs: readonly number[] }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

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
  const columns = findColumns(first, options.kind);
  const body = isHeader(first) ? rows.slice(1) : rows;
  const missing = missingColumn(columns, options, file, first);
  if (missing !== undefined) return refused([missing]);
  if (body.length === 0)
    return refused([{ code: 'trace-empty', path: file, expected: 'rows after the header' }]);
  const reader = new CellReader(file);
  const atMs = columns.time === undefined ? undefined : reader.times(body, columns.time);
  const counts =
    columns.count === undefined || options.kind === 'instants' ? [] : reader.counts(body, columns.count);
  if (reader.problems.length > 0) return refused(reader.problems);
  const times = { atMs, column: columns.time?.index ?? 0, rows: body, file };
  return options.kind === 'instants' ? instantsOf(times) : countsOf(counts, times, options);
}

function refused(problems: readonly Problem[]): ParsedTrace {
  return { kind: 'refused', problems };
}

/** The time column of a trace as read, with where it stands. */
interface TimeColumn {
  /** Absent where no column says the time. */
  readonly atMs: readonly number[] | undefined;
  readonly column: number;
  readonly rows: readonly Row[];
  readonly file: string;
}

function instantsOf({ atMs: times = [], column, rows, file }: TimeColumn): ParsedTrace {
  const problems: Problem[] = [];
  // Epoch milliseconds lie far above any run; numbers of a recording already count from its start.
  const origin = times[0]! > MAX_DURATION_MS ? times[0]! : 0;
  for (let i = 1; i < times.length && problems.length < MAX_PROBLEMS; i += 1) {
    if (times[i]! >= times[i - 1]!) continue;
    const expected = `instants in ascending order (line ${rows[i - 1]!.line} is later)`;
    problems.push(unsorted(rowProblem(file, rows[i]!, column, 'trace-unsorted', expected)));
  }
  const atMs = times.map((time) => time - origin);
  if (problems.length === 0 && atMs.at(-1)! > MAX_DURATION_MS) {
    problems.push(rowProblem(file, rows.at(-1)!, column, 'trace-time', 'instants within 14d of the first'));
  }
  return problems.length > 0 ? refused(problems) : { kind: 'instants', atMs };
}

function countsOf(counts: readonly number[], times: TimeColumn, options: TraceOptions): ParsedTrace {
  const { atMs, file } = times;
  if (counts.every((each) => each === 0)) {
    return refused([{ code: 'trace-empty', path: file, got: 'zeros only', expected: 'a bin with visitors' }]);
  }
  const binMs = options.binMs ?? (atMs === undefined || atMs.length < 2 ? undefined : atMs[1]! - atMs[0]!);
  if (binMs === undefined) {
    const expected = 'two rows, or the width of a bin';
    return refused([{ code: 'trace-columns', path: file, got: 'one row', expected, cure: 'bin: 1m' }]);
  }
  const problems = gapsOf(times, binMs);
  return problems.length > 0 ? refused(problems) : { kind: 'counts', binMs, counts };
}

/** Returns where the bins are not one after the other. */
function gapsOf({ atMs = [], column, rows, file }: TimeColumn, binMs: number): readonly Problem[] {
  const problems: Problem[] = [];
  for (let i = 1; i < atMs.length && problems.length < MAX_PROBLEMS; i += 1) {
    const stepMs = atMs[i]! - atMs[i - 1]!;
    const before = rows[i - 1]!.line;
    if (stepMs <= 0) {
      const expected = `a time after that of line ${before}`;
      problems.push(unsorted(rowProblem(file, rows[i]!, column, 'trace-unsorted', expected)));
    } else if (Math.abs(stepMs - binMs) > 1e-6) {
      const expected = `the bin ${formatDurationExact(binMs)} after that of line ${before}`;
      const missing = Math.round(stepMs / binMs) - 1;
      const cure = missing > 0 ? `add ${missing} row${missing === 1 ? '' : 's'} with count 0` : 'even bins';
      problems.push({ ...rowProblem(file, rows[i]!, column, 'trace-gap', expected), cure });
    }
  }
  return problems;
}

function unsorted(problem: Problem): Problem {
  return { ...problem, cure: 'sort the rows by time' };
}
