import { STATE, TICKET, TIMER_BITS, TIMER_SHIFT } from '../traffic/ticket-state.ts';
import type { RunParts } from './run-parts.ts';

const NO_TIMER = 0;
const GOES_INACTIVE = 1;
const EXPIRES = 2;
const WAKES = 3;
const SESSION_ENDS = 4;

/** What a server's timer that ran down leaves to be done. */
export type Due = 'nothing' | 'visitor' | 'session';

/**
 * What the server does about tickets it does not hear from. A ticket has one pending event; while its visitor is silent
 * for longer than `inactiveAfter`, these timers stand in front of the visitor's next action:
 *
 *     last request --inactiveAfter--> inactive --heartbeat, at the next sweep--> expired, out of the line
 *                                         '--the visitor acts first--> active again
 */
export class Timers {
  /** Living tickets that have expired and will find out. */
  expiredUnaware = 0;
  swept = 0;
  private readonly world: RunParts;
  /** Instant of the visitor's next action [ms]; the horizon when there is none. */
  private readonly resumeMs: Int32Array;
  private readonly inactiveAfterMs: number;
  private readonly heartbeatMs: number;
  private readonly sweepMs: number | undefined;
  private readonly horizonMs: number;

  constructor(world: RunParts) {
    const { ghosts } = world.plan.admission;
    this.world = world;
    this.resumeMs = new Int32Array(world.crowd.tickets);
    this.inactiveAfterMs = ghosts.inactiveAfterMs;
    this.heartbeatMs = ghosts.heartbeatMs;
    this.sweepMs = ghosts.sweepMs;
    this.horizonMs = world.plan.clock.horizonMs;
  }

  /** Schedules the next action of the visitor whose ticket is in hand. */
  schedule(nowMs: number, dueMs: number): void {
    if (dueMs - nowMs <= this.inactiveAfterMs) this.store(dueMs);
    else this.silence(nowMs, nowMs, dueMs);
  }

  /** The same after a request that never came: the server has not heard of it since the instant that is noted. */
  scheduleUnheard(nowMs: number, dueMs: number): void {
    const { visitors } = this.world;
    const seenMs = visitors.seenMs(visitors.hand[TICKET]!);
    if (dueMs - seenMs <= this.inactiveAfterMs) this.store(dueMs);
    else this.silence(nowMs, seenMs, dueMs);
  }

  /** The ticket in hand is in line, and nobody will use it again. */
  abandon(nowMs: number): void {
    const { visitors } = this.world;
    this.silence(nowMs, visitors.seenMs(visitors.hand[TICKET]!), this.horizonMs);
  }

  /** A session that ends later; the ticket in hand has left the line. */
  startSession(endMs: number): void {
    this.set(SESSION_ENDS);
    this.store(endMs);
  }

  /** The timer of the ticket in hand has run down; says who has something to do now. */
  runDown(nowMs: number): Due {
    const { ledger, room, book, visitors, infrastructure } = this.world;
    const ticket = visitors.hand[TICKET]!;
    const kind = (visitors.hand[STATE]! & TIMER_BITS) >> TIMER_SHIFT;
    this.set(NO_TIMER);
    if (kind === SESSION_ENDS) return 'session';
    const inLine = ledger.has(ticket);
    if (kind === WAKES) {
      // What it asks may be lost on its way; without an infrastructure it is heard at once.
      if (inLine && infrastructure === undefined) room.line.markActive(book.slot(ticket));
      return 'visitor';
    }
    if (inLine && kind === EXPIRES) this.expire(ticket, nowMs);
    if (inLine && kind === GOES_INACTIVE) room.line.markInactive(book.slot(ticket));
    if (inLine && kind === GOES_INACTIVE && this.scheduleExpiry(ticket, nowMs)) return 'nothing';
    this.wakeLater(ticket);
    return 'nothing';
  }

  /** Owns the timer bits of STATE. */
  private set(kind: number): void {
    const { hand } = this.world.visitors;
    hand[STATE] = (hand[STATE]! & ~TIMER_BITS) | (kind << TIMER_SHIFT);
  }

  private store(dueMs: number): void {
    const { wheel, visitors } = this.world;
    wheel.schedule(visitors.hand[TICKET]!, visitors.put(), dueMs);
  }

  private silence(nowMs: number, seenMs: number, resumeMs: number): void {
    const { visitors } = this.world;
    const ticket = visitors.hand[TICKET]!;
    visitors.fallsSilent(ticket, seenMs);
    this.resumeMs[ticket] = Math.min(resumeMs, this.horizonMs);
    this.set(GOES_INACTIVE);
    const inactiveMs = seenMs + this.inactiveAfterMs;
    if (inactiveMs > nowMs) this.store(inactiveMs);
    else this.runDown(nowMs);
  }

  private scheduleExpiry(ticket: number, nowMs: number): boolean {
    if (this.sweepMs === undefined) return false;
    const deadMs = this.world.visitors.seenMs(ticket) + this.heartbeatMs;
    const sweptMs = Math.max(nowMs + 1, Math.ceil(deadMs / this.sweepMs) * this.sweepMs);
    if (sweptMs >= this.resumeMs[ticket]!) return false;
    this.set(EXPIRES);
    this.store(sweptMs);
    return true;
  }

  /** A ticket in line is removed for its silence. */
  expire(ticket: number, nowMs: number): void {
    const { ledger, room, book } = this.world;
    const living = ledger.isLiving(ticket);
    this.swept++;
    room.line.remove(book.slot(ticket));
    ledger.leave(ticket, nowMs);
    if (living) {
      this.expiredUnaware++;
      ledger.expire(ticket);
    } else {
      ledger.silence(ticket);
    }
  }

  /** Comes back to the visitor's own action; past the horizon there is none, but the ticket is kept. */
  private wakeLater(ticket: number): void {
    if (this.resumeMs[ticket]! < this.horizonMs) this.set(WAKES);
    this.store(this.resumeMs[ticket]!);
  }
}
