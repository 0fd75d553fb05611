import { REQUEST_KINDS } from '../kubernetes/workload-plan.ts';
import type { InfrastructurePlan } from '../scenario/infrastructure-plan.ts';
import { type BehindGateway, DelayTable, DRAWS } from './delay-table.ts';
import { FlowStation } from './flow-station.ts';
import type { TickLoad } from './load-tracker.ts';
import {
  type GatewayShape,
  type PathCosts,
  pathCosts,
  priceLookups,
  type RedisShape,
  roundTripsMs,
} from './path-costs.ts';
import { FAILURE, LatencyMeter, PathMeter } from './path-meter.ts';
import { RedisFlow } from './redis-flow.ts';
import { type PathCapacity, type PathUse, type ServicePath, TICK_MS } from './service-path.ts';

const KINDS = REQUEST_KINDS.length;
const POLL = REQUEST_KINDS.indexOf('poll');

/** Random numbers that decide on failure are below this. */
const ALL = 65_536;

/** Places where a request can fail, in the order in which it passes them. */
const CAUSES = [FAILURE.queueFull, FAILURE.timedOut, FAILURE.crossSlot, FAILURE.pool, FAILURE.redis] as const;

/** Of the draws of a wait, how many stand for those who fail behind it. */
const SAMPLES = 32;

/** Why a request failed: its place in FAILURES, and after how long its sender knows [ms]. */
export interface PathFailure {
  readonly failure: number;
  readonly delayMs: number;
}

/**
 * The chain gateway pod -> connection -> shard in flow fidelity: each tick takes the requests that came in it as load, and
 * works out for the next tick how likely a request of each kind fails and how long it takes.
 *
 * For the caller's inner loop all odds are plain arrays. A request of kind k with a uniform u of 16 bits and an independent
 * byte b: `came[k]++`; if u < failBelow[k] it fails as `failure(k, u)` says, otherwise it is answered after
 * delayMs[k * 256 + b]. The gateway's timeout bounds the whole time as the sender sees it, as in request fidelity.
 */
export class FlowPath implements ServicePath {
  /** By kind: requests that came since the tick began; the caller counts. */
  readonly came = new Int32Array(KINDS);
  readonly failBelow = new Int32Array(KINDS);
  readonly delayMs: Int32Array<ArrayBuffer>;
  /** The part of `delayMs` that belongs to polls. */
  readonly pollDelayMs: Int32Array<ArrayBuffer>;
  readonly latency = new LatencyMeter();

  private readonly costs: PathCosts;
  private readonly meter: PathMeter;
  private readonly gateway: FlowStation;
  private readonly redis: RedisFlow | undefined;
  private readonly table = new DelayTable();
  private readonly serviceMs: Float64Array;
  private readonly longestServiceMs: number;
  private readonly load: TickLoad = { count: 0, work: 0, work2: 0, work3: 0 };
  private readonly toRedis = new Float64Array(KINDS);
  /** By kind: share of those who leave the gateway, which follows the mix that comes. */
  private readonly mix = new Float64Array(KINDS);
  /** By kind x CAUSES: share that fails there, and the sums as 16-bit thresholds. */
  private readonly failShare = new Float64Array(KINDS * CAUSES.length);
  private readonly causeBelow = new Int32Array(KINDS * CAUSES.length);
  private readonly servedShare: Float64Array;
  private readonly fixedMs: Float64Array;
  private readonly asks: readonly boolean[];
  private readonly behind: BehindGateway | undefined;
  /** Shares of those who ask for a connection and get none in time, and of those with one who get no answer. */
  private poolLost = 0;
  private redisLost = 0;
  /** Which half of the draws stands for all in the latency of this tick: the even or the odd ones. */
  private half = 0;
  private capacity: PathCapacity = { readyPods: 0, lineLength: 0, shards: [] };
  /** Ticks in a row that found everything at rest and left it so; after two the odds are what the next would make them. */
  private quietTicks = 0;

  constructor(plan: InfrastructurePlan) {
    this.costs = pathCosts(plan);
    const { gateway, redis } = this.costs;
    const shards = redis?.shards ?? 0;
    this.meter = new PathMeter(shards);
    this.gateway = new FlowStation(bounds(gateway), TICK_MS);
    this.redis = redis === undefined ? undefined : new RedisFlow(redis, this.meter);
    this.delayMs = this.table.wholeMs;
    this.pollDelayMs = this.delayMs.subarray(POLL * DRAWS, (POLL + 1) * DRAWS);
    this.serviceMs = gateway.cpuMs.map((ms) => ms / gateway.speed);
    this.longestServiceMs = Math.max(...this.serviceMs);
    this.servedShare = new Float64Array(shards);
    this.fixedMs = new Float64Array(shards * KINDS);
    this.asks = REQUEST_KINDS.map((_, kind) => redis !== undefined && redis.commands[kind]! > 0);
    this.failBelow.fill(ALL);
    this.behind = this.redis && {
      pool: this.redis.pool.law,
      shards: this.redis.shards.map((shard) => shard.law),
      share: this.servedShare,
      fixedMs: this.fixedMs,
      asks: this.asks,
    };
  }

  tick(_nowMs: number, capacity: PathCapacity): void {
    const isIdle = this.came.every((count) => count === 0);
    const isSame = isIdle && this.isAtRest && sameCapacity(capacity, this.capacity);
    if (isSame && this.quietTicks > 1) {
      this.half = 1 - this.half;
      this.meter.spanMs += TICK_MS;
      return;
    }
    this.quietTicks = isSame ? this.quietTicks + 1 : 0;
    this.measure();
    this.serve();
    this.came.fill(0);
    const { gateway, redis } = this.costs;
    if (capacity.readyPods !== this.capacity.readyPods) {
      if (capacity.readyPods === 0) this.gateway.clear();
      else
        this.gateway.setServers({
          queues: capacity.readyPods,
          servers: gateway.servers,
          speed: gateway.speed,
        });
      this.redis?.setPods(capacity.readyPods);
    }
    if (redis !== undefined) priceLookups(redis, capacity.lineLength);
    this.capacity = capacity;
    this.expect();
  }

  /** Says why a request that failed did so, and counts it. @param u the 16-bit number that was below failBelow[kind] */
  failure(kind: number, u: number): PathFailure {
    if (this.capacity.readyPods === 0) return this.fail(FAILURE.noPod, 0);
    const first = kind * CAUSES.length;
    let cause = 0;
    while (cause < CAUSES.length - 1 && u >= this.causeBelow[first + cause]!) cause++;
    const from = cause === 0 ? 0 : this.causeBelow[first + cause - 1]!;
    const span = Math.max(1, this.causeBelow[first + cause]! - from);
    const draw = Math.min(DRAWS - 1, Math.max(0, Math.floor(((u - from) / span) * DRAWS)));
    switch (CAUSES[cause]!) {
      case FAILURE.queueFull:
        return this.fail(FAILURE.queueFull, 0);
      case FAILURE.timedOut:
        return this.fail(FAILURE.timedOut, this.costs.gateway.timeoutMs);
      default: {
        const { timeoutMs } = this.costs.gateway;
        const afterMs = this.table.gatewayMs[draw]! + this.serviceMs[kind]! + this.failsAfterMs(cause);
        if (afterMs > timeoutMs) return this.fail(FAILURE.timedOut, timeoutMs);
        return this.fail(CAUSES[cause]!, afterMs);
      }
    }
  }

  takeUse(): PathUse {
    return this.meter.take(this.meter.came - this.meter.failed);
  }

  answersProbe(timeoutMs: number, asksRedis: boolean, u: number): boolean {
    const { gateway, table } = this;
    const lost = gateway.refusedShare + gateway.timedOutShare;
    if (u < lost) return false;
    const place = ((u - lost) / (1 - lost)) * DRAWS;
    const draw = Math.min(DRAWS - 1, Math.floor(place));
    if (!asksRedis || this.costs.redis === undefined) return table.gatewayMs[draw]! <= timeoutMs;
    if (place - draw < 1 - (1 - this.poolLost) * (1 - this.redisLost)) return false;
    const { roundTripMs } = this.costs.redis.plan;
    const addedMs = this.capacity.shards[table.shardOf(draw)]?.addedMs ?? 0;
    return table.waitMs[draw]! + roundTripMs + addedMs <= timeoutMs;
  }

  private get isAtRest(): boolean {
    return this.gateway.isAtRest && this.redis?.isAtRest !== false;
  }

  /** Books what came in the tick that ends, at the odds that were in force. */
  private measure(): void {
    const { came, meter, failShare, latency, table } = this;
    this.half = 1 - this.half;
    for (let kind = 0; kind < KINDS; kind++) {
      const count = came[kind]!;
      if (count === 0) continue;
      meter.came += count;
      meter.offeredCpuMs += count * this.costs.gateway.cpuMs[kind]!;
      if (this.capacity.readyPods === 0) {
        latency.second.add(0, count);
        continue;
      }
      let served = 1;
      for (let cause = 0; cause < CAUSES.length; cause++) {
        const share = failShare[kind * CAUSES.length + cause]!;
        if (share <= 0) continue;
        served -= share;
        this.measureFailed(kind, cause, count * share);
      }
      const first = kind * DRAWS + this.half;
      const end = (kind + 1) * DRAWS;
      if (served > 0) latency.second.addAll(table.ms, first, end, (2 * count * served) / DRAWS, 2);
    }
  }

  private measureFailed(kind: number, cause: number, count: number): void {
    const { second } = this.latency;
    const { gatewayMs } = this.table;
    const { timeoutMs } = this.costs.gateway;
    if (CAUSES[cause] === FAILURE.queueFull) second.add(0, count);
    else if (CAUSES[cause] === FAILURE.timedOut) second.add(timeoutMs, count);
    else {
      const afterMs = this.serviceMs[kind]! + this.failsAfterMs(cause);
      const step = DRAWS / SAMPLES;
      for (let i = step >> 1; i < DRAWS; i += step) {
        second.add(Math.min(gatewayMs[i]! + afterMs, timeoutMs), count / SAMPLES);
      }
    }
  }

  /** Time from leaving the gateway to a failure behind it [ms]. */
  private failsAfterMs(cause: number): number {
    const { redis } = this.costs;
    if (redis === undefined || CAUSES[cause] === FAILURE.crossSlot) return 0;
    if (CAUSES[cause] === FAILURE.pool) return redis.plan.pool.timeoutMs;
    return (this.redis?.pool.law.mean ?? 0) + redis.plan.timeoutMs;
  }

  /** Lets the stations do a tick's work. */
  private serve(): void {
    const { came, costs, gateway, load, meter, mix, toRedis, capacity } = this;
    const { cpuMs, servers } = costs.gateway;
    let [count, work, work2, work3] = [0, 0, 0, 0];
    for (let kind = 0; kind < KINDS; kind++) {
      const requests = came[kind]!;
      const ms = cpuMs[kind]!;
      count += requests;
      work += requests * ms;
      work2 += requests * ms * ms;
      work3 += requests * ms * ms * ms;
    }
    load.count = count;
    load.work = work;
    load.work2 = work2;
    load.work3 = work3;
    const isUp = capacity.readyPods > 0;
    if (isUp) {
      const change = TICK_MS / (TICK_MS + gateway.waitMs);
      for (let kind = 0; count > 0 && kind < KINDS; kind++) {
        mix[kind]! += change * (came[kind]! / count - mix[kind]!);
      }
      gateway.advance(load);
      meter.cpuMs += gateway.doneMs;
    }
    const { redis } = costs;
    meter.spanMs += TICK_MS;
    if (this.redis === undefined || redis === undefined) return;
    for (let kind = 0; kind < KINDS; kind++) {
      const goesOn = isUp && this.asks[kind] && !redis.crossSlot[kind];
      toRedis[kind] = goesOn ? gateway.departed * mix[kind]! : 0;
    }
    const variation = work > 0 ? (count * work2) / (work * work) - 1 : 0;
    const smoothness = gateway.utilization ** 2 / Math.sqrt(servers);
    this.redis.advance(toRedis, capacity, 1 + smoothness * (variation - 1), capacity.readyPods);
  }

  /** Works out the odds of the tick that begins. */
  private expect(): void {
    const { costs, gateway, table, failBelow, capacity } = this;
    const { redis } = costs;
    if (redis !== undefined) this.expectRedis(redis);
    table.fill(gateway.law, this.serviceMs, this.behind);
    const mayBeLate = table.exceeds(costs.gateway.timeoutMs, this.mostFixedMs());
    for (let kind = 0; kind < KINDS; kind++) {
      const first = kind * CAUSES.length;
      this.failShare.fill(0, first, first + CAUSES.length);
      this.failShare[first] = gateway.refusedShare;
      this.failShare[first + 1] = gateway.timedOutShare;
      const passes = 1 - gateway.refusedShare - gateway.timedOutShare;
      if (redis?.crossSlot[kind] === true) this.failShare[first + 2] = passes;
      else if (this.asks[kind] === true) {
        this.failShare[first + 3] = passes * this.poolLost;
        this.failShare[first + 4] = passes * (1 - this.poolLost) * this.redisLost;
      }
      if (mayBeLate) this.failLate(kind, passes);
      let sum = 0;
      for (let cause = first; cause < first + CAUSES.length; cause++) {
        sum += this.failShare[cause]!;
        this.causeBelow[cause] = Math.round(ALL * Math.min(1, sum));
      }
      failBelow[kind] = capacity.readyPods === 0 ? ALL : this.causeBelow[first + CAUSES.length - 1]!;
    }
  }

  /** Those whose answers would come after the gateway's timeout hear of it then; what they asked for is done all the same. */
  private failLate(kind: number, passes: number): void {
    const { failShare, table, costs } = this;
    const first = kind * CAUSES.length;
    const served = passes - failShare[first + 2]! - failShare[first + 3]! - failShare[first + 4]!;
    if (served > 0) failShare[first + 1]! += served * table.cut(kind, costs.gateway.timeoutMs);
  }

  /** Returns the longest time that a request spends other than waiting [ms]. */
  private mostFixedMs(): number {
    let mostMs = 0;
    for (const ms of this.fixedMs) mostMs = Math.max(mostMs, ms);
    return mostMs + this.longestServiceMs;
  }

  private expectRedis(redis: RedisShape): void {
    const { capacity, servedShare, fixedMs } = this;
    const flow = this.redis!;
    flow.expect(capacity);
    this.poolLost = flow.pool.timedOutShare;
    let served = 0;
    for (let shard = 0; shard < redis.shards; shard++) {
      const lost = flow.shards[shard]!.timedOutShare;
      servedShare[shard] = redis.share[shard]! * (1 - lost);
      served += servedShare[shard]!;
      for (let kind = 0; kind < KINDS; kind++) {
        const place = shard * KINDS + kind;
        fixedMs[place] = redis.workMs[place]! / redis.speed + roundTripsMs(redis, kind, capacity, shard);
      }
    }
    this.redisLost = 1 - served;
    for (let shard = 0; shard < redis.shards; shard++) {
      servedShare[shard] = served > 0 ? servedShare[shard]! / served : redis.share[shard]!;
    }
  }

  private fail(failure: number, delayMs: number): PathFailure {
    this.meter.failures[failure]! += 1;
    return { failure, delayMs };
  }
}

function sameCapacity(one: PathCapacity, other: PathCapacity): boolean {
  return (
    one.readyPods === other.readyPods &&
    one.lineLength === other.lineLength &&
    one.shards.every((shard, index) => {
      const { addedMs, down, upInMs } = shard;
      const that = other.shards[index];
      return addedMs === that?.addedMs && down === that.down && upInMs === that.upInMs;
    })
  );
}

function bounds({ queueLimit, timeoutMs }: GatewayShape): { queueLimit?: number; timeoutMs?: number } {
  return {
    ...(queueLimit < Infinity && { queueLimit }),
    ...(timeoutMs < Infinity && { timeoutMs }),
  };
}
