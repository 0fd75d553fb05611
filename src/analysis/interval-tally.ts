import type { BandRatios } from '../engine/eta/conformal/adaptive-band.ts';
import { waitAtRatio, waitRatio } from '../engine/eta/conformal/log-ratio.ts';
import type { IntervalMeasures } from './findings.ts';

/** Sums of one cell for one interval: weight of the scored quotes, of those it held, its widths [s] and [share of the ETA]. */
const SUMS = 4;

/** Scores of the 80 % and 95 % intervals of one estimator, by cell of QuoteTruth, so that any cut is a sum of cells. */
export class IntervalTally {
  readonly #sums80: Float64Array;
  readonly #sums95: Float64Array;

  constructor(cells: number) {
    this.#sums80 = new Float64Array(cells * SUMS);
    this.#sums95 = new Float64Array(cells * SUMS);
  }

  /** Scores the intervals of a quote whose true remaining wait is known. */
  addKnown(cell: number, etaSec: number, ends: BandRatios, waitSec: number, weight = 1): void {
    const ratio = waitRatio(waitSec, etaSec);
    add(this.#sums80, cell, ends.low80, ends.high80, etaSec, weight, ratio);
    add(this.#sums95, cell, ends.low95, ends.high95, etaSec, weight, ratio);
  }

  /** Scores a quote of a visitor who has waited waitedSec since and waits still: a miss beyond an upper end, else left out. */
  addCensored(cell: number, etaSec: number, ends: BandRatios, waitedSec: number, weight = 1): void {
    const ratio = waitRatio(waitedSec, etaSec);
    if (ratio > ends.high80) add(this.#sums80, cell, ends.low80, ends.high80, etaSec, weight, ratio);
    if (ratio > ends.high95) add(this.#sums95, cell, ends.low95, ends.high95, etaSec, weight, ratio);
  }

  /** Returns coverage and mean widths over the cells that belong; absent where nothing was scored. */
  measures(belongs: (cell: number) => boolean): IntervalMeasures {
    const of80 = total(this.#sums80, belongs);
    const of95 = total(this.#sums95, belongs);
    return {
      ...(of80 === undefined
        ? {}
        : { coverage80: of80.coverage, width80Ms: of80.widthMs, width80Share: of80.widthShare }),
      ...(of95 === undefined
        ? {}
        : { coverage95: of95.coverage, width95Ms: of95.widthMs, width95Share: of95.widthShare }),
    };
  }
}

function add(
  sums: Float64Array,
  cell: number,
  low: number,
  high: number,
  etaSec: number,
  weight: number,
  ratio: number,
): void {
  const at = cell * SUMS;
  const widthSec = waitAtRatio(high, etaSec) - waitAtRatio(low, etaSec);
  sums[at]! += weight;
  if (ratio >= low && ratio <= high) sums[at + 1]! += weight;
  sums[at + 2]! += weight * widthSec;
  // A share of an ETA below a second would say more about the rounding of the ETA than about the interval.
  sums[at + 3]! += (weight * widthSec) / Math.max(1, etaSec);
}

function total(
  sums: Float64Array,
  belongs: (cell: number) => boolean,
): { readonly coverage: number; readonly widthMs: number; readonly widthShare: number } | undefined {
  const all = new Float64Array(SUMS);
  for (let cell = 0; cell < sums.length / SUMS; cell += 1) {
    if (!belongs(cell)) continue;
    for (let i = 0; i < SUMS; i += 1) all[i]! += sums[cell * SUMS + i]!;
  }
  const weight = all[0]!;
  if (weight === 0) return undefined;
  return {
    coverage: all[1]! / weight,
    widthMs: (1_000 * all[2]!) / weight,
    widthShare: all[3]! / weight,
  };
}
