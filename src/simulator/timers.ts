import { ROW_BITS, STATE, TIMER_BITS, TIMER_SHIFT } from '../traffic/ticket-table.ts';
import type { World } from './world.ts';

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
  private readonly world: World;
  private readonly rows: Int32Array;
  /** Instant of the visitor's next action [ms]; the horizon when there is none. */
  private readonly resumeMs: Int32Array;
  private readonly inactiveAfterMs: number;
  private readonly heartbeatMs: number;
  private readonly sweepMs: number | undefined;
  private readonly horizonMs: number;

  constructor(world: World) {
    const { ghosts } = world.plan.admission;
    this.world = world;
    this.rows = world.rows;
    this.resumeMs = new Int32Array(world.crowd.tickets);
    this.inactiveAfterMs = ghosts.inactiveAfterMs;
    this.heartbeatMs = ghosts.heartbeatMs;
    this.sweepMs = ghosts.sweepMs;
    this.horizonMs = world.plan.clock.horizonMs;
  }

  /** Schedules a visitor's action. */
  schedule(ticket: number, nowMs: number, dueMs: number): void {
    if (dueMs - nowMs <= this.inactiveAfterMs) this.world.wheel.schedule(ticket, dueMs);
    else this.silence(ticket, nowMs, nowMs, dueMs);
  }

  /** A ticket in line that nobody will use again. */
  abandon(ticket: number, nowMs: number): void {
    this.silence(ticket, nowMs, this.world.visitors.seenMs(ticket), this.horizonMs);
  }

  /** A session that ends later; the ticket has left the line. */
  startSession(ticket: number, endMs: number): void {
    this.set(ticket, SESSION_ENDS);
    this.world.wheel.schedule(ticket, endMs);
  }

  /** A timer has run down; says who has something to do now. */
  runDown(ticket: number, nowMs: number): Due {
    const kind = (this.rows[(ticket << ROW_BITS) + STATE]! & TIMER_BITS) >> TIMER_SHIFT;
    this.set(ticket, NO_TIMER);
    if (kind === SESSION_ENDS) return 'session';
    const { ledger, room, book } = this.world;
    const inLine = ledger.has(ticket);
    if (kind === WAKES) {
      if (inLine) room.line.markActive(book.slot(ticket));
      return 'visitor';
    }
    if (inLine && kind === EXPIRES) this.expire(ticket, nowMs);
    if (inLine && kind === GOES_INACTIVE) room.line.markInactive(book.slot(ticket));
    if (inLine && kind === GOES_INACTIVE && this.scheduleExpiry(ticket, nowMs)) return 'nothing';
    this.wakeLater(ticket);
    return 'nothing';
  }

  /** Owns the timer bits of STATE. */
  private set(ticket: number, kind: number): void {
    const word = (ticket << ROW_BITS) + STATE;
    this.rows[word] = (this.rows[word]! & ~TIMER_BITS) | (kind << TIMER_SHIFT);
  }

  private silence(ticket: number, nowMs: number, seenMs: number, resumeMs: number): void {
    this.world.visitors.fallsSilent(ticket, seenMs);
    this.resumeMs[ticket] = Math.min(resumeMs, this.horizonMs);
    this.set(ticket, GOES_INACTIVE);
    const inactiveMs = seenMs + this.inactiveAfterMs;
    if (inactiveMs > nowMs) this.world.wheel.schedule(ticket, inactiveMs);
    else this.runDown(ticket, nowMs);
  }

  private scheduleExpiry(ticket: number, nowMs: number): boolean {
    if (this.sweepMs === undefined) return false;
    const deadMs = this.world.visitors.seenMs(ticket) + this.heartbeatMs;
    const sweptMs = Math.max(nowMs + 1, Math.ceil(deadMs / this.sweepMs) * this.sweepMs);
    if (sweptMs >= this.resumeMs[ticket]!) return false;
    this.set(ticket, EXPIRES);
    this.world.wheel.schedule(ticket, sweptMs);
    return true;
  }

  private expire(ticket: number, nowMs: number): void {
    const { ledger, room, book } = this.world;
    this.swept++;
    if (ledger.isLiving(ticket)) this.expiredUnaware++;
    room.line.remove(book.slot(ticket));
    ledger.leave(ticket, nowMs);
  }

  private wakeLater(ticket: number): void {
    if (this.resumeMs[ticket]! >= this.horizonMs) return;
    this.set(ticket, WAKES);
    this.world.wheel.schedule(ticket, this.resumeMs[ticket]!);
  }
}
