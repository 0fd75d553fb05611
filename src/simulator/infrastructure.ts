import type { WaitingRoom } from '../engine/waiting-room.ts';
import type { RunSeed } from '../kubernetes/fleet/fleet-draws.ts';
import { REQUEST_KINDS } from '../kubernetes/workload-plan.ts';
import { runKey } from '../random/keyed.ts';
import type { ClusterRecord } from '../result/cluster-record.ts';
import type { SeriesRecorder } from '../result/series-recorder.ts';
import type { InfrastructurePlan } from '../scenario/infrastructure-plan.ts';
import type { Plan } from '../scenario/plan.ts';
import { BALK, ENTER, JOIN, LEAVE, POLL } from '../traffic/visitors.ts';
import { Cluster } from './cluster.ts';
import type { Crowd } from './crowd.ts';
import { Edge } from './edge.ts';
import { FaultCalendar } from './faults.ts';
import { FlowPath } from './flow-path.ts';
import { InfrastructureBooks } from './infrastructure-books.ts';
import { RequestPath } from './request-path.ts';
import { type PathCapacity, TICK_MS } from './service-path.ts';
import { Shop } from './shop.ts';
import type { TimingWheel } from './timing-wheel.ts';

/** What becomes of a request on its way to the rules. */
export const ANSWERED = 0;
/** Answered after `delayMs`, a tick or more. */
export const LATER = 1;
/** On the way; request fidelity says when it is answered. */
export const PARKED = 2;
export const ANSWERED_BY_CACHE = 3;
/** Failed, which its sender learns after `delayMs`. */
export const FAILED = 4;
/** Answered 403 by the WAF; for good where that will not change while its sender polls on. */
export const BLOCKED = 5;
export const BLOCKED_FOR_GOOD = 6;
type Fate =
  | typeof ANSWERED
  | typeof LATER
  | typeof PARKED
  | typeof ANSWERED_BY_CACHE
  | typeof FAILED
  | typeof BLOCKED
  | typeof BLOCKED_FOR_GOOD;

/** Turns the bits that gave a poll its interval into others for its fate: an odd number near 2^32 / golden ratio. */
export const FATE = 0x9e3779b1 | 0;

/** Index into REQUEST_KINDS by what a visitor does. */
const KIND: Readonly<Record<number, number>> = {
  [JOIN]: REQUEST_KINDS.indexOf('join'),
  [POLL]: REQUEST_KINDS.indexOf('poll'),
  [ENTER]: REQUEST_KINDS.indexOf('enter'),
  [LEAVE]: REQUEST_KINDS.indexOf('leave'),
  [BALK]: REQUEST_KINDS.indexOf('leave'),
};
const POLL_KIND = REQUEST_KINDS.indexOf('poll');
const KINDS = REQUEST_KINDS.length;

/** Random bits of a request: the lower 16 say whether it fails, the upper 8 how long its answer takes. */
const ALL = 65_536;
const LUCK = ALL - 1;
const LENGTHS = 256;

/** Parts of a run that the infrastructure works with. */
export interface Surroundings {
  readonly crowd: Crowd;
  readonly room: WaitingRoom;
  readonly wheel: TimingWheel;
  readonly recorder: SeriesRecorder;
}

/** All that stands around the waiting room, moved in ticks; says of each request what becomes of it. */
export class Infrastructure {
  readonly edge: Edge;
  readonly faults: FaultCalendar;
  /** What an answer or a failure takes, for the request that was asked last [ms]. */
  delayMs = 0;
  /** Instant at which something is to be done here [ms]. */
  dueMs = 0;
  /** Polls whose 16 random bits are below have another fate than an answer of the rules. */
  unusualPollsBelow = 0;
  /** What the answer to a poll takes by its 8 random bits [ms]. */
  readonly pollDelayMs: Int32Array;
  private readonly around: Surroundings;
  private readonly plan: InfrastructurePlan;
  private readonly flow: FlowPath | undefined;
  private readonly queues: RequestPath | undefined;
  private readonly cluster: Cluster | undefined;
  private readonly shop: Shop;
  private readonly books: InfrastructureBooks;
  private readonly shedBelow = new Int32Array(KINDS);
  private readonly failBelow = new Int32Array(KINDS);
  /** request fidelity: cards of tickets on the way, and whether a request failed. */
  private readonly cards: Int32Array;
  private readonly lost: Uint8Array;
  private tickMs = 0;
  private closedSeconds = 0;

  constructor(plan: Plan, parts: InfrastructurePlan, replication: number, around: Surroundings) {
    const run: RunSeed = { seed: plan.random.seed, replication };
    const key = runKey(run.seed, replication);
    const seconds = Math.ceil(plan.clock.horizonMs / 1000);
    const { crowd } = around;
    this.around = around;
    this.plan = parts;
    this.edge = new Edge(parts.edge, plan.visitors, crowd.visitors, key);
    this.faults = new FaultCalendar(parts.faults);
    const served = parts.cluster !== undefined || parts.redis !== undefined;
    const byRequest = parts.cluster?.fidelity === 'request';
    this.flow = served && !byRequest ? new FlowPath(parts) : undefined;
    this.pollDelayMs = this.flow?.pollDelayMs ?? new Int32Array(LENGTHS);
    this.queues = served && byRequest ? new RequestPath(parts, run, this) : undefined;
    this.cards = new Int32Array(byRequest ? crowd.tickets : 0);
    this.lost = new Uint8Array(byRequest ? crowd.tickets : 0);
    this.shop = new Shop(parts, key, crowd.visitors);
    this.cluster = this.makeCluster(run, seconds);
    this.books = new InfrastructureBooks(parts, seconds, {
      room: around.room,
      edge: this.edge,
      path: this.flow ?? this.queues,
      cluster: this.cluster,
      shop: this.shop,
    });
  }

  /** Whether polls may be answered in the loop of plain polls. */
  get isPlain(): boolean {
    return this.queues === undefined;
  }

  get isSoldOut(): boolean {
    return this.shop.seats?.soldOutMs !== undefined;
  }

  /** Counts polls that the rules answered as their luck said, without being asked for one by one. */
  countPlainPolls(polls: number): void {
    this.edge.came += polls;
    if (this.flow !== undefined) this.flow.came[POLL_KIND]! += polls;
  }

  /** The rules are asked to let somebody enter. */
  countEnter(): void {
    this.books.enters++;
  }

  /** A visitor is let in and goes to the shop. */
  admit(visitor: number, nowMs: number): void {
    this.shop.admit(visitor, nowMs);
    this.dueMs = Math.min(this.dueMs, Math.max(nowMs + 1, Math.ceil(this.shop.nextMs)));
  }

  /** Asks for a request of a visitor with its 32 random bits. @param unheard its last request failed */
  ask(action: number, ticket: number, bits: number, unheard: boolean, nowMs: number): Fate {
    const kind = KIND[action]!;
    const { edge, flow, queues } = this;
    const { crowd } = this.around;
    const luck = Math.imul(bits, FATE) & LUCK;
    this.delayMs = 0;
    edge.came++;
    if (kind === POLL_KIND && luck < edge.cachedBelow) {
      edge.cached++;
      return ANSWERED_BY_CACHE;
    }
    if (edge.rateRule !== undefined) {
      const visitor = crowd.tabs.visitorOf(ticket);
      const classIndex = crowd.classOf[visitor]!;
      if (edge.rateRule.blocks(visitor, classIndex, unheard, nowMs)) {
        edge.blocked++;
        return edge.rateRule.isForGood(classIndex) ? BLOCKED_FOR_GOOD : BLOCKED;
      }
    }
    if (luck < this.shedBelow[kind]!) {
      edge.shed++;
      return FAILED;
    }
    if (flow !== undefined) return this.askFlow(flow, kind, bits, luck);
    if (queues === undefined) return ANSWERED;
    queues.send(ticket, kind, crowd.tabs.visitorOf(ticket), nowMs);
    this.dueMs = Math.min(this.dueMs, Math.max(nowMs + 1, Math.ceil(queues.nextMs())));
    return PARKED;
  }

  /** Keeps the card of a ticket whose request is on its way. */
  park(ticket: number, card: number): void {
    this.cards[ticket] = card;
  }

  /** Whether the request that has come back was answered. */
  landed(ticket: number): boolean {
    return this.queues === undefined || this.lost[ticket] === 0;
  }

  /** request fidelity: a request has been answered, or has failed. */
  answered(ticket: number, _kind: number, atMs: number): void {
    this.land(ticket, false, atMs);
  }

  failed(ticket: number, _kind: number, _failure: number, atMs: number): void {
    this.land(ticket, true, atMs);
  }

  /** Does what is due at an instant. To be called before anything else happens at it, whenever `dueMs` has come. */
  advance(nowMs: number): void {
    this.shop.advance(nowMs);
    this.queues?.advance(nowMs);
    if (nowMs >= this.tickMs) {
      this.tick(nowMs);
      this.tickMs = nowMs + TICK_MS;
    }
    this.dueMs = Math.min(
      this.tickMs,
      Math.max(nowMs + 1, Math.ceil(this.shop.nextMs)),
      Math.max(nowMs + 1, Math.ceil(this.queues?.nextMs() ?? Number.POSITIVE_INFINITY)),
    );
  }

  /** The record of what has happened up to an instant; ends the run. */
  record(endMs: number): ClusterRecord {
    const seconds = Math.ceil(endMs / 1000);
    if (this.closedSeconds < seconds) this.tick(endMs);
    if (this.closedSeconds < seconds) this.closeSecond(endMs);
    return this.books.record(seconds);
  }

  private askFlow(flow: FlowPath, kind: number, bits: number, luck: number): Fate {
    flow.came[kind]! += 1;
    if (luck < this.failBelow[kind]!) {
      const shedBelow = this.shedBelow[kind]!;
      const u16 = Math.floor(((luck - shedBelow + 0.5) * ALL) / (ALL - shedBelow));
      this.delayMs = Math.round(flow.failure(kind, u16).delayMs);
      return FAILED;
    }
    this.delayMs = flow.delayMs[kind * LENGTHS + (Math.imul(bits, FATE) >>> 24)]!;
    return this.delayMs < TICK_MS ? ANSWERED : LATER;
  }

  private land(ticket: number, lost: boolean, atMs: number): void {
    const { wheel } = this.around;
    this.lost[ticket] = lost ? 1 : 0;
    wheel.schedule(ticket, this.cards[ticket]!, Math.ceil(atMs));
  }

  private tick(nowMs: number): void {
    const { edge, faults, cluster, plan } = this;
    for (const fault of faults.begin(nowMs)) this.books.fault(fault, nowMs);
    cluster?.tick(nowMs);
    (this.flow ?? this.queues)?.tick(nowMs, this.capacity(nowMs));
    if (plan.backend !== undefined) this.shop.backend?.tick(nowMs, faults.backendFactor);
    this.around.recorder.now.polls += edge.tick();
    this.setOdds();
    if (nowMs % 1000 === 0 && nowMs > 0) this.closeSecond(nowMs);
  }

  private closeSecond(nowMs: number): void {
    this.books.closeSecond(this.closedSeconds++, nowMs);
  }

  private capacity(nowMs: number): PathCapacity {
    const { plan, faults, cluster, around } = this;
    return {
      readyPods: cluster?.gatewayPods ?? 1,
      lineLength: around.room.line.length,
      shards: Array.from({ length: plan.redis?.shards ?? 0 }, (_, shard) => {
        const upInMs = faults.shardUpInMs(shard, nowMs);
        const addedMs = faults.redisAddedMs(shard);
        return upInMs === undefined ? { addedMs, down: false } : { addedMs, down: true, upInMs };
      }),
    };
  }

  /** Odds of the tick that begins, by kind: a request is cached, else shed, else fails on its path. */
  private setOdds(): void {
    const { edge, flow } = this;
    for (let kind = 0; kind < KINDS; kind++) {
      const cached = kind === POLL_KIND ? edge.cachedBelow : 0;
      const shedBelow = Math.round(cached + (ALL - cached) * edge.shedShare);
      this.shedBelow[kind] = shedBelow;
      this.failBelow[kind] = Math.round(shedBelow + ((ALL - shedBelow) * (flow?.failBelow[kind] ?? 0)) / ALL);
    }
    this.unusualPollsBelow = this.failBelow[POLL_KIND]!;
  }

  private makeCluster(run: RunSeed, seconds: number): Cluster | undefined {
    const { cluster: plan, cost } = this.plan;
    if (plan === undefined) return undefined;
    const gateway = plan.workloads[0]!.name;
    return new Cluster({
      plan,
      cost,
      run,
      seconds,
      answersProbe: (timeoutMs, asksRedis, u) =>
        (this.flow ?? this.queues)?.answersProbe(timeoutMs, asksRedis, u) ?? true,
      values: (name) => {
        if (name === 'waiting-room.depth') return this.around.room.line.length * 1000;
        return name === `${gateway}.requestsPerSec` ? this.books.gatewayPerSec * 1000 : undefined;
      },
    });
  }
}
