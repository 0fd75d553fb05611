import type { Admission } from '../../engine/room-reply.ts';
import { Admissions } from '../../run/admissions.ts';
import { Departures } from '../../run/departures.ts';
import { Timers } from '../../run/timers.ts';
import type { LiveParts } from './live-parts.ts';
import type { VisitorReply } from './wire.ts';

/** How tickets get out of the line, as the target says: let in, released, gone, or left behind by their visitor. */
export class LiveFates {
  readonly timers: Timers;
  readonly departures: Departures;
  readonly admissions: Admissions;
  private readonly parts: LiveParts;
  private readonly push: boolean;

  constructor(parts: LiveParts) {
    this.parts = parts;
    this.timers = new Timers(parts);
    this.departures = new Departures(parts, this.timers);
    this.admissions = new Admissions(parts, this.timers, this.departures);
    this.push = parts.plan.admission.mode === 'push';
  }

  /** push: the target has let in so many tickets altogether; the heads of the line are those that are not known yet. */
  releaseUntil(admitted: number, nowMs: number): void {
    const { room, ledger, book } = this.parts;
    while (room.log.total < admitted) {
      const head = room.line.head();
      if (head === undefined || !ledger.has(book.ticket(head))) return;
      room.bucket?.take(nowMs);
      this.admissions.release(head, nowMs);
    }
  }

  /** push: whoever is silent at the head of the line is passed over. */
  passGhosts(): void {
    const { line } = this.parts.room;
    if (line.length > 0) line.head();
  }

  /** The ticket in hand is not in the target's line, or not any more. */
  turnedOut(ticket: number, reply: VisitorReply, nowMs: number): void {
    if (reply.kind === 'admitted') this.letIn(ticket, reply, nowMs);
    else this.isGone(ticket, nowMs);
  }

  /** The visitor of the ticket in hand has said that it leaves. */
  left(ticket: number, { kind }: VisitorReply, nowMs: number): void {
    if (kind === 'expired' && this.parts.ledger.has(ticket)) this.timers.expire(ticket, nowMs);
    this.departures.findsItselfExpired(ticket, nowMs);
    this.departures.leave(ticket, nowMs);
  }

  /** A tab that nobody uses any more gets an answer; where it says that it is let in, that is wasted. */
  abandoned(ticket: number, reply: VisitorReply, nowMs: number): void {
    const { ledger, book } = this.parts;
    if (reply.kind === 'admitted' && ledger.has(ticket)) {
      this.pay(reply, nowMs);
      this.admissions.waste(ticket, book.slot(ticket), nowMs);
    }
    this.departures.fallSilent(ticket, nowMs);
  }

  private letIn(ticket: number, reply: Admission, nowMs: number): void {
    const { ledger, book, crowd, recorder, visits } = this.parts;
    const visitor = crowd.tabs.visitorOf(ticket);
    if (this.push) recorder.now.enters++;
    if (ledger.has(ticket)) {
      this.pay(reply, nowMs);
      this.admissions.admit(ticket, book.slot(ticket), nowMs);
    }
    const isFirst = !visits.isInside(visitor) && visits.is(visitor, 'admitted');
    if (isFirst) visits.end(visitor, 'admitted', this.truly(visitor, reply.admittedMs));
    this.admissions.learn(ticket, nowMs);
  }

  /** The instant at which a visitor was let in, as the target says; not before its joining, and not after it is known. */
  private truly(visitor: number, admittedMs: number): number {
    const { joinMs, endMs } = this.parts.visits;
    return Math.min(endMs[visitor]!, Math.max(joinMs[visitor]!, Math.round(admittedMs)));
  }

  private pay({ how }: Admission, nowMs: number): void {
    const { recorder, room } = this.parts;
    if (how === 'bypassed') {
      recorder.now.bypassed++;
    } else if (room.bucket !== undefined) {
      room.bucket.take(nowMs);
      this.admissions.tokenPaid++;
    }
  }

  /** Expired, or forgotten by the target. */
  private isGone(ticket: number, nowMs: number): void {
    const { ledger, visits, crowd } = this.parts;
    if (ledger.has(ticket)) this.timers.expire(ticket, nowMs);
    if (this.departures.findsItselfExpired(ticket, nowMs)) return;
    this.departures.stop(ticket);
    const visitor = crowd.tabs.visitorOf(ticket);
    if (visits.is(visitor, 'censored')) visits.end(visitor, 'failed', nowMs);
  }
}
