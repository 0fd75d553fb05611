import type { EstimatorId } from '../engine/eta/plan.ts';
import type { Plan } from '../scenario/plan.ts';
import type { ClusterRecord } from './cluster-record.ts';
import type { LiveRecord } from './live-record.ts';

/** Everything one replication leaves behind. Frozen, serialisable; typed arrays are columns of one length each. */
export interface RunRecord {
  readonly schemaVersion: 1;
  readonly plan: Plan;
  /** 0-based. */
  readonly replication: number;
  /** Run instant at which the run ended [ms]: the horizon, or when the last ticket left an empty line. */
  readonly endMs: number;
  /** Present when the run was stopped before its end. */
  readonly interrupted?: { readonly atMs: number };
  /** Instant of the first admission [ms]. */
  readonly firstAdmissionMs?: number;
  /** Instant at which the line was empty for good [ms]; absent while somebody waits. */
  readonly emptyMs?: number;
  readonly totals: Totals;
  readonly series: SecondSeries;
  readonly visits: VisitColumns;
  readonly quotes: QuoteColumns;
  /** Present where the plan has an infrastructure. */
  readonly cluster?: ClusterRecord;
  /** Present where a target answered, in real time. */
  readonly live?: LiveRecord;
}

/** Counters of the whole run. Requests are counted when the gateway receives them. */
export interface Totals {
  readonly visitors: number;
  readonly tickets: number;
  readonly joins: number;
  readonly polls: number;
  readonly enters: number;
  readonly leaves: number;
  readonly admittedTickets: number;
  /** Admissions that paid a token. */
  readonly tokenPaid: number;
  /** Admissions that bypassed the bucket. */
  readonly bypassed: number;
  /** Enters answered 403, by what refused them. */
  readonly refusedByBucket: number;
  readonly refusedBySessions: number;
  readonly refusedByGate: number;
  /** Requests answered 429 by the limiter. */
  readonly limited: number;
  /** Tokens taken by status polls (defect switch). */
  readonly tokensSpentByStatus: number;
  /** push: releases of tickets whose visitor had already left. */
  readonly wastedReleases: number;
  /** Tickets removed by the sweep. */
  readonly swept: number;
  /** Integral of the line length over time [ticket ms]. */
  readonly lineIntegralMs: number;
  /** Sum over all tickets of the time spent in the line [ms], censored ones to the end. */
  readonly ticketWaitSumMs: number;
  /** Simulation events processed. */
  readonly events: number;
  /** Largest number of requests (join, poll, enter, leave) in one second, and joins. */
  readonly peakRequestsPerSec: number;
  readonly peakJoinsPerSec: number;
  readonly peakLine: number;
}

/** One value for each second of the run; row s covers [s, s+1) seconds. Counts are Int32, levels at the second's end. */
export interface SecondSeries {
  /** Visitors who came (lottery: into the pre-queue). */
  readonly arrivals: Int32Array;
  readonly joins: Int32Array;
  readonly polls: Int32Array;
  readonly enters: Int32Array;
  readonly leaves: Int32Array;
  readonly admitted: Int32Array;
  readonly bypassed: Int32Array;
  readonly refusedByBucket: Int32Array;
  readonly refusedBySessions: Int32Array;
  readonly refusedByGate: Int32Array;
  readonly limited: Int32Array;
  readonly reneged: Int32Array;
  readonly balked: Int32Array;
  /** Tickets in line, ghosts included. */
  readonly line: Int32Array;
  /** Tickets in line whose visitor has left. */
  readonly ghosts: Int32Array;
  /** Tickets that count as active for the server (polled within inactiveAfter). */
  readonly active: Int32Array;
  readonly sessions: Int32Array;
  /** Whole tokens left; 0 where there is no bucket. */
  readonly tokens: Float64Array;
  /** Configured refill, after the schedule [tokens/s]. */
  readonly refillPerSec: Float64Array;
  /** Refill really in force, noise included [tokens/s]. */
  readonly actualRefillPerSec: Float64Array;
  /** `sliding` detail; absent when it is not among the estimators. */
  readonly sliding?: SlidingSeries;
}

/** The detailed metrics that v1.2 shows beside its ETA. */
export interface SlidingSeries {
  readonly count1Min: Int32Array;
  readonly count5Min: Int32Array;
  readonly count15Min: Int32Array;
  readonly rate1Min: Float64Array;
  readonly rate5Min: Float64Array;
  readonly rate15Min: Float64Array;
  readonly weightedRate: Float64Array;
  readonly hourWeight: Float64Array;
  /** 0.2 .. 1.0 */
  readonly confidence: Float64Array;
}

export const OUTCOMES = ['admitted', 'reneged', 'refused', 'balked', 'failed', 'censored'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** One row for each visitor, in order of joining. */
export interface VisitColumns {
  /** Index into plan.visitors. */
  readonly classIndex: Uint8Array;
  /** Index into OUTCOMES. */
  readonly outcome: Uint8Array;
  /** 1 where the visitor told the server that it left. */
  readonly polite: Uint8Array;
  readonly arriveMs: Int32Array;
  readonly joinMs: Int32Array;
  /** Granted enter (pull), release (push), leaving, or the end of the run when censored [ms]. */
  readonly endMs: Int32Array;
  /** Status polls of all the visitor's tickets. */
  readonly polls: Int32Array;
  /** Tickets still ahead in line when it was admitted: visitors it overtook, ghosts included; 0 unless admitted. */
  readonly overtook: Int32Array;
}

/** Value of a quote column where the estimator gave no estimate. */
export const NO_QUOTE = 0xffff_ffff;

/** Kept quotes in order of time, one row for each (visitor, instant). */
export interface QuoteColumns<Id extends string = EstimatorId> {
  /** Visitors in the sample over all visitors (0..1]. */
  readonly sampledShare: number;
  /** Row of the visitor in VisitColumns. */
  readonly visit: Uint32Array;
  readonly atMs: Int32Array;
  /** The position shown, 1-based. */
  readonly position: Uint32Array;
  /** Whole seconds as shown, NO_QUOTE where there is none; `oracle` has no column, analysis makes it from the truth. */
  readonly shownSec: Readonly<Partial<Record<Id, Uint32Array>>>;
}
