import type { LatencySummary } from '../result/cluster-record.ts';
import {
  type LiveEnd,
  type LiveRecord,
  REQUEST_KINDS,
  type RequestKind,
  type RequestSeries,
} from '../result/live-record.ts';

/** Why the result of a live run says nothing about its target. */
export interface Invalidity {
  /**
   * slip: the requests of some window were sent too late. late: too many of all were. ceiling: more would have been sent than
   * may be.
   */
  readonly kind: 'slip' | 'late' | 'ceiling';
  /** Start of the window [ms on the run clock]; absent where the whole run is meant. */
  readonly atMs?: number;
  /** What was measured, and what may be: ms, a share, requests a second. */
  readonly measured: number;
  readonly bound: number;
}

/** What the generator of a live run did, and whether it kept up. */
export interface GeneratorFindings {
  readonly target: string;
  readonly speed: number;
  readonly workers: number;
  readonly ended: LiveEnd;
  /** Empty: the run is valid. */
  readonly invalid: readonly Invalidity[];
  /** Most requests sent in a second of which 99 % went in time [1/s of real time]; absent where no second was so. */
  readonly heldPerSec?: number;
  readonly sentPeakPerSec: number;
  readonly asked: number;
  readonly sent: number;
  readonly completed: number;
  readonly failed: number;
  /** Failed over completed and failed, 0..1. */
  readonly failedShare: number;
  /** How late requests were sent [ms of the run clock]. */
  readonly slip: LatencySummary;
  /** Sent later than the bound, over all sent, 0..1. */
  readonly lateShare: number;
  /** Time to the answer since the instant at which a request was meant to be sent [ms of real time]. */
  readonly kinds: Readonly<Record<RequestKind, KindFindings>>;
  readonly failures: Readonly<Record<string, number>>;
  readonly peakInFlight: number;
  readonly heldBack: number;
  readonly lostRequests: number;
  readonly lostTickets: number;
}

interface KindFindings {
  readonly sent: number;
  readonly completed: number;
  readonly failed: number;
  readonly latency: LatencySummary;
}

/** Requests that may go late whatever their share: one pause of the machine in a small run says nothing. */
const LATE_ALLOWED = 5;

/** Returns what a live record says of its generator. */
export function describeGenerator(live: LiveRecord): GeneratorFindings {
  const { speed, workers, target, ended, slip, failures, peakInFlight, heldBack, losses } = live;
  const total = (of: (series: RequestSeries) => Int32Array) =>
    REQUEST_KINDS.reduce((sum, kind) => sum + sumOf(of(live.kinds[kind])), 0);
  const completed = total((series) => series.completed);
  const failed = total((series) => series.failed);
  const held = heldPerSec(live);
  return {
    target,
    speed,
    workers,
    ended,
    invalid: invalidities(live),
    ...(held === undefined ? {} : { heldPerSec: held }),
    sentPeakPerSec: mostOf(sentBySecond(live)) * speed,
    asked: total((series) => series.asked),
    sent: slip.count,
    completed,
    failed,
    failedShare: completed + failed === 0 ? 0 : failed / (completed + failed),
    slip,
    lateShare: slip.count === 0 ? 0 : live.late / slip.count,
    kinds: Object.fromEntries(
      REQUEST_KINDS.map((kind) => [kind, describeKind(live.kinds[kind])]),
    ) as GeneratorFindings['kinds'],
    failures,
    peakInFlight,
    heldBack,
    lostRequests: losses.requests,
    lostTickets: losses.tickets,
  };
}

function invalidities(live: LiveRecord): readonly Invalidity[] {
  const { bounds, worstWindow, late, slip, ended } = live;
  const lateShare = slip.count === 0 ? 0 : late / slip.count;
  return [
    ...(worstWindow !== undefined && worstWindow.slipP99Ms > bounds.slipMs
      ? [
          {
            kind: 'slip' as const,
            atMs: worstWindow.fromMs,
            measured: worstWindow.slipP99Ms,
            bound: bounds.slipMs,
          },
        ]
      : []),
    ...(late > LATE_ALLOWED && lateShare > bounds.lateShare
      ? [{ kind: 'late' as const, measured: lateShare, bound: bounds.lateShare }]
      : []),
    ...(ended === 'ceiling' && bounds.maxPerSec !== undefined
      ? [
          {
            kind: 'ceiling' as const,
            measured: mostOf(askedBySecond(live)) * live.speed,
            bound: bounds.maxPerSec,
          },
        ]
      : []),
  ];
}

function heldPerSec(live: LiveRecord): number | undefined {
  const inTime = sentBySecond(live).filter(
    (sent, second) => sent > 0 && live.slipSeries.p99Ms[second]! <= live.bounds.slipMs,
  );
  return inTime.length === 0 ? undefined : mostOf(inTime) * live.speed;
}

function sentBySecond(live: LiveRecord): Int32Array {
  return bySecond(live, ({ sent }) => sent);
}

function askedBySecond(live: LiveRecord): Int32Array {
  return bySecond(live, ({ asked }) => asked);
}

function bySecond({ kinds }: LiveRecord, of: (series: RequestSeries) => Int32Array): Int32Array {
  return of(kinds.join).map((_, second) =>
    REQUEST_KINDS.reduce((sum, kind) => sum + of(kinds[kind])[second]!, 0),
  );
}

function describeKind({ sent, completed, failed, latency }: RequestSeries): KindFindings {
  return { sent: sumOf(sent), completed: sumOf(completed), failed: sumOf(failed), latency };
}

function sumOf(column: Int32Array): number {
  return column.reduce((sum, count) => sum + count, 0);
}

function mostOf(column: Int32Array): number {
  return column.reduce((most, count) => Math.max(most, count), 0);
}
