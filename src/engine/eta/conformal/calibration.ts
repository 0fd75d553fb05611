import type { EstimatorId } from '../plan.ts';
import { BAND_CELLS, BAND_PHASES, type BandPhase, ETA_BINS, type EtaBin } from './cells.ts';

/** How far quotes were off in simulated runs of one scenario, and what runs those were. Small: curves, not quotes. */
export interface EtaCalibration {
  /** Version of tacos that ran them. */
  readonly version: string;
  /** Name of the scenario. */
  readonly scenario: string;
  /** SHA-256 (hex) of everything in the scenario that changes quotes. */
  readonly world: string;
  readonly seed: number;
  /** Simulated runs. */
  readonly runs: number;
  readonly estimators: Readonly<Partial<Record<EstimatorId, CalibratedPhases>>>;
}

/** Curves by phase, `any` being all phases together, and by ETA bin, `any` being all quotes. Cells without quotes are absent. */
export type CalibratedPhases = Readonly<
  Partial<Record<BandPhase | 'any', Readonly<Partial<Record<EtaBin | 'any', RatioCurve>>>>>
>;

/** The distribution of (wait + 1 s) / (ETA + 1 s) in a cell, every run of the same weight. */
export interface RatioCurve {
  /** Runs that had quotes in the cell. */
  readonly runs: number;
  /** Quotes of all runs. */
  readonly quotes: number;
  /** Ratios at KNOT_SHARES, ascending, above 0. */
  readonly ratios: readonly number[];
}

/** Simulated runs that a calibration takes at least. */
export const FEWEST_RUNS = 40;

/**
 * A cell that fewer runs had quotes in borrows. It is the least n for which ceil((n + 1) 0.975) <= n: with fewer, no quantile
 * of what was seen is an end of a 95 % interval.
 */
export const FEWEST_CELL_RUNS = 39;

/**
 * Returns the curve of each cell. A cell that too few runs had quotes in borrows that of its ETA bin over all phases, and where
 * even that is thin the curve of all quotes; undefined where that is thin as well.
 */
export function curvesOfCells(phases: CalibratedPhases): readonly (RatioCurve | undefined)[] {
  return Array.from({ length: BAND_CELLS }, (_, cell) => {
    const phase = BAND_PHASES[Math.floor(cell / ETA_BINS.length)]!;
    const bin = ETA_BINS[cell % ETA_BINS.length]!;
    return [phases[phase]?.[bin], phases.any?.[bin], phases.any?.any].find(isThick);
  });
}

/** Returns whether enough runs had quotes in a cell for it to stand alone. */
export function isThick(curve: RatioCurve | undefined): boolean {
  return curve !== undefined && curve.runs >= FEWEST_CELL_RUNS;
}
