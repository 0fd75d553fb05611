import type { Admitted } from '../engine/admission-log.ts';
import { BYPASSED, NO_SESSION, NO_TOKEN, PAID } from '../engine/waiting-room.ts';
import { quantileOf } from '../random/distribution.ts';
import { DRAW } from '../random/keyed.ts';
import { MOST_POLLS, POLLS, STATE, TAB, TICKET, TIMER_BITS, WATCHED } from '../traffic/ticket-state.ts';
import { BALK, ENTER, JOIN, LEAVE, POLL, VANISH } from '../traffic/visitors.ts';
import { Departures } from './departures.ts';
import { Timers } from './timers.ts';
import type { World } from './world.ts';

/** Where requests meet rules: each event of a ticket is answered here, and what follows from it is scheduled. */
export class Gateway {
  readonly timers: Timers;
  readonly departures: Departures;
  firstAdmissionMs: number | undefined;
  tokenPaid = 0;
  /** Tickets refused by the limiter that will try to join again. */
  joining = 0;
  /** Second in which a visitor with several tabs was last let in. */
  private readonly loggedSec = new Map<number, number>();
  private readonly world: World;
  private readonly push: boolean;
  private readonly quotesAtPolls: boolean;

  constructor(world: World) {
    this.world = world;
    this.timers = new Timers(world);
    this.departures = new Departures(world, this.timers);
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
      if (due !== 'visitor' || this.departures.findsItselfExpired(ticket, nowMs)) return;
    }
    if ((state & TAB) !== 0 && ledger.isUnused(ticket)) {
      if (visitors.action === JOIN) this.joining--;
      this.departures.fallSilent(ticket, nowMs);
      return;
    }
    switch (visitors.action) {
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
      case VANISH:
        this.departures.vanish(ticket, nowMs);
        return;
      case JOIN:
        this.joining--;
        this.join(ticket, nowMs);
        return;
    }
  }

  /** The ticket in hand asks to join. */
  join(ticket: number, nowMs: number): void {
    const { recorder, visitors, visits, crowd, room, book, ledger } = this.world;
    recorder.now.joins++;
    if (this.isLimited(ticket, nowMs)) {
      book.forfeit(ticket);
      this.joinLater(ticket, nowMs);
      return;
    }
    const visitor = crowd.tabs.visitorOf(ticket);
    if (crowd.tabs.firstTicket(visitor) === ticket) visits.joinMs[visitor] = nowMs;
    room.line.join(book.take(ticket));
    ledger.join(ticket, nowMs);
    this.timers.schedule(nowMs, visitors.joined(nowMs));
  }

  /** push: lets in the head of the line for as long as there are tokens. */
  releaseAll(nowMs: number): void {
    const { room, book, ledger, plan, crowd, visits } = this.world;
    for (;;) {
      const slot = room.release(nowMs, this.joinMsOf);
      if (slot === undefined) return;
      if (room.bucket !== undefined) this.tokenPaid++;
      const ticket = book.ticket(slot);
      const visitor = crowd.tabs.visitorOf(ticket);
      const { oneTicket } = plan.visitors[crowd.classOf[visitor]!]!;
      if (ledger.isGhost(ticket) || (oneTicket && visits.is(visitor, 'admitted'))) {
        this.departures.wastedReleases++;
        room.admit(slot, this.logEntry(visitor));
        ledger.leave(ticket, nowMs);
        ledger.silence(ticket);
        continue;
      }
      this.departures.unaware++;
      this.admit(ticket, slot, nowMs);
      ledger.release(ticket);
    }
  }

  private readonly joinMsOf = (slot: number): number =>
    this.world.ledger.joinMs(this.world.book.ticket(slot));

  private poll(ticket: number, nowMs: number): void {
    const { recorder, visitors, book, room, ledger, bucketMs } = this.world;
    recorder.now.polls++;
    visitors.polled();
    if (visitors.hand[POLLS]! >= MOST_POLLS) this.departures.bookPolls(ticket);
    if (this.isLimited(ticket, nowMs)) {
      this.timers.schedule(nowMs, visitors.told(nowMs, undefined));
      return;
    }
    const slot = book.slot(ticket);
    if (this.push) {
      if (ledger.isReleased(ticket)) {
        recorder.now.enters++;
        this.learn(ticket, nowMs);
        return;
      }
    } else if (slot <= room.line.gateSlot && room.status(slot, ledger.joinMs(ticket), nowMs, bucketMs)) {
      this.enter(ticket, nowMs);
      return;
    }
    this.keepQuote(ticket, slot, nowMs);
    const shownSec = visitors.minds ? this.world.watch.shown(slot) : undefined;
    this.timers.schedule(nowMs, visitors.told(nowMs, shownSec));
  }

  private enter(ticket: number, nowMs: number): void {
    const { recorder, room, book, ledger, bucketMs } = this.world;
    recorder.now.enters++;
    if (this.isLimited(ticket, nowMs)) {
      this.enterLater(nowMs);
      return;
    }
    const slot = book.slot(ticket);
    const reply = room.enter(slot, ledger.joinMs(ticket), nowMs, bucketMs);
    if (reply === PAID || reply === BYPASSED) {
      if (reply === BYPASSED) recorder.now.bypassed++;
      else if (room.bucket !== undefined) this.tokenPaid++;
      this.admit(ticket, slot, nowMs);
      this.learn(ticket, nowMs);
      return;
    }
    if (reply === NO_TOKEN) recorder.now.refusedByBucket++;
    else if (reply === NO_SESSION) recorder.now.refusedBySessions++;
    else recorder.now.refusedByGate++;
    this.keepQuote(ticket, slot, nowMs);
    this.enterLater(nowMs);
  }

  private enterLater(nowMs: number): void {
    const againMs = this.world.visitors.refused(nowMs);
    if (againMs !== undefined) this.timers.schedule(nowMs, againMs);
  }

  private joinLater(ticket: number, nowMs: number): void {
    const { visitors, crowd, visits, wheel } = this.world;
    const againMs = visitors.refused(nowMs);
    if (againMs !== undefined) {
      this.joining++;
      wheel.schedule(ticket, visitors.put(), againMs);
    } else if (visits.is(crowd.tabs.visitorOf(ticket), 'censored')) {
      visits.end(crowd.tabs.visitorOf(ticket), 'failed', nowMs);
    }
  }

  private keepQuote(ticket: number, slot: number, nowMs: number): void {
    const { visitors, watch, crowd } = this.world;
    if (!this.quotesAtPolls || (visitors.hand[STATE]! & WATCHED) === 0) return;
    if (watch.isDue(ticket, nowMs)) watch.keep(ticket, crowd.tabs.visitorOf(ticket), slot, nowMs);
  }

  /** Takes a granted or released ticket out of the line; its visitor's wait ends. */
  private admit(ticket: number, slot: number, nowMs: number): void {
    const { crowd, visits, room, recorder, ledger, plan } = this.world;
    const visitor = crowd.tabs.visitorOf(ticket);
    const again = visits.is(visitor, 'admitted');
    if (!again) {
      visits.overtookOnEntry(visitor, room.line.position(slot) - 1);
      visits.end(visitor, 'admitted', nowMs);
    }
    this.firstAdmissionMs ??= nowMs;
    recorder.now.admitted++;
    room.admit(slot, this.logEntry(visitor));
    ledger.leave(ticket, nowMs);
    if (plan.admission.sessions !== undefined) room.sessions++;
  }

  /** The visitor knows that this ticket is let in: the ticket acts no more, and its other tabs fall silent. */
  private learn(ticket: number, nowMs: number): void {
    const { visitors, visits, plan, crowd, ledger } = this.world;
    if (ledger.isReleased(ticket)) {
      ledger.settle(ticket);
      this.departures.unaware--;
    }
    this.departures.stop(ticket);
    const { sessions } = plan.admission;
    if (sessions !== undefined) {
      const lengthMs = quantileOf(sessions.durationMs, visitors.uniform(ticket, DRAW.session));
      this.timers.startSession(nowMs + Math.max(1, Math.round(lengthMs)));
    }
    const visitor = crowd.tabs.visitorOf(ticket);
    visits.goesInside(visitor);
    const { tabs, oneTicket } = plan.visitors[crowd.classOf[visitor]!]!;
    if (tabs > 1 && oneTicket) this.silenceOtherTabs(visitor, ticket, tabs, nowMs);
  }

  /** The other tabs find out at their next event that nobody uses them. */
  private silenceOtherTabs(visitor: number, entered: number, tabs: number, nowMs: number): void {
    const { crowd, ledger } = this.world;
    const first = crowd.tabs.firstTicket(visitor);
    for (let ticket = first; ticket < first + tabs; ticket++) {
      if (ticket === entered) continue;
      if (ledger.isExpired(ticket)) this.timers.expiredUnaware--;
      if (ledger.isLiving(ticket)) ledger.haunt(ticket, nowMs);
      else if (!ledger.has(ticket)) ledger.silence(ticket);
    }
  }

  /** What the log is told of a visitor who is let in; with several tabs that may be again. */
  private logEntry(visitor: number): Admitted {
    const { plan, crowd, visitors, room } = this.world;
    const classIndex = crowd.classOf[visitor]!;
    const beforeSec = this.loggedSec.get(visitor);
    if (plan.visitors[classIndex]!.tabs > 1) this.loggedSec.set(visitor, room.log.nowSec);
    return { anonymous: visitors.isAnonymous(visitor, classIndex), beforeSec };
  }

  private isLimited(ticket: number, nowMs: number): boolean {
    const { limiter, recorder } = this.world;
    if (limiter === undefined || limiter.allow(ticket, nowMs)) return false;
    recorder.now.limited++;
    return true;
  }
}
