import type { GatedMetric } from '../../analysis/gate/gated-metric.ts';
import { mostByChance } from './binomial.ts';
import type { PoolRow } from './pool.ts';
import { type Change, runTrials, type Tally } from './trials.ts';

/** What a gate has to do with a change, over many sets of seeds. */
interface Trial {
  readonly name: string;
  readonly change: Change;
  /** Highest chance of FAIL, or lowest. */
  readonly atMost?: number;
  readonly atLeast?: number;
}

export interface TrialResult extends Trial {
  readonly tally: Tally;
  /** Most FAILs that the chance allowed would give, or fewest that are asked for. */
  readonly bound: number;
  readonly holds: boolean;
}

/** Errors multiplied by as much as the margin allows, and by what a gate has to find. */
export const FACTORS = [1.02, 1.05, 1.1] as const;

/** A true rate at the bound is called a breach once in a thousand self-tests. */
const DOUBT = 0.001;
const FALSE_ALARMS = 0.05;

const TRIALS: readonly Trial[] = [
  { name: 'null 1: equal in law, other poll instants', change: { factor: 1 }, atMost: FALSE_ALARMS },
  {
    name: 'null 2: MAE worse by exactly the margin',
    change: { factor: 1.02, centered: 'eta.displayed.overall.mae' },
    atMost: FALSE_ALARMS,
  },
  {
    name: 'null 3: every judged metric worse by exactly its margin',
    change: { factor: 1, atMargins: true },
    atMost: FALSE_ALARMS,
  },
  { name: 'errors 5 % greater', change: { factor: 1.05 }, atLeast: 0.5 },
  { name: 'errors 10 % greater', change: { factor: 1.1 }, atLeast: 0.9 },
];

/** Returns how often the gate called FAIL in each trial, and whether that is as it must be. */
export function runSelfTest(
  pool: readonly PoolRow[],
  metrics: readonly GatedMetric[],
  sets: number,
): readonly TrialResult[] {
  return TRIALS.map((trial, i) => {
    const tally = runTrials(pool, metrics, trial.change, sets, i + 1);
    if (trial.atMost !== undefined) {
      const bound = mostByChance(sets, trial.atMost, DOUBT);
      return { ...trial, tally, bound, holds: tally.fail <= bound };
    }
    const bound = Math.ceil((trial.atLeast ?? 0) * sets);
    return { ...trial, tally, bound, holds: tally.fail >= bound };
  });
}
