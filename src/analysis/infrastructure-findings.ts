import type { Failure, LayerId, ScalingDecision } from '../result/cluster-record.ts';

/**
 * What a run means for the machines under the waiting room. Every part is absent where the scenario has no such part.
 * Arrays are those of the first replication; instants that only some replications have are means over these.
 */
export interface InfrastructureFindings {
  readonly holds?: HoldsFindings;
  /** Every tier of the scenario, saturated or not. */
  readonly tiers?: Readonly<Partial<Record<TierId, TierFindings>>>;
  readonly requestsFailed?: FailedFindings;
  readonly latency?: LatencyFindings;
  readonly layers?: Readonly<Partial<Record<LayerId, LayerFindings>>>;
  /** By name of the workload. */
  readonly cluster?: Readonly<Record<string, WorkloadFindings>>;
  /** The decisions of the autoscalers that tell the story, in order of time. */
  readonly decisions?: readonly ScalingDecision[];
  readonly redis?: RedisFindings;
  readonly backend?: BackendFindings;
  readonly nodes?: NodeFindings;
  readonly seats?: SeatFindings;
  readonly faults?: readonly FaultFinding[];
  readonly cost?: CostFindings;
  /** By name of the window; windows that the run did not reach are left out. */
  readonly windows?: Readonly<Record<string, WindowFindings>>;
  readonly published?: readonly PublishedFinding[];
}

/** What may saturate, from the outside in. */
export const TIERS = ['loadBalancer', 'gateway', 'pool', 'redis', 'backend'] as const;
export type TierId = (typeof TIERS)[number];

/** Whether the machines carried the load: fewer failures than 1 % and no tier saturated for more than 10 s. */
export interface HoldsFindings {
  readonly holds: boolean;
  /** The tier that saturated first; of those that did in the same second the one that lies deepest. */
  readonly first?: TierId;
  /** The longest that a tier was saturated, and which [ms]. */
  readonly longest?: TierId;
}

export interface TierFindings {
  /** Highest load: requests, for Redis the commands of the shard that is the busiest [1/s]; absent for the pool. */
  readonly loadPeakPerSec?: number;
  /** What it could have served in the second of its highest load, at that second's mix [1/s]; absent for the pool. */
  readonly capacityPerSec?: number;
  /** Highest share of the capacity that was asked for; above 1: more than could be served. */
  readonly utilizationMax: number;
  /** Saturated seconds of all spells [ms]. */
  readonly saturatedMs: number;
  /** From the first saturated second to the end of the last one; absent where it never saturated. */
  readonly fromMs?: number;
  readonly untilMs?: number;
  /** Requests that failed in the spells, whatever failed them. */
  readonly failedMeanwhile: number;
}

/** Requests without an answer of the rules, over all requests that were sent. What the WAF blocks is counted apart. */
export type FailedFindings = Readonly<Record<`${Failure}Share`, number>> & {
  /** All but the blocked ones. */
  readonly share: number;
  readonly count: number;
  readonly blocked: number;
  /** Blocked ones that no bot control and no country stopped: what the rate rule answered 403. */
  readonly blockedByRate: number;
  /** Requests sent: what the first layer received. */
  readonly sent: number;
  readonly byCause: Readonly<Record<Failure, number>>;
  /** The second with the most failures, and how many; absent without any. */
  readonly peakAtMs?: number;
  readonly peakPerSec: number;
};

/** Time from sending a request to its answer, failures included. */
export interface LatencyFindings {
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** What a layer received and what it passed on. */
export interface LayerFindings {
  readonly in: number;
  readonly out: number;
  readonly inPeakPerSec: number;
  readonly outPeakPerSec: number;
}

export interface WorkloadFindings {
  readonly role: 'gateway' | 'worker';
  /** Ready pods: in the first second, at most, on average. */
  readonly podsAtStart: number;
  readonly podsPeak: number;
  readonly podsMean: number;
  readonly desiredPeak: number;
  /** Pods that waited for a node at once. */
  readonly pendingPeak: number;
  /** CPU used over requested, as an autoscaler sees it: mean and highest second with ready pods. */
  readonly cpuMean: number;
  readonly cpuMax: number;
  /** What cpuMax cannot exceed: limit over request. */
  readonly cpuCap: number;
  readonly memoryMax: number;
  /** Offered CPU work over the capacity of the ready pods. */
  readonly offeredMax: number;
  readonly saturatedMs: number;
  /** worker: most messages in its queue. */
  readonly backlogMax?: number;
  /** Decisions that added pods, that removed some, and that did not do all that was wanted. */
  readonly scaleUps: number;
  readonly scaleDowns: number;
  readonly heldBack: number;
  /** First wish of the autoscaler for more pods, and from there to the first additional ready pod. */
  readonly firstWishMs?: number;
  readonly firstNewPodAfterMs?: number;
  /** Second of the most work, and the pods whose limits it would have filled. */
  readonly peakAtMs?: number;
  readonly podsNeeded: number;
  /** From the peak to as many ready pods as it needed; absent where they never came. 0: they were there. */
  readonly enoughAfterMs?: number;
  /** From the peak to the most ready pods; absent where these came before it. */
  readonly lastPodsAfterMs?: number;
  /** Means over the last minute: ready pods, CPU and memory over requested. */
  readonly atEnd: { readonly pods: number; readonly cpu: number; readonly memory: number };
  /** gateway: of all requests. */
  readonly latency?: LatencyFindings;
}

export interface RedisFindings {
  /** By number of the shard, from 0. */
  readonly shards: Readonly<Record<string, ShardFindings>>;
  /** Number of the shard with the highest mean CPU; its CPU. */
  readonly busiest: string;
  readonly cpuMean: number;
  readonly cpuMax: number;
  /** Shards that had no command at all. */
  readonly idleShards: number;
  readonly commands: number;
  readonly commandsPeakPerSec: number;
  /** Of the busiest shard over all. */
  readonly busiestShare: number;
  /** Of a request at Redis: mean over requests, and the slowest second's mean. Absent without requests. */
  readonly latency: { readonly meanMs?: number; readonly maxMs: number };
  readonly poolUseMax: number;
  readonly connectionsPeak: number;
  readonly maxClients: number;
}

export interface ShardFindings {
  readonly cpuMean: number;
  readonly cpuMax: number;
  readonly commands: number;
  readonly commandsPeakPerSec: number;
  /** Of the commands of all shards. */
  readonly share: number;
}

export interface BackendFindings {
  readonly utilizationMean: number;
  readonly utilizationMax: number;
  readonly refused: number;
  readonly timedOut: number;
  /** Mean over requests of the second's 95th percentile, and the slowest second's; absent without requests. */
  readonly p95Ms?: number;
  readonly p95MaxMs: number;
}

/** Nodes paid for, those on the way included. */
export interface NodeFindings {
  readonly atStart: number;
  readonly peak: number;
  readonly mean: number;
  readonly spotMean: number;
  /** Requested over allocatable CPU. */
  readonly packedMean: number;
}

export interface SeatFindings {
  readonly count: number;
  readonly sold: number;
  readonly heldPeak: number;
  readonly soldOutMs?: number;
  readonly returned: number;
  readonly turnedAway: number;
}

export interface FaultFinding {
  readonly kind: string;
  readonly atMs: number;
  readonly untilMs: number;
  readonly text: string;
  /** Requests that failed in the minute before it, and from its start to a minute after its end: shares of those sent. */
  readonly failedShareBefore: number;
  readonly failedShareAfter: number;
  readonly failedAfter: number;
}

export interface CostFindings {
  readonly totalUsd: number;
  /** On-demand and spot nodes. */
  readonly nodesUsd: number;
  readonly spotUsd: number;
  readonly redisUsd: number;
  readonly fixedUsd: number;
  readonly onDemandNodeHours: number;
  readonly spotNodeHours: number;
  readonly heldMs: number;
  /** As many on-demand nodes as were held at once at most, for the whole time; Redis and fixed items the same. */
  readonly fixedFleetNodes: number;
  readonly fixedFleetUsd: number;
  /** What autoscaling saved of that; below 0: it cost more. */
  readonly savingShare: number;
  readonly prices: readonly PriceFinding[];
  readonly bills: readonly BillFinding[];
}

interface PriceFinding {
  readonly key: string;
  readonly usdPerHour: number;
  readonly source: string;
  readonly date: string;
}

/** A monthly bill at list prices beside what was claimed. */
export interface BillFinding {
  readonly name: string;
  readonly items: readonly {
    readonly key: string;
    readonly count: number;
    readonly hoursPerMonth: number;
    readonly usdPerHour: number;
    readonly usdPerMonth: number;
  }[];
  readonly listUsdPerMonth: number;
  readonly claimedUsdPerMonth?: number;
  /** What this bill is below the first one: as claimed, and at list prices. Absent in the first. */
  readonly claimedSavingShare?: number;
  readonly listSavingShare?: number;
}

/** Means over a named span of the run, cut off at the run's end. */
export interface WindowFindings {
  readonly fromMs: number;
  readonly toMs: number;
  /** Requests sent. */
  readonly requestsPerSec: number;
  readonly admittedPerSec: number;
  readonly failedShare: number;
  /** Of the shard with the highest mean in the window. */
  readonly redisCpu?: number;
  /** CPU over requested, and ready pods. */
  readonly gatewayCpu?: number;
  readonly gatewayPods?: number;
  /** Means over requests of each second's quantile; absent without requests. */
  readonly latencyP50Ms?: number;
  readonly latencyP95Ms?: number;
  readonly latencyP99Ms?: number;
}

export interface PublishedFinding {
  readonly label: string;
  readonly metric: string;
  /** As written. */
  readonly text: string;
  readonly claimed: number;
  /** Absent when the run has no such value. */
  readonly measured?: number;
  /** Measured minus claimed, in the metric's unit, and over what was claimed; the latter absent where that is 0. */
  readonly difference?: number;
  readonly relative?: number;
  readonly calibrated: boolean;
}
