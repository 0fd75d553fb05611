import { TICK_MS } from './service-path.ts';

/**
 * Tickets whose polls the rate rule blocks for good. They go on polling, but nothing depends on any one of their polls, so
 * these are counted by their rate, without an event each.
 */
export class CutOff {
  private readonly tickets = new Map<number, { readonly sinceMs: number; readonly intervalMs: number }>();
  private perMs = 0;
  private due = 0;

  /** A ticket that polls once in this interval on average. */
  add(ticket: number, intervalMs: number, nowMs: number): void {
    this.tickets.set(ticket, { sinceMs: nowMs, intervalMs });
    this.perMs += 1 / intervalMs;
  }

  has(ticket: number): boolean {
    return this.tickets.size > 0 && this.tickets.has(ticket);
  }

  /** Its visitor has given up; returns the polls that it has sent meanwhile. */
  remove(ticket: number, nowMs: number): number {
    const entry = this.tickets.get(ticket);
    if (entry === undefined) return 0;
    this.tickets.delete(ticket);
    // Rounding must not leave a rate behind when all have gone.
    this.perMs = this.tickets.size === 0 ? 0 : this.perMs - 1 / entry.intervalMs;
    return Math.round((nowMs - entry.sinceMs) / entry.intervalMs);
  }

  /** Ends a tick; returns the whole polls that came in it. */
  tick(): number {
    this.due += this.perMs * TICK_MS;
    const polls = Math.floor(this.due);
    this.due -= polls;
    return polls;
  }

  /** Removes all that are left, each with the polls it has sent. */
  close(nowMs: number, each: (ticket: number, polls: number) => void): void {
    for (const ticket of [...this.tickets.keys()]) each(ticket, this.remove(ticket, nowMs));
  }
}
