import type { RunRecord } from '../result/run-record.ts';
import { seriesTotals } from '../run/series-totals.ts';
import { CARD, ENTRY, NONE } from '../run/timing-wheel.ts';
import { UniformSampler } from '../run/uniform-sampler.ts';
import type { Plan } from '../scenario/plan.ts';
import { CARD_POLLS_SHIFT, STATE, WATCHED } from '../traffic/ticket-state.ts';
import { Gateway } from './gateway.ts';
import { PlainPolls } from './plain-polls.ts';
import { makeWorld, type World } from './world.ts';

/**
 * One replication of a plan in virtual time, to the millisecond; instants at which nothing can happen are passed over.
 * Within one instant: schedule and noise, then arrivals, then releases (push), then what tickets do in the order in which
 * it was scheduled. The same plan and replication give the same record.
 */
export class Simulation {
  nowMs = 0;
  done = false;
  private readonly world: World;
  private readonly gateway: Gateway;
  private readonly push: boolean;
  private readonly uniform: UniformSampler | undefined;
  private readonly plainPolls: PlainPolls;
  private secondEndMs = 1000;
  private nextVisitor = 0;
  private events = 0;

  /**
   * @param shortcuts false sends every poll the long way, with the same result.
   * @param ticketStream another number gives a run that is equal in law and unequal in bits: the same people and the same
   * rates, polls at other instants.
   */
  constructor(plan: Plan, replication: number, shortcuts = true, ticketStream = 0) {
    this.world = makeWorld(plan, replication, ticketStream);
    this.gateway = new Gateway(this.world);
    this.plainPolls = new PlainPolls(this.world, this.gateway, shortcuts);
    this.push = plan.admission.mode === 'push';
    if (plan.eta.score.sampling === 'uniform') {
      this.uniform = new UniformSampler(plan, replication, this.world.crowd.visitors);
    }
  }

  /**
   * Runs up to an instant [ms], or to the end of the run if that comes first: the horizon, or when nobody is left and nothing
   * else goes on. Call it in slices of a second or a few: a run in one call would spend its life in code that V8 compiled in
   * mid-loop, at half the speed.
   */
  advance(untilMs: number): void {
    const { horizonMs } = this.world.plan.clock;
    const stopMs = Math.min(untilMs, horizonMs);
    while (this.nowMs < stopMs && !this.done) {
      this.instant(this.nowMs);
      this.done = this.world.infrastructure === undefined && this.nobodyIsLeft;
      this.moveTo(this.done ? this.nowMs + 1 : this.nextBusyMs(this.nowMs + 1, stopMs));
    }
    if (this.nowMs >= horizonMs) this.done = true;
  }

  /** Tickets let in so far. */
  get admitted(): number {
    return this.world.room.log.total;
  }

  /** The record of what has happened so far; marked when the run was interrupted. Ends the run. */
  record(interrupted = false): RunRecord {
    const { plan, replication, ledger, room, visits, watch, recorder } = this.world;
    const endMs = this.nowMs;
    this.done = true;
    if (endMs % 1000 !== 0) this.writeRow(Math.floor(endMs / 1000));
    this.bookPendingPolls(endMs);
    const visitColumns = visits.columns(endMs);
    const series = recorder.series(Math.ceil(endMs / 1000), this.world.crowd.arrivals.arriveMs);
    const emptyMs = this.nobodyIsLeft ? ledger.lastLeftMs : this.servedMs();
    const cluster = this.world.infrastructure?.record(endMs);
    const { admissions, departures, timers } = this.gateway;
    const firstAdmissionMs = admissions.firstMs;
    return {
      schemaVersion: 1,
      plan,
      replication,
      endMs,
      ...(interrupted ? { interrupted: { atMs: endMs } } : {}),
      ...(firstAdmissionMs === undefined ? {} : { firstAdmissionMs }),
      ...(emptyMs === undefined ? {} : { emptyMs }),
      totals: {
        visitors: visitColumns.outcome.length,
        tickets: ledger.joined,
        ...seriesTotals(series),
        tokenPaid: admissions.tokenPaid,
        tokensSpentByStatus: room.tokensSpentByStatus,
        wastedReleases: departures.wastedReleases,
        swept: timers.swept,
        ...ledger.close(endMs),
        events: this.events,
        peakLine: ledger.peak,
      },
      series,
      visits: visitColumns,
      quotes: watch.columns(),
      ...(cluster === undefined ? {} : { cluster }),
    };
  }

  /** With an infrastructure tickets of those who were turned away live on; the line is empty when nobody waits. */
  private servedMs(): number | undefined {
    const { infrastructure, visits } = this.world;
    return infrastructure === undefined ? undefined : visits.lastEndMs(this.nextVisitor);
  }

  /** Polls of tickets that were still to act stand in their events. */
  private bookPendingPolls(endMs: number): void {
    const { wheel, visits, infrastructure } = this.world;
    infrastructure?.drain(endMs, (ticket, polls) => visits.addPolls(ticket, polls));
    wheel.drain((word) =>
      visits.addPolls(wheel.chunks[word]!, wheel.chunks[word + CARD]! >>> CARD_POLLS_SHIFT),
    );
  }

  private moveTo(nowMs: number): void {
    this.nowMs = nowMs;
    if (nowMs < this.secondEndMs) return;
    this.closeSecond();
    this.secondEndMs += 1000;
  }

  /** The first instant from..until-1 at which something can happen, the next whole second at the latest; or until. */
  private nextBusyMs(fromMs: number, untilMs: number): number {
    const { crowd, refill, room, wheel, infrastructure } = this.world;
    if (fromMs < untilMs && wheel.isBusyAt(fromMs)) return fromMs;
    let busyMs = Math.min(untilMs, Math.max(fromMs, this.secondEndMs));
    if (this.nextVisitor < crowd.visitors)
      busyMs = Math.min(busyMs, crowd.arrivals.joinMs[this.nextVisitor]!);
    if (refill !== undefined) busyMs = Math.min(busyMs, refill.dueMs);
    if (infrastructure !== undefined) busyMs = Math.min(busyMs, Math.max(fromMs, infrastructure.dueMs));
    if (this.push) busyMs = Math.min(busyMs, room.nextReleaseMs(fromMs, this.skewMs));
    if (this.uniform !== undefined) busyMs = this.uniform.nextBusyMs(fromMs, busyMs);
    return wheel.nextBusyMs(fromMs, Math.max(fromMs, busyMs));
  }

  private instant(nowMs: number): void {
    const { refill, wheel, watch, crowd, infrastructure } = this.world;
    if (infrastructure !== undefined && nowMs >= infrastructure.dueMs) infrastructure.advance(nowMs);
    if (refill !== undefined && nowMs >= refill.dueMs && refill.moveTo(nowMs, nowMs + this.skewMs)) {
      watch.refillChanged(refill.configuredPerSec);
    }
    const { joinMs } = crowd.arrivals;
    while (this.nextVisitor < joinMs.length && joinMs[this.nextVisitor]! <= nowMs)
      this.arrive(this.nextVisitor++, nowMs);
    if (this.push) this.gateway.admissions.releaseAll(nowMs);
    for (let chunk = wheel.open(nowMs); chunk !== NONE; chunk = wheel.next(chunk)) {
      this.events += (wheel.end(chunk) - wheel.begin(chunk)) / ENTRY;
      this.plainPolls.run(chunk, nowMs);
    }
    if (this.uniform !== undefined) this.uniform.visit(nowMs, this.quoteIfWaiting);
  }

  private arrive(visitor: number, nowMs: number): void {
    const { crowd, plan, visitors, visits, watch, recorder, infrastructure } = this.world;
    const first = crowd.tabs.firstTicket(visitor);
    const classIndex = crowd.classOf[visitor]!;
    if (infrastructure?.edge.stops(visitor, classIndex) === true) {
      recorder.now.joins++;
      visits.end(visitor, 'refused', nowMs);
      return;
    }
    const { tabs } = plan.visitors[classIndex]!;
    for (let tab = 0; tab < tabs; tab++) {
      visitors.arrive(first + tab, visitor, classIndex, nowMs);
      if (tab === 0 && watch.isSampled(visitor)) visitors.hand[STATE]! |= WATCHED;
      this.gateway.arrive(first + tab, nowMs);
      this.events++;
    }
    if (this.uniform !== undefined && watch.isSampled(visitor)) this.uniform.add(visitor);
  }

  private readonly quoteIfWaiting = (visitor: number): boolean => {
    const { crowd, ledger, watch, book, visits } = this.world;
    const ticket = crowd.tabs.firstTicket(visitor);
    if (!visits.is(visitor, 'censored') || !watch.isSampled(visitor)) return false;
    if (ledger.isLiving(ticket)) watch.keep(ticket, visitor, book.slot(ticket), this.nowMs);
    return true;
  };

  private get nobodyIsLeft(): boolean {
    const { departures, passage, timers } = this.gateway;
    return (
      this.world.ledger.living === 0 &&
      this.nextVisitor >= this.world.crowd.visitors &&
      departures.unaware === 0 &&
      passage.newcomers.joining === 0 &&
      timers.expiredUnaware === 0
    );
  }

  private closeSecond(): void {
    const { room, recorder, refill, watch, ledger } = this.world;
    const second = this.nowMs / 1000;
    const refused = recorder.now.refusedByBucket > 0;
    const ranDry = refused || (ledger.living > 0 && room.bucket !== undefined && this.tokens() < 1);
    this.writeRow(second - 1);
    room.log.advanceTo(second);
    watch.closeSecond(this.nowMs, refill?.configuredPerSec, ranDry);
  }

  private writeRow(second: number): void {
    const { room, recorder, refill, ledger, watch, plan } = this.world;
    recorder.close(
      second,
      {
        line: room.line.length,
        ghosts: ledger.ghosts,
        active: room.line.activeLength,
        sessions: room.sessions,
        tokens: this.tokens(),
        refillPerSec: refill?.configuredPerSec ?? 0,
        actualRefillPerSec: refill?.actualPerSec ?? 0,
      },
      plan.eta.estimators.includes('sliding') ? watch.slidingDetail() : undefined,
    );
  }

  /** Whole tokens at the end of the millisecond before, before the clock gives new ones. */
  private tokens(): number {
    return this.world.room.bucket?.tokensAt(this.nowMs - 1 + this.skewMs) ?? 0;
  }

  /** How far a fault has set the server's clock forward [ms]. */
  private get skewMs(): number {
    return this.world.infrastructure?.clockSkewMs ?? 0;
  }
}
