import { quantileOf } from '../random/distribution.ts';
import { DRAW, keyedU32, keyedUniform, visitorKey } from '../random/keyed.ts';
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
/** Tickets of one visitor draw their jitter from keys visitor x TABS + tab. */
const TABS = 16;

/** Bits of `traits`. */
const POLITE = 1;
const HIDDEN = 2;
const ANONYMOUS = 4;
/** Has been shown an ETA. */
const TOLD = 8;

/** What is special about a class, so that the plain case is one test. */
const ADAPTIVE = 1;
const REACTS = 2;
const TRACKED = 4;

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
 * Every draw is keyed by (visitor, purpose, number), so a visitor behaves alike whatever happens to the others.
 * State is in typed arrays, one row a ticket, because tens of millions of polls pass through here.
 */
export class Visitors {
  /** Next action of each ticket. */
  readonly action: Uint8Array;
  /** Status polls made by each ticket. */
  readonly polls: Int32Array;
  readonly classOf: Uint8Array;
  /** Last request of a ticket that has left, or whose class has several tabs or polls adaptively [ms]. */
  readonly lastSeenMs: Int32Array;
  private readonly classes: readonly VisitorClass[];
  private readonly special: Uint8Array;
  private readonly runKey: number;
  private readonly traits: Uint8Array;
  private readonly retries: Uint8Array;
  private readonly deadlineMs: Int32Array;
  private readonly keys: Int32Array;
  /** Lower bound and width of the poll interval by class [ms]. */
  private readonly fromMs: Float64Array;
  private readonly spanMs: Float64Array;

  constructor(classes: readonly VisitorClass[], runKey: number, tickets: number) {
    this.classes = classes;
    this.runKey = runKey;
    this.action = new Uint8Array(tickets).fill(NOTHING);
    this.polls = new Int32Array(tickets);
    this.classOf = new Uint8Array(tickets);
    this.lastSeenMs = new Int32Array(tickets);
    this.special = Uint8Array.from(classes, speciality);
    this.traits = new Uint8Array(tickets);
    this.retries = new Uint8Array(tickets);
    this.deadlineMs = new Int32Array(tickets);
    this.keys = new Int32Array(tickets);
    this.fromMs = Float64Array.from(classes, ({ poll }) => (poll.kind === 'uniform' ? poll.fromMs : 0));
    this.spanMs = Float64Array.from(classes, ({ poll }) =>
      poll.kind === 'uniform' ? (poll.toMs - poll.fromMs + 1) * TO_UNIT : 0,
    );
  }

  /** Whether a ticket's next step depends on the ETA it is shown. */
  minds(ticket: number): boolean {
    const special = this.special[this.classOf[ticket]!]!;
    if ((special & ADAPTIVE) !== 0) return true;
    return (special & REACTS) !== 0 && (this.traits[ticket]! & TOLD) === 0;
  }

  isAnonymous(ticket: number): boolean {
    return (this.traits[ticket]! & ANONYMOUS) !== 0;
  }

  isPolite(ticket: number): boolean {
    return (this.traits[ticket]! & POLITE) !== 0;
  }

  /** The keyed uniform number of a ticket's key for a purpose of DRAW. */
  uniform(ticket: number, purpose: number): number {
    return keyedUniform(this.keys[ticket]!, purpose);
  }

  /** A visitor has come with one of its tickets: its character is drawn, and it joins at once. */
  arrive(ticket: number, visitor: number, tab: number, classIndex: number, nowMs: number): void {
    const { patience, politeShare, hidden, anonymousShare } = this.classes[classIndex]!;
    const key = visitorKey(this.runKey, visitor * TABS);
    this.keys[ticket] = tab === 0 ? key : visitorKey(this.runKey, visitor * TABS + tab);
    this.classOf[ticket] = classIndex;
    this.traits[ticket] =
      (politeShare > 0 && keyedUniform(key, DRAW.polite) < politeShare ? POLITE : 0) |
      (hidden !== undefined && keyedUniform(key, DRAW.hidden) < hidden.share ? HIDDEN : 0) |
      (anonymousShare > 0 && keyedUniform(key, DRAW.anonymous) < anonymousShare ? ANONYMOUS : 0);
    this.deadlineMs[ticket] = NEVER;
    if (patience !== undefined && keyedUniform(key, DRAW.impatient) < patience.impatientShare) {
      const lengthMs = quantileOf(patience.durationMs, keyedUniform(key, DRAW.patience));
      this.deadlineMs[ticket] = Math.min(NEVER, nowMs + Math.max(1, Math.round(lengthMs)));
    }
    this.action[ticket] = JOIN;
  }

  /** It is in line. Returns the instant of its next action [ms]. */
  joined(ticket: number, nowMs: number): number {
    this.retries[ticket] = 0;
    if (this.special[this.classOf[ticket]!] !== 0) this.lastSeenMs[ticket] = nowMs;
    return this.pollAfter(ticket, nowMs, undefined);
  }

  /** It polled, was told to wait, and was shown an ETA (undefined: none, or it does not mind). Returns the next instant. */
  told(ticket: number, nowMs: number, shownSec: number | undefined): number {
    const special = this.special[this.classOf[ticket]!]!;
    if (special !== 0) {
      this.lastSeenMs[ticket] = nowMs;
      if ((special & REACTS) !== 0 && shownSec !== undefined && this.reacts(ticket, nowMs, shownSec)) {
        this.action[ticket] = BALK;
        return nowMs + 1;
      }
    }
    return this.pollAfter(ticket, nowMs, shownSec);
  }

  /**
   * Its join or enter was refused (403, 429). Returns the instant of its next action, or undefined when a join has
   * failed for good.
   */
  refused(ticket: number, nowMs: number): number | undefined {
    const { retry } = this.classes[this.classOf[ticket]!]!;
    const again = this.action[ticket] === JOIN ? JOIN : ENTER;
    if (this.retries[ticket]! < retry.times) {
      this.retries[ticket]! += 1;
      return this.unlessOver(ticket, nowMs, nowMs + retry.everyMs, again);
    }
    this.retries[ticket] = 0;
    if (again === ENTER) return this.told(ticket, nowMs, undefined);
    this.action[ticket] = NOTHING;
    return undefined;
  }

  /** It has been let in, has left, or goes on in another tab: this ticket acts no more. */
  stop(ticket: number): void {
    this.action[ticket] = NOTHING;
  }

  private pollAfter(ticket: number, nowMs: number, shownSec: number | undefined): number {
    const classIndex = this.classOf[ticket]!;
    const bits = keyedU32(this.keys[ticket]!, this.polls[ticket]!);
    let intervalMs = this.fromMs[classIndex]! + Math.floor(bits * this.spanMs[classIndex]!);
    if ((this.special[classIndex]! & ADAPTIVE) !== 0) {
      intervalMs = adaptiveMs(this.classes[classIndex]!.poll, bits * TO_UNIT, shownSec);
    }
    if ((this.traits[ticket]! & HIDDEN) !== 0) {
      intervalMs = Math.max(intervalMs, this.classes[classIndex]!.hidden!.everyMs);
    }
    return this.unlessOver(ticket, nowMs, nowMs + intervalMs, POLL);
  }

  /** An action at an instant, or leaving when patience ends first. */
  private unlessOver(ticket: number, nowMs: number, dueMs: number, action: Action): number {
    const deadlineMs = this.deadlineMs[ticket]!;
    if (deadlineMs > dueMs) {
      this.action[ticket] = action;
      return dueMs;
    }
    this.lastSeenMs[ticket] = nowMs;
    this.action[ticket] = (this.traits[ticket]! & POLITE) !== 0 ? LEAVE : VANISH;
    return deadlineMs;
  }

  /** First sight of a quote: true when it balks; otherwise its patience may change. */
  private reacts(ticket: number, nowMs: number, shownSec: number): boolean {
    if ((this.traits[ticket]! & TOLD) !== 0) return false;
    this.traits[ticket]! |= TOLD;
    const { balk, patience } = this.classes[this.classOf[ticket]!]!;
    const shownMs = shownSec * 1000;
    if (balk !== undefined && shownMs > balk.aboveMs && this.uniform(ticket, DRAW.balk) < balk.share)
      return true;
    const reaction = patience?.reaction;
    if (reaction !== undefined && shownMs > reaction.aboveMs && this.deadlineMs[ticket] !== NEVER) {
      const leftMs = (this.deadlineMs[ticket]! - nowMs) * reaction.factor;
      this.deadlineMs[ticket] = nowMs + Math.max(1, Math.round(leftMs));
    }
    return false;
  }
}

function speciality({ poll, balk, patience, tabs }: VisitorClass): number {
  return (
    (poll.kind === 'adaptive' ? ADAPTIVE : 0) |
    (balk !== undefined || patience?.reaction !== undefined ? REACTS : 0) |
    (tabs > 1 ? TRACKED : 0)
  );
}

/** Interval of an adaptive poll [ms]: clamp(floor, ceiling, ETA / divisor) x (1 +- jitter); the ceiling without an ETA. */
function adaptiveMs(poll: PollPolicy, uniform: number, shownSec: number | undefined): number {
  if (poll.kind !== 'adaptive') return poll.fromMs;
  const wishMs = shownSec === undefined ? poll.ceilingMs : (shownSec * 1000) / poll.divisor;
  const clampedMs = Math.min(poll.ceilingMs, Math.max(poll.floorMs, wishMs));
  return Math.max(1, Math.round(clampedMs * (1 + poll.jitter * (2 * uniform - 1))));
}
