import { Hearing } from './hearing.ts';
import type { Admission, Place } from './room-reply.ts';
import type { AdmissionRules } from './rules.ts';
import { SessionEnds } from './session-ends.ts';
import { TicketSlots } from './ticket-slots.ts';
import type { WaitingRoom } from './waiting-room.ts';

/** A ticket in line. */
export interface InLine {
  readonly kind: 'waiting';
  readonly joinMs: number;
  /** Absent: anonymous. */
  readonly user: number | undefined;
}

/** A ticket that was let in; push: known once its visitor has heard of it. */
export interface LetIn {
  readonly kind: 'admitted';
  readonly how: Admission['how'];
  readonly atMs: number;
  readonly known: boolean;
}

export type NotInLine = LetIn | { readonly kind: 'left' | 'expired' | 'unknown' };
type Ticket = InLine | NotInLine;

const UNKNOWN: Ticket = { kind: 'unknown' };

/**
 * What a room knows of each ticket, and the timers that run for it. Everything that happens to a ticket happens here, so that
 * line, hearing, sessions and log always tell the same.
 *
 *     unknown --join--> waiting --let in--> admitted
 *                          |--leave--> left
 *                          '--silent for a heartbeat, at the next sweep--> expired
 */
export class TicketBook {
  /** Tickets removed for their silence. */
  swept = 0;
  private readonly rules: AdmissionRules;
  private readonly room: WaitingRoom;
  private readonly hearing: Hearing;
  private readonly sessions = new SessionEnds();
  private readonly slots: TicketSlots;
  private readonly tickets = new Map<number, Ticket>();
  private readonly loggedSec = new Map<number, number>();

  constructor(rules: AdmissionRules, room: WaitingRoom) {
    this.rules = rules;
    this.room = room;
    this.hearing = new Hearing(rules.ghosts);
    this.slots = new TicketSlots(rules.scoreResolutionMs);
  }

  get(ticket: number): Ticket {
    return this.tickets.get(ticket) ?? UNKNOWN;
  }

  slot(ticket: number): number {
    return this.slots.slot(ticket);
  }

  ticket(slot: number): number {
    return this.slots.ticket(slot);
  }

  /** When the ticket of a slot in line joined [ms]. */
  readonly joinMsOf = (slot: number): number => {
    const known = this.get(this.slots.ticket(slot));
    return known.kind === 'waiting' ? known.joinMs : 0;
  };

  /** Where a ticket in line stands. */
  place(ticket: number): Place {
    const slot = this.slots.slot(ticket);
    const { line } = this.room;
    const position = this.rules.shownPosition === 'joined' ? slot + 1 : line.shownPosition(slot);
    return { slot, position, activeAhead: line.activeAhead(slot) };
  }

  /** @param tie 32 random bits */
  join(ticket: number, nowMs: number, user: number | undefined, tie: number): void {
    this.room.line.join(this.slots.take(ticket, nowMs, tie, this.room.line));
    this.hearing.heard(ticket, nowMs);
    this.tickets.set(ticket, { kind: 'waiting', joinMs: nowMs, user });
  }

  /** A ticket in line asks for something. */
  hear(ticket: number, nowMs: number): void {
    this.hearing.heard(ticket, nowMs);
    this.room.line.markActive(this.slots.slot(ticket));
  }

  /** A ticket in line leaves, or one that was let in and had not heard of it. */
  leave(ticket: number): void {
    if (this.get(ticket).kind === 'waiting') {
      this.room.line.remove(this.slots.slot(ticket));
      this.hearing.forget(ticket);
    } else {
      this.sessions.remove(ticket);
      this.countSessions();
    }
    this.tickets.set(ticket, { kind: 'left' });
  }

  /** Lets in a ticket in line; its session is open until an instant. */
  admit(ticket: number, admission: LetIn, sessionEndMs: number): void {
    const known = this.get(ticket);
    const user = known.kind === 'waiting' ? known.user : undefined;
    const beforeSec = user === undefined ? undefined : this.loggedSec.get(user);
    this.room.admit(this.slots.slot(ticket), { anonymous: user === undefined, beforeSec });
    if (user !== undefined) this.loggedSec.set(user, this.room.log.nowSec);
    this.hearing.forget(ticket);
    this.tickets.set(ticket, admission);
    this.openSession(ticket, sessionEndMs);
  }

  /** push: the visitor of a ticket that was let in hears of it. */
  claim(ticket: number, admission: LetIn, sessionEndMs: number): void {
    this.tickets.set(ticket, { ...admission, known: true });
    this.openSession(ticket, sessionEndMs);
  }

  /** push: a session that is still open stays so until an instant. */
  prolong(ticket: number, sessionEndMs: number): void {
    if (this.sessions.remove(ticket)) this.openSession(ticket, sessionEndMs);
  }

  /** Instant of the next timer [ms]; Infinity when none is set. */
  nextTimerMs(): number {
    return Math.min(this.hearing.nextMs(), this.sessions.nextMs());
  }

  /** Does what timers do by the end of an instant. */
  runTimers(untilMs: number): void {
    const { line } = this.room;
    for (let ticket = this.hearing.takeQuiet(untilMs); ticket !== undefined; ) {
      line.markInactive(this.slots.slot(ticket));
      ticket = this.hearing.takeQuiet(untilMs);
    }
    for (let ticket = this.hearing.takeDead(untilMs); ticket !== undefined; ) {
      line.remove(this.slots.slot(ticket));
      this.tickets.set(ticket, { kind: 'expired' });
      this.swept++;
      ticket = this.hearing.takeDead(untilMs);
    }
    this.sessions.endUntil(untilMs);
    this.countSessions();
  }

  private openSession(ticket: number, endMs: number): void {
    if (this.rules.sessions === undefined) return;
    this.sessions.set(ticket, endMs);
    this.countSessions();
  }

  private countSessions(): void {
    this.room.sessions = this.sessions.open;
  }
}
