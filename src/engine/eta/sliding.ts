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
      const { log } = facts;
      const rate = weightedRate(
        log.logged(0) / lengthSec(0, facts, context),
        log.logged(1) / lengthSec(1, facts, context),
        log.logged(2) / lengthSec(2, facts, context),
      );
      return referenceEtaSec(query.position, rate * weightOfHour(facts, context));
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
    weightedRate: weightedRate(...rates),
    hourWeight: weightOfHour(facts, context),
    confidence: confidence(counts),
  };
}

/** Mean of the positive rates of the three windows by WINDOW_WEIGHTS [1/s]; 0 when there is none. */
export function weightedRate(rate1: number, rate5: number, rate15: number): number {
  const [w1, w5, w15] = WINDOW_WEIGHTS;
  const weight = (rate1 > 0 ? w1 : 0) + (rate5 > 0 ? w5 : 0) + (rate15 > 0 ? w15 : 0);
  return weight > 0 ? (rate1 * w1 + rate5 * w5 + rate15 * w15) / weight : 0;
}

function weightOfHour(facts: EtaFacts, context: EstimatorContext): number {
  return context.hourWeight ? (context.plan.hourWeights[facts.localHour] ?? 1) : 1;
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
