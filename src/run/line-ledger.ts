const OUTSIDE = 0;
const LIVING = 1;
const GHOST = 2;
/** Out of the line, let in, and does not know yet (push). */
const RELEASED = 3;
/** Out of the line; the visitor goes on in another tab. */
const SILENCED = 4;
/** Out of the line as expired; the visitor will find out. */
const EXPIRED = 5;

/** The truth about each ticket in line, which the server does not know, and the books of the line for Little's law. */
export class LineLedger {
  /** Tickets that ever joined. */
  joined = 0;
  living = 0;
  ghosts = 0;
  peak = 0;
  /** Instant at which the last living ticket left the line. */
  lastLeftMs: number | undefined;
  private readonly joinedMs: Int32Array;
  private readonly state: Uint8Array;
  private length = 0;
  private changedMs = 0;
  private integralMs = 0;
  private waitSumMs = 0;

  constructor(tickets: number) {
    this.joinedMs = new Int32Array(tickets);
    this.state = new Uint8Array(tickets);
  }

  joinMs(ticket: number): number {
    return this.joinedMs[ticket]!;
  }

  has(ticket: number): boolean {
    return this.state[ticket] === LIVING || this.state[ticket] === GHOST;
  }

  isGhost(ticket: number): boolean {
    return this.state[ticket] === GHOST;
  }

  isLiving(ticket: number): boolean {
    return this.state[ticket] === LIVING;
  }

  isReleased(ticket: number): boolean {
    return this.state[ticket] === RELEASED;
  }

  isExpired(ticket: number): boolean {
    return this.state[ticket] === EXPIRED;
  }

  /** Whether nobody uses this ticket any more. */
  isUnused(ticket: number): boolean {
    return this.state[ticket] === GHOST || this.state[ticket] === SILENCED;
  }

  join(ticket: number, nowMs: number): void {
    this.move(nowMs);
    this.state[ticket] = LIVING;
    this.joinedMs[ticket] = nowMs;
    this.joined++;
    this.living++;
    this.length++;
    if (this.length > this.peak) this.peak = this.length;
  }

  leave(ticket: number, nowMs: number): void {
    this.move(nowMs);
    if (this.state[ticket] === LIVING) this.loseLiving(nowMs);
    else this.ghosts--;
    this.state[ticket] = OUTSIDE;
    this.length--;
    this.waitSumMs += nowMs - this.joinMs(ticket);
  }

  /** A ticket that has left the line is let in before its visitor knows. */
  release(ticket: number): void {
    this.state[ticket] = RELEASED;
  }

  /** A ticket that has left the line was removed for its silence, and its visitor does not know. */
  expire(ticket: number): void {
    this.state[ticket] = EXPIRED;
  }

  /** The visitor of a released or expired ticket knows, or has gone. */
  settle(ticket: number): void {
    this.state[ticket] = OUTSIDE;
  }

  /** A ticket outside the line whose visitor goes on in another tab. */
  silence(ticket: number): void {
    this.state[ticket] = SILENCED;
  }

  /** The visitor behind a living ticket has gone without a word. */
  haunt(ticket: number, nowMs: number): void {
    this.state[ticket] = GHOST;
    this.ghosts++;
    this.loseLiving(nowMs);
  }

  /** Integral of the line length and the sum of waits up to an instant, tickets still in line included. */
  close(nowMs: number): { readonly lineIntegralMs: number; readonly ticketWaitSumMs: number } {
    let openMs = 0;
    for (let ticket = 0; ticket < this.state.length; ticket++) {
      if (this.has(ticket)) openMs += nowMs - this.joinMs(ticket);
    }
    return {
      lineIntegralMs: this.integralMs + this.length * (nowMs - this.changedMs),
      ticketWaitSumMs: this.waitSumMs + openMs,
    };
  }

  private move(nowMs: number): void {
    this.integralMs += this.length * (nowMs - this.changedMs);
    this.changedMs = nowMs;
  }

  private loseLiving(nowMs: number): void {
    this.living--;
    if (this.living === 0) this.lastLeftMs = nowMs;
  }
}
