import type { EstimatorId } from '../engine/eta/plan.ts';
import { NO_QUOTE, type RunRecord } from '../result/run-record.ts';
import { AccuracyTally, refutes20 } from './accuracy-tally.ts';
import { defectAccuracy } from './defect-accuracy.ts';
import type { RunIntervals } from './eta-intervals.ts';
import { type Accuracy, type EtaFindings, PHASES, type Phase } from './findings.ts';
import { accuracyByHour } from './hour-accuracy.ts';
import type { IntervalTally } from './interval-tally.ts';
import {
  AFTER_CHANGES,
  CELLS,
  cellAfterChange,
  cellPhase,
  cellTrueWait,
  type QuoteTruth,
  TRUE_WAITS,
} from './quote-truth.ts';

/** A phase counts with at least this many scored quotes. */
export const PHASE_MIN_QUOTES = 100;

/** Quotes scored in one call. */
const BLOCK = 8_192;

/**
 * Returns how true the quotes of each estimator of the plan were, as shown.
 *
 * With e the wait shown and y the true remaining wait, a quote hits A20 when |e - y| <= max(20 % of y, 10 s) and A10
 * when |e - y| <= max(10 % of y, 5 s); "no estimate" is not a hit. Quotes of visitors still waiting at the end are
 * misses once no y can make them hits, and left out and counted otherwise; with population `admitted`, and for
 * `oracle`, they are always left out. Bias = sum(e - y) / sum(y) and WAPE = sum |e - y| / sum(y) are over answered
 * quotes of admitted visitors, as are MAE and the 90th percentile of |e - y| (nearest rank, within 0.4 %).
 * optimisticShare is over the answered of the scored quotes. With uniform sampling every measure is weighted, so that each
 * second of the run weighs the same; `quotes` counts quotes. Coverage and width are over the quotes with an interval.
 */
export function etaAccuracy(
  record: RunRecord,
  truth: QuoteTruth,
  intervals: Readonly<Partial<Record<EstimatorId, RunIntervals>>> = {},
): Readonly<Partial<Record<EstimatorId, EtaFindings>>> {
  const findings: Partial<Record<EstimatorId, EtaFindings>> = {};
  for (const id of record.plan.eta.estimators) {
    const shown = id === 'oracle' ? oracleQuotes(truth) : record.quotes.shownSec[id];
    if (shown === undefined) continue;
    const admittedOnly = id === 'oracle' || record.plan.eta.score.population === 'admitted';
    const scores = gather(truth, record.quotes.atMs, shown, admittedOnly);
    const claimed = record.plan.claims[id];
    const byHour = accuracyByHour(record, truth, shown, admittedOnly);
    const defects = id === 'sliding' || id === 'moving-count' ? defectAccuracy(record, truth, id) : undefined;
    findings[id] = {
      ...measures(scores, intervals[id]?.scores),
      ...(claimed === undefined ? {} : { claimed }),
      ...(byHour === undefined ? {} : { byHour }),
      ...(defects === undefined ? {} : { defects }),
    };
  }
  return findings;
}

/** Returns how true the quotes of one column [whole s] were by the same rules, of a run or of a recording. */
export function scoreQuotes(
  truth: QuoteTruth,
  atMs: Int32Array,
  shownSec: Uint32Array,
  admittedOnly: boolean,
): EtaFindings {
  return measures(gather(truth, atMs, shownSec, admittedOnly), undefined);
}

function gather(truth: QuoteTruth, atMs: Int32Array, shownSec: Uint32Array, admittedOnly: boolean): Scores {
  const scores = new Scores(truth, atMs, shownSec);
  inBlocks(truth.rows.admitted, (block) => scores.addAdmitted(block));
  inBlocks(truth.rows.censored, (block) =>
    admittedOnly ? scores.leaveOut(block) : scores.addCensored(block),
  );
  inBlocks(truth.rows.reneged, (block) => scores.addReneged(block));
  return scores;
}

/** Returns the true remaining wait of admitted visitors in whole seconds, NO_QUOTE for all others. */
export function oracleQuotes({ rows, remainingMs }: QuoteTruth): Uint32Array {
  const shownSec = new Uint32Array(remainingMs.length).fill(NO_QUOTE);
  for (const row of rows.admitted) shownSec[row] = Math.round(remainingMs[row]! / 1_000);
  return shownSec;
}

/**
 * Everything that one pass over the quotes of one estimator gathers.
 * Invariant: each visitor's quotes come in order of time.
 */
class Scores {
  readonly tally = new AccuracyTally(CELLS);
  readonly #truth: QuoteTruth;
  readonly #atMs: Int32Array;
  readonly #shownSec: Uint32Array;
  readonly #scored: Uint32Array;
  readonly #hits: Uint32Array;
  readonly #broken: Uint8Array;
  /** Instant that each visitor was promised last [ms]; -1 where its last quote had no estimate. */
  readonly #promisedMs: Float64Array;
  #moveSumMs = 0;
  #moves = 0;

  constructor(truth: QuoteTruth, atMs: Int32Array, shownSec: Uint32Array) {
    const slots = truth.visitOfSlot.length;
    this.#truth = truth;
    this.#atMs = atMs;
    this.#shownSec = shownSec;
    this.#scored = new Uint32Array(slots);
    this.#hits = new Uint32Array(slots);
    this.#broken = new Uint8Array(slots);
    this.#promisedMs = new Float64Array(slots).fill(-1);
  }

  /** Scores quotes of visitors who were admitted. */
  addAdmitted(rows: Int32Array): void {
    const { slot, cell, remainingMs, weight } = this.#truth;
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[i]!;
      const visitor = slot[row]!;
      this.#promise(visitor, row);
      this.#scored[visitor] = this.#scored[visitor]! + 1;
      const hit = this.tally.addKnown(cell[row]!, this.#shownSec[row]!, remainingMs[row]!, weight?.[row]);
      if (hit) this.#hits[visitor] = this.#hits[visitor]! + 1;
    }
  }

  /** Scores quotes of visitors who still wait, where they are refuted. */
  addCensored(rows: Int32Array): void {
    const { slot, cell, remainingMs, weight } = this.#truth;
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[i]!;
      const visitor = slot[row]!;
      this.#promise(visitor, row);
      const scored = this.tally.addCensored(
        cell[row]!,
        this.#shownSec[row]!,
        remainingMs[row]!,
        weight?.[row],
      );
      if (scored) this.#scored[visitor] = this.#scored[visitor]! + 1;
    }
  }

  /** Counts quotes of visitors who still wait and scores none. */
  leaveOut(rows: Int32Array): void {
    for (const row of rows) {
      this.#promise(this.#truth.slot[row]!, row);
      this.tally.leaveOut(this.#truth.cell[row]!, this.#truth.weight?.[row]);
    }
  }

  /** Looks for broken promises to visitors who gave up. */
  addReneged(rows: Int32Array): void {
    const { slot, remainingMs } = this.#truth;
    for (const row of rows) {
      const visitor = slot[row]!;
      const shown = this.#shownSec[row]!;
      this.#promise(visitor, row);
      if (shown !== NO_QUOTE && refutes20(shown * 1_000, remainingMs[row]!)) this.#broken[visitor] = 1;
    }
  }

  /** Mean of the hit shares of visitors; absent where no quote was scored. */
  visitorWeighted(): { readonly a20VisitorWeighted?: number } {
    let sum = 0;
    let visitors = 0;
    for (let slot = 0; slot < this.#scored.length; slot += 1) {
      if (this.#scored[slot]! === 0) continue;
      sum += this.#hits[slot]! / this.#scored[slot]!;
      visitors += 1;
    }
    return visitors === 0 ? {} : { a20VisitorWeighted: sum / visitors };
  }

  /** Mean move of the promised instant between two answered quotes of a visitor in a row; absent without any. */
  jitter(): { readonly jitterMs?: number } {
    return this.#moves === 0 ? {} : { jitterMs: this.#moveSumMs / this.#moves };
  }

  leftAfterBrokenPromise(): number {
    return this.#broken.reduce((total, flag) => total + flag, 0);
  }

  #promise(visitor: number, row: number): void {
    const shown = this.#shownSec[row]!;
    const beforeMs = this.#promisedMs[visitor]!;
    const promisedMs = shown === NO_QUOTE ? -1 : this.#atMs[row]! + shown * 1_000;
    if (beforeMs >= 0 && promisedMs >= 0) {
      this.#moveSumMs += Math.abs(promisedMs - beforeMs);
      this.#moves += 1;
    }
    this.#promisedMs[visitor] = promisedMs;
  }
}

/** Calls with blocks of rows: V8 compiles a function that returns and is called again better than one endless loop. */
function inBlocks(rows: Int32Array, add: (block: Int32Array) => void): void {
  for (let from = 0; from < rows.length; from += BLOCK) add(rows.subarray(from, from + BLOCK));
}

function measures(scores: Scores, intervals?: IntervalTally): EtaFindings {
  const tally: CutTally = {
    accuracy(belongs) {
      const accuracy = scores.tally.accuracy(belongs);
      return accuracy === undefined ? undefined : { ...accuracy, ...intervals?.measures(belongs) };
    },
  };
  const phases = cutBy<Phase>(tally, PHASES, cellPhase, PHASE_MIN_QUOTES);
  const a20s = Object.values(phases).map((phase) => phase.a20);
  const overall = tally.accuracy(() => true);
  return {
    phases,
    ...(a20s.length === 0
      ? {}
      : { a20Mean: a20s.reduce((sum, a20) => sum + a20, 0) / a20s.length, a20Worst: Math.min(...a20s) }),
    ...(overall === undefined ? {} : { overall }),
    byTrueWait: cutBy(tally, TRUE_WAITS, cellTrueWait, 1),
    afterChange: cutBy(tally, AFTER_CHANGES, cellAfterChange, 1),
    ...scores.visitorWeighted(),
    ...scores.jitter(),
    leftAfterBrokenPromise: scores.leftAfterBrokenPromise(),
  };
}

/** What a cut is made from: the measures of any set of cells. */
type CutTally = Pick<AccuracyTally, 'accuracy'>;

function cutBy<K extends string>(
  tally: CutTally,
  keys: readonly K[],
  keyOf: (cell: number) => K | undefined,
  minQuotes: number,
): Readonly<Partial<Record<K, Accuracy>>> {
  const cut: Partial<Record<K, Accuracy>> = {};
  for (const key of keys) {
    const accuracy = tally.accuracy((cell) => keyOf(cell) === key);
    if (accuracy !== undefined && accuracy.quotes >= minQuotes) cut[key] = accuracy;
  }
  return cut;
}
