import { REQUEST_KINDS } from '../kubernetes/workload-plan.ts';
import { type Rng, substream } from '../random/rng.ts';
import type { InfrastructurePlan } from '../scenario/infrastructure-plan.ts';
import { type ConnectionPool, NOBODY } from './connection-pool.ts';
import { EventQueue } from './event-queue.ts';
import { GatewayPods } from './gateway-pods.ts';
import {
  connectionsPerPod,
  type PathCosts,
  pathCosts,
  priceLookups,
  type RedisShape,
  roundTripsMs,
} from './path-costs.ts';
import { FAILURE, LatencyMeter, PathMeter } from './path-meter.ts';
import { RequestDeadlines } from './request-deadlines.ts';
import { RequestsUnderWay } from './requests-under-way.ts';
import type { PathCapacity, PathUse, ServicePath } from './service-path.ts';
import { ACTION_BITS, Station, type StationListener } from './station.ts';

const KINDS = REQUEST_KINDS.length;
const ACTION_MASK = (1 << ACTION_BITS) - 1;

/** Actions of the path itself, which has the station number 0. */
const ARRIVE = 0;
const ANSWER = 1;
const DEADLINE = 2;

/** Told what becomes of each request, at its instant. */
export interface PathListener {
  answered(ticket: number, kind: number, atMs: number): void;
  /** @param failure place in FAILURES */
  failed(ticket: number, kind: number, failure: number, atMs: number): void;
}

/** The run whose random numbers choose the pods. */
export interface PathRun {
  readonly seed: number;
  /** 0-based. */
  readonly replication: number;
}

/**
 * The chain gateway pod -> connection -> shard in request fidelity: every request passes true queues in continuous time, on
 * an event queue of its own. The clock of a run knows whole milliseconds; requests of one are spread over it evenly, as they
 * would come. A pod that is taken away finishes what it has; the youngest goes first.
 *
 * The gateway's timeout bounds the whole time of a request as its sender sees it. Who still waits in a pod's queue then is
 * gone from it; what has left that queue is done all the same, since nobody tells those behind it.
 */
export class RequestPath implements ServicePath, StationListener {
  readonly latency = new LatencyMeter();
  private readonly costs: PathCosts;
  private readonly listener: PathListener;
  private readonly rng: Rng;
  private readonly queue = new EventQueue(1024);
  private readonly requests = new RequestsUnderWay();
  private readonly deadlines: RequestDeadlines;
  private readonly meter: PathMeter;
  private readonly shards: readonly Station[];
  private readonly shardWorkMs: Float64Array;
  private readonly firstPod: number;
  private readonly pods: GatewayPods;
  private capacity: PathCapacity = { readyPods: 0, lineLength: 0, shards: [] };
  private answeredCount = 0;
  private inUse = 0;
  private bookedMs = 0;
  private holdMs = 0;

  constructor(plan: InfrastructurePlan, run: PathRun, listener: PathListener) {
    this.costs = pathCosts(plan);
    this.listener = listener;
    this.rng = substream(run.seed, run.replication, 'station');
    this.deadlines = new RequestDeadlines(this.queue, DEADLINE, this.costs.gateway.timeoutMs);
    const shards = this.costs.redis?.shards ?? 0;
    this.meter = new PathMeter(shards);
    this.shardWorkMs = new Float64Array(shards);
    this.shards = Array.from(
      { length: shards },
      (_, shard) => new Station(this.queue, shard + 1, { servers: 1 }, this),
    );
    this.firstPod = shards + 1;
    this.pods = new GatewayPods(this.costs, this.queue, this.firstPod, this);
  }

  /** A request comes at a whole millisecond. @param event any number; its remainder by the events on sale counts */
  send(ticket: number, kind: number, event: number, nowMs: number): void {
    const { requests, queue } = this;
    const request = requests.take();
    const sentMs = nowMs + 1 - this.rng.uniform();
    requests.ticket[request] = ticket;
    requests.kind[request] = kind;
    requests.event[request] = event;
    requests.sentMs[request] = sentMs;
    queue.push(sentMs, ARRIVE, request);
    this.meter.came++;
    this.meter.offeredCpuMs += this.costs.gateway.cpuMs[kind]!;
  }

  /** Instant of the next event [ms]; Infinity: none. */
  nextMs(): number {
    return this.queue.nextMs();
  }

  /** Carries out everything up to and including an instant [ms]. */
  advance(untilMs: number): void {
    const { queue } = this;
    while (queue.nextMs() <= untilMs && queue.pop()) {
      this.handle(queue.kind >> ACTION_BITS, queue.kind & ACTION_MASK, queue.id);
    }
    if (untilMs > queue.timeMs) queue.skipTo(untilMs);
  }

  tick(nowMs: number, capacity: PathCapacity): void {
    this.advance(nowMs);
    const { redis } = this.costs;
    this.pods.setCount(capacity.readyPods);
    if (redis !== undefined) {
      priceLookups(redis, capacity.lineLength);
      const connections = connectionsPerPod(redis, capacity.readyPods);
      this.pods.setConnections(connections, (pool) => this.connectWaiting(pool, nowMs));
      for (let shard = 0; shard < redis.shards; shard++) {
        this.shards[shard]!.setServers(capacity.shards[shard]?.down === true ? 0 : 1);
      }
    }
    this.capacity = capacity;
  }

  takeUse(): PathUse {
    this.bookConnections();
    const { meter } = this;
    if (meter.redisCount > 0) this.holdMs = meter.redisSumMs / meter.redisCount;
    const answered = this.answeredCount;
    this.answeredCount = 0;
    return meter.take(answered);
  }

  answersProbe(timeoutMs: number, asksRedis: boolean, u: number): boolean {
    const { pods, costs } = this;
    const { gateway, redis } = costs;
    const place = u * Math.max(1, pods.count);
    const index = Math.floor(place);
    const pod = index < pods.count ? pods.at(pods.readyPlace(index)) : undefined;
    let waitMs = 0;
    if (pod !== undefined && pod.station.busyNow >= gateway.servers) {
      if (pod.station.waitingNow >= gateway.queueLimit) return false;
      waitMs = pod.workMs / gateway.servers;
      if (waitMs > gateway.timeoutMs) return false;
    }
    if (asksRedis && redis !== undefined) waitMs += this.redisMs(redis, pod?.pool, place - index);
    return waitMs <= timeoutMs;
  }

  /** Returns what a connection and a reply of Redis take for one who asks now [ms]; Infinity: there is none in time. */
  private redisMs(redis: RedisShape, pool: ConnectionPool | undefined, u: number): number {
    const { plan, shardOfEvent, shards } = redis;
    let waitMs = 0;
    if (pool !== undefined && pool.inUse >= pool.limit) {
      waitMs = ((pool.waiting + 1) * this.holdMs) / pool.limit;
      if (waitMs > plan.pool.timeoutMs) return Infinity;
    }
    const shard =
      shardOfEvent === undefined
        ? Math.floor(u * shards)
        : shardOfEvent[Math.floor(u * shardOfEvent.length)]!;
    const state = this.capacity.shards[shard];
    const queueMs = this.shardWorkMs[shard]!;
    if (state?.down === true || queueMs > plan.timeoutMs) return Infinity;
    return waitMs + queueMs + plan.roundTripMs + (state?.addedMs ?? 0);
  }

  served(number: number, request: number, _waitMs: number, nowMs: number): void {
    if (number < this.firstPod) this.leaveShard(number - 1, request, nowMs);
    else this.leaveGateway((number - this.firstPod) >> 1, request, nowMs);
  }

  abandoned(number: number, request: number, _waitMs: number, nowMs: number): void {
    const { requests } = this;
    if (number < this.firstPod) {
      this.shardWorkMs[number - 1]! -= requests.serviceMs[request]!;
      this.disconnect(request, nowMs);
      this.fail(request, FAILURE.redis, nowMs);
    } else {
      this.pods.at(requests.pod[request]!).workMs -= requests.serviceMs[request]!;
      this.fail(request, FAILURE.timedOut, nowMs);
    }
  }

  private handle(number: number, action: number, id: number): void {
    const { queue, firstPod } = this;
    if (number === 0) {
      if (action === ARRIVE) this.arrive(id);
      else if (action === ANSWER) this.finish(id, queue.timeMs);
      else this.deadlines.due((request) => this.giveUp(request, queue.timeMs));
    } else if (number < firstPod) this.shards[number - 1]!.handle(action, id);
    else {
      const pod = this.pods.at((number - firstPod) >> 1);
      if (((number - firstPod) & 1) === 0) pod.station.handle(action, id);
      else {
        const request = pod.pool?.handle(id) ?? NOBODY;
        if (request !== NOBODY) this.fail(request, FAILURE.pool, queue.timeMs);
      }
    }
  }

  private arrive(request: number): void {
    const { pods, requests, costs, queue } = this;
    const { gateway } = costs;
    requests.pod[request] = NOBODY;
    requests.isAwaited[request] = 1;
    this.deadlines.add(request);
    if (pods.count === 0) {
      this.fail(request, FAILURE.noPod, queue.timeMs);
      return;
    }
    const place = pods.readyPlace(this.rng.below(pods.count));
    const pod = pods.at(place);
    const serviceMs = gateway.cpuMs[requests.kind[request]!]! / gateway.speed;
    requests.pod[request] = place;
    requests.serviceMs[request] = serviceMs;
    pod.inside++;
    if (pod.station.arrive(request, serviceMs, gateway.timeoutMs)) pod.workMs += serviceMs;
    else this.fail(request, FAILURE.queueFull, queue.timeMs);
  }

  private leaveGateway(place: number, request: number, nowMs: number): void {
    const { requests, costs, meter } = this;
    const { redis } = costs;
    const pod = this.pods.at(place);
    const kind = requests.kind[request]!;
    pod.workMs -= requests.serviceMs[request]!;
    meter.cpuMs += costs.gateway.cpuMs[kind]!;
    if (redis?.crossSlot[kind] === true) this.fail(request, FAILURE.crossSlot, nowMs);
    else if (redis === undefined || redis.commands[kind] === 0) this.succeed(request, nowMs);
    else if (pod.pool?.take(request) === true) this.connect(redis, request, nowMs);
  }

  private connect(redis: RedisShape, request: number, nowMs: number): void {
    const { requests } = this;
    const { shardOfEvent } = redis;
    this.bookConnections();
    this.inUse++;
    const shard =
      shardOfEvent === undefined
        ? this.rng.below(redis.shards)
        : shardOfEvent[requests.event[request]! % shardOfEvent.length]!;
    requests.shard[request] = shard;
    requests.connectedMs[request] = nowMs;
    const serviceMs = redis.workMs[shard * KINDS + requests.kind[request]!]! / redis.speed;
    requests.serviceMs[request] = serviceMs;
    this.shardWorkMs[shard]! += serviceMs;
    this.shards[shard]!.arrive(request, serviceMs, redis.plan.timeoutMs);
  }

  private leaveShard(shard: number, request: number, nowMs: number): void {
    const { requests, meter, costs } = this;
    const redis = costs.redis!;
    const kind = requests.kind[request]!;
    const serviceMs = requests.serviceMs[request]!;
    this.shardWorkMs[shard]! -= serviceMs;
    meter.commands[shard]! += redis.commands[kind]!;
    meter.busyMs[shard]! += serviceMs * redis.speed;
    this.queue.push(nowMs + roundTripsMs(redis, kind, this.capacity, shard), ANSWER, request);
  }

  private finish(request: number, nowMs: number): void {
    this.disconnect(request, nowMs);
    this.succeed(request, nowMs);
  }

  /** Gives the connection of a request to the next who waits for one. */
  private disconnect(request: number, nowMs: number): void {
    const { meter, requests } = this;
    meter.redisCount++;
    meter.redisSumMs += nowMs - requests.connectedMs[request]!;
    this.bookConnections();
    this.inUse--;
    const pool = this.pods.at(requests.pod[request]!).pool!;
    pool.giveBack();
    this.connectWaiting(pool, nowMs);
  }

  private connectWaiting(pool: ConnectionPool, nowMs: number): void {
    for (let next = pool.nextServed(); next !== NOBODY; next = pool.nextServed()) {
      this.connect(this.costs.redis!, next, nowMs);
    }
  }

  private succeed(request: number, nowMs: number): void {
    const { requests } = this;
    if (requests.isAwaited[request] === 1) {
      this.answeredCount++;
      this.tell(request, nowMs);
      this.listener.answered(requests.ticket[request]!, requests.kind[request]!, nowMs);
    }
    this.leave(request);
  }

  private fail(request: number, failure: number, nowMs: number): void {
    if (this.requests.isAwaited[request] === 1) this.tellFailure(request, failure, nowMs);
    this.leave(request);
  }

  /** The sender of a request hears that it took too long. One that waits in a pod's queue leaves it by itself. */
  private giveUp(request: number, nowMs: number): void {
    this.tellFailure(request, FAILURE.timedOut, nowMs);
  }

  private tellFailure(request: number, failure: number, nowMs: number): void {
    const { requests, meter } = this;
    meter.failures[failure]! += 1;
    this.tell(request, nowMs);
    this.listener.failed(requests.ticket[request]!, requests.kind[request]!, failure, nowMs);
  }

  /** The sender of a request hears of it. */
  private tell(request: number, nowMs: number): void {
    const { requests } = this;
    this.latency.second.add(nowMs - requests.sentMs[request]!, 1);
    requests.isAwaited[request] = 0;
    this.deadlines.remove(request);
  }

  private leave(request: number): void {
    const place = this.requests.pod[request]!;
    if (place !== NOBODY) this.pods.at(place).inside--;
    this.requests.free(request);
  }

  /** Books the connections in use since their number last changed; to be called before it changes. */
  private bookConnections(): void {
    const nowMs = this.queue.timeMs;
    this.meter.connectionMs += this.inUse * (nowMs - this.bookedMs);
    this.meter.spanMs += nowMs - this.bookedMs;
    this.bookedMs = nowMs;
  }
}
