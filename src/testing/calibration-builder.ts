import type { CalibratedPhases, EtaCalibration, RatioCurve } from '../engine/eta/conformal/calibration.ts';
import { BAND_PHASES, ETA_BINS } from '../engine/eta/conformal/cells.ts';
import { KNOT_SHARES } from '../engine/eta/conformal/ratio-curve.ts';
import type { EstimatorId } from '../engine/eta/plan.ts';

/** Ratios from 1/factor to factor, even in their logarithm, in 4,000 runs: the ends lie where the shares say. */
export function evenCurve(factor: number): RatioCurve {
  return {
    runs: 4_000,
    quotes: 80_000,
    ratios: KNOT_SHARES.map((share) => Number((factor ** (2 * share - 1)).toPrecision(4))),
  };
}

/** The same curve in every cell. */
export function samePhases(curve: RatioCurve): CalibratedPhases {
  const bins = Object.fromEntries(ETA_BINS.map((bin) => [bin, curve]));
  return Object.fromEntries(BAND_PHASES.map((phase) => [phase, bins]));
}

/** A calibration of another world in which waits are within a factor of these estimators' ETAs. */
export function buildCalibration(
  estimators: readonly EstimatorId[] = ['ql'],
  factor = 2,
  overrides: Partial<EtaCalibration> = {},
): EtaCalibration {
  const phases = samePhases(evenCurve(factor));
  return {
    version: '0.1.0',
    scenario: 'built',
    world: 'ab'.repeat(32),
    seed: 1,
    runs: 4_000,
    estimators: Object.fromEntries(estimators.map((id) => [id, phases])),
    ...overrides,
  };
}
