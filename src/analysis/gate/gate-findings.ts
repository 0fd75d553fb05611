import type { GatedMetric } from './gated-metric.ts';

export type GateVerdict = 'pass' | 'fail' | 'inconclusive';

/** What a gate found out, ready to be laid out. Bounds and margins are on the scale of d: positive is worse. */
export interface GateFindings {
  readonly verdict: GateVerdict;
  /** Every run has the same digest as its baseline: nothing was tested, since there was nothing to test. */
  readonly identical: boolean;
  /** Looks at the data so far, and how many there may be: each has its part of the level. */
  readonly look: number;
  readonly looks: number;
  /** Chance of a false alarm over all looks, and the part of it that this look used. */
  readonly level: number;
  readonly levelOfLook: number;
  readonly pairs: number;
  /** Pairs with the same digest on both sides. */
  readonly identicalPairs: number;
  readonly metrics: readonly MetricFinding[];
}

/** One metric over all pairs. */
export interface MetricFinding
  extends Pick<GatedMetric, 'path' | 'unit' | 'better' | 'worsening' | 'role' | 'margin' | 'place'> {
  /** Pairs that have the metric on both sides. */
  readonly pairs: number;
  /** Pairs whose run had it before and has it no more, and the other way round. */
  readonly lost: number;
  readonly gained: number;
  /** Means over the pairs that have it on both sides. */
  readonly before?: number;
  readonly after?: number;
  /** Mean of d with its one-sided bounds at the level of this look. */
  readonly worse?: number;
  readonly lower?: number;
  readonly upper?: number;
  /** Of "d is at most the margin", alone and adjusted for the family; absent where nothing is judged. */
  readonly p?: number;
  readonly adjustedP?: number;
  /** Absent where nothing is judged, or no run has the metric on either side. */
  readonly verdict?: GateVerdict;
}
