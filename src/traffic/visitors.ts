import { quantileOf } from '../random/distribution.ts';
import { DRAW, keyedU32, keyedUniform, partKey, visitorKey } from '../random/keyed.ts';
import {
  ACTION_BITS,
  CARD_POLLS_SHIFT,
  CLASS_SHIFT,
  cardOf,
  DEADLINE_MS,
  type Hand,
  HIDDEN,
  IN_FLIGHT,
  POLITE,
  POLLS,
  RETRY_BITS,
  RETRY_SHIFT,
  SPECIAL,
  STATE,
  TAB,
  TICKET,
  TOLD,
  UNHEARD,
  WORDS,
} from './ticket-state.ts';
import type { PollPolicy, VisitorClass } from './visitor-class.ts';

/** What a ticket does when its instant has come. */
export const JOIN = 0;
export const POLL = 1;
export const ENTER = 2;
/** Leaves and says so. */
export const LEAVE = 3;
/** Leaves without a word: its ticket stays behind as a ghost. */
export const VANISH = 4;
/** Leaves at the first sight of the ETA, and says so. */
export const BALK = 5;
export const NOTHING = 6;
export type Action =
  | typeof JOIN
  | typeof POLL
  | typeof ENTER
  | typeof LEAVE
  | typeof VANISH
  | typeof BALK
  | typeof NOTHING;

const NEVER = 0x7fff_ffff;
const TO_UNIT = 2 ** -32;

/** What is special about a class, so that the plain case is one test. */
const REACTS = 1;
const ADAPTIVE = 2;

/**
 * The visitor as a state machine over many tickets at once: what it does next and when, given what it was told. Pure: the
 * caller moves the clock and gives the answers, in the simulator and against a live target alike.
 *
 *     arrive -> JOIN -> POLL --told to wait--> POLL ... --ready--> ENTER --granted--> (done)
 *                         |                                          '--refused--> ENTER after retry.every, at most
 *                         |                                                        retry.times times, then POLL
 *                         |--first quote too long--> BALK
 *                         '--patience ends first--> LEAVE or VANISH
 *
 * Every draw is keyed by (visitor or ticket, purpose, number), so a visitor behaves alike whatever happens to the others.
 * The ticket that acts is held in `hand`: tens of millions of polls pass through here, and objects would cost too much.
 */
export class Visitors {
  /** The ticket that acts now; every transition is of this one. `pick` it when its event has come, `put` it with the next. */
  readonly hand: Hand = new Int32Array(WORDS);
  /** Key of what a ticket draws for itself, as its visitor's own draws are keyed by runKey. */
  readonly ticketKey: number;
  /** Lower bound and width of the poll interval by class [ms, ms / 2^32]: floor(from + 32 random bits x span). */
  readonly fromMs: Float64Array;
  readonly spanMs: Float64Array;
  /** Instants at which patience ends [ms], for tickets whose card says HURRIED. */
  readonly deadlineMs: Int32Array;
  private readonly states: Int32Array;
  private readonly classes: readonly VisitorClass[];
  private readonly special: Uint8Array;
  private readonly runKey: number;
  /** Last request of a ticket that has left, is silent, unheard or about to enter, or whose class minds its ETA [ms]. */
  private readonly seen: Int32Array;
  /** 1 for classes each of whose polls somebody on the way looks at. */
  private readonly observed: Uint8Array;

  /**
   * @param observed classes whose polls are never plain, for a reason outside the visitor.
   * @param ticketStream other numbers draw the poll intervals anew, and all else that is a ticket's own; who comes, who is
   * impatient and who says goodbye stays.
   */
  constructor(
    classes: readonly VisitorClass[],
    runKey: number,
    tickets: number,
    observed: Uint8Array = new Uint8Array(classes.length),
    ticketStream = 0,
  ) {
    this.observed = observed;
    this.classes = classes;
    this.special = Uint8Array.from(classes, speciality);
    this.runKey = runKey;
    this.ticketKey = ticketStream === 0 ? ~runKey : partKey(~runKey, ticketStream);
    this.seen = new Int32Array(tickets);
    this.states = new Int32Array(tickets);
    this.deadlineMs = new Int32Array(tickets);
    this.fromMs = Float64Array.from(classes, ({ poll }) => (poll.kind === 'uniform' ? poll.fromMs : 0));
    this.spanMs = Float64Array.from(classes, ({ poll }) =>
      poll.kind === 'uniform' ? (poll.toMs - poll.fromMs + 1) * TO_UNIT : 0,
    );
  }

  /** Takes a ticket into the hand, with the card that its event carried. */
  pick(ticket: number, card: number): void {
    const { hand } = this;
    hand[TICKET] = ticket;
    hand[STATE] = this.states[ticket]!;
    hand[POLLS] = card >>> CARD_POLLS_SHIFT;
    hand[DEADLINE_MS] = this.deadlineMs[ticket]!;
  }

  /** Puts the ticket in hand away; returns the card that its next event is to carry. */
  put(): number {
    const { hand } = this;
    const ticket = hand[TICKET]!;
    this.states[ticket] = hand[STATE]!;
    this.deadlineMs[ticket] = hand[DEADLINE_MS]!;
    return cardOf(hand);
  }

  /** A visitor has come, with this ticket in its hand: its character is drawn, and it joins at once. */
  arrive(ticket: number, visitor: number, classIndex: number, nowMs: number): void {
    const { patience, politeShare, hidden, tabs } = this.classes[classIndex]!;
    const key = visitorKey(this.runKey, visitor);
    const isHidden = hidden !== undefined && keyedUniform(key, DRAW.hidden) < hidden.share;
    const { hand } = this;
    hand[TICKET] = ticket;
    hand[POLLS] = 0;
    hand[STATE] =
      JOIN |
      (classIndex << CLASS_SHIFT) |
      (isHidden ? HIDDEN : 0) |
      (tabs > 1 ? TAB : 0) |
      (isHidden || this.special[classIndex] !== 0 || this.observed[classIndex] !== 0 ? SPECIAL : 0) |
      (politeShare > 0 && keyedUniform(key, DRAW.polite) < politeShare ? POLITE : 0);
    hand[DEADLINE_MS] = NEVER;
    if (patience !== undefined && keyedUniform(key, DRAW.impatient) < patience.impatientShare) {
      const lengthMs = quantileOf(patience.durationMs, keyedUniform(key, DRAW.patience));
      hand[DEADLINE_MS] = Math.min(NEVER, nowMs + Math.max(1, Math.round(lengthMs)));
    }
  }

  /** What the ticket in hand does next. */
  get action(): number {
    return this.hand[STATE]! & ACTION_BITS;
  }

  /** Last request of a ticket that has left, is silent, or whose class minds its ETA [ms]. */
  seenMs(ticket: number): number {
    return this.seen[ticket]!;
  }

  /** Last request of the ticket in hand, whose next action is due now [ms]. */
  lastSeenMs(nowMs: number): number {
    const { hand } = this;
    const classIndex = hand[STATE]! >>> CLASS_SHIFT;
    if ((hand[STATE]! & UNHEARD) !== 0) return this.seen[hand[TICKET]!]!;
    const isRetry = (hand[STATE]! & RETRY_BITS) !== 0;
    if (this.action === ENTER && isRetry) return nowMs - this.classes[classIndex]!.retry.everyMs;
    const isPlain = this.action === POLL && this.special[classIndex] === 0;
    return isPlain ? nowMs - this.intervalMs(undefined) : this.seen[hand[TICKET]!]!;
  }

  /** A ticket will be silent for long; its last request was made at an instant. */
  fallsSilent(ticket: number, seenMs: number): void {
    this.seen[ticket] = seenMs;
  }

  /** Whether a visitor gives no user id. */
  isAnonymous(visitor: number, classIndex: number): boolean {
    const { anonymousShare } = this.classes[classIndex]!;
    return (
      anonymousShare > 0 && keyedUniform(visitorKey(this.runKey, visitor), DRAW.anonymous) < anonymousShare
    );
  }

  /** The keyed uniform number of a ticket for a purpose of DRAW that is the ticket's and not its visitor's. */
  uniform(ticket: number, purpose: number): number {
    return keyedUniform(visitorKey(this.ticketKey, ticket), purpose);
  }

  /** Whether its next step depends on the ETA it is shown. */
  get minds(): boolean {
    const state = this.hand[STATE]!;
    const special = this.special[state >>> CLASS_SHIFT]!;
    return special !== 0 && ((special & ADAPTIVE) !== 0 || (state & TOLD) === 0);
  }

  /** It sends a status poll. */
  polled(): void {
    this.hand[POLLS]! += 1;
  }

  /** It is in line. Returns the instant of its next action [ms]. */
  joined(nowMs: number): number {
    this.hand[STATE]! &= ~RETRY_BITS;
    if (this.special[this.hand[STATE]! >>> CLASS_SHIFT] !== 0) this.seen[this.hand[TICKET]!] = nowMs;
    return this.pollAfter(nowMs, undefined);
  }

  /** It polled, was told to wait, and was shown an ETA (undefined: none, or it does not mind). Returns the next instant. */
  told(nowMs: number, shownSec: number | undefined): number {
    const special = this.special[this.hand[STATE]! >>> CLASS_SHIFT]!;
    if (special !== 0) {
      this.seen[this.hand[TICKET]!] = nowMs;
      if ((special & REACTS) !== 0 && shownSec !== undefined && this.balks(nowMs, shownSec)) {
        this.next(BALK);
        return nowMs + 1;
      }
    }
    return this.pollAfter(nowMs, shownSec);
  }

  /** Its request is on the way and not heard yet; its next event is the answer. */
  departs(nowMs: number): void {
    if (this.action !== JOIN) this.isNotHeard(nowMs);
    this.hand[STATE]! |= IN_FLIGHT;
  }

  /** Whether the event that has come is the answer to a request that was on the way. */
  lands(): boolean {
    const state = this.hand[STATE]!;
    this.hand[STATE] = state & ~IN_FLIGHT;
    return (state & IN_FLIGHT) !== 0;
  }

  /** Its request has been answered: the server has heard of it, and a poll begins to count failures anew. */
  heard(): void {
    this.hand[STATE]! &= this.action === POLL ? ~(UNHEARD | RETRY_BITS) : ~UNHEARD;
  }

  /** Whether the server has not heard its last request. */
  get isUnheard(): boolean {
    return (this.hand[STATE]! & UNHEARD) !== 0;
  }

  /** It was told that it may enter, and does so once it knows. Returns the instant of its next action [ms]. */
  entersNext(nowMs: number, knowsMs: number): number {
    this.seen[this.hand[TICKET]!] = nowMs;
    return this.unlessOver(nowMs, knowsMs, ENTER);
  }

  /** Whether it repeats a request that failed or was refused. */
  get isRetrying(): boolean {
    return (this.hand[STATE]! & RETRY_BITS) !== 0;
  }

  /**
   * Its poll got no further than the edge, which turned it away (403) or answered it from a cache, and it polls on. Returns
   * the instant of its next action [ms].
   */
  ignored(nowMs: number): number {
    this.isNotHeard(nowMs);
    this.hand[STATE]! &= ~RETRY_BITS;
    return this.pollAfter(nowMs, undefined);
  }

  /** Its polls are turned away for good; it goes without a word when its patience ends. Returns the instant [ms]. */
  cutOff(nowMs: number): number {
    this.isNotHeard(nowMs);
    this.next(VANISH);
    return Math.max(this.hand[DEADLINE_MS]!, nowMs + 1);
  }

  /** Mean time between two polls of the ticket in hand that knows no ETA [ms]. */
  get meanIntervalMs(): number {
    const state = this.hand[STATE]!;
    const { poll, hidden } = this.classes[state >>> CLASS_SHIFT]!;
    const meanMs = poll.kind === 'uniform' ? (poll.fromMs + poll.toMs) / 2 : poll.ceilingMs;
    return (state & HIDDEN) === 0 ? meanMs : Math.max(meanMs, hidden!.everyMs);
  }

  private isNotHeard(nowMs: number): void {
    if (this.isUnheard) return;
    this.seen[this.hand[TICKET]!] = this.lastSeenMs(nowMs);
    this.hand[STATE]! |= UNHEARD;
  }

  /**
   * Its request failed on the way (5xx, or 403 of the edge), which it learns at an instant. It tries again as after a
   * refusal, and a poll at last at its usual interval. Returns the instant of its next action, or undefined when a join
   * has failed for good.
   */
  failed(nowMs: number, learnsMs: number): number | undefined {
    const { action } = this;
    if (action !== JOIN) this.isNotHeard(nowMs);
    return this.again(learnsMs, action === JOIN ? JOIN : action === POLL ? POLL : ENTER);
  }

  /**
   * Its join or enter was refused (403, 429). Returns the instant of its next action, or undefined when a join has
   * failed for good.
   */
  refused(nowMs: number): number | undefined {
    return this.again(nowMs, this.action === JOIN ? JOIN : ENTER);
  }

  private again(nowMs: number, again: Action): number | undefined {
    const state = this.hand[STATE]!;
    const { retry } = this.classes[state >>> CLASS_SHIFT]!;
    if ((state & RETRY_BITS) >> RETRY_SHIFT < retry.times) {
      this.hand[STATE] = state + (1 << RETRY_SHIFT);
      return this.unlessOver(nowMs, nowMs + retry.everyMs, again);
    }
    this.hand[STATE] = state & ~RETRY_BITS;
    if (again !== JOIN)
      return this.isUnheard ? this.pollAfter(nowMs, undefined) : this.told(nowMs, undefined);
    this.stop();
    return undefined;
  }

  /** It has been let in, has left, or goes on in another tab: this ticket acts no more. */
  stop(): void {
    this.next(NOTHING);
  }

  private next(action: Action): void {
    this.hand[STATE] = (this.hand[STATE]! & ~ACTION_BITS) | action;
  }

  private pollAfter(nowMs: number, shownSec: number | undefined): number {
    return this.unlessOver(nowMs, nowMs + this.intervalMs(shownSec), POLL);
  }

  /** Time from the last poll of the ticket in hand to its next [ms]; the same whenever it is asked. */
  private intervalMs(shownSec: number | undefined): number {
    const state = this.hand[STATE]!;
    const classIndex = state >>> CLASS_SHIFT;
    const bits = keyedU32(visitorKey(this.ticketKey, this.hand[TICKET]!), this.hand[POLLS]!);
    const intervalMs =
      (this.special[classIndex]! & ADAPTIVE) === 0
        ? Math.floor(this.fromMs[classIndex]! + bits * this.spanMs[classIndex]!)
        : adaptiveMs(this.classes[classIndex]!.poll, bits * TO_UNIT, shownSec);
    return (state & HIDDEN) === 0
      ? intervalMs
      : Math.max(intervalMs, this.classes[classIndex]!.hidden!.everyMs);
  }

  /** An action at an instant, or leaving when patience ends first. */
  private unlessOver(nowMs: number, dueMs: number, action: Action): number {
    const deadlineMs = this.hand[DEADLINE_MS]!;
    if (deadlineMs > dueMs) {
      this.next(action);
      return dueMs;
    }
    if (!this.isUnheard) this.seen[this.hand[TICKET]!] = nowMs;
    this.next((this.hand[STATE]! & POLITE) !== 0 ? LEAVE : VANISH);
    return Math.max(deadlineMs, nowMs + 1);
  }

  /** First sight of a quote: true when it balks; otherwise its patience may change. */
  private balks(nowMs: number, shownSec: number): boolean {
    const { hand } = this;
    const state = hand[STATE]!;
    if ((state & TOLD) !== 0) return false;
    hand[STATE] = state | TOLD;
    const { balk, patience } = this.classes[state >>> CLASS_SHIFT]!;
    const shownMs = shownSec * 1000;
    if (balk !== undefined && shownMs > balk.aboveMs && this.uniform(hand[TICKET]!, DRAW.balk) < balk.share) {
      return true;
    }
    const reaction = patience?.reaction;
    const deadlineMs = hand[DEADLINE_MS]!;
    if (reaction !== undefined && shownMs > reaction.aboveMs && deadlineMs !== NEVER) {
      const leftMs = Math.max(1, Math.round((deadlineMs - nowMs) * reaction.factor));
      hand[DEADLINE_MS] = Math.min(NEVER, nowMs + leftMs);
    }
    return false;
  }
}

function speciality({ poll, balk, patience }: VisitorClass): number {
  return (
    (poll.kind === 'adaptive' ? ADAPTIVE : 0) |
    (balk !== undefined || patience?.reaction !== undefined ? REACTS : 0)
  );
}

/** Interval of an adaptive poll [ms]: clamp(floor, ceiling, ETA / divisor) x (1 +- jitter); the ceiling without an ETA. */
function adaptiveMs(poll: PollPolicy, uniform: number, shownSec: number | undefined): number {
  if (poll.kind !== 'adaptive') return poll.fromMs;
  const wishMs = shownSec === undefined ? poll.ceilingMs : (shownSec * 1000) / poll.divisor;
  const clampedMs = Math.min(poll.ceilingMs, Math.max(poll.floorMs, wishMs));
  return Math.max(1, Math.round(clampedMs * (1 + poll.jitter * (2 * uniform - 1))));
}
