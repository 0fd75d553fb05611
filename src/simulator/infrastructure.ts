import type { WaitingRoom } from '../engine/waiting-room.ts';
import type { RunSeed } from '../kubernetes/fleet/fleet-draws.ts';
import { REQUEST_KINDS } from '../kubernetes/workload-plan.ts';
import { runKey } from '../random/keyed.ts';
import type { ClusterRecord } from '../result/cluster-record.ts';
import type { SeriesRecorder } from '../result/series-recorder.ts';
import type { Crowd } from '../run/crowd.ts';
import type { TimingWheel } from '../run/timing-wheel.ts';
import type { InfrastructurePlan } from '../scenario/infrastructure-plan.ts';
import type { Plan } from '../scenario/plan.ts';
import { BALK, ENTER, JOIN, LEAVE, POLL, type Visitors } from '../traffic/visitors.ts';
import { Cluster } from './cluster.ts';
import { Edge } from './edge.ts';
import { FaultCalendar } from './faults.ts';
import { FlowPath } from './flow-path.ts';
import { InfrastructureBooks } from './infrastructure-books.ts';
import { ParkedRequests } from './parked-requests.ts';
import {
  ANSWERED,
  ANSWERED_BY_CACHE,
  BLOCKED,
  BLOCKED_FOR_GOOD,
  FAILED,
  FATE,
  type Fate,
  LATER,
  LENGTHS,
  LUCK,
  PARKED,
} from './request-fate.ts';
import { RequestOdds } from './request-odds.ts';
import { RequestPath } from './request-path.ts';
import { type PathCapacity, TICK_MS } from './service-path.ts';
import { Shop } from './shop.ts';

/** Index into REQUEST_KINDS by what a visitor does. */
const KIND: Readonly<Record<number, number>> = {
  [JOIN]: REQUEST_KINDS.indexOf('join'),
  [POLL]: REQUEST_KINDS.indexOf('poll'),
  [ENTER]: REQUEST_KINDS.indexOf('enter'),
  [LEAVE]: REQUEST_KINDS.indexOf('leave'),
  [BALK]: REQUEST_KINDS.indexOf('leave'),
};
const POLL_KIND = REQUEST_KINDS.indexOf('poll');

/** Parts of a run that the infrastructure works with. */
export interface Surroundings {
  readonly crowd: Crowd;
  readonly room: WaitingRoom;
  readonly wheel: TimingWheel;
  readonly recorder: SeriesRecorder;
}

/** What the edge can tell of a request's sender. */
type Sender = Pick<Visitors, 'isRetrying' | 'isUnheard'>;

/** All that stands around the waiting room, moved in ticks; says of each request what becomes of it. */
export class Infrastructure {
  readonly edge: Edge;
  readonly faults: FaultCalendar;
  /** request fidelity: tickets whose requests are on their way. */
  readonly parked: ParkedRequests | undefined;
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
  private readonly odds = new RequestOdds();
  private readonly cluster: Cluster | undefined;
  private readonly shop: Shop;
  private readonly books: InfrastructureBooks;
  /** Requests that came to the gateway in a second, as the last one had it. */
  private gatewayPerSec = 0;
  private tickMs = 0;
  private closedSeconds = 0;

  constructor(plan: Plan, parts: InfrastructurePlan, replication: number, around: Surroundings) {
    const run: RunSeed = { seed: plan.random.seed, replication };
    const key = runKey(run.seed, replication);
    const seconds = Math.ceil(plan.clock.horizonMs / 1000);
    const { crowd, room, wheel } = around;
    this.around = around;
    this.plan = parts;
    this.edge = new Edge(parts.edge, plan.visitors, crowd.visitors, key);
    this.faults = new FaultCalendar(parts.faults);
    if (parts.cluster?.fidelity === 'request') {
      this.parked = new ParkedRequests(wheel, crowd.tickets);
      this.queues = new RequestPath(parts, run, this.parked);
    } else if (parts.cluster !== undefined || parts.redis !== undefined) this.flow = new FlowPath(parts);
    this.pollDelayMs = this.flow?.pollDelayMs ?? new Int32Array(LENGTHS);
    this.shop = new Shop(parts, key, crowd.visitors);
    this.cluster = this.makeCluster(run, seconds);
    const { edge, path, cluster, shop } = this;
    this.books = new InfrastructureBooks(parts, seconds, { room, edge, path, cluster, shop });
  }

  /** Whether polls may be answered in the loop of plain polls. */
  get isPlain(): boolean {
    return this.queues === undefined;
  }

  get isSoldOut(): boolean {
    return this.shop.seats?.soldOutMs !== undefined;
  }

  /** How far the server's clock is ahead [ms]. */
  get clockSkewMs(): number {
    return this.faults.clockSkewMs(0);
  }

  /** Counts polls that the rules answered as their luck said, without being asked for one by one. */
  countPlainPolls(polls: number): void {
    this.edge.came += polls;
    if (this.flow !== undefined) this.flow.came[POLL_KIND]! += polls;
  }

  /** The rules are asked to let somebody enter, by a visitor or (push) by the server. */
  countEnter(): void {
    this.books.enters++;
  }

  /** A visitor who is let in goes to the shop. */
  admit(visitor: number, nowMs: number): void {
    this.shop.admit(visitor, nowMs);
    this.wake(nowMs, this.shop.nextMs);
  }

  /** Asks for a request of a visitor with its 32 random bits. */
  ask(action: number, ticket: number, bits: number, sender: Sender, nowMs: number): Fate {
    const kind = KIND[action]!;
    const { edge, flow, queues, odds } = this;
    const luck = Math.imul(bits, FATE) & LUCK;
    this.delayMs = 0;
    edge.came++;
    if (kind === POLL_KIND && luck < edge.cachedBelow) {
      edge.cached++;
      return ANSWERED_BY_CACHE;
    }
    if (edge.rateRule !== undefined) {
      const { tabs, classOf } = this.around.crowd;
      const visitor = tabs.visitorOf(ticket);
      const isExtra = kind !== POLL_KIND || sender.isRetrying;
      if (edge.blocks(visitor, classOf[visitor]!, isExtra, sender.isUnheard, nowMs))
        return edge.rateRule.isForGood(classOf[visitor]!) ? BLOCKED_FOR_GOOD : BLOCKED;
    }
    if (luck < odds.shedBelow[kind]!) {
      edge.shed++;
      return FAILED;
    }
    if (flow !== undefined) return this.askFlow(flow, kind, bits, luck);
    if (queues === undefined) return ANSWERED;
    queues.send(ticket, kind, this.around.crowd.tabs.visitorOf(ticket), nowMs);
    this.wake(nowMs, queues.nextMs());
    return PARKED;
  }

  /** Does what is due at an instant. To be called before anything else happens at it, whenever `dueMs` has come. */
  advance(nowMs: number): void {
    this.shop.advance(nowMs);
    this.queues?.advance(nowMs);
    if (nowMs >= this.tickMs) {
      this.tick(nowMs);
      this.tickMs = nowMs + TICK_MS;
    }
    this.dueMs = this.tickMs;
    this.wake(nowMs, this.shop.nextMs);
    if (this.queues !== undefined) this.wake(nowMs, this.queues.nextMs());
  }

  /** Calls back for tickets that have no event of their own now, each with its polls: cut off, or on their way. */
  drain(nowMs: number, each: (ticket: number, polls: number) => void): void {
    this.edge.cutOff.close(nowMs, each);
    this.parked?.drain(each);
  }

  /** The record of what has happened up to an instant; ends the run. */
  record(endMs: number): ClusterRecord {
    const seconds = Math.ceil(endMs / 1000);
    if (this.closedSeconds < seconds) this.tick(endMs);
    if (this.closedSeconds < seconds) this.closeSecond(endMs);
    return this.books.record(seconds);
  }

  private get path(): FlowPath | RequestPath | undefined {
    return this.flow ?? this.queues;
  }

  /** Something is due at an instant, which is later than now. */
  private wake(nowMs: number, nextMs: number): void {
    this.dueMs = Math.min(this.dueMs, Math.max(nowMs + 1, Math.ceil(nextMs)));
  }

  private askFlow(flow: FlowPath, kind: number, bits: number, luck: number): Fate {
    flow.came[kind]! += 1;
    if (luck < this.odds.failBelow[kind]!) {
      this.delayMs = Math.round(flow.failure(kind, this.odds.pathLuck(flow, kind, luck)).delayMs);
      return FAILED;
    }
    this.delayMs = flow.delayMs[kind * LENGTHS + (Math.imul(bits, FATE) >>> 24)]!;
    return this.delayMs < TICK_MS ? ANSWERED : LATER;
  }

  private tick(nowMs: number): void {
    const { edge, faults, cluster, odds } = this;
    for (const fault of faults.begin(nowMs)) this.books.fault(fault, nowMs);
    cluster?.tick(nowMs);
    this.path?.tick(nowMs, this.capacity(nowMs));
    this.shop.backend?.tick(nowMs, faults.backendFactor);
    this.around.recorder.now.polls += edge.tick();
    odds.set(edge, this.flow);
    this.unusualPollsBelow = odds.unusualPollsBelow;
    if (nowMs % 1000 === 0 && nowMs > 0) this.closeSecond(nowMs);
  }

  private closeSecond(nowMs: number): void {
    this.gatewayPerSec = this.books.closeSecond(this.closedSeconds++, nowMs);
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

  private makeCluster(run: RunSeed, seconds: number): Cluster | undefined {
    const { cluster: plan, cost } = this.plan;
    if (plan === undefined) return undefined;
    const gatewayRate = `${plan.workloads[0]!.name}.requestsPerSec`;
    return new Cluster({
      plan,
      cost,
      run,
      seconds,
      answersProbe: (timeoutMs, asksRedis, u) => this.path?.answersProbe(timeoutMs, asksRedis, u) ?? true,
      values: (name) => {
        if (name === 'waiting-room.depth') return this.around.room.line.length * 1000;
        return name === gatewayRate ? this.gatewayPerSec * 1000 : undefined;
      },
    });
  }
}
