import type { GammaWait } from '../statistics/wait-quantiles.ts';
import { boundedLaw, reboundPerMs } from './bounded-wait.ts';
import { LoadTracker, type TickLoad } from './load-tracker.ts';
import { jumpFactor, onsetOf, type QueueLoad } from './queue-load.ts';
import { advanceMoments, type WaitMoments } from './wait-moments.ts';

/** Relaxation times that the load is averaged over: the noise that a queue would count twice is then below 5 %. */
const RELAXATIONS = 20;

/** A full queue's wait varies with the service times in it: standard deviations above its mean that are reckoned with. */
const LIMIT_SDS = 3;

export interface FlowStationPlan {
  /** Customers who may wait at each of the parallel queues; absent: no limit. */
  readonly queueLimit?: number;
  /** Longest wait, after which a customer gives up [ms]; absent: nobody does. */
  readonly timeoutMs?: number;
}

/** What serves from now on. */
export interface FlowServers {
  /** Parallel queues among which arrivals are split at random, >= 1. */
  readonly queues: number;
  /** Servers of each, >= 1, and the work that each does [ms at speed 1 per ms], > 0. */
  readonly servers: number;
  readonly speed: number;
}

/**
 * Queues in flow fidelity: equal parallel queues that share arrivals at random, each with c equal servers, first come, first
 * served. One of them stands for all.
 *
 * Its state is the mean and variance of the wait that a customer would find, carried from tick to tick by moment equations
 * (`wait-moments.ts`): at steady load it rests at Erlang's formula with the Allen-Cunneen factor, under overload it grows by
 * the excess of the load, and between the two there is no seam. A queue limit and a timeout bound the wait
 * (`bounded-wait.ts`).
 *
 * The load is averaged over 10 relaxation times of the queue, divided among the parallel queues because they share its noise;
 * where there is a backlog, what came counts as it came. New load fills the servers at the pace of the infinite-server queue
 * before anybody waits (modified offered load: D. L. Jagerman 1975). Left out: which service times stand in the queue, so a
 * change of mix takes effect at once, and correlation between arrivals beyond `gapVariation`.
 */
export class FlowStation {
  /** Wait that those who come in the next tick have to expect if they are served. */
  readonly law: GammaWait = { busy: 0, mean: 0, variance: 0, limit: Infinity };
  /** Shares of them who find no room, and who give up. */
  refusedShare = 0;
  timedOutShare = 0;
  /** Customers who began service in the last tick, and mean number in service, of all queues. */
  departed = 0;
  inService = 0;
  /** Work done in the last tick, of all queues [ms at speed 1]. */
  doneMs = 0;
  /** Squared coefficient of variation of the gaps between arrivals; 1: Poisson. */
  gapVariation = 1;
  /** Time in which load fills the servers [ms]; undefined: that of the service times. */
  fillMs: number | undefined;

  private readonly plan: FlowStationPlan;
  private readonly tickMs: number;
  private readonly tracker = new LoadTracker();
  private readonly state: WaitMoments = { mean: 0, variance: 0, busy: 0 };
  private readonly queue: QueueLoad = { rho: 0, onset: 0, jumpMs: 0, spread: 2 };
  private queues = 1;
  private servers = 1;
  private speed = 1;
  /** Servers of a queue that the load has had time to fill. */
  private filled = 0;
  /** Mean service time and jump factor, kept for ticks in which nobody comes. */
  private serviceMs = 0;
  private serviceVariance = 0;
  /** Time in which the servers fill, and empty again when nobody comes [ms]. */
  private holdMs = 0;
  private variation = 1;
  private memoryTicks = 0;
  /** Wait beyond the timeout since services became longer: those who stand there give up. */
  private spilledMs = 0;
  /** Customers of the last tick in which anybody came. */
  private arrivals = 0;
  /** Customers that the queue has lost and nobody was told of yet; below 0 where more were told. */
  private owed = 0;

  constructor(plan: FlowStationPlan, tickMs: number) {
    this.plan = plan;
    this.tickMs = tickMs;
  }

  /** Mean wait that a customer finds who comes now [ms]. */
  get waitMs(): number {
    return this.state.mean;
  }

  /** Share of the last tick's capacity that was used (0..1). */
  get utilization(): number {
    return Math.min(1, this.doneMs / this.capacityMs);
  }

  /** Whether nobody is here and the load is forgotten, so that ticks in which nobody comes change nothing any more. */
  get isAtRest(): boolean {
    const { state, tracker } = this;
    return state.mean === 0 && state.variance === 0 && tracker.mean.work === 0 && this.filled === 0;
  }

  private get capacityMs(): number {
    return this.queues * this.servers * this.speed * this.tickMs;
  }

  /** Changes what serves. Queues that are added are empty; the customers of queues that go are served elsewhere. */
  setServers({ queues, servers, speed }: FlowServers): void {
    const { state } = this;
    const full = Math.min(1, this.queues / queues);
    const pace = (this.servers * this.speed) / (servers * speed);
    const second = full * pace * pace * (state.variance + state.mean * state.mean);
    state.mean *= full * pace;
    state.variance = Math.max(0, second - state.mean * state.mean);
    this.filled *= full;
    this.queues = queues;
    this.servers = servers;
    this.speed = speed;
  }

  /** Multiplies the waits of those who stand in the queue, who have to wait for longer or shorter services than they did. */
  stretch(factor: number): void {
    const { state } = this;
    const { timeoutMs = Infinity } = this.plan;
    const mean = state.mean * factor;
    this.spilledMs = Math.max(0, mean - timeoutMs);
    state.mean = Math.min(mean, timeoutMs);
    state.variance *= factor * factor;
  }

  /** Ends a tick in which this load came, and works out what those who come in the next have to expect. */
  advance(load: Readonly<TickLoad>): void {
    const { state, tracker } = this;
    const beforeMs = state.mean;
    tracker.take(load, state.busy >= 1 ? 0 : this.memoryTicks);
    const isPiling = state.busy >= 1 || tracker.mean.work >= this.capacityMs;
    this.describe(isPiling ? load : tracker.mean);
    advanceMoments(state, this.queue, this.tickMs);
    const lost = this.bound(beforeMs);
    this.owe(load.count, lost);
    this.expect(beforeMs, lost);
    this.account(load, beforeMs + this.spilledMs, lost);
    this.spilledMs = 0;
  }

  /** Ends a tick in which nobody was served; those who wait longer than the timeout are gone. */
  stall(load: Readonly<TickLoad>): void {
    const { state, tracker, plan } = this;
    tracker.take(load, 0);
    const queued = load.work / (this.queues * this.servers * this.speed);
    const mostMs = (tracker.mean.work / this.capacityMs) * (plan.timeoutMs ?? Infinity);
    state.mean = Math.min(state.mean + queued, Math.max(mostMs, 0));
    state.variance = 0;
    state.busy = state.mean > 0 ? 1 : 0;
    this.departed = 0;
    this.doneMs = 0;
  }

  /**
   * Says what those have to expect who come while nobody is served: if their patience lasts, the time until somebody is,
   * and then those before them who have not given up until then.
   */
  expectStalled(upInMs: number): void {
    const { law, state, tracker, plan } = this;
    const { timeoutMs = Infinity } = plan;
    const joinMs = upInMs < Infinity ? (tracker.mean.work / this.capacityMs) * upInMs : state.mean;
    const leftMs = Math.max(0, state.mean - joinMs);
    this.refusedShare = 0;
    this.timedOutShare = upInMs + leftMs < timeoutMs ? 0 : 1;
    law.busy = 1;
    law.mean = Math.min(timeoutMs, upInMs + leftMs);
    law.variance = 0;
    law.limit = timeoutMs;
  }

  /** Says what those have to expect who come when service begins again. */
  resume(): void {
    this.expect(this.state.mean, 0);
  }

  /** Forgets everybody who waits. */
  clear(): void {
    const { state, law } = this;
    state.mean = 0;
    state.variance = 0;
    state.busy = 0;
    law.busy = 0;
    law.mean = 0;
    law.variance = 0;
    this.filled = 0;
    this.owed = 0;
    this.inService = 0;
    this.departed = 0;
    this.doneMs = 0;
    this.refusedShare = 0;
    this.timedOutShare = 0;
  }

  /** Sets the queue's parameters from a load. */
  private describe(load: Readonly<TickLoad>): void {
    const { queue, servers, state } = this;
    let rho = load.work / this.capacityMs;
    if (load.work > 0) {
      this.serviceMs = load.work / load.count / this.speed;
      const second = load.work2 / load.count / (this.speed * this.speed);
      const third = load.work3 / load.count / this.speed ** 3;
      this.holdMs = this.fillMs ?? second / this.serviceMs;
      rho = this.fill(rho, this.holdMs);
      this.serviceVariance = Math.max(0, second - this.serviceMs * this.serviceMs);
      const variation = this.serviceVariance / (this.serviceMs * this.serviceMs);
      this.variation = jumpFactor(servers, rho, this.gapVariation, variation);
      const skew = (third * this.serviceMs) / (second * second);
      queue.spread = rho < 1 ? 2 * rho + ((4 * (1 - rho)) / 3) * skew : 2;
    } else rho = this.fill(0, this.holdMs);
    queue.rho = rho;
    queue.jumpMs = (this.variation * this.serviceMs) / servers;
    queue.onset = onsetOf(servers, rho);
    const gap = 1 - Math.sqrt(rho);
    const relaxationMs = rho < 1 && state.busy < 1 ? queue.jumpMs / (2 * gap * gap) : 0;
    this.memoryTicks = (RELAXATIONS * relaxationMs) / (this.queues * this.tickMs);
  }

  /** Returns the load that the servers feel: what comes, once it has had time to fill them. */
  private fill(rho: number, holdMs: number): number {
    const { servers } = this;
    if (this.state.busy >= 1) {
      this.filled = servers;
      return rho;
    }
    const offered = rho * servers;
    this.filled += (offered - this.filled) * (holdMs > 0 ? -Math.expm1(-this.tickMs / holdMs) : 1);
    this.filled = Math.min(this.filled, servers);
    return this.filled < servers ? this.filled / servers : rho;
  }

  /** Keeps the wait within its limits; returns the share of arrivals that was lost to them in the tick. */
  private bound(beforeMs: number): number {
    const { queue, state, servers } = this;
    const { queueLimit = Infinity, timeoutMs = Infinity } = this.plan;
    const placesMs = queueLimit === Infinity ? Infinity : (queueLimit * this.serviceMs) / servers;
    const limitMs = Math.min(placesMs, timeoutMs);
    const byPlaces = placesMs <= timeoutMs;
    const placesSdMs =
      byPlaces && queueLimit < Infinity ? Math.sqrt(queueLimit * this.serviceVariance) / servers : 0;
    this.law.limit = limitMs + LIMIT_SDS * placesSdMs;
    if (limitMs === Infinity || queue.rho === 0) return 0;
    const { rho, jumpMs } = queue;
    const rest = boundedLaw({
      rho,
      onset: queue.onset,
      jumpMs,
      limitMs,
      ...(byPlaces && { places: { count: queueLimit, variation: this.variation } }),
    });
    const overflow = Math.max(0, 1 - 1 / rho);
    const nearness = rest.mean > 0 ? Math.min(1, state.mean / rest.mean) : 1;
    let lost = nearness * nearness * Math.max(0, rest.lost - overflow);
    const above = Math.max(0, beforeMs - rest.mean);
    const highestMs = rest.mean + above * Math.exp(-this.tickMs * reboundPerMs(rho, jumpMs, limitMs));
    if (state.mean > beforeMs && state.mean > highestMs) {
      lost += Math.min(overflow, (state.mean - highestMs) / (rho * this.tickMs));
      const placesShare = limitMs > 0 ? highestMs / limitMs : 0;
      this.cut(highestMs, rest.variance + placesShare * placesSdMs * placesSdMs);
    }
    if (this.spilledMs > 0) lost = Math.min(1, lost + this.spilledMs / (rho * this.tickMs));
    return lost;
  }

  private cut(mean: number, variance: number): void {
    const { state, queue } = this;
    state.mean = mean;
    state.variance = Math.min(state.variance, variance);
    const square = mean * mean;
    const busy = square > 0 ? (queue.spread * square) / (square + state.variance) : 0;
    state.busy = Math.min(state.busy, busy);
  }

  /**
   * Books those who were lost in a tick and those who were told so, at the odds that were in force. A tick knows the load of the
   * one before only, and where loads come in waves or far apart the sums of the two would drift apart without it.
   */
  private owe(count: number, lost: number): void {
    if (count > 0) this.arrivals = count;
    this.owed += count * (lost - this.refusedShare - this.timedOutShare);
    // An empty queue has room for whoever comes next.
    if (count === 0 && this.state.mean === 0) this.owed = 0;
  }

  /** Writes what the next tick has to expect: the state in its middle, if things go on as in the last. */
  private expect(beforeMs: number, lost: number): void {
    const { law, state, plan, queue, servers } = this;
    const changeMs = state.busy >= 1 ? state.mean - beforeMs : 0;
    law.busy = state.busy;
    law.mean = Math.min(law.limit, Math.max(0, state.mean + changeMs / 2));
    law.variance = state.variance + (changeMs * changeMs) / 12;
    const { queueLimit = Infinity, timeoutMs = Infinity } = plan;
    const arrivalsPerMs = (queue.rho * servers) / this.serviceMs;
    const placesForLost = queueLimit / (arrivalsPerMs * timeoutMs) - (1 - lost);
    const told = this.owed > 0 ? Math.min(1, this.owed / this.arrivals) : 0;
    const timedOut = timeoutMs < Infinity && lost > 0 ? Math.min(1, Math.max(0, placesForLost / lost)) : 0;
    this.timedOutShare = told * timedOut;
    this.refusedShare = told - this.timedOutShare;
  }

  private account(load: Readonly<TickLoad>, beforeMs: number, lost: number): void {
    const { state, servers, queues } = this;
    const capacity = this.serviceMs > 0 ? (queues * servers * this.tickMs) / this.serviceMs : Infinity;
    const queued = this.serviceMs > 0 ? ((state.mean - beforeMs) * queues * servers) / this.serviceMs : 0;
    this.departed = Math.min(capacity, Math.max(0, load.count * (1 - lost) - queued));
    this.doneMs = this.departed * this.serviceMs * this.speed;
    this.inService = queues * (state.busy >= 1 ? servers : Math.min(servers, this.filled));
  }
}
