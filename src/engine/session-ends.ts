/** When open sessions end: by ticket, ascending in time. Sessions act like the room's timers, at the end of their instant. */
export class SessionEnds {
  private readonly ends: { readonly ticket: number; readonly endMs: number }[] = [];

  /** A ticket's session ends at an instant; an earlier end that was set for it no longer counts. */
  set(ticket: number, endMs: number): void {
    this.remove(ticket);
    let at = this.ends.length;
    while (at > 0 && this.ends[at - 1]!.endMs > endMs) at--;
    this.ends.splice(at, 0, { ticket, endMs });
  }

  /** Whether an end was set for the ticket, which is not set any more. */
  remove(ticket: number): boolean {
    const at = this.ends.findIndex((end) => end.ticket === ticket);
    if (at < 0) return false;
    this.ends.splice(at, 1);
    return true;
  }

  /** Sessions that are open. */
  get open(): number {
    return this.ends.length;
  }

  /** Instant at which the next session ends [ms]; Infinity when none is open. */
  nextMs(): number {
    return this.ends[0]?.endMs ?? Number.POSITIVE_INFINITY;
  }

  /** Ends the sessions that are over by the end of an instant. */
  endUntil(untilMs: number): void {
    while (this.nextMs() <= untilMs) this.ends.shift();
  }
}
