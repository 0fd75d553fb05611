import { POLLS } from '../traffic/ticket-state.ts';
import { BALK, ENTER, NOTHING, POLL } from '../traffic/visitors.ts';
import type { RunParts } from './run-parts.ts';
import type { Timers } from './timers.ts';

/** How visits end without being let in, and how tickets do that nobody uses any more. */
export class Departures {
  wastedReleases = 0;
  /** push: tickets let in whose visitors do not know yet. */
  unaware = 0;
  private readonly world: RunParts;
  private readonly timers: Timers;

  constructor(world: RunParts, timers: Timers) {
    this.world = world;
    this.timers = timers;
  }

  /** The visitor says that it leaves. */
  leave(ticket: number, nowMs: number): void {
    const { visits, crowd, visitors, ledger, room, book, watch } = this.world;
    const balks = visitors.action === BALK;
    visits.leftPolitely(crowd.tabs.visitorOf(ticket));
    this.giveUp(ticket, balks, nowMs);
    if (!ledger.has(ticket)) return;
    const slot = book.slot(ticket);
    watch.left(slot, nowMs);
    room.line.remove(slot);
    ledger.leave(ticket, nowMs);
  }

  /** The visitor goes without a word: its ticket stays behind as a ghost. */
  vanish(ticket: number, nowMs: number): void {
    const { ledger } = this.world;
    this.giveUp(ticket, this.world.visitors.action === BALK, nowMs);
    this.forget(ticket);
    if (!ledger.isLiving(ticket)) return;
    ledger.haunt(ticket, nowMs);
    this.timers.abandon(nowMs);
  }

  /** Ends the visit when the first ticket gives up; one let in without knowing it is a wasted release. */
  private giveUp(ticket: number, balks: boolean, nowMs: number): void {
    const { plan, room, visits, recorder, crowd, ledger } = this.world;
    const visitor = crowd.tabs.visitorOf(ticket);
    this.stop(ticket);
    if (ledger.isReleased(ticket)) {
      ledger.settle(ticket);
      this.unaware--;
      this.wastedReleases++;
      if (plan.admission.sessions !== undefined) room.sessions--;
      if (visits.isInside(visitor) || visits.is(visitor, 'reneged')) return;
      visits.overtookOnEntry(visitor, 0);
    } else if (!visits.is(visitor, 'censored')) {
      return;
    }
    if (balks) recorder.now.balked++;
    else recorder.now.reneged++;
    visits.end(visitor, balks ? 'balked' : 'reneged', nowMs);
  }

  /** The event of a tab that nobody uses: the server will find out, if it is in line. */
  fallSilent(ticket: number, nowMs: number): void {
    const { visitors, ledger } = this.world;
    const { action } = visitors;
    if (action !== NOTHING) {
      if (action === POLL || action === ENTER) visitors.fallsSilent(ticket, visitors.lastSeenMs(nowMs));
      this.stop(ticket);
    }
    if (ledger.has(ticket)) this.timers.abandon(nowMs);
  }

  /** A visitor comes back to a ticket that has expired meanwhile: it has failed, unless it only came to leave. */
  findsItselfExpired(ticket: number, nowMs: number): boolean {
    const { visitors, visits, crowd } = this.world;
    if (!this.forget(ticket) || (visitors.action !== POLL && visitors.action !== ENTER)) return false;
    this.stop(ticket);
    const visitor = crowd.tabs.visitorOf(ticket);
    if (visits.is(visitor, 'censored')) visits.end(visitor, 'failed', nowMs);
    return true;
  }

  /** Nobody comes back to a ticket any more; whether it had expired. */
  private forget(ticket: number): boolean {
    const { ledger } = this.world;
    if (!ledger.isExpired(ticket)) return false;
    ledger.settle(ticket);
    this.timers.expiredUnaware--;
    return true;
  }

  /** The sale is over: whoever asks is told so and goes. */
  refuse(ticket: number, nowMs: number): void {
    const { ledger, room, book, visits, crowd } = this.world;
    const visitor = crowd.tabs.visitorOf(ticket);
    this.stop(ticket);
    if (ledger.has(ticket)) {
      room.line.remove(book.slot(ticket));
      ledger.leave(ticket, nowMs);
    }
    if (visits.is(visitor, 'censored')) visits.end(visitor, 'refused', nowMs);
  }

  /** The ticket in hand acts no more: its polls go into its visitor's books. */
  stop(ticket: number): void {
    this.world.visitors.stop();
    this.bookPolls(ticket);
  }

  /** Adds the polls of the ticket in hand to its visitor's books. */
  bookPolls(ticket: number): void {
    const { visitors, visits } = this.world;
    visits.addPolls(ticket, visitors.hand[POLLS]!);
    visitors.hand[POLLS] = 0;
  }
}
