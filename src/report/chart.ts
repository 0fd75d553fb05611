import { plot } from 'asciichart';
import { formatCount } from '../units/count.ts';
import { formatDuration, formatDurationExact } from '../units/duration.ts';
import type { Plot } from './document.ts';

/** Paints a mark of one series; the mark itself already tells the series apart. */
export type Paint = (seriesIndex: number, text: string) => string;

/** A plot as lines of text: title, legend, curves and time axis. All lines are `width` wide or shorter. */
export interface Chart {
  readonly lines: readonly string[];
  readonly width: number;
}

/** Rows of the curves, the zero row not counted. */
const HEIGHT = 6;

/** What each series is drawn with: asciichart's box drawing for the first, one mark for each of the others. */
const MARKS = ['─', '·', '+'] as const;
const BOX = ['┤', '┤', '╶', '╴', '─', '╰', '╭', '╮', '╯', '│'] as const;

/** Steps of a time axis [ms]. */
const TIME_STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400,
].map((seconds) => seconds * 1_000);

/** Room between two labels of the time axis. */
const TICK_GAP = 9;

/**
 * Returns the drawn plot; undefined where there is nothing to draw. A log axis shows log10(1 + value), so that zero has
 * a place on it.
 */
export function drawChart(data: Plot, paint: Paint = (_, text) => text): Chart | undefined {
  const columns = data.series.reduce((most, series) => Math.max(most, series.values.length), 0);
  const scaled = data.series.map((series) => series.values.map((value) => scale(value, data.axis)));
  const present = scaled.flat().filter((value) => value !== undefined);
  if (columns === 0 || present.length === 0) return undefined;
  const highest = present.reduce((a, b) => Math.max(a, b));
  const range = { min: 0, max: Math.max(highest, lowestTop(data)) };
  const labels = axisLabels(data, range);
  const labelWidth = labels.reduce((widest, label) => Math.max(widest, label.length), 0);
  const grid = overlay(scaled, range, labels.length, columns);
  const lines = [
    data.title,
    legend(data, paint),
    ...labels.map((label, row) => `${label.padStart(labelWidth)} ┤${paintRow(grid[row] ?? [], paint)}`),
    `${' '.repeat(labelWidth + 2)}${timeAxis(data, columns)}`.trimEnd(),
  ];
  return { lines, width: labelWidth + 2 + columns };
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/** One drawn character and the series it belongs to. */
interface Cell {
  readonly mark: string;
  readonly series: number;
}

function scale(value: number | undefined, axis: Plot['axis']): number | undefined {
  if (value === undefined || !Number.isFinite(value)) return undefined;
  return axis === 'log' ? Math.log10(1 + Math.max(value, 0)) : Math.max(value, 0);
}

/** Returns the smallest top of an axis, below which its labels would be fractions of a visitor or of a second. */
function lowestTop({ axis, unit }: Plot): number {
  if (axis === 'log') return Math.log10(10);
  return unit === 'count' ? HEIGHT : HEIGHT * 1_000;
}

/** The first series lies on top of the second, the second on the third. */
function overlay(
  scaled: readonly (readonly (number | undefined)[])[],
  range: Range,
  rows: number,
  columns: number,
): readonly (readonly (Cell | undefined)[])[] {
  const grid = Array.from({ length: rows }, () => new Array<Cell | undefined>(columns).fill(undefined));
  scaled.forEach((values, series) => {
    for (const run of measuredRuns(values)) {
      drawRun(run.values, series, range).forEach((line, row) => {
        [...line].forEach((mark, x) => {
          const cells = grid[row];
          if (cells !== undefined && mark !== ' ') cells[run.start + x] ??= { mark, series };
        });
      });
    }
  });
  return grid;
}

/** Returns the curve of one unbroken run as rows of text, one character a value: asciichart cannot draw gaps. */
function drawRun(values: readonly number[], series: number, range: Range): readonly string[] {
  const mark = MARKS[Math.min(series, MARKS.length - 1)] ?? '·';
  // A curve of n values has n - 1 characters, so the last value is given twice.
  const drawn = plot([[...values, values.at(-1) ?? 0]], {
    ...range,
    height: HEIGHT,
    offset: 1,
    format: () => '',
    symbols: series === 0 ? [...BOX] : ['┤', '┤', '╶', '╴', mark, mark, mark, mark, mark, mark],
  });
  return drawn.split('\n').map((line) => line.slice(1));
}

function measuredRuns(
  values: readonly (number | undefined)[],
): readonly { readonly start: number; readonly values: readonly number[] }[] {
  const runs: { start: number; values: number[] }[] = [];
  values.forEach((value, i) => {
    if (value === undefined) return;
    const last = runs.at(-1);
    if (last !== undefined && last.start + last.values.length === i) last.values.push(value);
    else runs.push({ start: i, values: [value] });
  });
  return runs;
}

/** Labels of the rows from the top down, in the same rows that asciichart makes of the range. */
function axisLabels(data: Plot, { min, max }: Range): readonly string[] {
  const rows = Math.round((max * HEIGHT) / (max - min)) - Math.round((min * HEIGHT) / (max - min));
  return Array.from({ length: rows + 1 }, (_, row) => {
    const position = min + ((rows - row) * (max - min)) / rows;
    return axisLabel(data.axis === 'log' ? 10 ** position - 1 : position, data.unit, row === 0);
  });
}

/** The top of an axis is the highest value itself, what lies between is rounded to two digits. */
function axisLabel(value: number, unit: Plot['unit'], exact: boolean): string {
  if (unit === 'duration') return formatDuration(Math.round(value / 1_000) * 1_000);
  if (exact) return formatCount(value);
  return value < 10 ? String(Number(value.toPrecision(1))) : formatCount(Number(value.toPrecision(2)));
}

function legend(data: Plot, paint: Paint): string {
  return data.series
    .map(({ label }, i) => `${paint(i, MARKS[Math.min(i, MARKS.length - 1)] ?? '·')} ${label}`)
    .join('  ');
}

function paintRow(cells: readonly (Cell | undefined)[], paint: Paint): string {
  return cells
    .map((cell) => (cell === undefined ? ' ' : paint(cell.series, cell.mark)))
    .join('')
    .trimEnd();
}

/** Labels at the smallest round step that leaves room between them. */
function timeAxis({ startMs, endMs }: Plot, columns: number): string {
  const perColumn = (endMs - startMs) / columns;
  const step = TIME_STEPS.find((ms) => ms / perColumn >= TICK_GAP) ?? (TIME_STEPS.at(-1) ?? 1) * 7;
  let axis = '';
  for (let at = 0; at < endMs - startMs; at += step) {
    const column = Math.round(at / perColumn);
    const label = at === 0 && startMs === 0 ? '0' : formatDurationExact(startMs + at);
    if (column + label.length <= columns) axis = axis.padEnd(column) + label;
  }
  return axis;
}
