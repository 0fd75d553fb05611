import type { Problem } from '../errors.ts';
import { parseInstant } from '../units/instant.ts';
import type { Row, TimeUnit } from './trace-columns.ts';

/** Problems reported before a trace is given up. */
export const MAX_PROBLEMS = 20;

/** Reads cells of a column and gathers what is wrong with them. */
export class CellReader {
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

/** Returns a problem of one cell at its place. */
export function rowProblem(file: string, row: Row, index: number, code: string, expected: string): Problem {
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
