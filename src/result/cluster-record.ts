import type { ScalingDecision } from '../kubernetes/scaling/scaling-decision.ts';

/*
 * What a run leaves behind of the infrastructure. Series have one value for each second: counts Int32, levels Float64 at the
 * second's end or its mean where said; row s covers [s, s+1) seconds.
 */

/** Layers in the order in which a request meets them. `out` of a layer is what it passed on to the next. */
export const LAYERS = ['cdn', 'waf', 'loadBalancer', 'gateway', 'bucket', 'backend'] as const;
export type LayerId = (typeof LAYERS)[number];

export interface LayerSeries {
  readonly in: Int32Array;
  readonly out: Int32Array;
}

/**
 * Why a request got no answer from the rules, with the status that its sender saw.
 * blocked: WAF, 403. shed: load balancer limit, 503. noPod: no ready pod, 502. queueFull: gateway queue, 503. timedOut: waited longer
 * than the gateway's timeout, 504. pool: no Redis connection in time, 500. redis: no answer of Redis in time, 500.
 * crossSlot: keys of one command in several slots, 500.
 */
export const FAILURES = [
  'blocked',
  'shed',
  'noPod',
  'queueFull',
  'timedOut',
  'pool',
  'redis',
  'crossSlot',
] as const;
export type Failure = (typeof FAILURES)[number];

/** Time from sending a request to its answer, failures included [ms]. */
export interface LatencySummary {
  readonly count: number;
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** 0 in seconds without a request. */
interface LatencySeries {
  readonly p50Ms: Float64Array;
  readonly p95Ms: Float64Array;
  readonly p99Ms: Float64Array;
}

export interface WorkloadSeries {
  readonly name: string;
  /** Pods asked for; that take requests; created but not ready, on a node; that wait for a node. */
  readonly desired: Int32Array;
  readonly ready: Int32Array;
  readonly starting: Int32Array;
  readonly pending: Int32Array;
  /** CPU used by ready pods over their requests, and over their limits: the second's mean (0 without ready pods). */
  readonly cpuOfRequest: Float64Array;
  readonly cpuOfLimit: Float64Array;
  /** Offered CPU work over the capacity of ready pods; above 1: more comes than can be served. */
  readonly offeredLoad: Float64Array;
  readonly memoryOfRequest: Float64Array;
  /** worker: messages in its queue; 0 for the gateway. */
  readonly backlog: Int32Array;
}

export type { ScalingDecision };

export interface ShardSeries {
  readonly commands: Int32Array;
  /** Busy share of the shard's thread, 0..1, idle work included. */
  readonly cpu: Float64Array;
}

export interface RedisSeries {
  readonly shards: readonly ShardSeries[];
  /** Mean time of a request at Redis, waiting and round trips included [ms]. */
  readonly latencyMs: Float64Array;
  /** Connections in use over those of the ready pods' pools, 0..1. */
  readonly poolUse: Float64Array;
  /** Connections that the ready pods hold open at most. */
  readonly connections: Int32Array;
}

export interface BackendSeries {
  readonly utilization: Float64Array;
  /** Requests that found no place, and that waited too long. */
  readonly refused: Int32Array;
  readonly timedOut: Int32Array;
  readonly p95Ms: Float64Array;
}

export interface NodeSeries {
  /** Nodes held and paid for (those on the way included), and those that take pods. */
  readonly held: Int32Array;
  readonly ready: Int32Array;
  readonly spot: Int32Array;
  /** Requested over allocatable CPU of the ready nodes, 0..1. */
  readonly packed: Float64Array;
}

interface SeatSeries {
  readonly held: Int32Array;
  readonly sold: Int32Array;
}

export interface CostRecord {
  /** Money spent since the cluster was started, by second [USD]. */
  readonly usd: Float64Array;
  /** Of the whole run and the time before it in which pods were pre-scaled [USD]. */
  readonly nodesUsd: number;
  readonly spotUsd: number;
  readonly redisUsd: number;
  readonly fixedUsd: number;
  readonly onDemandNodeHours: number;
  readonly spotNodeHours: number;
  /** Time for which the cluster was held [ms], pre-scaling included. */
  readonly heldMs: number;
  /** Most nodes held at once: what a fixed fleet would have had to be. */
  readonly peakNodes: number;
}

/** A fault that has happened, and what it hit. */
export interface FaultRecord {
  readonly kind: string;
  readonly atMs: number;
  readonly untilMs: number;
  /** One sentence: "12 of 40 pods of gateway were lost". */
  readonly text: string;
}

export interface ClusterRecord {
  /** Layers that the scenario has; the bucket always. */
  readonly layers: Readonly<Partial<Record<LayerId, LayerSeries>>>;
  readonly failures: Readonly<Record<Failure, Int32Array>>;
  readonly latency: LatencySeries & { readonly overall: LatencySummary };
  readonly workloads: readonly WorkloadSeries[];
  readonly decisions: readonly ScalingDecision[];
  readonly redis?: RedisSeries;
  readonly backend?: BackendSeries;
  readonly nodes?: NodeSeries;
  readonly seats?: SeatSeries & {
    readonly soldOutMs?: number;
    /** Seats that came back because their holder did not buy in time. */
    readonly returned: number;
    /** Visitors let in who found no free seat. */
    readonly turnedAway: number;
  };
  readonly cost?: CostRecord;
  readonly faults: readonly FaultRecord[];
  /** Visitors stopped for good at the edge: by bot control, by country. */
  readonly stopped: { readonly bots: number; readonly geo: number };
}
