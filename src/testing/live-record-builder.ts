import type { LatencySummary } from '../result/cluster-record.ts';
import { type LiveRecord, REQUEST_KINDS, type RequestKind } from '../result/live-record.ts';
import { BOUNDS } from './live-drive.ts';

/** What is said of one kind of request, second by second; all that was asked is sent and answered unless said otherwise. */
export interface KindSpec {
  readonly asked: readonly number[];
  readonly sent?: readonly number[];
  readonly failed?: readonly number[];
}

/** A live record of some seconds; kinds that are not named have no requests, times that are not named are 0. */
export function buildLive(
  kinds: Partial<Record<RequestKind, KindSpec>>,
  overrides: Partial<LiveRecord> & { readonly slipP99Ms?: readonly number[] } = {},
): LiveRecord {
  const { slipP99Ms, ...rest } = overrides;
  const seconds = Math.max(1, ...Object.values(kinds).map(({ asked }) => asked.length));
  const sent = Object.values(kinds).flatMap((kind) => kind.sent ?? kind.asked);
  const column = () => new Float64Array(seconds);
  return {
    target: 'redis://127.0.0.1:6379',
    speed: 1,
    workers: 1,
    ended: 'whole',
    bounds: BOUNDS,
    kinds: Object.fromEntries(
      REQUEST_KINDS.map((kind) => [kind, seriesOf(kinds[kind] ?? { asked: [] }, seconds)]),
    ) as LiveRecord['kinds'],
    slip: summary(sent.reduce((sum, count) => sum + count, 0)),
    late: 0,
    slipSeries: { p50Ms: column(), p99Ms: Float64Array.from(slipP99Ms ?? column()), maxMs: column() },
    latencySeries: { p50Ms: column(), p95Ms: column(), p99Ms: column() },
    peakInFlight: 7,
    heldBack: 0,
    failures: {},
    ticks: 0,
    losses: { requests: 0, tickets: 0 },
    ...rest,
  };
}

function seriesOf(
  { asked, sent = asked, failed = [] }: KindSpec,
  seconds: number,
): LiveRecord['kinds']['join'] {
  const column = (counts: readonly number[]) =>
    Int32Array.from({ length: seconds }, (_, second) => counts[second] ?? 0);
  const completed = sent.map((count, second) => count - (failed[second] ?? 0));
  return {
    asked: column(asked),
    sent: column(sent),
    completed: column(completed),
    failed: column(failed),
    latency: summary(sent.reduce((sum, count) => sum + count, 0)),
  };
}

function summary(count: number): LatencySummary {
  return { count, meanMs: 1.5, p50Ms: 1, p95Ms: 3, p99Ms: 12.345, maxMs: 40 };
}
