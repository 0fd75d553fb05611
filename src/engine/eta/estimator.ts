import type { AdmissionLog } from '../admission-log.ts';
import type { RefillChange } from '../rules.ts';
import type { LineProfile } from './line-profile.ts';
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
  /** Refill changes that are announced, ascending, those of the past included. */
  readonly schedule: readonly RefillChange[];
  /** Whether the last second ended with the bucket empty and somebody waiting. */
  readonly ranDry: boolean;
  /** Whole tokens left at the end of the last second; 0 without a bucket. */
  readonly tokens: number;
  readonly activeInLine: number;
  /** The line in blocks; absent where no estimator watches it. */
  readonly profile: LineProfile | undefined;
  /** The wait of the ticket let in last [s]; absent before, or where no estimator watches it. */
  readonly lastWaitSec: number | undefined;
  /** Mean slot of the tickets let in during the last second with an admission; absent before the first is complete. */
  readonly pointer: number | undefined;
}

/** One visitor asking: what is known of its place. */
export interface EtaQuery {
  /** Position as shown, 1-based. */
  readonly position: number;
  /** Active visitors ahead. */
  readonly activeAhead: number;
  /** Its place in the order of joining, 0-based. */
  readonly slot: number;
  /** Whole tokens left now; 0 without a bucket. */
  readonly tokens: number;
  /** How long it has waited [s]; 0 where no estimator watches waits. */
  readonly ageSec: number;
  /** How long the first active ticket has waited [s]; absent before the first second is complete. */
  readonly headAgeSec: number | undefined;
}

/** profile: the line in blocks. waits: when each ticket has joined. pointer: the slots that are let in. */
type Watched = 'profile' | 'waits' | 'pointer';

/** Predicts the remaining wait of a visitor. Estimators observe; they never change the run. */
export interface Estimator {
  /** What must be kept for it beyond what is there for everybody. */
  readonly watches?: Watched;
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
  /** A ticket whose last request is longer ago is known to be inactive. */
  readonly inactiveAfterMs: number;
  /** Whether nobody is let in without a token, and nothing but tokens is ever short: no gate, bypass or cap on sessions. */
  readonly bucketDecides: boolean;
}

/** Returns position over rate as shown [whole s]; undefined without a rate, or with one so small that none would do. */
export function drainSec(ahead: number, ratePerSec: number): number | undefined {
  if (ratePerSec <= 0) return undefined;
  const sec = Math.round(ahead / ratePerSec);
  return sec === Number.POSITIVE_INFINITY ? undefined : sec;
}
