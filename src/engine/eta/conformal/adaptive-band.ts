import { type CalibratedPhases, curvesOfCells, type RatioCurve } from './calibration.ts';
import { BAND_CELLS, bandCell, binOfCell, ETA_BINS } from './cells.ts';
import { waitAtRatio, waitRatio } from './log-ratio.ts';
import { logRatioAt } from './ratio-curve.ts';

/** An 80 % and a 95 % interval of one wait [s]; the second contains the first. */
export interface WaitBand {
  readonly low80Sec: number;
  readonly high80Sec: number;
  readonly low95Sec: number;
  readonly high95Sec: number;
}

/** The ends of both intervals of a cell as ratios of wait to ETA, 1 s added to both; low95 <= low80 <= high80 <= high95. */
export interface BandRatios {
  readonly low80: number;
  readonly high80: number;
  readonly low95: number;
  readonly high95: number;
}

/** Share of waits beyond each end: low and high of 80 %, low and high of 95 %. */
const TAIL_SHARES = [0.1, 0.1, 0.025, 0.025] as const;
const TAILS = TAIL_SHARES.length;

/** How far one step moves a tail: gamma of Gibbs and Candes. */
const STEP_SIZE = 0.01;

/**
 * Time between two steps [ms]: that between two scored quotes of a visitor. Waits that become known together share the path
 * of the run, so they are one observation, however many there are.
 */
export const BAND_STEP_MS = 15_000;

/**
 * Intervals around the quotes of one estimator that begin as calibrated and adapt to the run.
 *
 * Calibrated: an end of a cell is the quantile of the log ratio log((y + 1 s) / (e + 1 s)) with ceil((n + 1)(1 - a)) / n below
 * it, where a is the share beyond the end and n the number of runs, not of quotes: quotes of a run share one path, runs are
 * exchangeable. Each run has the same weight, so a quote picked from a new run is covered with the chance that is asked for.
 * Adapted: each tail a of an ETA bin takes a step of gamma (a - share of misses) for every 15 s, over the waits that became
 * known in it, judged by the band as it stands then. A wait is known when its visitor is let in and not before, so the
 * steps are as late as the waits are long. A tail below 0, or above 1, moves its end beyond all that was calibrated.
 * State: 4 tails for each of 4 ETA bins, shared by the phases; nothing is kept of single visitors.
 * Source: Papadopoulos et al. 2002 (split conformal); Dunn, Wasserman and Ramdas 2022, "Distribution-free prediction sets for
 * two-layer hierarchical models"; Gibbs and Candes 2021, "Adaptive conformal inference under distribution shift", eq. 2.
 */
export class AdaptiveBand {
  readonly #curves: readonly (TailedCurve | undefined)[];
  /** How far each tail has moved from where calibration put it, by ETA bin and tail. */
  readonly #moves = new Float64Array(ETA_BINS.length * TAILS);
  readonly #known = new Float64Array(ETA_BINS.length);
  readonly #missed = new Float64Array(ETA_BINS.length * TAILS);
  #ratios: readonly (BandRatios | undefined)[] = [];
  #nextStepMs: number | undefined;

  constructor(phases: CalibratedPhases) {
    this.#curves = curvesOfCells(phases).map((curve) => (curve === undefined ? undefined : withTails(curve)));
    this.#setRatios();
  }

  /** Moves the clock [ms]; must not go back. Takes one step if one or more are due. */
  advance(nowMs: number): void {
    this.#nextStepMs ??= nextStepAfter(nowMs);
    if (nowMs < this.#nextStepMs) return;
    this.#nextStepMs = nextStepAfter(nowMs);
    this.#step();
  }

  /** Returns the intervals of a quote [s] in a phase (index into BAND_PHASES); undefined where nothing is calibrated. */
  band(phaseIndex: number, etaSec: number): WaitBand | undefined {
    const ratios = this.ratios(bandCell(phaseIndex, etaSec));
    return ratios === undefined ? undefined : waitBand(ratios, etaSec);
  }

  /** Returns the ends of a cell as they stand, which is until the next step. */
  ratios(cell: number): BandRatios | undefined {
    return this.#ratios[cell];
  }

  /** Tells that a visitor who was quoted etaSec in a phase was let in waitSec later. */
  observe(phaseIndex: number, etaSec: number, waitSec: number): void {
    const cell = bandCell(phaseIndex, etaSec);
    const ends = this.#ratios[cell];
    if (ends === undefined) return;
    const ratio = waitRatio(waitSec, etaSec);
    const bin = binOfCell(cell);
    const at = bin * TAILS;
    const missed = this.#missed;
    this.#known[bin]! += 1;
    if (ratio < ends.low80) missed[at]! += 1;
    if (ratio > ends.high80) missed[at + 1]! += 1;
    if (ratio < ends.low95) missed[at + 2]! += 1;
    if (ratio > ends.high95) missed[at + 3]! += 1;
  }

  #step(): void {
    for (let bin = 0; bin < ETA_BINS.length; bin += 1) {
      const known = this.#known[bin]!;
      if (known === 0) continue;
      for (let tail = 0; tail < TAILS; tail += 1) {
        const at = bin * TAILS + tail;
        this.#moves[at]! += STEP_SIZE * (TAIL_SHARES[tail]! - this.#missed[at]! / known);
      }
    }
    this.#known.fill(0);
    this.#missed.fill(0);
    this.#setRatios();
  }

  #setRatios(): void {
    this.#ratios = Array.from({ length: BAND_CELLS }, (_, cell) => {
      const curve = this.#curves[cell];
      const at = binOfCell(cell) * TAILS;
      return curve === undefined ? undefined : endsOf(curve, this.#moves.subarray(at, at + TAILS));
    });
  }
}

/** Returns the ends of a cell as calibrated, before anything is known of a run. */
export function calibratedRatios(curve: RatioCurve): BandRatios {
  return endsOf(withTails(curve), new Float64Array(TAILS));
}

interface TailedCurve {
  readonly logs: readonly number[];
  /** Tail at which each end begins. */
  readonly startTails: readonly number[];
}

function withTails({ ratios, runs }: RatioCurve): TailedCurve {
  return { logs: ratios.map(Math.log), startTails: TAIL_SHARES.map((share) => calibratedTail(share, runs)) };
}

/**
 * Returns the share of calibrated quotes beyond an end so that a quote of a new run is beyond it with at most the chance
 * given: 1 - (1 - a)(n + 1) / n, 0 where n runs are too few for it.
 */
function calibratedTail(share: number, runs: number): number {
  return Math.max(0, 1 - ((1 - share) * (runs + 1)) / runs);
}

function endsOf({ logs, startTails }: TailedCurve, moves: Float64Array): BandRatios {
  const [low80, high80] = interval(logs, startTails[0]! + moves[0]!, startTails[1]! + moves[1]!);
  const [low95, high95] = interval(logs, startTails[2]! + moves[2]!, startTails[3]! + moves[3]!);
  // Tails move apart from each other, so the wider interval is made to contain the narrower one.
  return { low80, high80, low95: Math.min(low95, low80), high95: Math.max(high95, high80) };
}

/** Returns the ratios that leave these shares below and above them; where the ends would cross they meet halfway. */
function interval(logs: readonly number[], below: number, above: number): readonly [number, number] {
  const half = (below + 1 - above) / 2;
  const low = logRatioAt(logs, Math.min(below, half));
  const high = logRatioAt(logs, Math.max(1 - above, half));
  return [Math.exp(low), Math.exp(high)];
}

/** Returns the intervals of a quote from the ends of its cell. */
export function waitBand(ratios: BandRatios, etaSec: number): WaitBand {
  return {
    low80Sec: waitAtRatio(ratios.low80, etaSec),
    high80Sec: waitAtRatio(ratios.high80, etaSec),
    low95Sec: waitAtRatio(ratios.low95, etaSec),
    high95Sec: waitAtRatio(ratios.high95, etaSec),
  };
}

function nextStepAfter(nowMs: number): number {
  return (Math.floor(nowMs / BAND_STEP_MS) + 1) * BAND_STEP_MS;
}
