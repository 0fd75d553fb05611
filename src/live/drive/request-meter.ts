import type { LatencySummary } from '../../result/cluster-record.ts';
import {
  type LiveBounds,
  type LiveRecord,
  REQUEST_KINDS,
  type RequestKind,
} from '../../result/live-record.ts';
import { LogHistogram } from '../../statistics/log-histogram.ts';
import { ErrorBudget } from './error-budget.ts';
import { RateCeiling } from './rate-ceiling.ts';
import { SlipWindows } from './slip-windows.ts';

/** Range of the histograms [ms]: a microsecond to a quarter of an hour; longer times are kept with the longest. */
const FROM_MS = 1e-3;
const TO_MS = 1e6;

interface KindBooks {
  readonly asked: Int32Array;
  readonly sent: Int32Array;
  readonly completed: Int32Array;
  readonly failed: Int32Array;
  readonly latency: LogHistogram;
}

/** What a meter knows of a live run. */
export type MeteredRun = Pick<
  LiveRecord,
  | 'kinds'
  | 'slip'
  | 'late'
  | 'worstWindow'
  | 'slipSeries'
  | 'latencySeries'
  | 'peakInFlight'
  | 'heldBack'
  | 'failures'
>;

/** Counts and times the requests of a run, by kind and by second. Instants are those of the run clock and never go back. */
export class RequestMeter {
  /** Requests that found as many under way as may be. */
  heldBack = 0;
  private peakInFlight = 0;
  private late = 0;
  private readonly speed: number;
  private readonly slipBoundMs: number;
  private readonly kinds: Readonly<Record<RequestKind, KindBooks>>;
  private readonly budget: ErrorBudget;
  private readonly ceiling: RateCeiling;
  private readonly windows: SlipWindows;
  private readonly slip = newHistogram();
  private readonly slipNow = newHistogram();
  private readonly latencyNow = newHistogram();
  private readonly slipSeries;
  private readonly latencySeries;
  private readonly rows: number;
  private row = 0;
  private readonly failures = new Map<string, number>();

  /** @param seconds rows of the series; what comes later is counted in the last */
  constructor(seconds: number, speed: number, bounds: LiveBounds) {
    this.rows = Math.max(1, seconds);
    this.speed = speed;
    this.slipBoundMs = bounds.slipMs;
    this.budget = new ErrorBudget(bounds.errorBudget);
    this.ceiling = new RateCeiling(bounds.maxPerSec);
    this.windows = new SlipWindows(bounds.windowMs * speed, bounds.windowSent);
    this.kinds = Object.fromEntries(REQUEST_KINDS.map((kind) => [kind, newBooks(this.rows)])) as Record<
      RequestKind,
      KindBooks
    >;
    const column = () => new Float64Array(this.rows);
    this.slipSeries = { p50Ms: column(), p99Ms: column(), maxMs: column() };
    this.latencySeries = { p50Ms: column(), p95Ms: column(), p99Ms: column() };
  }

  asked(kind: RequestKind, nowMs: number): void {
    this.moveTo(nowMs);
    this.kinds[kind].asked[this.row]! += 1;
  }

  /** Whether the ceiling allows one more request now, which it then counts. */
  maySend(nowMs: number): boolean {
    return this.ceiling.allows(nowMs / this.speed);
  }

  /** @param slipMs how late it goes [ms of the run clock] */
  sent(kind: RequestKind, slipMs: number, nowMs: number, inFlight: number): void {
    this.moveTo(nowMs);
    this.kinds[kind].sent[this.row]! += 1;
    this.slip.add(slipMs, 1);
    this.slipNow.add(slipMs, 1);
    this.windows.add(slipMs, nowMs);
    if (slipMs > this.slipBoundMs) this.late++;
    if (inFlight > this.peakInFlight) this.peakInFlight = inFlight;
  }

  /**
   * @param tookMs since the instant at which it was meant to be sent [ms of the run clock]
   * @param failure code of what went wrong; absent where it was answered
   */
  ended(kind: RequestKind, tookMs: number, nowMs: number, failure?: string): void {
    this.moveTo(nowMs);
    const latencyMs = tookMs / this.speed;
    const books = this.kinds[kind];
    books.latency.add(latencyMs, 1);
    this.latencyNow.add(latencyMs, 1);
    this.budget.count(failure !== undefined, nowMs / this.speed);
    if (failure === undefined) {
      books.completed[this.row]! += 1;
    } else {
      books.failed[this.row]! += 1;
      this.failures.set(failure, (this.failures.get(failure) ?? 0) + 1);
    }
  }

  /** One of the driver's own requests has failed. */
  tickFailed(nowMs: number): void {
    this.budget.count(true, nowMs / this.speed);
  }

  /** Why the run must be stopped now; undefined while it may go on. */
  mustEnd(nowMs: number): 'error-budget' | 'ceiling' | undefined {
    if (this.ceiling.isPassed) return 'ceiling';
    return this.budget.isSpent(nowMs / this.speed) ? 'error-budget' : undefined;
  }

  /** Whether too much has failed in the whole run. */
  get hasFailed(): boolean {
    return this.budget.isSpentInAll;
  }

  /** Returns what was measured, with rows for the first seconds. */
  close(seconds: number): MeteredRun {
    this.closeRow();
    const worstWindow = this.windows.close();
    return {
      kinds: Object.fromEntries(
        REQUEST_KINDS.map((kind) => [kind, seriesOf(this.kinds[kind], seconds)]),
      ) as MeteredRun['kinds'],
      slip: summaryOf(this.slip),
      late: this.late,
      ...(worstWindow === undefined ? {} : { worstWindow }),
      slipSeries: cut(this.slipSeries, seconds),
      latencySeries: cut(this.latencySeries, seconds),
      peakInFlight: this.peakInFlight,
      heldBack: this.heldBack,
      failures: Object.fromEntries([...this.failures].sort(([a], [b]) => (a < b ? -1 : 1))),
    };
  }

  private moveTo(nowMs: number): void {
    const row = Math.min(this.rows - 1, Math.floor(nowMs / 1000));
    if (row <= this.row) return;
    this.closeRow();
    this.row = row;
  }

  private closeRow(): void {
    const { row, slipNow, latencyNow } = this;
    this.slipSeries.p50Ms[row] = slipNow.quantile(0.5) ?? 0;
    this.slipSeries.p99Ms[row] = slipNow.quantile(0.99) ?? 0;
    this.slipSeries.maxMs[row] = slipNow.max;
    this.latencySeries.p50Ms[row] = latencyNow.quantile(0.5) ?? 0;
    this.latencySeries.p95Ms[row] = latencyNow.quantile(0.95) ?? 0;
    this.latencySeries.p99Ms[row] = latencyNow.quantile(0.99) ?? 0;
    slipNow.clear();
    latencyNow.clear();
  }
}

function newHistogram(): LogHistogram {
  return new LogHistogram(FROM_MS, TO_MS);
}

function newBooks(seconds: number): KindBooks {
  const column = () => new Int32Array(seconds);
  return { asked: column(), sent: column(), completed: column(), failed: column(), latency: newHistogram() };
}

function seriesOf(
  { asked, sent, completed, failed, latency }: KindBooks,
  seconds: number,
): MeteredRun['kinds'][RequestKind] {
  return { ...cut({ asked, sent, completed, failed }, seconds), latency: summaryOf(latency) };
}

function cut<Columns extends Readonly<Record<string, Int32Array | Float64Array>>>(
  columns: Columns,
  seconds: number,
): Columns {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, column.subarray(0, seconds)]),
  ) as Columns;
}

function summaryOf(histogram: LogHistogram): LatencySummary {
  return {
    count: histogram.count,
    meanMs: histogram.mean() ?? 0,
    p50Ms: histogram.quantile(0.5) ?? 0,
    p95Ms: histogram.quantile(0.95) ?? 0,
    p99Ms: histogram.quantile(0.99) ?? 0,
    maxMs: histogram.max,
  };
}
