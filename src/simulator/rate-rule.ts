import type { VisitorClass } from '../traffic/visitor-class.ts';

/** A source blocked for good polls at least this many times the limit, so that chance never lets it below. */
const MARGIN = 1.1;

/** Polls of a class are left uncounted where they take less than this share of the limit, so that some is left. */
const UNCOUNTED = 0.75;

/**
 * The WAF's rate rule: a source (one visitor, all tabs together) whose requests in a sliding window, blocked ones included,
 * exceed the limit is blocked. The window is estimated from the counts of two fixed ones, the elder weighted by the part
 * of it that the sliding one still covers. A class whose polls alone stay well below the limit has only what it sends beyond
 * them counted, against the rest of the limit: its polls need not be looked at one by one while they are answered.
 */
export class RateRule {
  /** 1 for classes each of whose requests is counted. */
  readonly observed: Uint8Array;
  /** By class: a source once blocked stays so for as long as it polls, since its slowest polling is above the limit. */
  private readonly keepsBlocked: readonly boolean[];
  private readonly windowMs: number;
  /** By class: requests beyond the uncounted polls that are let through. */
  private readonly allowance: Float64Array;
  private readonly window: Int32Array;
  private readonly now: Int32Array;
  private readonly before: Int32Array;

  constructor(
    rule: { readonly requests: number; readonly windowMs: number },
    classes: readonly VisitorClass[],
    visitors: number,
  ) {
    this.keepsBlocked = classes.map(
      (each) => (each.tabs * rule.windowMs) / slowestPollMs(each) > MARGIN * rule.requests,
    );
    this.windowMs = rule.windowMs;
    const polls = classes.map((each) => (each.tabs * rule.windowMs) / shortestPollMs(each));
    this.observed = Uint8Array.from(polls, (count) => (count > UNCOUNTED * rule.requests ? 1 : 0));
    this.allowance = Float64Array.from(
      polls,
      (count, index) => rule.requests - (this.observed[index] === 1 ? 0 : count),
    );
    this.window = new Int32Array(visitors);
    this.now = new Int32Array(visitors);
    this.before = new Int32Array(visitors);
  }

  /** Whether a source of a class that is blocked now will be for as long as it polls. */
  isForGood(classIndex: number): boolean {
    return this.keepsBlocked[classIndex]!;
  }

  /**
   * Whether a request is blocked.
   * @param isExtra it is no regular poll
   * @param isSuspect the one before it was not answered: its source may be blocked
   */
  blocks(visitor: number, classIndex: number, isExtra: boolean, isSuspect: boolean, nowMs: number): boolean {
    const counts = this.observed[classIndex] === 1 || isExtra;
    if (!counts && !isSuspect) return false;
    const window = Math.floor(nowMs / this.windowMs);
    const passed = window - this.window[visitor]!;
    if (passed > 0) {
      this.before[visitor] = passed === 1 ? this.now[visitor]! : 0;
      this.now[visitor] = 0;
      this.window[visitor] = window;
    }
    if (counts) this.now[visitor]! += 1;
    const elder = 1 - (nowMs - window * this.windowMs) / this.windowMs;
    return this.now[visitor]! + this.before[visitor]! * elder > this.allowance[classIndex]!;
  }
}

function shortestPollMs({ poll }: VisitorClass): number {
  return Math.max(1, poll.kind === 'uniform' ? poll.fromMs : poll.floorMs * (1 - poll.jitter));
}

/** Longest interval between two polls of one tab [ms]. */
function slowestPollMs({ poll, hidden }: VisitorClass): number {
  const slowest = poll.kind === 'uniform' ? poll.toMs : poll.ceilingMs * (1 + poll.jitter);
  return Math.max(slowest, hidden?.everyMs ?? 0);
}
