import type { ClusterPlan, RequestKind } from '../kubernetes/workload-plan.ts';
import type { Distribution } from '../random/distribution.ts';

/** What stands around the waiting room; every part may be absent, and then takes no time and never fails. */
export interface InfrastructurePlan {
  readonly edge?: EdgePlan;
  readonly redis?: RedisPlan;
  readonly cluster?: ClusterPlan;
  readonly backend?: BackendPlan;
  readonly seats?: SeatsPlan;
  readonly cost?: CostPlan;
  /** Ascending by start. */
  readonly faults: readonly FaultPlan[];
  /** Published figures to print beside what is measured, by layer, load step and so on. */
  readonly published: readonly PublishedFigure[];
  /** Spans of the run whose load is reported apart, ascending by start. */
  readonly windows: readonly WindowPlan[];
}

/** A named span of the run, such as one step of a load test. */
export interface WindowPlan {
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Layers in front of the gateway, in the order in which a request meets them. */
export interface EdgePlan {
  /** Share of status polls that the CDN answers from its cache; such a visitor learns nothing new (0..1). */
  readonly cdnAbsorbs: number;
  /** Requests of one source in a sliding window above which the WAF answers 403; absent: no rate rule. */
  readonly ratePerSource?: { readonly requests: number; readonly windowMs: number };
  /** Share of visitors of bot classes whom bot control stops at their first request (0..1). */
  readonly botsBlocked: number;
  /** Share of all visitors who are stopped by country at their first request (0..1). */
  readonly geoBlocked: number;
  /** Requests per second that the load balancer lets through; absent: all. */
  readonly loadBalancerPerSec?: number;
}

export interface RedisPlan {
  /** Primaries, each with one thread that serves commands. */
  readonly shards: number;
  readonly replicas: number;
  /** Whether the keys of an event are held together by a hash tag. Without it a cluster of several shards spreads them, and
   *  a join or enter, which touches several keys in one step, fails with CROSSSLOT. */
  readonly hashTagged: boolean;
  /** Events on sale at once, each with its own slot; the load is spread over them evenly. */
  readonly events: number;
  readonly positionLookup: 'zrank' | 'keys-scan';
  /** Commands of each kind of request, the position lookup not counted. */
  readonly commands: Readonly<Record<RequestKind, number>>;
  readonly cpuMicrosPerCommand: number;
  /** ZRANK: per doubling of the line. */
  readonly cpuMicrosPerLineDoubling: number;
  /** KEYS: per key of the shard that is looked at. */
  readonly cpuNanosPerKeyScanned: number;
  /** Keys in the store that are no tickets of the line. */
  readonly otherKeys: number;
  readonly keysPerTicket: number;
  /** CPU of a shard that serves nobody (0..1): replication, background work. */
  readonly idleCpu: number;
  /** Network round trip between gateway and Redis [ms]. */
  readonly roundTripMs: number;
  /** Round trips that one request of a kind takes, one after the other: 1 where its commands are sent together. */
  readonly roundTrips: Readonly<Record<RequestKind, number>>;
  /** Connections of each gateway pod, how long a request waits for one [ms], and the most connections the server takes. */
  readonly pool: {
    readonly connectionsPerPod: number;
    readonly timeoutMs: number;
    readonly maxClients: number;
  };
  /** A request that waits longer than this for a shard fails [ms]. */
  readonly timeoutMs: number;
  /** Node type, for the price; absent: Redis costs nothing. */
  readonly nodeType?: string;
}

/** The shop behind the waiting room: each admitted visitor sends `requestsPerAdmission` requests. */
export interface BackendPlan {
  readonly servers: number;
  readonly serviceMs: Distribution;
  readonly requestsPerAdmission: number;
  readonly queueLimit: number;
  readonly timeoutMs: number;
}

export interface SeatsPlan {
  readonly count: number;
  /** How long a seat stays reserved for one who does not buy [ms]. */
  readonly holdMs: number;
  readonly perVisitor: number;
  /** Share of those who hold seats who buy them (0..1), and how long they take [ms]. */
  readonly buyShare: number;
  readonly buyMs: Distribution;
}

export interface CostPlan {
  /** Id of the price list. */
  readonly prices: string;
  readonly nodeUsdPerHour: number;
  readonly spotNodeUsdPerHour: number;
  /** Redis nodes in all (shards x (1 + replicas)); 0 where there is no Redis with a node type. */
  readonly redisNodes: number;
  readonly redisUsdPerNodeHour: number;
  readonly fixed: readonly { readonly name: string; readonly usdPerHour: number }[];
  /** Rows of the price list that were used, to be printed with their source. */
  readonly rows: readonly PriceRow[];
  /** Monthly bills worked out at list prices beside what was claimed. */
  readonly bills: readonly BillPlan[];
}

export interface PriceRow {
  readonly key: string;
  readonly usdPerHour: number;
  /** Where it was read and when (ISO date), or "scenario" for one that the user gave. */
  readonly source: string;
  readonly date: string;
}

export interface BillPlan {
  readonly name: string;
  readonly items: readonly {
    readonly key: string;
    readonly count: number;
    readonly hoursPerMonth: number;
    readonly usdPerHour: number;
  }[];
  readonly claimedUsdPerMonth?: number;
}

export const FAULT_KINDS = [
  'pods-lost',
  'redis-latency',
  'shard-failover',
  'backend-slow',
  'clock-skew',
  'node-loss',
  'spot-interruption',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultPlan {
  readonly kind: FaultKind;
  readonly atMs: number;
  /** 0 for what happens at once (pods-lost, node-loss, spot-interruption). */
  readonly forMs: number;
  /** pods-lost: a workload. redis-latency, shard-failover: a shard (0-based number as text); absent: all, or the event's shard. */
  readonly where?: string;
  /** redis-latency: added to each command's reply. clock-skew: added to the clock of the pods hit [ms]. */
  readonly addMs: number;
  /** pods-lost, node-loss, spot-interruption, clock-skew: share hit (0..1]. */
  readonly share: number;
  /** backend-slow: service times are multiplied by this. */
  readonly factor: number;
}

/** A figure published for the real system; `path` names the metric of ours that stands beside it. */
export interface PublishedFigure {
  readonly label: string;
  /** Path in the catalogue of metrics, as a threshold would name it. */
  readonly metric: string;
  /** In the metric's own unit. */
  readonly value: number;
  /** As written. */
  readonly text: string;
  /** Calibrated: the model was fitted to this figure, so that agreement proves nothing. */
  readonly calibrated: boolean;
}
