import { REQUEST_KINDS, type RequestKind, type WorkloadPlan } from '../kubernetes/workload-plan.ts';
import type { InfrastructurePlan, RedisPlan } from '../scenario/infrastructure-plan.ts';
import { shardsOfEvents } from './redis-slot.ts';
import type { PathCapacity } from './service-path.ts';

const KINDS = REQUEST_KINDS.length;

/** Kinds that look up a position in the line: those who poll, and those who ask to enter. */
const LOOKS_UP: Readonly<Record<RequestKind, boolean>> = {
  join: false,
  poll: true,
  enter: true,
  leave: false,
};

/** Kinds whose commands touch several keys in one step, which a cluster refuses for keys in several slots. */
const TOUCHES_SEVERAL: Readonly<Record<RequestKind, boolean>> = {
  join: true,
  poll: false,
  enter: true,
  leave: false,
};

/** One gateway pod, as its queue sees it. */
export interface GatewayShape {
  readonly servers: number;
  /** Cores that each server has: 1 where the limit is whole cores, less where it is not. */
  readonly speed: number;
  readonly queueLimit: number;
  readonly timeoutMs: number;
  /** By kind: CPU of one request [core ms]. */
  readonly cpuMs: Float64Array;
}

/** What Redis does for one request of each kind at the present length of the line, by shard and kind. */
export interface RedisShape {
  readonly plan: RedisPlan;
  readonly shards: number;
  /** Work that a shard's thread does in a millisecond beside its idle work [ms]. */
  readonly speed: number;
  /** By kind: commands, the position lookup counted; 0: the kind does not ask Redis. */
  readonly commands: Float64Array;
  /** By kind: round trips one after the other. */
  readonly roundTrips: Float64Array;
  /** By kind: fails with CROSSSLOT before it asks any shard. */
  readonly crossSlot: readonly boolean[];
  /** Shard of each event; absent where requests spread evenly over all. */
  readonly shardOfEvent: Int32Array | undefined;
  /** By shard: share of the requests that ask it. */
  readonly share: Float64Array;
  /** By shard x KINDS + kind: CPU at the shard [ms]; kept up to date by `priceLookups`. */
  readonly workMs: Float64Array;
}

/** Prices of the chain gateway pod -> connection -> shard, from a plan. */
export interface PathCosts {
  readonly gateway: GatewayShape;
  readonly redis: RedisShape | undefined;
}

/** Returns the prices. Without a cluster the gateway takes no time; without Redis nothing is asked behind it. */
export function pathCosts({ cluster, redis }: InfrastructurePlan): PathCosts {
  return {
    gateway: gatewayShape(cluster?.workloads.find((workload) => workload.role.kind === 'gateway')),
    redis: redis === undefined ? undefined : redisShape(redis),
  };
}

function gatewayShape(workload: WorkloadPlan | undefined): GatewayShape {
  if (workload?.role.kind !== 'gateway') {
    return {
      servers: 1,
      speed: 1,
      queueLimit: Infinity,
      timeoutMs: Infinity,
      cpuMs: new Float64Array(KINDS),
    };
  }
  const { role, limits } = workload;
  const cores = limits.cpuMillicores / 1000;
  const servers = Math.max(1, Math.ceil(cores));
  return {
    servers,
    speed: cores / servers,
    queueLimit: role.queueLimitPerPod,
    timeoutMs: role.timeoutMs,
    cpuMs: Float64Array.from(REQUEST_KINDS, (kind) => role.cpuMicrosPerRequest[kind] / 1000),
  };
}

function redisShape(plan: RedisPlan): RedisShape {
  const { shards, events, hashTagged } = plan;
  const isScattered = !hashTagged && shards > 1;
  const shardOfEvent = isScattered ? undefined : shardsOfEvents(events, shards);
  const share = new Float64Array(shards);
  if (shardOfEvent === undefined) share.fill(1 / shards);
  else for (const shard of shardOfEvent) share[shard]! += 1 / events;
  return {
    plan,
    shards,
    speed: 1 - plan.idleCpu,
    commands: Float64Array.from(REQUEST_KINDS, (kind) => plan.commands[kind] + (LOOKS_UP[kind] ? 1 : 0)),
    roundTrips: Float64Array.from(REQUEST_KINDS, (kind) => plan.roundTrips[kind]),
    crossSlot: REQUEST_KINDS.map((kind) => isScattered && TOUCHES_SEVERAL[kind]),
    shardOfEvent,
    share,
    workMs: new Float64Array(shards * KINDS),
  };
}

/**
 * Works out what each kind costs at each shard while the line is this long. ZRANK costs a command and the doublings of its
 * event's line; KEYS looks at every key of its shard, which holds the keys of its events, other keys shared alike.
 */
export function priceLookups(redis: RedisShape, lineLength: number): void {
  const { plan, shards, share, workMs } = redis;
  const doublings = Math.log2(1 + lineLength / plan.events);
  const keys = plan.otherKeys + plan.keysPerTicket * lineLength;
  for (let shard = 0; shard < shards; shard++) {
    const lookupMs =
      plan.positionLookup === 'zrank'
        ? (plan.cpuMicrosPerLineDoubling * doublings) / 1000
        : (plan.cpuNanosPerKeyScanned * keys * share[shard]!) / 1e6;
    for (let kind = 0; kind < KINDS; kind++) {
      const commandsMs = (redis.commands[kind]! * plan.cpuMicrosPerCommand) / 1000;
      workMs[shard * KINDS + kind] = commandsMs + (LOOKS_UP[REQUEST_KINDS[kind]!] ? lookupMs : 0);
    }
  }
}

/** Returns the connections that each ready pod may hold: its pool, as far as the server takes those of all pods. */
export function connectionsPerPod({ plan }: RedisShape, readyPods: number): number {
  const { connectionsPerPod: wanted, maxClients } = plan.pool;
  return Math.max(1, Math.min(wanted, Math.floor(maxClients / Math.max(1, readyPods))));
}

/** Returns what the round trips of a request of a kind to a shard take [ms]: each waits for its reply, and that for what was added. */
export function roundTripsMs(redis: RedisShape, kind: number, capacity: PathCapacity, shard: number): number {
  return redis.roundTrips[kind]! * (redis.plan.roundTripMs + (capacity.shards[shard]?.addedMs ?? 0));
}
