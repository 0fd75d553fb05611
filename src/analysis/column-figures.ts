import { sum } from '../statistics/summary.ts';

/** A column that has one value for each second of a run. */
type Column = Int32Array | Float64Array;

/** Returns the highest value of the rows from..to-1; 0 where there are none. @param column values of 0 or more */
export function highest(column: Column, from = 0, to = column.length): number {
  let best = 0;
  for (let s = from; s < to; s += 1) best = Math.max(best, column[s]!);
  return best;
}

/** Returns the row of the highest value, the first of equals; undefined where all are 0. @param column values of 0 or more */
export function highestRow(column: Column): number | undefined {
  let row: number | undefined;
  let best = 0;
  for (let s = 0; s < column.length; s += 1) {
    if (column[s]! <= best) continue;
    best = column[s]!;
    row = s;
  }
  return row;
}

/** Returns the sum of the rows from..to-1. */
export function total(column: Column, from = 0, to = column.length): number {
  return sum(column.subarray(from, to));
}

/** Returns the mean of the rows from..to-1; undefined where there are none. */
export function mean(column: Column, from = 0, to = column.length): number | undefined {
  return to <= from ? undefined : total(column, from, to) / (to - from);
}

/** Returns the mean of the rows from..to-1, each as heavy as its weight; undefined where all weights are 0. */
export function weightedMean(
  column: Column,
  weights: Column,
  from = 0,
  to = column.length,
): number | undefined {
  const weight = total(weights, from, to);
  if (weight === 0) return undefined;
  const weighted = new Float64Array(to - from);
  for (let s = from; s < to; s += 1) weighted[s - from] = column[s]! * weights[s]!;
  return sum(weighted) / weight;
}
