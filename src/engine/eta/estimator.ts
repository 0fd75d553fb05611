import type { AdmissionLog } from '../admission-log.ts';
import type { EtaPlan } from './plan.ts';

/** What the server knows that an estimator may look at. Kept up to date by the waiting room; estimators only read. */
export interface EtaFacts {
  readonly log: AdmissionLog;
  /** Configured refill, after the schedule and without noise [tokens/s]; 0 in a pause; absent without a bucket. */
  readonly refillPerSec: number | undefined;
  readonly capacityTokens: number;
  readonly clockResolutionMs: number;
  /** First second that began with the bucket empty and somebody waiting; absent until then. */
  readonly dryFromSec: number | undefined;
  /** Local hour 0..23. */
  readonly localHour: number;
}

/** One visitor asking: what is known of its place. */
export interface EtaQuery {
  /** Position as shown, 1-based. */
  readonly position: number;
  /** Active visitors ahead. */
  readonly activeAhead: number;
}

/** Predicts the remaining wait of a visitor. Estimators observe; they never change the run. */
export interface Estimator {
  /** Called when a second is complete, before the first event of the next; facts.log.nowSec is the next second. */
  closeSecond?(facts: EtaFacts): void;
  /** Returns the ETA as shown [whole s], or undefined when it has none to give. */
  quote(query: EtaQuery, facts: EtaFacts): number | undefined;
}

/** Switches of a scenario that change what an estimator does. */
export interface EstimatorContext {
  readonly plan: EtaPlan;
  readonly etaWindows: 'full-length' | 'observed-time';
  readonly hourWeight: boolean;
}

/** Returns position over rate as shown [whole s]; undefined without a rate, or with one so small that none would do. */
export function drainSec(ahead: number, ratePerSec: number): number | undefined {
  if (ratePerSec <= 0) return undefined;
  const sec = Math.round(ahead / ratePerSec);
  return sec === Number.POSITIVE_INFINITY ? undefined : sec;
}
