import { WINDOWS_SEC } from '../admission-log.ts';
import type { Estimator, EstimatorContext, EtaFacts } from './estimator.ts';
import { referenceEtaSec } from './reference-eta.ts';

/** Weights of the 1, 5 and 15 minute windows. Source: reference gateway v1.2. */
export const WINDOW_WEIGHTS = [0.5, 0.3, 0.2] as const;

/** The detailed metrics that v1.2 shows beside its ETA. Rates in admissions per second. */
export interface SlidingDetail {
  readonly counts: readonly [number, number, number];
  readonly rates: readonly [number, number, number];
  readonly weightedRate: number;
  readonly hourWeight: number;
  /** 0.2 .. 1.0 */
  readonly confidence: number;
}

/**
 * v1.2 as shipped: the weighted mean of the admission rates of three windows (those without admissions left out, the
 * weights renormalised), times the weight of the local hour. Each count is divided by its window's full length even
 * when history is shorter, unless `etaWindows: observed-time`. Source: reference gateway v1.2.
 */
export function sliding(context: EstimatorContext): Estimator {
  return {
    quote: (query, facts) => {
      const detail = slidingDetail(facts, context);
      return referenceEtaSec(query.position, detail.weightedRate * detail.hourWeight);
    },
  };
}

/** What v1.2 reports at this instant; the same for every visitor. */
export function slidingDetail(facts: EtaFacts, context: EstimatorContext): SlidingDetail {
  const counts = [facts.log.logged(0), facts.log.logged(1), facts.log.logged(2)] as const;
  const rates = [
    counts[0] / lengthSec(0, facts, context),
    counts[1] / lengthSec(1, facts, context),
    counts[2] / lengthSec(2, facts, context),
  ] as const;
  return {
    counts,
    rates,
    weightedRate: weightedMean(rates),
    hourWeight: context.hourWeight ? (context.plan.hourWeights[facts.localHour] ?? 1) : 1,
    confidence: confidence(counts),
  };
}

/** Mean of the positive rates by WINDOW_WEIGHTS [1/s]; 0 when there is none. */
export function weightedMean(rates: readonly number[]): number {
  let sum = 0;
  let weight = 0;
  for (let index = 0; index < rates.length; index++) {
    if (rates[index]! <= 0) continue;
    sum += rates[index]! * WINDOW_WEIGHTS[index]!;
    weight += WINDOW_WEIGHTS[index]!;
  }
  return weight > 0 ? sum / weight : 0;
}

function lengthSec(index: number, facts: EtaFacts, context: EstimatorContext): number {
  const full = WINDOWS_SEC[index]!;
  if (context.etaWindows === 'full-length' || facts.log.firstSec === undefined) return full;
  return Math.min(full, facts.log.nowSec - facts.log.firstSec + 1);
}

/** How much v1.2 trusts its own estimate. Source: reference gateway v1.2. */
export function confidence(counts: readonly [number, number, number]): number {
  if (counts[2] >= 30) return 1;
  if (counts[1] >= 10) return 0.8;
  if (counts[0] >= 3) return 0.6;
  return counts[0] >= 1 ? 0.4 : 0.2;
}
