import type { LatencySummary } from './cluster-record.ts';

/** Kinds of requests that visitors send, in the order of reports. */
export const REQUEST_KINDS = ['join', 'status', 'enter', 'leave'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** How a live run came to its end. error-budget: too many requests failed. ceiling: it would have sent more than it may. */
export type LiveEnd = 'whole' | 'stopped' | 'error-budget' | 'ceiling';

/**
 * What a live run leaves behind of its generator and its target. Slip is how late a request was sent, on the run clock;
 * latency counts from the instant at which it was meant to be sent, in real time, failures included.
 */
export interface LiveRecord {
  /** What was asked, as the user may read it: no password. */
  readonly target: string;
  /** Run time over real time. */
  readonly speed: number;
  /** Threads that talked to the target; 1 is the driver's own. */
  readonly workers: number;
  readonly ended: LiveEnd;
  readonly bounds: LiveBounds;
  readonly kinds: Readonly<Record<RequestKind, RequestSeries>>;
  readonly slip: LatencySummary;
  /** Requests sent later than `bounds.slipMs`. */
  readonly late: number;
  /** The window of `bounds.windowMs` in which requests were sent latest; absent where none has enough of them. */
  readonly worstWindow?: { readonly fromMs: number; readonly sent: number; readonly slipP99Ms: number };
  readonly slipSeries: SlipSeries;
  /** Time to an answer, of all kinds, by second [ms]; 0 in seconds without an answer. */
  readonly latencySeries: LatencyColumns;
  /** Most requests under way at once, and how often that was all that may be. */
  readonly peakInFlight: number;
  readonly heldBack: number;
  /** Failed requests by the code that `tacos explain` knows. */
  readonly failures: Readonly<Record<string, number>>;
  /** The driver's own requests, which release, sweep and keep time. */
  readonly ticks: number;
  /** What the target has forgotten: answered requests, and tickets that had joined. */
  readonly losses: { readonly requests: number; readonly tickets: number };
}

/** What a valid run keeps. */
export interface LiveBounds {
  /** 99 % of the requests of any window go at most so late [ms of the run clock]. */
  readonly slipMs: number;
  /** Real time of a window. */
  readonly windowMs: number;
  /** Requests that a window must have to be judged. */
  readonly windowSent: number;
  /** Share of all requests that may go later than slipMs, 0..1. */
  readonly lateShare: number;
  /** Failed share of the last seconds at which a run stops, 0..1. */
  readonly errorBudget: number;
  /** Requests a real second that must not be passed; absent: no ceiling. */
  readonly maxPerSec?: number;
}

/** Row s counts what happened in [s, s+1) seconds of the run. */
export interface RequestSeries {
  /** Meant to be sent. */
  readonly asked: Int32Array;
  readonly sent: Int32Array;
  readonly completed: Int32Array;
  readonly failed: Int32Array;
  readonly latency: LatencySummary;
}

/** By second [ms of the run clock]; 0 in seconds in which nothing was sent. */
interface SlipSeries {
  readonly p50Ms: Float64Array;
  readonly p99Ms: Float64Array;
  readonly maxMs: Float64Array;
}

interface LatencyColumns {
  readonly p50Ms: Float64Array;
  readonly p95Ms: Float64Array;
  readonly p99Ms: Float64Array;
}
