import { BYPASSED, NO_SESSION, NO_TOKEN, PAID } from '../engine/waiting-room.ts';
import { Admissions } from '../run/admissions.ts';
import { Departures } from '../run/departures.ts';
import { Timers } from '../run/timers.ts';
import { IN_FLIGHT, STATE, TAB, TICKET, TIMER_BITS, UNHEARD, WATCHED } from '../traffic/ticket-state.ts';
import { BALK, ENTER, JOIN, LEAVE, POLL, VANISH } from '../traffic/visitors.ts';
import { Passage } from './passage.ts';
import type { World } from './world.ts';

/** Where requests meet rules: each event of a ticket is answered here, and what follows from it is scheduled. */
export class Gateway {
  readonly timers: Timers;
  readonly departures: Departures;
  readonly passage: Passage;
  readonly admissions: Admissions;
  private readonly world: World;
  private readonly push: boolean;
  private readonly quotesAtPolls: boolean;

  constructor(world: World) {
    this.world = world;
    this.timers = new Timers(world);
    this.departures = new Departures(world, this.timers);
    this.passage = new Passage(world, this.timers, this.departures);
    this.admissions = new Admissions(world, this.timers, this.departures);
    this.push = world.plan.admission.mode === 'push';
    this.quotesAtPolls = world.plan.eta.score.sampling === 'polls';
  }

  /** Does what is due for the ticket in hand. */
  act(nowMs: number): void {
    const { visitors, ledger } = this.world;
    const state = visitors.hand[STATE]!;
    const ticket = visitors.hand[TICKET]!;
    if ((state & TIMER_BITS) !== 0) {
      const due = this.timers.runDown(nowMs);
      if (due === 'session') this.world.room.sessions--;
      if (due !== 'visitor') return;
    }
    this.passage.comesBack(ticket, nowMs);
    if ((state & TAB) !== 0 && ledger.isUnused(ticket)) {
      this.departures.fallSilent(ticket, nowMs);
      return;
    }
    const { action } = visitors;
    if (action === VANISH) this.departures.vanish(ticket, nowMs);
    else if (this.passage.reaches(action, ticket, nowMs)) {
      const wasSilent = (state & (TIMER_BITS | UNHEARD | IN_FLIGHT)) !== 0;
      if (!wasSilent || !this.departures.findsItselfExpired(ticket, nowMs))
        this.answer(action, ticket, nowMs);
    }
  }

  /** The visitor whose ticket is in hand comes and asks to join. */
  arrive(ticket: number, nowMs: number): void {
    if (this.passage.reaches(JOIN, ticket, nowMs)) this.join(ticket, nowMs);
  }

  /** Answers the request of the ticket in hand. */
  private answer(action: number, ticket: number, nowMs: number): void {
    switch (action) {
      case POLL:
        this.poll(ticket, nowMs);
        return;
      case ENTER:
        this.enter(ticket, nowMs);
        return;
      case LEAVE:
      case BALK:
        this.departures.leave(ticket, nowMs);
        return;
      case JOIN:
        this.join(ticket, nowMs);
        return;
    }
  }

  private join(ticket: number, nowMs: number): void {
    const { visitors, visits, crowd, room, book, ledger, watch } = this.world;
    if (this.isOver(ticket, nowMs)) return;
    if (this.isLimited(ticket, nowMs)) {
      this.passage.newcomers.joinLater(ticket, visitors.refused(nowMs + this.passage.delayMs), nowMs);
      return;
    }
    const visitor = crowd.tabs.visitorOf(ticket);
    if (crowd.tabs.firstTicket(visitor) === ticket) visits.joinMs[visitor] = nowMs;
    const slot = book.take(ticket, nowMs, room.line);
    room.line.join(slot);
    watch.joined(slot, nowMs);
    ledger.join(ticket, nowMs);
    this.timers.schedule(nowMs, visitors.joined(nowMs + this.passage.delayMs));
  }

  private poll(ticket: number, nowMs: number): void {
    const { recorder, visitors, book, room, ledger, bucketMs } = this.world;
    const toldMs = nowMs + this.passage.delayMs;
    if (this.isOver(ticket, nowMs)) return;
    if (this.isLimited(ticket, nowMs)) {
      this.timers.schedule(nowMs, visitors.told(toldMs, undefined));
      return;
    }
    const slot = book.slot(ticket);
    if (this.push) {
      if (ledger.isReleased(ticket)) {
        recorder.now.enters++;
        this.admissions.learn(ticket, nowMs);
        return;
      }
    } else if (slot <= room.line.gateSlot && room.status(slot, ledger.joinMs(ticket), nowMs, bucketMs)) {
      this.enterNext(ticket, nowMs);
      return;
    }
    this.keepQuote(ticket, slot, nowMs);
    const shownSec = visitors.minds ? this.world.watch.shown(slot, nowMs) : undefined;
    this.timers.schedule(nowMs, visitors.told(toldMs, shownSec));
  }

  /** The visitor is told that it may enter, and asks to as soon as it knows. */
  private enterNext(ticket: number, nowMs: number): void {
    const { infrastructure, recorder, visitors } = this.world;
    if (infrastructure === undefined) {
      recorder.now.enters++;
      this.enter(ticket, nowMs);
      return;
    }
    this.timers.schedule(nowMs, visitors.entersNext(nowMs, nowMs + Math.max(1, this.passage.delayMs)));
  }

  private enter(ticket: number, nowMs: number): void {
    const { recorder, room, book, ledger, bucketMs } = this.world;
    if (this.isOver(ticket, nowMs)) return;
    if (this.isLimited(ticket, nowMs)) {
      this.enterLater(nowMs);
      return;
    }
    this.world.infrastructure?.countEnter();
    const slot = book.slot(ticket);
    const reply = room.enter(slot, ledger.joinMs(ticket), nowMs, bucketMs);
    if (reply === PAID || reply === BYPASSED) {
      if (reply === BYPASSED) recorder.now.bypassed++;
      else if (room.bucket !== undefined) this.admissions.tokenPaid++;
      this.admissions.admit(ticket, slot, nowMs);
      this.admissions.learn(ticket, nowMs);
      return;
    }
    if (reply === NO_TOKEN) recorder.now.refusedByBucket++;
    else if (reply === NO_SESSION) recorder.now.refusedBySessions++;
    else recorder.now.refusedByGate++;
    this.keepQuote(ticket, slot, nowMs);
    this.enterLater(nowMs);
  }

  private enterLater(nowMs: number): void {
    const againMs = this.world.visitors.refused(nowMs + this.passage.delayMs);
    if (againMs !== undefined) this.timers.schedule(nowMs, againMs);
  }

  /** Whether the sale has ended and the visitor is sent away; one who was let in goes in. */
  private isOver(ticket: number, nowMs: number): boolean {
    const { infrastructure, ledger } = this.world;
    if (infrastructure === undefined || !infrastructure.isSoldOut || ledger.isReleased(ticket)) return false;
    this.departures.refuse(ticket, nowMs);
    return true;
  }

  private keepQuote(ticket: number, slot: number, nowMs: number): void {
    const { visitors, watch, crowd } = this.world;
    if (!this.quotesAtPolls || (visitors.hand[STATE]! & WATCHED) === 0) return;
    if (watch.isDue(ticket, nowMs)) watch.keep(ticket, crowd.tabs.visitorOf(ticket), slot, nowMs);
  }

  private isLimited(ticket: number, nowMs: number): boolean {
    const { limiter, recorder } = this.world;
    if (limiter === undefined || limiter.allow(ticket, nowMs)) return false;
    recorder.now.limited++;
    return true;
  }
}
