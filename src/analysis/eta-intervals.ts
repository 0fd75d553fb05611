import {
  AdaptiveBand,
  BAND_STEP_MS,
  type BandRatios,
  type WaitBand,
  waitBand,
} from '../engine/eta/conformal/adaptive-band.ts';
import type { CalibratedPhases, EtaCalibration } from '../engine/eta/conformal/calibration.ts';
import { BAND_PHASES, bandCell } from '../engine/eta/conformal/cells.ts';
import { RatioCounter, type RunRatios } from '../engine/eta/conformal/ratio-counter.ts';
import type { EstimatorId } from '../engine/eta/plan.ts';
import { NO_QUOTE, type QuoteColumns } from '../result/run-record.ts';
import { IntervalTally } from './interval-tally.ts';
import { type KnownOrder, knownOrder } from './known-order.ts';
import { CELLS, cellPhase, type QuoteTruth } from './quote-truth.ts';

/** Phase of each cell of QuoteTruth, as an index into BAND_PHASES. */
const PHASE_OF_CELL = Uint8Array.from({ length: CELLS }, (_, cell) => BAND_PHASES.indexOf(cellPhase(cell)));

/** What a quote is for, added up: scored with a known truth, or with a visitor who waited still at the end; asked for. */
const KNOWN = 1;
const CENSORED = 2;
const WANTED = 4;

/** The intervals of one estimator in one run. */
export interface RunIntervals {
  readonly scores: IntervalTally;
  /** By row of the quotes that were asked for; absent without an estimate, or where nothing is calibrated. */
  readonly bands: ReadonlyMap<number, WaitBand>;
}

/** What intervals are scored on. */
export interface IntervalSource {
  readonly quotes: QuoteColumns;
  readonly truth: QuoteTruth;
  readonly population: 'all' | 'admitted';
  /** Rows of quotes whose intervals are wanted. */
  readonly wanted: readonly number[];
}

/**
 * Returns the intervals of each calibrated estimator in a run. A band begins as calibrated and learns in order of time: at a
 * quote it knows the waits of those who were let in before the 15 s step of that quote, and nothing else.
 * Quotes of visitors who waited still at the end are misses beyond an upper end and left out otherwise; with population
 * `admitted` they are always left out.
 */
export function runIntervals(
  calibration: EtaCalibration,
  source: IntervalSource,
): Readonly<Partial<Record<EstimatorId, RunIntervals>>> {
  const { quotes, truth } = source;
  const kinds = kindsOf(source);
  const order = knownOrder(quotes.atMs, truth);
  const found: Partial<Record<EstimatorId, RunIntervals>> = {};
  for (const id of idsOf(quotes.shownSec)) {
    const phases = calibration.estimators[id];
    const shownSec = quotes.shownSec[id];
    if (phases === undefined || shownSec === undefined) continue;
    found[id] = intervalsOf(phases, { source, shownSec, kinds, order });
  }
  return found;
}

interface Course {
  readonly source: IntervalSource;
  readonly shownSec: Uint32Array;
  readonly kinds: Uint8Array;
  readonly order: KnownOrder;
}

function intervalsOf(phases: CalibratedPhases, course: Course): RunIntervals {
  const { cell, remainingMs, weight } = course.source.truth;
  const scores = new IntervalTally(CELLS);
  const bands = new Map<number, WaitBand>();
  eachQuote(phases, course, (row, etaSec, ends) => {
    const kind = course.kinds[row]!;
    const sec = remainingMs[row]! / 1_000;
    if (kind & KNOWN) scores.addKnown(cell[row]!, etaSec, ends, sec, weight?.[row]);
    if (kind & CENSORED) scores.addCensored(cell[row]!, etaSec, ends, sec, weight?.[row]);
    if (kind & WANTED) bands.set(row, waitBand(ends, etaSec));
  });
  return { scores, bands };
}

/** Walks through the quotes of a run that are for something in order of time, with the ends of the intervals as they stood at each. */
function eachQuote(
  phases: CalibratedPhases,
  { source, shownSec, kinds, order }: Course,
  visit: (row: number, etaSec: number, ends: BandRatios) => void,
): void {
  const { atMs } = source.quotes;
  const { cell } = source.truth;
  const band = new AdaptiveBand(phases);
  band.advance(0);
  let step = 0;
  for (let row = 0; row < atMs.length; row += 1) {
    for (; (step + 1) * BAND_STEP_MS <= atMs[row]!; step += 1) {
      learn(band, source.truth, shownSec, order, step);
      band.advance((step + 1) * BAND_STEP_MS);
    }
    const etaSec = shownSec[row]!;
    if (kinds[row] === 0 || etaSec === NO_QUOTE) continue;
    const ends = band.ratios(bandCell(PHASE_OF_CELL[cell[row]!]!, etaSec));
    if (ends !== undefined) visit(row, etaSec, ends);
  }
}

/** Tells a band the waits that became known in a step. */
function learn(
  band: AdaptiveBand,
  { cell, remainingMs }: QuoteTruth,
  shownSec: Uint32Array,
  { rows, firstOfStep }: KnownOrder,
  step: number,
): void {
  const until = firstOfStep[step + 1] ?? rows.length;
  for (let i = firstOfStep[step] ?? rows.length; i < until; i += 1) {
    const row = rows[i]!;
    const etaSec = shownSec[row]!;
    if (etaSec === NO_QUOTE) continue;
    band.observe(PHASE_OF_CELL[cell[row]!]!, etaSec, remainingMs[row]! / 1_000);
  }
}

function kindsOf({ truth, population, wanted }: IntervalSource): Uint8Array {
  const kinds = new Uint8Array(truth.cell.length);
  for (const row of truth.rows.admitted) kinds[row] = KNOWN;
  if (population === 'all') for (const row of truth.rows.censored) kinds[row] = CENSORED;
  for (const row of wanted) kinds[row]! |= WANTED;
  return kinds;
}

/** Returns how far the quotes of each estimator were off in a run, to calibrate intervals with: those of the admitted. */
export function runRatios({ shownSec }: Pick<QuoteColumns, 'shownSec'>, truth: QuoteTruth): RunRatios {
  const { cell, remainingMs, weight, rows } = truth;
  const ratios: Partial<Record<EstimatorId, ReturnType<RatioCounter['counts']>>> = {};
  for (const id of idsOf(shownSec)) {
    const shown = shownSec[id];
    if (shown === undefined) continue;
    const counter = new RatioCounter();
    for (const row of rows.admitted) {
      if (shown[row] === NO_QUOTE) continue;
      const phase = PHASE_OF_CELL[cell[row]!]!;
      counter.add(phase, shown[row]!, remainingMs[row]! / 1_000, weight?.[row]);
    }
    ratios[id] = counter.counts();
  }
  return ratios;
}

function idsOf(shownSec: QuoteColumns['shownSec']): readonly EstimatorId[] {
  return Object.keys(shownSec) as EstimatorId[];
}
