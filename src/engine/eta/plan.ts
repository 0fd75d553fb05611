import type { PatienceClass } from './patience.ts';

/** Ids of all estimators, in the order reports list them. */
export const ESTIMATOR_IDS = [
  'fixed',
  'moving-count',
  'ema',
  'sliding',
  'sliding-fixed',
  'ql',
  'qla',
  'les',
  'hol',
  'kalman-drain',
  'fdc',
  'fdc-prior',
  'oracle',
] as const;

export type EstimatorId = (typeof ESTIMATOR_IDS)[number];

/** Estimators of a run whose scenario names none. */
export const DEFAULT_ESTIMATORS: readonly EstimatorId[] = [
  'fixed',
  'moving-count',
  'ema',
  'sliding',
  'sliding-fixed',
  'ql',
  'kalman-drain',
  'fdc',
  'oracle',
];

/** Which estimators watch a run, which one visitors see, and which quotes are kept for scoring. */
export interface EtaPlan {
  readonly estimators: readonly EstimatorId[];
  /** What visitors are shown; never `oracle`. Always one of `estimators`. */
  readonly displayed: EstimatorId;
  readonly options: EtaOptions;
  readonly score: ScorePlan;
  /** Weight of each local hour 0..23 for `sliding` where `admission.hourWeight` is on. */
  readonly hourWeights: readonly number[];
  /** Patience that `fdc-prior` expects; absent where that estimator does not watch. */
  readonly prior?: readonly PatienceClass[];
}

export interface EtaOptions {
  /** `fixed`: a constant, or seconds for each position. */
  readonly fixed:
    | { readonly kind: 'constant'; readonly seconds: number }
    | { readonly kind: 'per-position'; readonly seconds: number };
  /** `ema`: half-life of the exponentially weighted rate. */
  readonly emaHalfLifeMs: number;
}

interface ScorePlan {
  /** At most one kept quote per visitor in this time. */
  readonly thinMs: number;
  /** all: admitted visitors and refuted quotes of those still waiting. admitted: admitted visitors only. */
  readonly population: 'all' | 'admitted';
  /** At most this many visitors are sampled, by a hash of their number. */
  readonly visitors: number;
  /**
   * polls: quotes as shown at polls, all of one weight. uniform: quotes at evenly spread instants of waiting, active
   * visitors, each second of the run of one weight.
   */
  readonly sampling: 'polls' | 'uniform';
}
