import type { LimiterRules } from './rules.ts';

/**
 * Request limiter, one for the gateway or one for each ticket.
 *
 * `floor-refill` is the reference gateway's defect: each call adds floor(elapsed x rate) whole tokens and moves the
 * refill instant, so calls closer together than one token's time add nothing, ever.
 */
export class Limiter {
  private readonly perMs: number;
  private readonly burst: number;
  private readonly whole: boolean;
  private readonly tokens: Float64Array;
  private readonly refilledAtMs: Int32Array;

  constructor(rules: LimiterRules, tickets: number) {
    const buckets = rules.per === 'gateway' ? 1 : tickets;
    this.perMs = rules.ratePerSec / 1000;
    this.burst = rules.burst;
    this.whole = rules.refill === 'floor-refill';
    this.tokens = new Float64Array(buckets).fill(rules.burst);
    this.refilledAtMs = new Int32Array(buckets);
  }

  /** Takes one token for a request of a ticket; false is a 429. */
  allow(ticket: number, nowMs: number): boolean {
    const bucket = this.tokens.length === 1 ? 0 : ticket;
    const earned = (nowMs - this.refilledAtMs[bucket]!) * this.perMs;
    const tokens = Math.min(this.burst, this.tokens[bucket]! + (this.whole ? Math.floor(earned) : earned));
    this.refilledAtMs[bucket] = nowMs;
    const allowed = tokens >= 1;
    this.tokens[bucket] = allowed ? tokens - 1 : tokens;
    return allowed;
  }
}
