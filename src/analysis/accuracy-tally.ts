import { NO_QUOTE } from '../result/run-record.ts';
import { ERROR_BINS, errorBin, errorBinMiddle } from './error-histogram.ts';
import type { Accuracy } from './findings.ts';

/**
 * Every quote is one of these cases, and all shares are sums of counts of cases. Cases 0..7 are answered quotes with a
 * known truth: HIT_20, HIT_10 and OPTIMISTIC added up.
 */
const HIT_20 = 1;
const HIT_10 = 2;
const OPTIMISTIC = 4;
const KNOWN_CASES = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const UNANSWERED = 8;
/** Visitor still waiting: refuted for A20 and A10, for A10 only, for neither, or without an estimate. */
const REFUTED_BOTH = 9;
const REFUTED_10 = 10;
const OPEN = 11;
const CENSORED_UNANSWERED = 12;
/** Cases that make up the quotes that are scored for A20. */
const SCORED_CASES = [...KNOWN_CASES, UNANSWERED, REFUTED_BOTH, CENSORED_UNANSWERED];
/** A power of two, so that a cell's first case is a shift away. */
const CASES = 16;

/** Sums of one cell [ms]: signed error, absolute error, true wait. */
const SUMS = 3;

/** Returns whether a quote of eMs is within 20 % of the true remaining wait yMs, or within 10 s of it. */
export function hits20(eMs: number, yMs: number): boolean {
  const off = Math.abs(eMs - yMs);
  return off <= 10_000 || 5 * off <= yMs;
}

/** Returns whether a quote of eMs is within 10 % of the true remaining wait yMs, or within 5 s of it. */
export function hits10(eMs: number, yMs: number): boolean {
  const off = Math.abs(eMs - yMs);
  return off <= 5_000 || 10 * off <= yMs;
}

/**
 * Returns whether a quote of eMs is a miss for every true wait of waitedMs or more.
 * A wait y is hit up to y = e + 10 s or y = e / 0.8, whichever is later, so the quote is refuted beyond both.
 */
export function refutes20(eMs: number, waitedMs: number): boolean {
  return waitedMs > eMs + 10_000 && 4 * waitedMs > 5 * eMs;
}

/** Returns whether a quote of eMs is beyond rescue for A10: waited past e + 5 s and past e / 0.9. */
export function refutes10(eMs: number, waitedMs: number): boolean {
  return waitedMs > eMs + 5_000 && 9 * waitedMs > 10 * eMs;
}

/**
 * Scores of one estimator, by cell. A cell is a set of quotes that every cut keeps together, so any cut is a sum of
 * cells. Counts live in flat arrays because two million quotes pass through here for each estimator.
 */
export class AccuracyTally {
  readonly #cells: number;
  /** Quotes, and their weights, by case. */
  readonly #rows: Uint32Array;
  readonly #cases: Float64Array;
  readonly #sumsMs: Float64Array;
  /** Histogram of absolute errors of each cell that has any: most cells never do. */
  readonly #errors: (Float64Array | undefined)[];

  constructor(cells: number) {
    this.#cells = cells;
    this.#rows = new Uint32Array(cells * CASES);
    this.#cases = new Float64Array(cells * CASES);
    this.#sumsMs = new Float64Array(cells * SUMS);
    this.#errors = new Array<Float64Array | undefined>(cells).fill(undefined);
  }

  /** Scores a quote whose true remaining wait is known; returns whether it hit. Every measure but `quotes` is weighted. */
  addKnown(cell: number, shownSec: number, yMs: number, weight = 1): boolean {
    if (shownSec === NO_QUOTE) {
      this.#count(cell, UNANSWERED, weight);
      return false;
    }
    const eMs = shownSec * 1_000;
    const errorMs = eMs - yMs;
    const absErrorMs = Math.abs(errorMs);
    const hit = hits20(eMs, yMs);
    this.#count(
      cell,
      (hit ? HIT_20 : 0) + (hits10(eMs, yMs) ? HIT_10 : 0) + (errorMs < 0 ? OPTIMISTIC : 0),
      weight,
    );
    const sumsMs = this.#sumsMs;
    const at = cell * SUMS;
    sumsMs[at] = sumsMs[at]! + weight * errorMs;
    sumsMs[at + 1] = sumsMs[at + 1]! + weight * absErrorMs;
    sumsMs[at + 2] = sumsMs[at + 2]! + weight * yMs;
    let errors = this.#errors[cell];
    if (errors === undefined) {
      errors = new Float64Array(ERROR_BINS);
      this.#errors[cell] = errors;
    }
    errors[errorBin(absErrorMs)]! += weight;
    return hit;
  }

  /**
   * Scores a quote of a visitor who had waited waitedMs since it when the run ended. Refuted, or no estimate: a miss.
   * Otherwise it is left out. A10 is refuted earlier than A20, so each has its own number of scored quotes.
   * Returns whether it was scored for A20.
   */
  addCensored(cell: number, shownSec: number, waitedMs: number, weight = 1): boolean {
    const which = censoredCase(shownSec, waitedMs);
    this.#count(cell, which, weight);
    return which === REFUTED_BOTH || which === CENSORED_UNANSWERED;
  }

  /** Leaves a censored quote out whatever it promised. */
  leaveOut(cell: number, weight = 1): void {
    this.#count(cell, OPEN, weight);
  }

  /** Returns the accuracy over the cells that belong; absent without a scored quote. */
  accuracy(belongs: (cell: number) => boolean): Accuracy | undefined {
    const cells = Array.from({ length: this.#cells }, (_, cell) => cell).filter(belongs);
    const count = (cases: readonly number[]) => this.#countOf(cells, cases);
    const withBit = (bit: number) => count(KNOWN_CASES.filter((each) => (each & bit) !== 0));
    const known = count(KNOWN_CASES);
    const refuted = count([REFUTED_BOTH]);
    const answered = known + refuted;
    const scored = answered + count([UNANSWERED, CENSORED_UNANSWERED]);
    const quotes = this.#rowsOf(cells, SCORED_CASES);
    if (quotes === 0) return undefined;
    const leftOut = count([REFUTED_10, OPEN]);
    return {
      a20: withBit(HIT_20) / scored,
      a10: withBit(HIT_10) / (scored + count([REFUTED_10])),
      ...(answered === 0 ? {} : { optimisticShare: (withBit(OPTIMISTIC) + refuted) / answered }),
      answeredShare: answered / scored,
      ...(known === 0 ? {} : this.#errorMeasures(cells, known)),
      quotes,
      censoredShare: leftOut / (scored + leftOut),
    };
  }

  #count(cell: number, which: number, weight: number): void {
    const at = cell * CASES + which;
    this.#rows[at] = this.#rows[at]! + 1;
    this.#cases[at] = this.#cases[at]! + weight;
  }

  #rowsOf(cells: readonly number[], cases: readonly number[]): number {
    let total = 0;
    for (const cell of cells) for (const which of cases) total += this.#rows[cell * CASES + which]!;
    return total;
  }

  #countOf(cells: readonly number[], cases: readonly number[]): number {
    let total = 0;
    for (const cell of cells) for (const which of cases) total += this.#cases[cell * CASES + which]!;
    return total;
  }

  #errorMeasures(cells: readonly number[], known: number): ErrorMeasures {
    const sumMs = (field: number) =>
      cells.reduce((total, cell) => total + this.#sumsMs[cell * SUMS + field]!, 0);
    const trueMs = sumMs(2);
    return {
      ...(trueMs === 0 ? {} : { biasShare: sumMs(0) / trueMs, wape: sumMs(1) / trueMs }),
      maeMs: sumMs(1) / known,
      p90AbsErrorMs: this.#absErrorAt(cells, 0.9 * known),
    };
  }

  #absErrorAt(cells: readonly number[], weight: number): number {
    const filled = cells.flatMap((cell) => this.#errors[cell] ?? []);
    let seen = 0;
    for (let bin = 0; bin < ERROR_BINS; bin += 1) {
      for (const errors of filled) seen += errors[bin]!;
      if (seen >= weight) return errorBinMiddle(bin);
    }
    return errorBinMiddle(ERROR_BINS - 1);
  }
}

function censoredCase(shownSec: number, waitedMs: number): number {
  if (shownSec === NO_QUOTE) return CENSORED_UNANSWERED;
  const eMs = shownSec * 1_000;
  if (!refutes10(eMs, waitedMs)) return OPEN;
  return refutes20(eMs, waitedMs) ? REFUTED_BOTH : REFUTED_10;
}

type ErrorMeasures = Pick<Accuracy, 'biasShare' | 'wape' | 'maeMs' | 'p90AbsErrorMs'>;
