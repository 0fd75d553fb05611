import type { BucketRules } from './rules.ts';

/** Credit of one token. Credit counts nano-tokens: micro-tokens per second times milliseconds, so refills are exact integers. */
const TOKEN = 1e9;

/**
 * Token bucket with a stepped clock. Lazy refill equals eager refill exactly: credit is an integer (capacities up to
 * nine million tokens stay below 2^53), and refill rates are held in whole micro-tokens per second.
 *
 * Invariants under one clock: 0 <= credit <= capacity; takes in any window w <= capacity + refill x (w + clock step).
 * Instants that run backwards (pods whose clocks differ) add nothing but do move the refill instant back, as the
 * reference gateway's own bucket does, which breaks the second invariant.
 */
export class TokenBucket {
  readonly capacityTokens: number;
  readonly clockResolutionMs: number;
  private readonly capacity: number;
  private microPerSec: number;
  private credit: number;
  private refilledAtMs: number;

  constructor(rules: BucketRules, startMs: number) {
    this.capacityTokens = rules.capacityTokens;
    this.clockResolutionMs = rules.clockResolutionMs;
    this.capacity = Math.round(rules.capacityTokens * TOKEN);
    this.microPerSec = microTokens(rules.refillPerSec);
    this.credit = this.capacity;
    this.refilledAtMs = this.clock(startMs);
  }

  /**
   * Takes tokens at an instant of the caller's clock; false when fewer are left, and then none is taken.
   * @param tokens 0 or more, a whole number of nano-tokens; one where a ticket is let in
   */
  take(nowMs: number, tokens = 1): boolean {
    this.refill(nowMs);
    const price = tokens * TOKEN;
    if (this.credit < price) return false;
    this.credit -= price;
    return true;
  }

  /** Whole tokens left at an instant, without moving the refill instant. */
  tokensAt(nowMs: number): number {
    const elapsedMs = Math.max(0, this.clock(nowMs) - this.refilledAtMs);
    return Math.floor(Math.min(this.capacity, this.credit + this.microPerSec * elapsedMs) / TOKEN);
  }

  /** First instant at which a token can be taken, if nobody takes one before [ms]; Infinity at a rate of 0. */
  nextTokenMs(nowMs: number): number {
    if (this.tokensAt(nowMs) >= 1) return nowMs;
    if (this.microPerSec === 0) return Number.POSITIVE_INFINITY;
    const earnedMs = this.refilledAtMs + Math.ceil((TOKEN - this.credit) / this.microPerSec);
    return Math.ceil(earnedMs / this.clockResolutionMs) * this.clockResolutionMs;
  }

  /** Sets the rate from an instant on [tokens/s]; what was earned before keeps the old rate. */
  setRefill(refillPerSec: number, nowMs: number): void {
    this.refill(nowMs);
    this.microPerSec = microTokens(refillPerSec);
  }

  /** The books to the last unit, so that another implementation can be held equal: credit in nano-tokens. */
  books(): { readonly credit: number; readonly refilledAtMs: number; readonly microTokensPerSec: number } {
    return { credit: this.credit, refilledAtMs: this.refilledAtMs, microTokensPerSec: this.microPerSec };
  }

  /** Credits what was earned up to the clock's last step. */
  private refill(nowMs: number): void {
    const clockMs = this.clock(nowMs);
    const elapsedMs = clockMs - this.refilledAtMs;
    if (elapsedMs === 0) return;
    if (elapsedMs > 0) this.credit = Math.min(this.capacity, this.credit + this.microPerSec * elapsedMs);
    this.refilledAtMs = clockMs;
  }

  private clock(nowMs: number): number {
    return nowMs - (((nowMs % this.clockResolutionMs) + this.clockResolutionMs) % this.clockResolutionMs);
  }
}

/** What a bucket can really give [tokens/s]: its refill, or one full bucket for each step of its clock if that is less. */
export function effectiveRefillPerSec(
  refillPerSec: number,
  capacityTokens: number,
  clockResolutionMs: number,
): number {
  return Math.min(refillPerSec, (capacityTokens * 1000) / clockResolutionMs);
}

/** Returns a refill rate as the bucket holds it [micro-tokens/s]. */
export function microTokens(refillPerSec: number): number {
  return Math.round(refillPerSec * 1e6);
}
