import type { TableBlock, TableColumn } from '../document.ts';
import { wrapWords } from './wrap.ts';

const GAP = '  ';

/** Narrowest that a column of words is wrapped to. */
const NARROWEST = 12;

/** A table laid out for a page, and the headers of the columns that found no room. */
export interface TextTable {
  readonly lines: readonly string[];
  readonly leftOut: readonly string[];
}

/**
 * Returns a table as lines no wider than `width`: first with its full headers, then with the short ones, then without
 * the columns it can spare, at last with its widest column of words wrapped.
 */
export function layTable(table: TableBlock, width: number): TextTable {
  const steps = [
    ...new Set(table.columns.flatMap(({ dropOrder }) => (dropOrder === undefined ? [] : [dropOrder]))),
  ];
  const limits = [undefined, ...steps.sort((a, b) => b - a)];
  let last: TextTable = { lines: [], leftOut: [] };
  for (const [i, limit] of limits.entries()) {
    const kept = table.columns.map(
      ({ dropOrder }) => i === 0 || dropOrder === undefined || dropOrder < (limit ?? 0),
    );
    for (const short of i === 0 ? [false, true] : [true]) {
      const grid = gridOf(table, kept, short);
      last = {
        lines: layGrid(grid),
        leftOut: table.columns
          .filter((_, c) => !kept[c])
          .map(nameOf)
          .filter(Boolean),
      };
      if (widest(last.lines) <= width) return last;
    }
    if (i === limits.length - 1)
      return { ...last, lines: layGrid(wrapped(gridOf(table, kept, true), width)) };
  }
  return last;
}

interface Grid {
  readonly columns: readonly TableColumn[];
  readonly header: readonly string[];
  /** Rows of cells, each cell one line or more. */
  readonly rows: readonly (readonly (readonly string[])[])[];
}

function nameOf({ header }: TableColumn): string {
  return header;
}

function gridOf(table: TableBlock, kept: readonly boolean[], short: boolean): Grid {
  const columns = table.columns.filter((_, c) => kept[c]);
  return {
    columns,
    header: columns.map(({ header, shortHeader }) => (short ? (shortHeader ?? header) : header)),
    rows: table.rows.map((row) => row.filter((_, c) => kept[c]).map((cell) => [cell])),
  };
}

function layGrid(grid: Grid): readonly string[] {
  const widths = widthsOf(grid);
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, c) =>
        grid.columns[c]?.align === 'right' ? cell.padStart(widths[c] ?? 0) : cell.padEnd(widths[c] ?? 0),
      )
      .join(GAP)
      .trimEnd();
  const header = grid.header.some((text) => text !== '') ? [line(grid.header)] : [];
  const rows = grid.rows.flatMap((row) => {
    const height = row.reduce((most, cell) => Math.max(most, cell.length), 1);
    return Array.from({ length: height }, (_, i) => line(row.map((cell) => cell[i] ?? '')));
  });
  return [...header, ...rows];
}

function widthsOf({ header, rows }: Grid): readonly number[] {
  return header.map((text, c) =>
    rows.reduce((most, row) => Math.max(most, widest(row[c] ?? [])), text.length),
  );
}

/** Returns the grid with the widest column of words broken into lines so that the whole fits. */
function wrapped(grid: Grid, width: number): Grid {
  const widths = widthsOf(grid);
  const total = widths.reduce((sum, each) => sum + each, 0) + GAP.length * (widths.length - 1);
  const words = widths.map((each, c) => (grid.columns[c]?.align === 'left' ? each : 0));
  const target = words.indexOf(words.reduce((a, b) => Math.max(a, b), 0));
  if (total <= width || target < 0) return grid;
  const room = Math.max(NARROWEST, (widths[target] ?? 0) - (total - width));
  return {
    ...grid,
    rows: grid.rows.map((row) =>
      row.map((cell, c) => (c === target ? cell.flatMap((text) => wrapWords(text, room)) : cell)),
    ),
  };
}

function widest(lines: readonly string[]): number {
  return lines.reduce((most, line) => Math.max(most, line.length), 0);
}
