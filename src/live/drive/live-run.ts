import type { LiveBounds, LiveEnd } from '../../result/live-record.ts';
import type { RunRecord } from '../../result/run-record.ts';
import { CARD, ENTRY, NONE } from '../../run/timing-wheel.ts';
import { UniformSampler } from '../../run/uniform-sampler.ts';
import type { Plan } from '../../scenario/plan.ts';
import { CARD_POLLS_SHIFT, STATE, WATCHED } from '../../traffic/ticket-state.ts';
import { Flights, type Land } from './flights.ts';
import { closeBooks } from './live-books.ts';
import { LiveGateway } from './live-gateway.ts';
import { LIVE_REPLICATION, type LiveParts, makeLiveParts } from './live-parts.ts';
import { RequestMeter } from './request-meter.ts';
import { RoomWatch } from './room-watch.ts';
import { SecondRows } from './second-rows.ts';
import type { Answer, Wire, WireRequest } from './wire.ts';

export interface LiveOptions {
  /** What was asked, as the user may read it. */
  readonly target: string;
  /** Run time over real time. */
  readonly speed: number;
  /** Threads that talk to the target. */
  readonly workers: number;
  readonly bounds: LiveBounds;
  /** Requests under way at most. */
  readonly mostInFlight: number;
  /** A request without an answer for so long has failed [ms, real time]. */
  readonly timeoutMs: number;
  /** Shortest time between two ticks [ms, real time]. */
  readonly tickMs: number;
}

/**
 * A plan against a target: the people of its first replication, each of whom asks when its own clock says so, whatever the
 * target does (open loop). It knows the run clock and no other; whoever drives it calls `advance` as time passes.
 *
 * Within one instant: schedule, then arrivals, then releases (push), then what tickets do in the order in which it was
 * scheduled, as in the simulator.
 */
export class LiveRun {
  /** The first instant that has not been dealt with [ms]. */
  nowMs = 0;
  done = false;
  private readonly plan: Plan;
  private readonly wire: Wire;
  private readonly clockMs: () => number;
  private readonly options: LiveOptions;
  private readonly parts: LiveParts;
  private readonly gateway: LiveGateway;
  private readonly flights: Flights;
  private readonly meter: RequestMeter;
  private readonly room: RoomWatch;
  private readonly rows: SecondRows;
  private readonly uniform: UniformSampler | undefined;
  private readonly push: boolean;
  private isClosed = false;
  private nextVisitor = 0;
  private events = 0;

  /** @param clockMs the run clock, with fractions [ms] */
  constructor(plan: Plan, wire: Wire, clockMs: () => number, options: LiveOptions) {
    const { bounds, speed, mostInFlight } = options;
    this.plan = plan;
    this.wire = wire;
    this.clockMs = clockMs;
    this.options = options;
    this.parts = makeLiveParts(plan);
    this.rows = new SecondRows(this.parts);
    this.gateway = new LiveGateway(this.parts, (kind, ticket, intendedMs) =>
      this.flights.ask(kind, ticket, intendedMs),
    );
    this.meter = new RequestMeter(Math.ceil(plan.clock.horizonMs / 1000), speed, bounds);
    this.push = plan.admission.mode === 'push';
    this.room = new RoomWatch(wire, clockMs, {
      tickMs: options.tickMs * speed,
      timeoutMs: options.timeoutMs * speed,
    });
    this.flights = new Flights({ wire, clockMs, meter: this.meter }, this.land, this.parts.crowd.tickets, {
      mostInFlight,
      timeoutMs: options.timeoutMs * speed,
    });
    wire.answered = (request, answer) => this.hear(request, answer);
    if (plan.eta.score.sampling === 'uniform') {
      this.uniform = new UniformSampler(plan, LIVE_REPLICATION, this.parts.crowd.visitors);
    }
  }

  /** Deals with every instant up to and with this one [ms]; nobody acts at or after the horizon. */
  advance(nowMs: number): void {
    const untilMs = Math.min(nowMs + 1, this.plan.clock.horizonMs);
    this.flights.expire();
    if (!this.done) this.moveOn(this.nextBusyMs(this.nowMs, untilMs));
    while (this.nowMs < untilMs && !this.done) {
      this.instant(this.nowMs);
      this.done = this.nobodyIsLeft;
      if (this.done) this.moveTo(this.nowMs + 1);
      else this.moveOn(this.nextBusyMs(this.nowMs + 1, untilMs));
    }
    if (!this.done && this.nobodyIsLeft) this.done = true;
  }

  /** Whether the horizon has been reached; answers may still be on their way. */
  get isOver(): boolean {
    return this.done || this.nowMs >= this.plan.clock.horizonMs;
  }

  /** From now on nothing is sent; answers are still listened to. */
  sendNoMore(): void {
    this.flights.sendNoMore();
  }

  /** Fails what has had no answer for too long. */
  expire(): void {
    this.flights.expire();
  }

  /** Requests whose answers are still to come, or that wait to be sent. */
  get underWay(): number {
    return this.flights.inFlight + this.flights.waiting;
  }

  /** The first instant at which something is to be done, the next whole second at the latest [ms]. */
  get dueMs(): number {
    return this.nextBusyMs(this.nowMs, Math.max(this.rows.endMs, this.nowMs));
  }

  /** Tickets let in so far. */
  get admitted(): number {
    return this.parts.room.log.total;
  }

  /** Why the run must be stopped now; undefined while it may go on. */
  get mustEnd(): Extract<LiveEnd, 'error-budget' | 'ceiling'> | undefined {
    return this.meter.mustEnd(this.nowMs);
  }

  /** The record of what has happened so far. Ends the run: answers that come later are not listened to. */
  record(end: LiveEnd): RunRecord {
    const { target, speed, workers, bounds } = this.options;
    const ended = end === 'whole' && this.meter.hasFailed ? 'error-budget' : end;
    const endMs = this.nowMs;
    this.isClosed = true;
    this.done = true;
    this.rows.closeAt(endMs);
    this.bookPolls();
    return closeBooks(this.parts, this.gateway, {
      endMs,
      ended,
      events: this.events,
      emptyMs: this.nobodyIsLeft ? this.parts.ledger.lastLeftMs : undefined,
      live: {
        target,
        speed,
        workers,
        ended,
        bounds,
        ...this.meter.close(Math.ceil(endMs / 1000)),
        ticks: this.room.ticks,
        losses: this.wire.losses,
      },
    });
  }

  /** Polls of tickets that were still to act stand in their events, or in their hands. */
  private bookPolls(): void {
    const { wheel, visits } = this.parts;
    this.gateway.bookPollsUnderWay();
    wheel.drain((word) =>
      visits.addPolls(wheel.chunks[word]!, wheel.chunks[word + CARD]! >>> CARD_POLLS_SHIFT),
    );
  }

  private moveTo(nowMs: number): void {
    this.nowMs = nowMs;
    this.rows.closeUntil(nowMs);
  }

  /** At the horizon answers may still come, and belong to the second that ends there. */
  private moveOn(nowMs: number): void {
    if (nowMs < this.plan.clock.horizonMs) this.moveTo(nowMs);
    else this.nowMs = nowMs;
  }

  private nextBusyMs(fromMs: number, untilMs: number): number {
    const { crowd, refill, room, wheel } = this.parts;
    if (fromMs < untilMs && wheel.isBusyAt(fromMs)) return fromMs;
    let busyMs = Math.min(untilMs, Math.max(fromMs, this.rows.endMs));
    if (this.nextVisitor < crowd.visitors)
      busyMs = Math.min(busyMs, Math.max(fromMs, crowd.arrivals.joinMs[this.nextVisitor]!));
    if (refill !== undefined) busyMs = Math.min(busyMs, Math.max(fromMs, refill.dueMs));
    if (this.push) busyMs = Math.min(busyMs, Math.max(fromMs, room.nextReleaseMs(fromMs), this.room.dueMs));
    if (this.uniform !== undefined) busyMs = this.uniform.nextBusyMs(fromMs, busyMs);
    return wheel.nextBusyMs(fromMs, Math.max(fromMs, busyMs));
  }

  private instant(nowMs: number): void {
    const { refill, wheel, watch, crowd } = this.parts;
    if (refill !== undefined && nowMs >= refill.dueMs && refill.moveTo(nowMs))
      watch.refillChanged(refill.configuredPerSec);
    const { joinMs } = crowd.arrivals;
    while (this.nextVisitor < joinMs.length && joinMs[this.nextVisitor]! <= nowMs)
      this.arrive(this.nextVisitor++, nowMs);
    if (this.isTickDue(nowMs)) this.room.tick(nowMs);
    if (this.push) this.gateway.fates.passGhosts();
    for (let chunk = wheel.open(nowMs); chunk !== NONE; chunk = wheel.next(chunk)) {
      const end = wheel.end(chunk);
      for (let entry = wheel.begin(chunk); entry < end; entry += ENTRY) {
        this.events++;
        this.parts.visitors.pick(wheel.chunks[entry]!, wheel.chunks[entry + CARD]!);
        this.gateway.act(nowMs);
      }
    }
    if (this.uniform !== undefined) this.uniform.visit(nowMs, this.quoteIfWaiting);
  }

  /** push: somebody may be released. Otherwise once a second, for what has no request of its own. */
  private isTickDue(nowMs: number): boolean {
    if (nowMs % 1000 === 0) return true;
    return this.push && nowMs >= this.room.dueMs && this.parts.room.nextReleaseMs(nowMs) <= nowMs;
  }

  private arrive(visitor: number, nowMs: number): void {
    const { crowd, plan, visitors, watch } = this.parts;
    const first = crowd.tabs.firstTicket(visitor);
    const classIndex = crowd.classOf[visitor]!;
    const { tabs } = plan.visitors[classIndex]!;
    for (let tab = 0; tab < tabs; tab++) {
      visitors.arrive(first + tab, visitor, classIndex, nowMs);
      if (tab === 0 && watch.isSampled(visitor)) visitors.hand[STATE]! |= WATCHED;
      this.gateway.send('join', nowMs);
      this.events++;
    }
    if (this.uniform !== undefined && watch.isSampled(visitor)) this.uniform.add(visitor);
  }

  private readonly quoteIfWaiting = (visitor: number): boolean => {
    const { crowd, ledger, watch, book, visits } = this.parts;
    const ticket = crowd.tabs.firstTicket(visitor);
    if (!visits.is(visitor, 'censored') || !watch.isSampled(visitor)) return false;
    if (ledger.isLiving(ticket)) watch.keep(ticket, visitor, book.slot(ticket), this.nowMs);
    return true;
  };

  private hear(request: WireRequest, answer: Answer): void {
    if (this.isClosed) return;
    this.room.heard(request, answer);
    if (answer.kind !== 'lost' && this.push)
      this.gateway.fates.releaseUntil(this.room.admitted, this.learnedMs());
    if (request.kind !== 'tick' && answer.kind !== 'standing') this.flights.answered(request, answer);
    else if (answer.kind === 'lost') this.meter.tickFailed(this.learnedMs());
  }

  private readonly land: Land = (kind, ticket, answer) => {
    const landing = { kind, ticket, nowMs: this.learnedMs() };
    if (answer.kind === 'lost') this.gateway.lose(landing);
    else this.gateway.land(landing, answer);
  };

  /** The run clock, inside the run: not before what has been dealt with, and before the horizon [ms]. */
  private learnedMs(): number {
    const latestMs = Math.max(Math.floor(this.clockMs()), this.nowMs - 1);
    return Math.min(latestMs, this.plan.clock.horizonMs - 1);
  }

  private get nobodyIsLeft(): boolean {
    const { newcomers } = this.gateway;
    const { departures, timers } = this.gateway.fates;
    return (
      this.parts.ledger.living === 0 &&
      this.nextVisitor >= this.parts.crowd.visitors &&
      departures.unaware === 0 &&
      newcomers.joining === 0 &&
      timers.expiredUnaware === 0 &&
      this.underWay === 0
    );
  }
}
