import { REQUEST_KINDS } from '../kubernetes/workload-plan.ts';
import { FlowStation } from './flow-station.ts';
import type { TickLoad } from './load-tracker.ts';
import { connectionsPerPod, type RedisShape, roundTripsMs } from './path-costs.ts';
import type { PathMeter } from './path-meter.ts';
import { type PathCapacity, TICK_MS } from './service-path.ts';

const KINDS = REQUEST_KINDS.length;

/** Share of a tick's connections that a saturated shard hands on at least, so that nothing comes to a full stop. */
const LEAST_PASS = 1e-3;

/**
 * Redis and the connections to it in flow fidelity. A connection is held while Redis answers, so the pools bound what can
 * wait at the shards: a saturated shard first fills all connections, and from then on requests for every shard wait for one.
 */
export class RedisFlow {
  readonly pool: FlowStation;
  readonly shards: readonly FlowStation[];
  private readonly shape: RedisShape;
  private readonly meter: PathMeter;
  /** By shard: requests and their work in this tick, time that one holds its connection, and what would be left waiting. */
  private readonly load: TickLoad = { count: 0, work: 0, work2: 0, work3: 0 };
  private readonly holdMs: Float64Array;
  private readonly left: Float64Array;
  private readonly workMs: Float64Array;
  private readonly tripsMs: Float64Array;
  private readonly wasDown: Uint8Array;
  /** Requests that got a connection in the last tick. */
  private passed = 0;
  /** Time for which one connection serves one request, as the pool saw it in the last tick [ms]. */
  private heldMs = 0;
  /** The shards are saturated, so that their work says how long a connection is held. */
  private isSaturated = false;
  /** Round trips of a request at present [ms]. */
  private awayMs = 0;
  private connections = 1;
  private readonly mix = new Float64Array(KINDS);

  constructor(shape: RedisShape, meter: PathMeter) {
    const { pool, timeoutMs } = shape.plan;
    this.shape = shape;
    this.meter = meter;
    this.pool = new FlowStation({ timeoutMs: pool.timeoutMs }, TICK_MS);
    this.shards = Array.from({ length: shape.shards }, () => new FlowStation({ timeoutMs }, TICK_MS));
    for (const shard of this.shards) shard.setServers({ queues: 1, servers: 1, speed: shape.speed });
    this.holdMs = new Float64Array(shape.shards);
    this.left = new Float64Array(shape.shards);
    this.workMs = new Float64Array(shape.shards);
    this.tripsMs = new Float64Array(shape.shards);
    this.wasDown = new Uint8Array(shape.shards);
  }

  /** Whether nobody waits for a connection or at a shard, and ticks without requests change nothing. */
  get isAtRest(): boolean {
    return this.passed === 0 && this.pool.isAtRest && this.shards.every((shard) => shard.isAtRest);
  }

  /** Changes the pods whose connections are used. */
  setPods(readyPods: number): void {
    const queues = Math.max(1, readyPods);
    const servers = connectionsPerPod(this.shape, queues);
    this.connections = queues * servers;
    this.pool.setServers({ queues, servers, speed: 1 });
  }

  /**
   * Ends a tick in which these requests (by kind) left the gateway for Redis.
   * @param gapVariation squared coefficient of variation of the gaps between those who leave one of the pods
   * @param streams pods that they come from
   */
  advance(byKind: Float64Array, capacity: PathCapacity, gapVariation: number, streams: number): void {
    const { pool, meter, shape } = this;
    let count = 0;
    for (let kind = 0; kind < KINDS; kind++) count += byKind[kind]!;
    if (count > 0) for (let kind = 0; kind < KINDS; kind++) this.mix[kind] = byKind[kind]! / count;
    const hold = this.hold(capacity);
    const most = this.mostPassed(count, capacity);
    this.isSaturated = most < Infinity;
    const heldMs = this.holdFor(hold.meanMs, capacity);
    const spanMs = hold.meanMs > 0 ? (hold.spanMs * heldMs) / hold.meanMs : 0;
    pool.fillMs = heldMs > hold.meanMs ? 0 : spanMs;
    const direct = most < Infinity ? most - (this.connections * TICK_MS) / heldMs : 0;
    const { load } = this;
    load.count = Math.max(0, count - direct);
    load.work = load.count * heldMs;
    load.work2 = load.work * spanMs;
    load.work3 = load.work2 * spanMs;
    pool.advance(load);
    this.passed = Math.max(0, Math.min(most, pool.departed + Math.min(count, direct)));
    meter.connectionMs += pool.inService * TICK_MS;
    meter.redisCount += this.passed;
    for (let shard = 0; shard < shape.shards; shard++) {
      meter.redisSumMs += this.passed * shape.share[shard]! * this.holdMs[shard]!;
      this.advanceShard(shard, capacity, gapVariation, streams);
    }
  }

  /** Says what those have to expect who come to shards that are down or answer later, or were and did until now. */
  expect(capacity: PathCapacity): void {
    const beforeMs = this.awayMs;
    const { meanMs } = this.hold(capacity);
    if (this.awayMs !== beforeMs && beforeMs > 0) {
      this.holdFor(meanMs, capacity);
      this.pool.resume();
    }
    for (let shard = 0; shard < this.shards.length; shard++) {
      const state = capacity.shards[shard];
      const isDown = state?.down === true;
      if (isDown) this.shards[shard]!.expectStalled(Math.max(0, (state.upInMs ?? Infinity) - TICK_MS / 2));
      else if (this.wasDown[shard] === 1) this.shards[shard]!.resume();
      this.wasDown[shard] = isDown ? 1 : 0;
    }
  }

  /** Changes for how long a connection is held, if no shard is saturated; returns for how long it is [ms]. */
  private holdFor(meanMs: number, capacity: PathCapacity): number {
    const heldMs = this.isSaturated ? Math.max(meanMs, this.saturatedMs(capacity)) : meanMs;
    if (this.heldMs > 0 && heldMs > 0) this.pool.stretch(heldMs / this.heldMs);
    this.heldMs = heldMs;
    return heldMs;
  }

  /** Works out how long a connection is held: mean, and second moment over mean [ms]. */
  private hold(capacity: PathCapacity): { readonly meanMs: number; readonly spanMs: number } {
    const { shape, mix, holdMs, workMs, tripsMs } = this;
    const { timeoutMs } = shape.plan;
    let mean = 0;
    let square = 0;
    this.awayMs = 0;
    for (let shard = 0; shard < shape.shards; shard++) {
      let work = 0;
      let trips = 0;
      for (let kind = 0; kind < KINDS; kind++) {
        work += mix[kind]! * shape.workMs[shard * KINDS + kind]!;
        trips += mix[kind]! * roundTripsMs(shape, kind, capacity, shard);
      }
      const { law, waitMs, timedOutShare } = this.shards[shard]!;
      const lost = timedOutShare;
      const servedMs =
        (capacity.shards[shard]?.down === true ? law.mean : waitMs) + work / shape.speed + trips;
      const share = shape.share[shard]!;
      workMs[shard] = work;
      tripsMs[shard] = trips;
      this.awayMs += share * trips;
      holdMs[shard] = (1 - lost) * servedMs + lost * timeoutMs;
      mean += share * holdMs[shard]!;
      square += share * ((1 - lost) * (servedMs * servedMs + law.variance) + lost * timeoutMs * timeoutMs);
    }
    return { meanMs: mean, spanMs: mean > 0 ? square / mean : 0 };
  }

  /**
   * Returns the most requests that get a connection in this tick: as many as keep those who wait at the shards within the
   * connections: what the shards serve, and what fills them up to there. Infinity where the shards are not what binds: the
   * connections suffice, or are too few to saturate a shard.
   */
  private mostPassed(count: number, capacity: PathCapacity): number {
    const { shape, shards, left, workMs, tripsMs, pool } = this;
    let free = this.connections;
    for (let shard = 0; shard < shape.shards; shard++) {
      const heldMs = capacity.shards[shard]?.down === true ? this.holdMs[shard]! : tripsMs[shard]!;
      free -= ((this.passed * shape.share[shard]!) / TICK_MS) * heldMs;
    }
    const queued = this.heldMs > 0 ? (pool.waitMs * this.connections) / this.heldMs : 0;
    const wanted = Math.min(count + queued, this.mostCarried(capacity));
    let waiting = 0;
    for (let shard = 0; shard < shape.shards; shard++) {
      left[shard] = 0;
      if (workMs[shard]! <= 0 || capacity.shards[shard]?.down === true) continue;
      const perMs = shape.speed / workMs[shard]!;
      const queue = wanted * shape.share[shard]! + (shards[shard]!.waitMs - TICK_MS) * perMs;
      left[shard] = Math.max(0, queue);
      waiting += left[shard]!;
    }
    if (waiting <= Math.max(0, free)) return Infinity;
    let most = Infinity;
    for (let shard = 0; shard < shape.shards; shard++) {
      if (left[shard]! <= 0) continue;
      const perMs = shape.speed / workMs[shard]!;
      const room = (Math.max(0, free) * left[shard]!) / waiting;
      const passes = (room + (TICK_MS - shards[shard]!.waitMs) * perMs) / shape.share[shard]!;
      most = Math.min(most, Math.max(LEAST_PASS * TICK_MS * perMs, passes));
    }
    return most;
  }

  /** Returns the requests that the connections carry in a tick if nobody waits at a shard that is up. */
  private mostCarried(capacity: PathCapacity): number {
    const { shape, holdMs, workMs, tripsMs } = this;
    let meanMs = 0;
    for (let shard = 0; shard < shape.shards; shard++) {
      const isDown = capacity.shards[shard]?.down === true;
      const leastMs = isDown ? holdMs[shard]! : workMs[shard]! / shape.speed + tripsMs[shard]!;
      meanMs += shape.share[shard]! * leastMs;
    }
    return meanMs > 0 ? (this.connections * TICK_MS) / meanMs : Infinity;
  }

  /** Returns how long a connection is held while the busiest shard is saturated and all connections are in use [ms]. */
  private saturatedMs(capacity: PathCapacity): number {
    const { shape, workMs } = this;
    let busiestMs = 0;
    for (let shard = 0; shard < shape.shards; shard++) {
      if (capacity.shards[shard]?.down === true) continue;
      busiestMs = Math.max(busiestMs, (shape.share[shard]! * workMs[shard]!) / shape.speed);
    }
    return this.connections * busiestMs;
  }

  private advanceShard(shard: number, capacity: PathCapacity, gapVariation: number, streams: number): void {
    const { shape, mix, load, meter } = this;
    const station = this.shards[shard]!;
    const count = this.passed * shape.share[shard]!;
    let [work, work2, work3, commands] = [0, 0, 0, 0];
    for (let kind = 0; kind < KINDS; kind++) {
      const ms = shape.workMs[shard * KINDS + kind]!;
      work += mix[kind]! * ms;
      work2 += mix[kind]! * ms * ms;
      work3 += mix[kind]! * ms * ms * ms;
      commands += mix[kind]! * shape.commands[kind]!;
    }
    load.count = count;
    load.work = count * work;
    load.work2 = count * work2;
    load.work3 = count * work3;
    if (capacity.shards[shard]?.down === true) {
      station.stall(load);
      return;
    }
    station.gapVariation =
      1 + shape.share[shard]! * merged(station.utilization, streams) * (gapVariation - 1);
    station.advance(load);
    meter.commands[shard]! += station.departed * commands;
    meter.busyMs[shard]! += station.doneMs;
  }
}

/**
 * Returns how much of the regularity of each of several equal streams is left when they meet at a queue (0..1).
 * Source: W. Whitt 1983, "The queueing network analyzer", eq. 29 and 30.
 */
function merged(utilization: number, streams: number): number {
  return 1 / (1 + 4 * (1 - utilization) ** 2 * Math.max(0, streams - 1));
}
