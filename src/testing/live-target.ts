import { refillCourse } from '../engine/refill-course.ts';
import { TicketRoom } from '../engine/ticket-room.ts';
import type { Answer, Answered, Wire, WireRequest } from '../live/drive/wire.ts';
import type { Draws } from '../live/target.ts';
import { LogAr1 } from '../random/log-ar1.ts';
import { substream } from '../random/rng.ts';
import type { Plan } from '../scenario/plan.ts';

/** A waiting room of this process at the other end of a wire. It answers at once; tests put delays and faults before it. */
export class InProcessWire implements Wire {
  answered: Answered = () => {};
  readonly losses = { requests: 0, tickets: 0 };
  /** Requests that have come, ticks left out. */
  readonly requests: WireRequest[] = [];
  private readonly room: TicketRoom;
  private readonly draws: Draws;

  constructor(plan: Plan, draws: Draws, tickets: number) {
    const { admission, random, clock } = plan;
    const { noise } = admission;
    const factors =
      noise === undefined ? undefined : new LogAr1(noise, 1_000, substream(random.seed, 0, 'refill-noise'));
    const course = refillCourse(admission, clock.horizonMs, factors && (() => factors.next()));
    this.room = new TicketRoom(admission, tickets, course);
    this.draws = draws;
  }

  send(request: WireRequest): void {
    if (request.kind !== 'tick') this.requests.push(request);
    this.answered(request, this.answer(request));
  }

  /** What the room says now. */
  answer({ kind, ticket, nowMs }: WireRequest): Answer {
    const { room, draws } = this;
    switch (kind) {
      case 'join': {
        const user = draws.user(ticket);
        return room.join(ticket, nowMs, { tie: draws.tie(ticket), ...(user === undefined ? {} : { user }) });
      }
      case 'status':
        return room.status(ticket, nowMs, this.asking(ticket));
      case 'enter':
        return room.enter(ticket, nowMs, this.asking(ticket));
      case 'leave':
        return room.leave(ticket, nowMs);
      case 'tick':
        return room.tick(nowMs);
    }
  }

  private asking(ticket: number): { readonly podOffsetMs: number; readonly sessionMs: number } {
    return { podOffsetMs: this.draws.podOffsetMs(), sessionMs: this.draws.sessionMs(ticket) };
  }
}

/** What becomes of a request that is sent at an instant. */
export interface Fate {
  /** Time to its answer [ms]; Infinity: there is none. */
  readonly delayMs: number;
  /** The answer is lost on its way back: this code comes in its place. */
  readonly lost?: string;
  /** It gets lost before the room hears of it. */
  readonly unheard?: boolean;
}

/** A wire that takes time and fails, in front of a room of this process. Whoever moves the clock calls `deliver`. */
export class DelayedWire implements Wire {
  answered: Answered = () => {};
  readonly losses = { requests: 0, tickets: 0 };
  readonly room: InProcessWire;
  private readonly fateOf: (request: WireRequest) => Fate;
  private readonly pending: {
    readonly atMs: number;
    readonly request: WireRequest;
    readonly answer: Answer;
  }[] = [];

  constructor(room: InProcessWire, fateOf: (request: WireRequest) => Fate) {
    this.room = room;
    this.fateOf = fateOf;
  }

  /** When the next answer is in [ms]; Infinity when none is on its way. */
  get nextMs(): number {
    return this.pending[0]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  send(request: WireRequest): void {
    if (request.kind !== 'tick') this.room.requests.push(request);
    const { delayMs, lost, unheard } = this.fateOf(request);
    const said: Answer =
      unheard === true ? { kind: 'lost', code: 'lost-on-the-way' } : this.room.answer(request);
    const answer: Answer = lost === undefined ? said : { kind: 'lost', code: lost };
    if (delayMs === 0) {
      this.answered(request, answer);
      return;
    }
    if (delayMs === Number.POSITIVE_INFINITY) return;
    const atMs = request.nowMs + delayMs;
    const behind = this.pending.findIndex((entry) => entry.atMs > atMs);
    this.pending.splice(behind < 0 ? this.pending.length : behind, 0, { atMs, request, answer });
  }

  /** Hands over the answers that are in by an instant. */
  deliver(nowMs: number): void {
    while (this.nextMs <= nowMs) {
      const { request, answer } = this.pending.shift()!;
      this.answered(request, answer);
    }
  }
}
