import type { Failure } from '../result/cluster-record.ts';

/** Length of a tick: capacity, load and odds are constant within one [ms]. */
export const TICK_MS = 100;

/** State of a shard. */
export interface ShardCapacity {
  /** Added to each of its replies [ms]. */
  readonly addedMs: number;
  /** It answers nobody; requests wait until their timeout. */
  readonly down: boolean;
  /** down: time until it answers again [ms], so that flow fidelity knows whose patience lasts; absent: nobody's does. */
  readonly upInMs?: number;
}

/** What serves requests from a tick on. */
export interface PathCapacity {
  /** Pods that take requests. */
  readonly readyPods: number;
  /** Tickets in the line, which KEYS and ZRANK look through. */
  readonly lineLength: number;
  readonly shards: readonly ShardCapacity[];
}

/** What a path has done since it was last asked; made anew for each second. */
export interface PathUse {
  /** Requests that came to the gateway, and that were answered in time. */
  readonly came: number;
  readonly answered: number;
  readonly failures: Readonly<Record<Exclude<Failure, 'blocked' | 'shed'>, number>>;
  /** CPU time that ready pods spent, and that the requests that came asked for [core ms]; both of all pods together. */
  readonly cpuMs: number;
  readonly offeredCpuMs: number;
  /** By shard: commands, and time for which its thread was busy, idle work left out [ms]. */
  readonly commands: readonly number[];
  readonly busyMs: readonly number[];
  /** Mean time of a request at Redis, round trips included [ms]; 0 without requests. */
  readonly redisMs: number;
  /** Mean connections in use, of all pods. */
  readonly connectionsInUse: number;
}

/** The chain gateway pod -> Redis connection -> Redis shard -> answer, without the edge before it and the rules behind it. */
export interface ServicePath {
  /** Ends the tick that began TICK_MS ago and begins the next at nowMs with this capacity. */
  tick(nowMs: number, capacity: PathCapacity): void;
  /** What was done since the last call. */
  takeUse(): PathUse;
  /** Whether a readiness probe of some pod that comes now is answered within its timeout; u is a uniform number in (0, 1). */
  answersProbe(timeoutMs: number, asksRedis: boolean, u: number): boolean;
}
