import type { ComparedMetric, ComparedSide } from './compared-side.ts';

/**
 * equal: the same in every pair. better, worse: by the direction of the metric; higher, lower where it has none.
 * no-difference-shown: the interval holds zero. untested: too few runs for an interval.
 */
export type ComparedVerdict =
  | 'equal'
  | 'better'
  | 'worse'
  | 'higher'
  | 'lower'
  | 'no-difference-shown'
  | 'untested';

/** What B comes to beside A. */
export interface Comparison {
  /** paired: run by run on common random numbers. unpaired: Welch. single: one run on a side, so there are no intervals. */
  readonly design: 'paired' | 'unpaired' | 'single';
  readonly level: number;
  readonly a: SideFacts;
  readonly b: SideFacts;
  /** Pairs of runs; 0 where it is unpaired. */
  readonly pairs: number;
  readonly metrics: readonly MetricComparison[];
}

export interface SideFacts extends Pick<ComparedSide, 'name' | 'kind' | 'seed'> {
  readonly runs: number;
}

export interface MetricComparison extends ComparedMetric {
  /** Means over the runs that are compared, in the unit of the metric. */
  readonly meanA: number;
  readonly meanB: number;
  /** Values behind each mean. */
  readonly runsA: number;
  readonly runsB: number;
  /** B - A. */
  readonly difference: number;
  /** Half-width of the interval of the difference, at the level of the comparison. */
  readonly halfWidth?: number;
  /** Two-sided, of "no difference", alone. */
  readonly p?: number;
  /** Adjusted for the headline family (Holm); absent elsewhere. */
  readonly adjustedP?: number;
  readonly verdict: ComparedVerdict;
}
