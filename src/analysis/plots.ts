import { NO_QUOTE, OUTCOMES, type RunRecord } from '../result/run-record.ts';
import { requestsPerSec } from './flow.ts';

/** A run in a few columns of equal width in time, ready to be drawn. Arrays have one value a column. */
export interface PlotSeries {
  readonly columnMs: number;
  readonly endMs: number;
  /** Highest second of each column, per second. */
  readonly requestsPerSec: readonly number[];
  readonly joinsPerSec: readonly number[];
  readonly admittedPerSec: readonly number[];
  /** Tickets at the end of each column: of people who wait, and of those who have left. */
  readonly waiting: readonly number[];
  readonly ghosts: readonly number[];
  /** Mean wait that the displayed estimator promised to visitors who were admitted later, and their mean true remaining
   *  wait; absent in columns without such quotes. */
  readonly predictedMs: readonly (number | undefined)[];
  readonly actualMs: readonly (number | undefined)[];
}

/** Returns the plots of a run in `width` columns, or one for each second where the run is shorter. @param width >= 1 */
export function plotSeries(record: RunRecord, width: number): PlotSeries {
  const seconds = record.series.line.length;
  const columns = Math.min(width, seconds);
  const highest = (values: Int32Array) => bucket(columns, seconds, (from, to) => maxOf(values, from, to));
  const { line, ghosts } = record.series;
  return {
    columnMs: columns === 0 ? 0 : (seconds * 1_000) / columns,
    endMs: record.endMs,
    requestsPerSec: highest(requestsPerSec(record.series)),
    joinsPerSec: highest(record.series.joins),
    admittedPerSec: highest(record.series.admitted),
    waiting: bucket(columns, seconds, (_, to) => line[to - 1]! - ghosts[to - 1]!),
    ghosts: bucket(columns, seconds, (_, to) => ghosts[to - 1]!),
    ...promises(record, columns, seconds),
  };
}

function promises(
  record: RunRecord,
  columns: number,
  seconds: number,
): Pick<PlotSeries, 'predictedMs' | 'actualMs'> {
  const { visit, atMs, shownSec } = record.quotes;
  const { outcome, endMs, joinMs } = record.visits;
  const shownColumn = shownSec[record.plan.eta.displayed];
  const { warmupMs } = record.plan.clock;
  const admitted = OUTCOMES.indexOf('admitted');
  const quotes = new Float64Array(columns);
  const predicted = new Float64Array(columns);
  const actual = new Float64Array(columns);
  for (let row = 0; row < visit.length; row += 1) {
    const visitor = visit[row]!;
    const shown = shownColumn?.[row] ?? NO_QUOTE;
    if (outcome[visitor] !== admitted || joinMs[visitor]! < warmupMs || shown === NO_QUOTE) continue;
    const atSec = Math.min(seconds - 1, Math.floor(atMs[row]! / 1_000));
    const column = Math.floor((atSec * columns) / seconds);
    quotes[column] = quotes[column]! + 1;
    predicted[column] = predicted[column]! + shown * 1_000;
    actual[column] = actual[column]! + endMs[visitor]! - atMs[row]!;
  }
  const means = (sums: Float64Array) =>
    Array.from(sums, (sum, column) => (quotes[column] === 0 ? undefined : sum / quotes[column]!));
  return { predictedMs: means(predicted), actualMs: means(actual) };
}

/** Returns one value for each column, made from its seconds from..to-1: second s is in column floor(s x columns / seconds). */
export function bucket(
  columns: number,
  seconds: number,
  value: (from: number, to: number) => number,
): readonly number[] {
  const startOf = (column: number) => Math.ceil((column * seconds) / columns);
  return Array.from({ length: columns }, (_, column) => value(startOf(column), startOf(column + 1)));
}

function maxOf(values: Int32Array, from: number, to: number): number {
  let highest = 0;
  for (let s = from; s < to; s += 1) highest = Math.max(highest, values[s]!);
  return highest;
}
