import type { Answer, Wire, WireRequest } from './wire.ts';

export interface TickRhythm {
  /** Shortest time between two ticks, and how long one may take [ms of the run clock]. */
  readonly tickMs: number;
  readonly timeoutMs: number;
}

/** What answers tell of the room as a whole, whoever asked; and the ticks that ask when nobody else does. */
export class RoomWatch {
  /** Tickets let in, as far as is known. */
  admitted = 0;
  ticks = 0;
  private revision = 0;
  private readonly wire: Wire;
  private readonly clockMs: () => number;
  private readonly rhythm: TickRhythm;
  private serial = 0;
  private isUnderWay = false;
  private tickedMs = Number.NEGATIVE_INFINITY;

  /** @param clockMs the run clock, with fractions [ms] */
  constructor(wire: Wire, clockMs: () => number, rhythm: TickRhythm) {
    this.wire = wire;
    this.clockMs = clockMs;
    this.rhythm = rhythm;
  }

  /** First instant at which another tick may be sent [ms]. */
  get dueMs(): number {
    const { tickMs, timeoutMs } = this.rhythm;
    return Math.ceil(this.tickedMs + (this.isUnderWay ? timeoutMs : tickMs));
  }

  /** Sends a tick, unless the last is still under way or was sent just now. */
  tick(nowMs: number): void {
    if (nowMs < this.dueMs) return;
    this.tickedMs = nowMs;
    this.isUnderWay = true;
    this.ticks++;
    this.serial++;
    this.wire.send({ kind: 'tick', ticket: -1, serial: this.serial, nowMs: Math.floor(this.clockMs()) });
  }

  /** Any answer that comes, late ones too. */
  heard(request: WireRequest, answer: Answer): void {
    if (request.kind === 'tick' && request.serial === this.serial) this.isUnderWay = false;
    if (answer.kind === 'lost' || answer.revision <= this.revision) return;
    this.revision = answer.revision;
    this.admitted = answer.admitted;
  }
}
