import { minWaitMs } from './eligibility.ts';
import { Limiter } from './limiter.ts';
import type { RefillStep } from './refill-course.ts';
import type {
  Admission,
  EnterReply,
  JoinReply,
  LeaveReply,
  Outside,
  Refused,
  RoomFacts,
  StatusReply,
  TickReply,
} from './room-reply.ts';
import type { AdmissionRules } from './rules.ts';
import { type InLine, type NotInLine, TicketBook } from './ticket-book.ts';
import { BYPASSED, NO_SESSION, NO_TOKEN, PAID, WaitingRoom } from './waiting-room.ts';

/** What a ticket brings along when it joins. */
export interface Newcomer {
  /** Number of its user; absent: anonymous. Of account with a log by user only. */
  readonly user?: number;
  /** 32 random bits that order it among those of one step of the score. Default 0. */
  readonly tie?: number;
}

/** What a request brings along. */
export interface Asking {
  /** How far the clock of the pod that is asked is ahead, where the bucket goes by pods' clocks [ms]. Default 0. */
  readonly podOffsetMs?: number;
  /** Length of the ticket's session once it is inside, 1 or more [ms]. Of account with a cap on sessions only. */
  readonly sessionMs?: number;
}

/**
 * The waiting room as a server sees it: requests of tickets at instants, and nothing else. What timers would do between
 * two requests is done before the later one is answered, in the order of its instants, so answers do not depend on how often
 * somebody asks. Within one instant: changes of the refill, joins, releases (push), other requests, timers.
 *
 * An instant before the room's last counts as the room's last. Requests may be repeated: a ticket that is in line, is let
 * in or has left stays so, and is told so again.
 */
export class TicketRoom {
  private readonly room: WaitingRoom;
  private readonly book: TicketBook;
  private readonly rules: AdmissionRules;
  private readonly refills: readonly RefillStep[];
  private readonly limiter: Limiter | undefined;
  private atMs = 0;
  /** The first instant at which somebody may still be released. */
  private releaseFromMs = 0;
  private nextRefill = 0;
  private revision = 0;
  private tokenPaid = 0;
  private bypassed = 0;

  /**
   * @param tickets ticket numbers are below it
   * @param refills changes of the bucket's rate, ascending
   */
  constructor(rules: AdmissionRules, tickets: number, refills: readonly RefillStep[]) {
    this.rules = rules;
    this.refills = refills;
    this.room = new WaitingRoom(rules, tickets);
    this.book = new TicketBook(rules, this.room);
    this.limiter = rules.limiter === undefined ? undefined : new Limiter(rules.limiter, tickets);
  }

  join(ticket: number, nowMs: number, { user, tie = 0 }: Newcomer = {}): JoinReply {
    this.advance(nowMs, 'join');
    const known = this.book.get(ticket);
    if (known.kind === 'waiting') {
      this.book.hear(ticket, this.atMs);
      return this.answer({ kind: 'joined', again: true, ...this.book.place(ticket) });
    }
    if (known.kind !== 'unknown') return this.answer(fate(known));
    if (this.isLimited(ticket)) return this.answer({ kind: 'limited' });
    this.book.join(ticket, this.atMs, user, tie);
    return this.answer({ kind: 'joined', again: false, ...this.book.place(ticket) });
  }

  /** A status poll. In push it is how a released ticket hears of its release. */
  status(ticket: number, nowMs: number, asking: Asking = {}): StatusReply {
    const known = this.ask(ticket, nowMs);
    if (known.kind !== 'waiting') return this.answer(this.tell(ticket, known, asking));
    if (this.isLimited(ticket)) return this.answer({ kind: 'limited' });
    const ready =
      this.rules.mode === 'pull' &&
      this.room.status(this.book.slot(ticket), known.joinMs, this.atMs, podClock(asking));
    return this.answer({ kind: 'waiting', ready, ...this.book.place(ticket) });
  }

  enter(ticket: number, nowMs: number, asking: Asking = {}): EnterReply {
    const known = this.ask(ticket, nowMs);
    if (known.kind !== 'waiting') return this.answer(this.tell(ticket, known, asking));
    if (this.isLimited(ticket)) return this.answer({ kind: 'limited' });
    const why = this.grant(ticket, known, asking);
    if (why !== undefined) return this.answer({ kind: 'refused', why, ...this.book.place(ticket) });
    return this.answer({ ...fate(this.book.get(ticket) as NotInLine), again: false } as Admission);
  }

  /** The visitor says that it leaves; one that was released and had not heard of it gives its session back. */
  leave(ticket: number, nowMs: number): LeaveReply {
    this.advance(nowMs, 'other');
    const known = this.book.get(ticket);
    if (known.kind !== 'waiting' && (known.kind !== 'admitted' || known.known))
      return this.answer(fate(known));
    this.book.leave(ticket);
    return this.answer({ kind: 'left' });
  }

  /** Does what is due, and tells of the whole room. */
  tick(nowMs: number): TickReply {
    this.advance(nowMs, 'other');
    const { line, sessions, tokensSpentByStatus, bucket } = this.room;
    const books = bucket?.books();
    return this.answer({
      kind: 'standing',
      line: line.length,
      active: line.activeLength,
      sessions,
      tokenPaid: this.tokenPaid,
      bypassed: this.bypassed,
      tokensSpentByStatus,
      swept: this.book.swept,
      credit: books?.credit,
      refilledAtMs: books?.refilledAtMs,
      microTokensPerSec: books?.microTokensPerSec,
    });
  }

  /** What is known of a ticket that asks; one in line has been heard of. */
  private ask(ticket: number, nowMs: number): InLine | NotInLine {
    this.advance(nowMs, 'other');
    const known = this.book.get(ticket);
    if (known.kind === 'waiting') this.book.hear(ticket, this.atMs);
    return known;
  }

  private isLimited(ticket: number): boolean {
    return this.limiter !== undefined && !this.limiter.allow(ticket, this.atMs);
  }

  /** pull: lets a ticket in, or says why not. */
  private grant(ticket: number, { joinMs }: InLine, asking: Asking): Refused['why'] | undefined {
    if (this.rules.mode === 'push') return 'not-eligible';
    const reply = this.room.enter(this.book.slot(ticket), joinMs, this.atMs, podClock(asking));
    if (reply === NO_TOKEN) return 'no-token';
    if (reply === NO_SESSION) return 'no-session';
    if (reply !== PAID && reply !== BYPASSED) return 'not-eligible';
    if (reply === BYPASSED) this.bypassed++;
    else if (this.room.bucket !== undefined) this.tokenPaid++;
    const how = reply === BYPASSED ? 'bypassed' : 'paid';
    const endMs = this.atMs + sessionMs(asking);
    this.book.admit(ticket, { kind: 'admitted', how, atMs: this.atMs, known: true }, endMs);
    return undefined;
  }

  /** Tells a ticket that is not in line what became of it. */
  private tell(ticket: number, known: NotInLine, asking: Asking): Admission | Outside {
    if (known.kind !== 'admitted' || known.known) return fate(known);
    if (this.isLimited(ticket)) {
      this.book.prolong(ticket, this.atMs + this.rules.ghosts.heartbeatMs);
      return { kind: 'limited' };
    }
    this.book.claim(ticket, known, this.atMs + sessionMs(asking));
    return { ...(fate(known) as Admission), again: false };
  }

  private answer<Answer>(answer: Answer): RoomFacts & Answer {
    const { log, bucket } = this.room;
    this.revision++;
    return {
      atMs: this.atMs,
      revision: this.revision,
      tokens: bucket?.tokensAt(this.atMs),
      admitted: log.total,
      logged: [log.logged(0), log.logged(1), log.logged(2)],
      ...answer,
    };
  }

  /** Does all that comes before a request. */
  private advance(nowMs: number, request: 'join' | 'other'): void {
    this.atMs = Math.max(this.atMs, nowMs);
    const lastReleaseMs = request === 'join' ? this.atMs - 1 : this.atMs;
    while (this.step(lastReleaseMs));
    this.releasedUntil(request === 'join' ? this.atMs : this.atMs + 1);
    this.room.log.advanceTo(Math.floor(this.atMs / 1000));
  }

  /** Does the next thing that is due; whether there was one. */
  private step(lastReleaseMs: number): boolean {
    const releaseMs = this.nextReleaseMs();
    const timerMs = this.book.nextTimerMs();
    const refill = this.refills[this.nextRefill];
    if (refill !== undefined && refill.atMs <= Math.min(this.atMs, releaseMs, timerMs)) {
      this.nextRefill++;
      this.room.bucket?.setRefill(refill.refillPerSec, refill.atMs);
      this.releasedUntil(refill.atMs);
      return true;
    }
    if (releaseMs <= Math.min(lastReleaseMs, timerMs)) {
      this.release(releaseMs);
      return true;
    }
    if (timerMs >= this.atMs) return false;
    this.book.runTimers(timerMs);
    this.releasedUntil(timerMs + 1);
    return true;
  }

  /** All releases before an instant have been made. */
  private releasedUntil(nowMs: number): void {
    this.releaseFromMs = Math.max(this.releaseFromMs, nowMs);
  }

  /** push: the next instant at which somebody can be released, if nothing else happens [ms]; Infinity when there is none. */
  private nextReleaseMs(): number {
    const { line, bucket, sessions } = this.room;
    const isFull = sessions >= (this.rules.sessions?.max ?? Number.POSITIVE_INFINITY);
    if (this.rules.mode === 'pull' || line.length === 0 || isFull) return Number.POSITIVE_INFINITY;
    const head = line.head();
    if (head === undefined) return Number.POSITIVE_INFINITY;
    const eligibleMs = this.book.joinMsOf(head) + minWaitMs(1, this.rules.minWaits);
    const fromMs = Math.max(this.releaseFromMs, eligibleMs);
    return bucket === undefined ? fromMs : bucket.nextTokenMs(fromMs);
  }

  private release(nowMs: number): void {
    this.releasedUntil(nowMs);
    const slot = this.room.release(nowMs, this.book.joinMsOf);
    if (slot === undefined) throw new RangeError(`nobody can be released at ${nowMs} ms`);
    this.room.log.advanceTo(Math.floor(nowMs / 1000));
    if (this.room.bucket !== undefined) this.tokenPaid++;
    // A visitor that is not heard of after its release holds a session for a heartbeat.
    const endMs = nowMs + this.rules.ghosts.heartbeatMs;
    const ticket = this.book.ticket(slot);
    this.book.admit(ticket, { kind: 'admitted', how: 'released', atMs: nowMs, known: false }, endMs);
  }
}

function fate(known: NotInLine): Admission | Outside {
  if (known.kind !== 'admitted') return { kind: known.kind };
  return { kind: 'admitted', how: known.how, admittedMs: known.atMs, again: true };
}

const podClock =
  ({ podOffsetMs = 0 }: Asking) =>
  (nowMs: number): number =>
    nowMs + podOffsetMs;

/** A session of less than a millisecond takes one. */
function sessionMs(asking: Asking): number {
  return Math.max(1, asking.sessionMs ?? 1);
}
