import type { Joined, Refused } from '../../engine/room-reply.ts';
import type { RequestKind } from '../../result/live-record.ts';
import { Newcomers } from '../../run/newcomers.ts';
import {
  CARD_POLLS_SHIFT,
  MOST_POLLS,
  POLLS,
  STATE,
  TAB,
  TICKET,
  TIMER_BITS,
  WATCHED,
} from '../../traffic/ticket-state.ts';
import { BALK, ENTER, JOIN, LEAVE, POLL, VANISH } from '../../traffic/visitors.ts';
import { LiveFates } from './live-fates.ts';
import type { LiveParts } from './live-parts.ts';
import type { VisitorReply } from './wire.ts';

/** Sends a request of the ticket in hand, meant for an instant of the run clock [ms]. */
export type Ask = (kind: RequestKind, ticket: number, intendedMs: number) => void;

/** What is known of a request when its answer comes. */
export interface Landing {
  readonly kind: RequestKind;
  readonly ticket: number;
  /** The run clock [ms]: when its visitor learns of it. */
  readonly nowMs: number;
}

const KIND_OF: Readonly<Record<number, RequestKind>> = {
  [JOIN]: 'join',
  [POLL]: 'status',
  [ENTER]: 'enter',
  [LEAVE]: 'leave',
  [BALK]: 'leave',
};

/**
 * What visitors ask of a target and what follows from its answers, in the books and for their next step. The counterpart of
 * the simulator's gateway, which gives the answers itself; with a target that answers at once the two leave the same record.
 *
 * Books go by the instant at which an answer is in, at most a latency after the target's own; the instant at which somebody
 * was let in is the target's.
 */
export class LiveGateway {
  readonly fates: LiveFates;
  readonly newcomers: Newcomers;
  private readonly parts: LiveParts;
  private readonly ask: Ask;
  private readonly quotesAtPolls: boolean;
  /** By ticket: the card that its next event is to carry, while its request is under way. */
  private readonly cards: Int32Array;
  /** 1 for tickets whose request is under way. */
  private readonly underWay: Uint8Array;

  constructor(parts: LiveParts, ask: Ask) {
    this.parts = parts;
    this.ask = ask;
    this.fates = new LiveFates(parts);
    this.newcomers = new Newcomers(parts, true);
    this.quotesAtPolls = parts.plan.eta.score.sampling === 'polls';
    this.cards = new Int32Array(parts.crowd.tickets);
    this.underWay = new Uint8Array(parts.crowd.tickets);
  }

  /** Does what is due for the ticket in hand. */
  act(nowMs: number): void {
    const { visitors, ledger, room } = this.parts;
    const state = visitors.hand[STATE]!;
    const ticket = visitors.hand[TICKET]!;
    if ((state & TIMER_BITS) !== 0) {
      const due = this.fates.timers.runDown(nowMs);
      if (due === 'session') room.sessions--;
      if (due !== 'visitor') return;
    }
    this.newcomers.comesBack(ticket);
    const { action } = visitors;
    if ((state & TAB) !== 0 && ledger.isUnused(ticket)) this.fates.departures.fallSilent(ticket, nowMs);
    else if (action === VANISH) this.fates.departures.vanish(ticket, nowMs);
    else this.send(KIND_OF[action]!, nowMs);
  }

  /** The ticket in hand asks for what it is about to do. */
  send(kind: RequestKind, intendedMs: number): void {
    const { visitors } = this.parts;
    const ticket = visitors.hand[TICKET]!;
    visitors.departs(Math.floor(intendedMs));
    this.count(kind, ticket);
    this.cards[ticket] = visitors.put();
    this.underWay[ticket] = 1;
    this.ask(kind, ticket, intendedMs);
  }

  /** The answer to a request is in. */
  land({ kind, ticket, nowMs }: Landing, reply: VisitorReply): void {
    const { visitors, ledger } = this.parts;
    this.takeUp(ticket);
    visitors.heard();
    if ((visitors.hand[STATE]! & TAB) !== 0 && ledger.isUnused(ticket)) {
      this.fates.abandoned(ticket, reply, nowMs);
      return;
    }
    switch (kind) {
      case 'join':
        this.joined(ticket, reply, nowMs);
        return;
      case 'status':
        this.told(ticket, reply, nowMs);
        return;
      case 'enter':
        this.answered(ticket, reply, nowMs);
        return;
      case 'leave':
        this.fates.left(ticket, reply, nowMs);
        return;
    }
  }

  /** A request got no answer: its visitor tries again as the scenario says. */
  lose({ kind, ticket, nowMs }: Landing): void {
    const { visitors, ledger } = this.parts;
    this.takeUp(ticket);
    if ((visitors.hand[STATE]! & TAB) !== 0 && ledger.isUnused(ticket)) {
      this.fates.departures.fallSilent(ticket, nowMs);
    } else if (kind === 'leave') {
      this.fates.departures.vanish(ticket, nowMs);
    } else {
      const againMs = visitors.failed(nowMs, nowMs);
      if (kind === 'join') this.newcomers.joinLater(ticket, againMs, nowMs);
      else if (againMs !== undefined) this.fates.timers.scheduleUnheard(nowMs, againMs);
    }
  }

  /** Adds the polls of tickets whose request is under way to their visitors' books. */
  bookPollsUnderWay(): void {
    this.underWay.forEach((isUnderWay, ticket) => {
      if (isUnderWay === 1) this.parts.visits.addPolls(ticket, this.cards[ticket]! >>> CARD_POLLS_SHIFT);
    });
  }

  private takeUp(ticket: number): void {
    const { visitors } = this.parts;
    this.underWay[ticket] = 0;
    visitors.pick(ticket, this.cards[ticket]!);
    visitors.lands();
  }

  private joined(ticket: number, reply: VisitorReply, nowMs: number): void {
    const { visitors } = this.parts;
    if (reply.kind === 'limited') {
      this.parts.recorder.now.limited++;
      this.newcomers.joinLater(ticket, visitors.refused(nowMs), nowMs);
    } else if (reply.kind === 'joined') {
      this.standInLine(ticket, reply, nowMs);
      this.fates.timers.schedule(nowMs, visitors.joined(nowMs));
    } else {
      this.fates.turnedOut(ticket, reply, nowMs);
    }
  }

  private standInLine(ticket: number, { slot }: Joined, nowMs: number): void {
    const { crowd, visits, book, room, watch, ledger } = this.parts;
    const visitor = crowd.tabs.visitorOf(ticket);
    if (crowd.tabs.firstTicket(visitor) === ticket) visits.joinMs[visitor] = nowMs;
    const fresh = book.take(ticket, slot, room.line);
    if (!room.line.has(fresh)) room.line.join(fresh);
    watch.joined(fresh, nowMs);
    ledger.join(ticket, nowMs);
  }

  private told(ticket: number, reply: VisitorReply, nowMs: number): void {
    const { visitors, recorder, book, watch } = this.parts;
    if (reply.kind === 'limited') {
      recorder.now.limited++;
      this.fates.timers.schedule(nowMs, visitors.told(nowMs, undefined));
    } else if (reply.kind !== 'waiting') {
      this.fates.turnedOut(ticket, reply, nowMs);
    } else if (reply.ready) {
      this.spendOnStatus(book.slot(ticket), nowMs);
      this.enterNext(nowMs);
    } else {
      const slot = book.slot(ticket);
      this.keepQuote(ticket, slot, nowMs);
      const shownSec = visitors.minds ? watch.shown(slot, nowMs) : undefined;
      this.fates.timers.schedule(nowMs, visitors.told(nowMs, shownSec));
    }
  }

  /** It is ready and asks to enter at once, unless its patience has ended while it was told. */
  private enterNext(nowMs: number): void {
    const { visitors } = this.parts;
    const dueMs = visitors.entersNext(nowMs, nowMs);
    if (visitors.action === ENTER) this.send('enter', nowMs);
    else this.fates.timers.schedule(nowMs, dueMs);
  }

  private answered(ticket: number, reply: VisitorReply, nowMs: number): void {
    const { recorder } = this.parts;
    if (reply.kind === 'limited') {
      recorder.now.limited++;
      this.enterLater(nowMs);
    } else if (reply.kind === 'refused') {
      this.countRefusal(reply);
      this.keepQuote(ticket, this.parts.book.slot(ticket), nowMs);
      this.enterLater(nowMs);
    } else {
      this.fates.turnedOut(ticket, reply, nowMs);
    }
  }

  private enterLater(nowMs: number): void {
    const againMs = this.parts.visitors.refused(nowMs);
    if (againMs !== undefined) this.fates.timers.schedule(nowMs, againMs);
  }

  /** Defect `statusSpendsTokens`: a status that says ready has taken a token, except from the ranks that do not pay. */
  private spendOnStatus(slot: number, nowMs: number): void {
    const { room, plan } = this.parts;
    const { statusSpendsTokens, bypassRanks } = plan.admission;
    if (!statusSpendsTokens || room.bucket === undefined || room.line.rank(slot) <= bypassRanks) return;
    room.bucket.take(nowMs);
    room.tokensSpentByStatus++;
  }

  private countRefusal({ why }: Refused): void {
    const { now } = this.parts.recorder;
    if (why === 'no-token') now.refusedByBucket++;
    else if (why === 'no-session') now.refusedBySessions++;
    else now.refusedByGate++;
  }

  private keepQuote(ticket: number, slot: number, nowMs: number): void {
    const { visitors, watch, crowd } = this.parts;
    if (!this.quotesAtPolls || (visitors.hand[STATE]! & WATCHED) === 0) return;
    if (watch.isDue(ticket, nowMs)) watch.keep(ticket, crowd.tabs.visitorOf(ticket), slot, nowMs);
  }

  /** Counts a request as its visitor sends it. */
  private count(kind: RequestKind, ticket: number): void {
    const { recorder, visitors } = this.parts;
    if (kind === 'join') recorder.now.joins++;
    else if (kind === 'enter') recorder.now.enters++;
    else if (kind === 'leave') recorder.now.leaves++;
    else {
      recorder.now.polls++;
      visitors.polled();
      if (visitors.hand[POLLS]! >= MOST_POLLS) this.fates.departures.bookPolls(ticket);
    }
  }
}
