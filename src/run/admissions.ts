import type { Admitted } from '../engine/admission-log.ts';
import { quantileOf } from '../random/distribution.ts';
import { DRAW } from '../random/keyed.ts';
import type { Departures } from './departures.ts';
import type { RunParts } from './run-parts.ts';
import type { Timers } from './timers.ts';

/** How tickets are let in: out of the line first, then inside when their visitors know, which (push) may be later. */
export class Admissions {
  firstMs: number | undefined;
  tokenPaid = 0;
  /** Second in which a visitor with several tabs was last let in. */
  private readonly loggedSec = new Map<number, number>();
  private readonly world: RunParts;
  private readonly timers: Timers;
  private readonly departures: Departures;

  constructor(world: RunParts, timers: Timers, departures: Departures) {
    this.world = world;
    this.timers = timers;
    this.departures = departures;
  }

  /** push: lets in the head of the line for as long as there are tokens. */
  releaseAll(nowMs: number): void {
    const { room, infrastructure } = this.world;
    const clockMs = nowMs + (infrastructure?.clockSkewMs ?? 0);
    while (infrastructure?.isSoldOut !== true) {
      const slot = room.release(nowMs, this.joinMsOf, clockMs);
      if (slot === undefined) return;
      infrastructure?.countEnter();
      this.release(slot, nowMs);
    }
  }

  /** push: a slot has been let in, and its visitor does not know; nobody may be there any more. */
  release(slot: number, nowMs: number): void {
    const { room, book, ledger, plan, crowd, visits } = this.world;
    if (room.bucket !== undefined) this.tokenPaid++;
    const ticket = book.ticket(slot);
    const visitor = crowd.tabs.visitorOf(ticket);
    const { oneTicket } = plan.visitors[crowd.classOf[visitor]!]!;
    if (ledger.isGhost(ticket) || (oneTicket && visits.is(visitor, 'admitted'))) {
      this.waste(ticket, slot, nowMs);
      return;
    }
    this.departures.unaware++;
    this.admit(ticket, slot, nowMs);
    ledger.release(ticket);
  }

  /** A ticket has been let in that nobody uses any more. */
  waste(ticket: number, slot: number, nowMs: number): void {
    const { room, ledger, crowd, watch } = this.world;
    this.departures.wastedReleases++;
    watch.admitted(slot, nowMs);
    room.admit(slot, this.logEntry(crowd.tabs.visitorOf(ticket)));
    ledger.leave(ticket, nowMs);
    ledger.silence(ticket);
  }

  /** Takes a granted or released ticket out of the line; its visitor's wait ends. */
  admit(ticket: number, slot: number, nowMs: number): void {
    const { crowd, visits, room, recorder, ledger, watch, plan } = this.world;
    const visitor = crowd.tabs.visitorOf(ticket);
    if (!visits.is(visitor, 'admitted')) {
      visits.overtookOnEntry(visitor, room.line.position(slot) - 1);
      visits.end(visitor, 'admitted', nowMs);
    }
    this.firstMs ??= nowMs;
    recorder.now.admitted++;
    watch.admitted(slot, nowMs);
    room.admit(slot, this.logEntry(visitor));
    ledger.leave(ticket, nowMs);
    if (plan.admission.sessions !== undefined) room.sessions++;
  }

  /** The visitor knows that this ticket is let in and goes to the shop: the ticket acts no more, and its other tabs fall silent. */
  learn(ticket: number, nowMs: number): void {
    const { visitors, visits, plan, crowd, ledger, infrastructure } = this.world;
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
    if (!visits.isInside(visitor)) infrastructure?.admit(visitor, nowMs);
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

  private readonly joinMsOf = (slot: number): number =>
    this.world.ledger.joinMs(this.world.book.ticket(slot));
}
