import type { Failure, LatencySummary } from '../result/cluster-record.ts';
import { FAILURES } from '../result/cluster-record.ts';
import { LogHistogram } from '../statistics/log-histogram.ts';
import type { PathUse } from './service-path.ts';

/** Range of the latency histograms [ms]. */
const SHORTEST_MS = 0.01;
const LONGEST_MS = 100_000;

/** Numbers of the failures of a path, as FAILURES counts them. */
export const FAILURE = Object.freeze({
  noPod: FAILURES.indexOf('noPod'),
  queueFull: FAILURES.indexOf('queueFull'),
  timedOut: FAILURES.indexOf('timedOut'),
  pool: FAILURES.indexOf('pool'),
  redis: FAILURES.indexOf('redis'),
  crossSlot: FAILURES.indexOf('crossSlot'),
}) satisfies Readonly<Record<Exclude<Failure, 'blocked' | 'shed'>, number>>;

/** Time from sending to answer of each second, and of the run; failures count with their delay. */
export class LatencyMeter {
  /** The present second, for who measures. */
  readonly second = new LogHistogram(SHORTEST_MS, LONGEST_MS);
  private readonly whole = new LogHistogram(SHORTEST_MS, LONGEST_MS);

  /** Returns the quantiles since the last call [ms], 0 without requests. */
  takeSecond(): { readonly p50Ms: number; readonly p95Ms: number; readonly p99Ms: number } {
    const { second } = this;
    const quantiles = {
      p50Ms: second.quantile(0.5) ?? 0,
      p95Ms: second.quantile(0.95) ?? 0,
      p99Ms: second.quantile(0.99) ?? 0,
    };
    this.whole.merge(second);
    second.clear();
    return quantiles;
  }

  /** Returns the whole run up to the last `takeSecond`. */
  overall(): LatencySummary {
    const { whole } = this;
    return {
      count: Math.round(whole.count),
      meanMs: whole.mean() ?? 0,
      p50Ms: whole.quantile(0.5) ?? 0,
      p95Ms: whole.quantile(0.95) ?? 0,
      p99Ms: whole.quantile(0.99) ?? 0,
      maxMs: whole.max,
    };
  }
}

/** Adds up what a path does until it is asked. */
export class PathMeter {
  came = 0;
  /** By number in FAILURES. */
  readonly failures = new Float64Array(FAILURES.length);
  cpuMs = 0;
  offeredCpuMs = 0;
  readonly commands: Float64Array;
  readonly busyMs: Float64Array;
  /** Requests that Redis was done with, and the sum of their times there [ms]. */
  redisCount = 0;
  redisSumMs = 0;
  /** Integral of the connections in use [connection ms], and the time it spans [ms]. */
  connectionMs = 0;
  spanMs = 0;

  constructor(shards: number) {
    this.commands = new Float64Array(shards);
    this.busyMs = new Float64Array(shards);
  }

  /** Returns the sums, and begins again. @param answered requests answered in time */
  take(answered: number): PathUse {
    const { failures } = this;
    const use: PathUse = {
      came: this.came,
      answered,
      failures: {
        noPod: failures[FAILURE.noPod]!,
        queueFull: failures[FAILURE.queueFull]!,
        timedOut: failures[FAILURE.timedOut]!,
        pool: failures[FAILURE.pool]!,
        redis: failures[FAILURE.redis]!,
        crossSlot: failures[FAILURE.crossSlot]!,
      },
      cpuMs: this.cpuMs,
      offeredCpuMs: this.offeredCpuMs,
      commands: Array.from(this.commands, Math.round),
      busyMs: Array.from(this.busyMs),
      redisMs: this.redisCount > 0 ? this.redisSumMs / this.redisCount : 0,
      connectionsInUse: this.spanMs > 0 ? this.connectionMs / this.spanMs : 0,
    };
    this.clear();
    return use;
  }

  /** Failures since the last `take`. */
  get failed(): number {
    return this.failures.reduce((total, count) => total + count, 0);
  }

  private clear(): void {
    this.came = 0;
    this.failures.fill(0);
    this.cpuMs = 0;
    this.offeredCpuMs = 0;
    this.commands.fill(0);
    this.busyMs.fill(0);
    this.redisCount = 0;
    this.redisSumMs = 0;
    this.connectionMs = 0;
    this.spanMs = 0;
  }
}
