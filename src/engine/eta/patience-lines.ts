import { type Distribution, quantileOf } from '../../random/distribution.ts';
import type { AgeGrid } from './age-bins.ts';
import type { PatienceClass } from './patience.ts';
import { MixtureLine, type PatienceLine, ScaledLine } from './patience-line.ts';

/** 20 s .. 1.8 h. */
const SCALES_SEC = Array.from({ length: 27 }, (_, k) => 20 * 1.25 ** k);
/** Weibull shapes: hazards of the impatient that fall with age, stay, and rise. */
const SHAPES = [0.7, 1, 1.5, 2.5];
/** Weight of what was expected against a crowd of which nothing is known. */
const EXPECTED_WEIGHT = 0.95;

/** Returns what a crowd may be like of which nothing is known: any scale, log-uniform, any of three shapes. */
export function genericLines(grid: AgeGrid, weight = 1): readonly PatienceLine[] {
  const logPrior = Math.log(weight / (SCALES_SEC.length * SHAPES.length));
  return SHAPES.flatMap((shape) =>
    SCALES_SEC.map((scaleSec) => new MixtureLine(grid, scaleSec, shape, logPrior)),
  );
}

/** Returns the patience of a crowd of which these parts are expected to give up, and with little weight any other. */
export function expectedLines(grid: AgeGrid, classes: readonly PatienceClass[]): readonly PatienceLine[] {
  const parts = classes.map(({ share, durationMs }) => ({ share, left: survivalOf(durationMs) }));
  const survivalAt = (ageSec: number) =>
    1 - parts.reduce((gone, { share, left }) => gone + share * (1 - left(ageSec * 1000)), 0);
  return [
    new ScaledLine(grid, survivalAt, Math.log(EXPECTED_WEIGHT)),
    ...genericLines(grid, 1 - EXPECTED_WEIGHT),
  ];
}

const QUANTILES = 512;

/** Returns P(X > x) of a distribution, from a table of its quantiles. */
function survivalOf(distribution: Distribution): (x: number) => number {
  const quantiles = Float64Array.from({ length: QUANTILES }, (_, i) =>
    quantileOf(distribution, (i + 0.5) / QUANTILES),
  );
  return (x) => {
    let low = 0;
    let high = QUANTILES;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (quantiles[middle]! <= x) low = middle + 1;
      else high = middle;
    }
    return 1 - low / QUANTILES;
  };
}
