import { BYPASSED, NO_SESSION, NO_TOKEN, PAID } from '../engine/waiting-room.ts';
import { quantileOf } from '../random/distribution.ts';
import { DRAW } from '../random/keyed.ts';
import { ACTION_BITS, QUOTED_MS, ROW_BITS, STATE, TIMER_BITS, WATCHED } from '../traffic/ticket-table.ts';
import { BALK, ENTER, JOIN, LEAVE, NOTHING, POLL, VANISH } from '../traffic/visitors.ts';
import { Timers } from './timers.ts';
import type { World } from './world.ts';

/** Where requests meet rules: each event of a ticket is answered here, and what follows from it is scheduled. */
export class Gateway {
  readonly timers: Timers;
  firstAdmissionMs: number | undefined;
  tokenPaid = 0;
  wastedReleases = 0;
  /** push: tickets let in whose visitors do not know yet. */
  unaware = 0;
  /** Tickets refused by the limiter that will try to join again. */
  joining = 0;
  private readonly world: World;
  private readonly rows: Int32Array;
  private readonly push: boolean;
  private readonly quotesAtPolls: boolean;
  private readonly thinMs: number;
  private readonly released: Uint8Array;

  constructor(world: World) {
    this.world = world;
    this.rows = world.rows;
    this.timers = new Timers(world);
    this.push = world.plan.admission.mode === 'push';
    this.quotesAtPolls = world.plan.eta.score.sampling === 'polls';
    this.thinMs = world.plan.eta.score.thinMs;
    this.released = new Uint8Array(world.crowd.tickets);
  }

  /** Does what is due for a ticket at an instant. */
  act(ticket: number, nowMs: number): void {
    const state = this.rows[(ticket << ROW_BITS) + STATE]!;
    if ((state & (ACTION_BITS | TIMER_BITS)) === POLL) {
      this.poll(ticket, nowMs);
      return;
    }
    if ((state & TIMER_BITS) !== 0) {
      const due = this.timers.runDown(ticket, nowMs);
      if (due === 'session') this.world.room.sessions--;
      if (due !== 'visitor' || this.findsItselfExpired(ticket, nowMs)) return;
    }
    switch (this.world.visitors.action(ticket)) {
      case POLL:
        this.poll(ticket, nowMs);
        return;
      case ENTER:
        this.enter(ticket, nowMs);
        return;
      case LEAVE:
      case BALK:
        this.leave(ticket, nowMs);
        return;
      case VANISH:
        this.vanish(ticket, nowMs);
        return;
      case JOIN:
        this.joining--;
        this.join(ticket, nowMs);
        return;
      case NOTHING:
        if (this.world.ledger.has(ticket)) this.timers.abandon(ticket, nowMs);
        return;
    }
  }

  join(ticket: number, nowMs: number): void {
    const { recorder, visitors, visits, crowd, room, book, ledger } = this.world;
    recorder.now.joins++;
    if (this.isLimited(ticket, nowMs)) {
      book.forfeit(ticket);
      this.joinLater(ticket, nowMs);
      return;
    }
    const visitor = crowd.visitorOf[ticket]!;
    if (crowd.firstTicket[visitor] === ticket) visits.joinMs[visitor] = nowMs;
    room.line.join(book.take(ticket));
    ledger.join(ticket, nowMs);
    this.timers.schedule(ticket, nowMs, visitors.joined(ticket, nowMs));
  }

  /** push: lets in the head of the line for as long as there are tokens. */
  releaseAll(nowMs: number): void {
    const { room, book, ledger, plan, crowd, visitors, visits } = this.world;
    for (;;) {
      const slot = room.release(nowMs, this.joinMsOf);
      if (slot === undefined) return;
      if (room.bucket !== undefined) this.tokenPaid++;
      const ticket = book.ticket(slot);
      const visitor = crowd.visitorOf[ticket]!;
      const { oneTicket } = plan.visitors[crowd.classOf[visitor]!]!;
      if (ledger.isGhost(ticket) || (oneTicket && visits.is(visitor, 'admitted'))) {
        this.wastedReleases++;
        room.admit(slot, { anonymous: visitors.isAnonymous(ticket), beforeSec: undefined });
        ledger.leave(ticket, nowMs);
        visitors.stop(ticket);
        continue;
      }
      this.released[ticket] = 1;
      this.unaware++;
      this.admit(ticket, slot, nowMs);
    }
  }

  private readonly joinMsOf = (slot: number): number =>
    this.world.ledger.joinMs(this.world.book.ticket(slot));

  private poll(ticket: number, nowMs: number): void {
    const { recorder, visitors, book, room, ledger, bucketMs } = this.world;
    recorder.now.polls++;
    visitors.polled(ticket);
    if (this.isLimited(ticket, nowMs)) {
      this.timers.schedule(ticket, nowMs, visitors.told(ticket, nowMs, undefined));
      return;
    }
    const slot = book.slot(ticket);
    if (this.push) {
      if (this.released[ticket] === 1) {
        recorder.now.enters++;
        this.learn(ticket, nowMs);
        return;
      }
    } else if (slot <= room.line.gateSlot && room.status(slot, ledger.joinMs(ticket), nowMs, bucketMs)) {
      this.enter(ticket, nowMs);
      return;
    }
    this.keepQuote(ticket, slot, nowMs);
    const shownSec = visitors.minds(ticket) ? this.world.watch.shown(slot) : undefined;
    this.timers.schedule(ticket, nowMs, visitors.told(ticket, nowMs, shownSec));
  }

  private enter(ticket: number, nowMs: number): void {
    const { recorder, room, book, ledger, bucketMs } = this.world;
    recorder.now.enters++;
    if (this.isLimited(ticket, nowMs)) {
      this.enterLater(ticket, nowMs);
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
    this.enterLater(ticket, nowMs);
  }

  private enterLater(ticket: number, nowMs: number): void {
    const againMs = this.world.visitors.refused(ticket, nowMs);
    if (againMs !== undefined) this.timers.schedule(ticket, nowMs, againMs);
  }

  private joinLater(ticket: number, nowMs: number): void {
    const { visitors, crowd, visits, wheel } = this.world;
    const againMs = visitors.refused(ticket, nowMs);
    if (againMs !== undefined) {
      this.joining++;
      wheel.schedule(ticket, againMs);
    } else if (visits.is(crowd.visitorOf[ticket]!, 'censored')) {
      visits.end(crowd.visitorOf[ticket]!, 'failed', nowMs);
    }
  }

  /** Owns the word QUOTED_MS of the table. */
  private keepQuote(ticket: number, slot: number, nowMs: number): void {
    const row = ticket << ROW_BITS;
    if (!this.quotesAtPolls || (this.rows[row + STATE]! & WATCHED) === 0) return;
    if (nowMs - this.rows[row + QUOTED_MS]! < this.thinMs) return;
    this.rows[row + QUOTED_MS] = nowMs;
    this.world.watch.keep(this.world.crowd.visitorOf[ticket]!, slot, nowMs);
  }

  /** Takes a granted or released ticket out of the line; its visitor's wait ends. */
  private admit(ticket: number, slot: number, nowMs: number): void {
    const { crowd, visits, room, recorder, visitors, ledger, plan } = this.world;
    const visitor = crowd.visitorOf[ticket]!;
    const again = visits.is(visitor, 'admitted');
    const beforeSec = again ? Math.floor(visits.endMs[visitor]! / 1000) : undefined;
    if (!again) {
      visits.overtookOnEntry(visitor, room.line.position(slot) - 1);
      visits.end(visitor, 'admitted', nowMs);
    }
    this.firstAdmissionMs ??= nowMs;
    recorder.now.admitted++;
    room.admit(slot, { anonymous: visitors.isAnonymous(ticket), beforeSec });
    ledger.leave(ticket, nowMs);
    if (plan.admission.sessions !== undefined) room.sessions++;
  }

  /** The visitor knows that this ticket is let in: the ticket acts no more, and its other tabs fall silent. */
  private learn(ticket: number, nowMs: number): void {
    const { visitors, plan, crowd } = this.world;
    if (this.released[ticket] === 1) {
      this.released[ticket] = 0;
      this.unaware--;
    }
    visitors.stop(ticket);
    const { sessions } = plan.admission;
    if (sessions !== undefined) {
      const lengthMs = quantileOf(sessions.durationMs, visitors.uniform(ticket, DRAW.session));
      this.timers.startSession(ticket, nowMs + Math.max(1, Math.round(lengthMs)));
    }
    const visitor = crowd.visitorOf[ticket]!;
    const { tabs, oneTicket } = plan.visitors[crowd.classOf[visitor]!]!;
    if (tabs > 1 && oneTicket) this.silenceOtherTabs(visitor, tabs, nowMs);
  }

  private silenceOtherTabs(visitor: number, tabs: number, nowMs: number): void {
    const { crowd, visitors, ledger } = this.world;
    const first = crowd.firstTicket[visitor]!;
    for (let ticket = first; ticket < first + tabs; ticket++) {
      if (visitors.action(ticket) === NOTHING) continue;
      if (visitors.action(ticket) === JOIN) this.joining--;
      visitors.stop(ticket);
      if (ledger.isLiving(ticket)) ledger.haunt(ticket, nowMs);
    }
  }

  private leave(ticket: number, nowMs: number): void {
    const { recorder, visits, crowd, visitors, ledger, room, book } = this.world;
    const balks = visitors.action(ticket) === BALK;
    recorder.now.leaves++;
    visits.leftPolitely(crowd.visitorOf[ticket]!);
    this.giveUp(ticket, balks, nowMs);
    if (!ledger.has(ticket)) return;
    room.line.remove(book.slot(ticket));
    ledger.leave(ticket, nowMs);
  }

  private vanish(ticket: number, nowMs: number): void {
    const { ledger } = this.world;
    this.giveUp(ticket, false, nowMs);
    if (!ledger.isLiving(ticket)) return;
    ledger.haunt(ticket, nowMs);
    this.timers.abandon(ticket, nowMs);
  }

  /** Ends the visit when the first ticket gives up; one let in without knowing it is a wasted release. */
  private giveUp(ticket: number, balks: boolean, nowMs: number): void {
    const { visitors, plan, room, visits, recorder, crowd } = this.world;
    const visitor = crowd.visitorOf[ticket]!;
    visitors.stop(ticket);
    if (this.released[ticket] === 1) {
      this.released[ticket] = 0;
      this.unaware--;
      this.wastedReleases++;
      if (plan.admission.sessions !== undefined) room.sessions--;
    } else if (!visits.is(visitor, 'censored')) {
      return;
    }
    if (balks) recorder.now.balked++;
    else recorder.now.reneged++;
    visits.end(visitor, balks ? 'balked' : 'reneged', nowMs);
  }

  /** A visitor comes back to a ticket that has expired meanwhile: it has failed, unless it only came to leave. */
  private findsItselfExpired(ticket: number, nowMs: number): boolean {
    const { ledger, visitors, visits, crowd, recorder } = this.world;
    if (ledger.has(ticket) || this.released[ticket] === 1 || visitors.action(ticket) === NOTHING)
      return false;
    this.timers.expiredUnaware--;
    if (visitors.action(ticket) !== POLL) return false;
    recorder.now.polls++;
    visitors.polled(ticket);
    visitors.stop(ticket);
    const visitor = crowd.visitorOf[ticket]!;
    if (visits.is(visitor, 'censored')) visits.end(visitor, 'failed', nowMs);
    return true;
  }

  private isLimited(ticket: number, nowMs: number): boolean {
    const { limiter, recorder } = this.world;
    if (limiter === undefined || limiter.allow(ticket, nowMs)) return false;
    recorder.now.limited++;
    return true;
  }
}
