import { DRAW, keyedU32, visitorKey } from '../random/keyed.ts';
import type { Departures } from '../run/departures.ts';
import { Newcomers } from '../run/newcomers.ts';
import type { Timers } from '../run/timers.ts';
import { MOST_POLLS, POLLS } from '../traffic/ticket-state.ts';
import { type Action, BALK, ENTER, JOIN, LEAVE, POLL } from '../traffic/visitors.ts';
import {
  ANSWERED,
  ANSWERED_BY_CACHE,
  BLOCKED,
  BLOCKED_FOR_GOOD,
  FAILED,
  LATER,
  PARKED,
} from './request-fate.ts';
import type { World } from './world.ts';

/**
 * The way of a request from its visitor to the rules of the waiting room. Without an infrastructure it takes no time and
 * never fails. With one, an answer that takes less than a tick is given at once and its time added to what follows; one
 * that takes longer is on the way until it lands; one that fails is tried again by its visitor. A poll from outside the
 * gate is answered as of its sending, since it will be told to wait:
 *
 *     request --answered--> rules                     request --slow--> (on the way) --lands--> rules
 *        |----cached by the CDN--> polls on, unheard                        '--failed--> retry
 *        '----failed--> retry after what it lost
 */
export class Passage {
  readonly newcomers: Newcomers;
  /** Time that the answer to the present request takes to reach its visitor [ms]. */
  delayMs = 0;
  private readonly world: World;
  private readonly timers: Timers;
  private readonly departures: Departures;

  constructor(world: World, timers: Timers, departures: Departures) {
    this.world = world;
    this.timers = timers;
    this.departures = departures;
    const mayWait = world.limiter !== undefined || world.infrastructure !== undefined;
    this.newcomers = new Newcomers(world, mayWait);
  }

  /** The event of a ticket that was cut off, that asked to join, or wanted to and does something else now. */
  comesBack(ticket: number, nowMs: number): void {
    const cutOff = this.world.infrastructure?.edge.cutOff;
    if (cutOff?.has(ticket) === true) this.world.visits.addPolls(ticket, cutOff.remove(ticket, nowMs));
    this.newcomers.comesBack(ticket);
  }

  /** Whether the request of the ticket in hand is before the rules now; if not, what follows from it is scheduled. */
  reaches(action: number, ticket: number, nowMs: number): boolean {
    const { infrastructure, visitors } = this.world;
    this.delayMs = 0;
    if (infrastructure === undefined) {
      this.count(action, ticket);
      return true;
    }
    if (visitors.lands()) {
      if (infrastructure.parked?.landed(ticket) !== false) return this.heard(ticket);
      return this.fail(action, ticket, nowMs, 0);
    }
    this.count(action, ticket);
    switch (infrastructure.ask(action, ticket, this.bits(action, ticket, nowMs), visitors, nowMs)) {
      case ANSWERED:
        this.delayMs = infrastructure.delayMs;
        return this.heard(ticket);
      case ANSWERED_BY_CACHE:
        this.timers.scheduleUnheard(nowMs, visitors.ignored(nowMs));
        return false;
      case LATER:
        if (action === POLL && this.waitsAnyway(ticket)) {
          this.delayMs = infrastructure.delayMs;
          return this.heard(ticket);
        }
        this.depart(action, ticket, nowMs);
        this.world.wheel.schedule(ticket, visitors.put(), nowMs + infrastructure.delayMs);
        return false;
      case PARKED:
        this.depart(action, ticket, nowMs);
        infrastructure.parked?.park(ticket, visitors.put());
        return false;
      case BLOCKED:
        return this.block(action, ticket, false, nowMs);
      case BLOCKED_FOR_GOOD:
        return this.block(action, ticket, true, nowMs);
      case FAILED:
        return this.fail(action, ticket, nowMs, infrastructure.delayMs);
    }
  }

  /** Whether a ticket stands where a poll can only be told to wait. */
  private waitsAnyway(ticket: number): boolean {
    const { room, book, plan } = this.world;
    return book.slot(ticket) > (plan.admission.mode === 'pull' ? room.line.gateSlot : room.line.passedSlot);
  }

  /** The server hears a request: a ticket that was silent for it is active again. */
  private heard(ticket: number): true {
    const { visitors, ledger, room, book } = this.world;
    visitors.heard();
    if (ledger.has(ticket)) room.line.markActive(book.slot(ticket));
    return true;
  }

  private depart(action: number, ticket: number, nowMs: number): void {
    if (action === JOIN) this.newcomers.wait(ticket);
    this.world.visitors.departs(nowMs);
  }

  private fail(action: number, ticket: number, nowMs: number, lostMs: number): false {
    const { visitors } = this.world;
    if (action === LEAVE || action === BALK) {
      this.departures.vanish(ticket, nowMs);
      return false;
    }
    const againMs = visitors.failed(nowMs, nowMs + lostMs);
    if (action === JOIN) {
      this.newcomers.joinLater(ticket, againMs, nowMs);
    } else if (againMs !== undefined) {
      this.timers.scheduleUnheard(nowMs, againMs);
    }
    return false;
  }

  /** A poll that the WAF answers 403 is followed by the next; what else it blocks has failed. */
  private block(action: number, ticket: number, forGood: boolean, nowMs: number): false {
    const { visitors } = this.world;
    if (action !== POLL) return this.fail(action, ticket, nowMs, 0);
    if (forGood) this.turnAway(ticket, nowMs);
    this.timers.scheduleUnheard(nowMs, forGood ? visitors.cutOff(nowMs) : visitors.ignored(nowMs));
    return false;
  }

  /** The visit ends here, though the visitor may poll on until its patience ends. */
  private turnAway(ticket: number, nowMs: number): void {
    const { visitors, visits, crowd, infrastructure } = this.world;
    const visitor = crowd.tabs.visitorOf(ticket);
    if (visits.is(visitor, 'censored')) visits.end(visitor, 'refused', nowMs);
    infrastructure?.edge.cutOff.add(ticket, visitors.meanIntervalMs, nowMs);
  }

  /** Counts a request as its visitor sends it. */
  private count(action: number, ticket: number): void {
    const { recorder, visitors } = this.world;
    switch (action as Action) {
      case JOIN:
        recorder.now.joins++;
        return;
      case POLL:
        recorder.now.polls++;
        visitors.polled();
        if (visitors.hand[POLLS]! >= MOST_POLLS) this.departures.bookPolls(ticket);
        return;
      case ENTER:
        recorder.now.enters++;
        return;
      case LEAVE:
      case BALK:
        recorder.now.leaves++;
        return;
      default:
        return;
    }
  }

  /** 32 random bits of a request; those of a poll also give its interval. */
  private bits(action: number, ticket: number, nowMs: number): number {
    const { visitors } = this.world;
    const key = visitorKey(visitors.ticketKey, ticket);
    const draw = action === POLL ? visitors.hand[POLLS]! : DRAW.request + (nowMs & 0xff_ffff);
    return keyedU32(key, draw);
  }
}
