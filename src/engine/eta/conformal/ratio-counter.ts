import type { EstimatorId } from '../plan.ts';
import { BAND_CELLS, bandCell } from './cells.ts';
import { RATIO_BINS, ratioBin, waitRatio } from './log-ratio.ts';

/** A histogram of log ratios without its empty ends. Plain data that may cross from one thread to another. */
export interface RatioCounts {
  readonly firstBin: number;
  /** Weight of each bin from the first on. */
  readonly weights: Float64Array;
  /** Quotes counted. */
  readonly quotes: number;
}

/** What one run says about one estimator: counts by cell, undefined where it had no quotes. */
export type CellCounts = readonly (RatioCounts | undefined)[];

/** What one run says about each of its estimators. */
export type RunRatios = Readonly<Partial<Record<EstimatorId, CellCounts>>>;

/** Counts how far the quotes of one estimator in one run were off. */
export class RatioCounter {
  readonly #weights: (Float64Array | undefined)[] = Array.from({ length: BAND_CELLS }, () => undefined);
  readonly #quotes = new Uint32Array(BAND_CELLS);
  readonly #firstBin = new Int32Array(BAND_CELLS).fill(RATIO_BINS);
  readonly #lastBin = new Int32Array(BAND_CELLS);

  /** Counts a quote of etaSec in a phase (index into BAND_PHASES) whose true wait was waitSec, with a weight above 0. */
  add(phaseIndex: number, etaSec: number, waitSec: number, weight = 1): void {
    const cell = bandCell(phaseIndex, etaSec);
    this.#weights[cell] ??= new Float64Array(RATIO_BINS);
    const bin = ratioBin(waitRatio(waitSec, etaSec));
    this.#weights[cell][bin]! += weight;
    this.#firstBin[cell] = Math.min(this.#firstBin[cell]!, bin);
    this.#lastBin[cell] = Math.max(this.#lastBin[cell]!, bin);
    this.#quotes[cell]! += 1;
  }

  counts(): CellCounts {
    return this.#weights.map((weights, cell) => {
      if (weights === undefined) return undefined;
      const firstBin = this.#firstBin[cell]!;
      const kept = weights.slice(firstBin, this.#lastBin[cell]! + 1);
      return { firstBin, weights: kept, quotes: this.#quotes[cell]! };
    });
  }
}
