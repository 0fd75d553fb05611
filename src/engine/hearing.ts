/**
 * When the room last heard of each ticket in line. A ticket is fresh until more than `inactiveAfterMs` have passed since
 * then, and stale after that. Instants never go back, so both queues are in order of them as they stand.
 *
 *     heard --inactiveAfter--> stale --heartbeat, at the next sweep--> dead
 *
 * The room's timers act at the end of their instant: whoever asks at that very instant comes first.
 */
export class Hearing {
  private readonly inactiveAfterMs: number;
  private readonly heartbeatMs: number;
  private readonly sweepMs: number | undefined;
  private readonly fresh = new Map<number, number>();
  private readonly stale = new Map<number, number>();

  /** @param ghosts rules with heartbeatMs >= inactiveAfterMs */
  constructor(ghosts: {
    readonly heartbeatMs: number;
    readonly inactiveAfterMs: number;
    readonly sweepMs?: number;
  }) {
    this.inactiveAfterMs = ghosts.inactiveAfterMs;
    this.heartbeatMs = ghosts.heartbeatMs;
    this.sweepMs = ghosts.sweepMs;
  }

  /** A ticket in line asks for something. */
  heard(ticket: number, nowMs: number): void {
    this.forget(ticket);
    this.fresh.set(ticket, nowMs);
  }

  /** A ticket is no longer in line. */
  forget(ticket: number): void {
    this.fresh.delete(ticket);
    this.stale.delete(ticket);
  }

  /** Instant of the next timer [ms]; Infinity when none is set. */
  nextMs(): number {
    const quiet = first(this.fresh);
    const dead = this.sweepMs === undefined ? undefined : first(this.stale);
    return Math.min(
      quiet === undefined ? Number.POSITIVE_INFINITY : quiet.seenMs + this.inactiveAfterMs,
      dead === undefined
        ? Number.POSITIVE_INFINITY
        : Math.ceil((dead.seenMs + this.heartbeatMs) / this.sweepMs!) * this.sweepMs!,
    );
  }

  /** Takes out the next ticket that falls stale by the end of an instant; undefined when there is none. */
  takeQuiet(untilMs: number): number | undefined {
    const next = first(this.fresh);
    if (next === undefined || next.seenMs + this.inactiveAfterMs > untilMs) return undefined;
    this.fresh.delete(next.ticket);
    this.stale.set(next.ticket, next.seenMs);
    return next.ticket;
  }

  /** Takes out the next stale ticket that a sweep removes by the end of an instant; undefined when there is none. */
  takeDead(untilMs: number): number | undefined {
    if (this.sweepMs === undefined) return undefined;
    const sweptMs = Math.floor(untilMs / this.sweepMs) * this.sweepMs;
    const next = first(this.stale);
    if (next === undefined || next.seenMs + this.heartbeatMs > sweptMs) return undefined;
    this.stale.delete(next.ticket);
    return next.ticket;
  }
}

function first(
  queue: ReadonlyMap<number, number>,
): { readonly ticket: number; readonly seenMs: number } | undefined {
  for (const [ticket, seenMs] of queue) return { ticket, seenMs };
  return undefined;
}
