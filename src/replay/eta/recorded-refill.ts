import type { BucketRules, RefillChange } from '../../engine/rules.ts';
import { TokenBucket } from '../../engine/token-bucket.ts';

/**
 * The gateway's bucket as far as a recording tells: its configured rate with the changes that were announced and recorded,
 * and a bucket from which every recorded admission has taken its token. An admission that paid none, or a rate that was not
 * as configured, makes it differ from the real one.
 */
export class RecordedRefill {
  readonly bucket: TokenBucket | undefined;
  /** Configured rate in force [tokens/s]; undefined while nothing says. */
  configuredPerSec: number | undefined;
  /** Every change that came into force, ascending. */
  readonly changes: RefillChange[] = [];
  private readonly announced: readonly RefillChange[];
  private next = 0;

  /** @param begins whether the rate of the rules is in force from the beginning; else from the first recorded change */
  constructor(rules: BucketRules | undefined, begins: boolean, announced: readonly RefillChange[]) {
    this.bucket = rules === undefined ? undefined : new TokenBucket(rules, 0);
    this.configuredPerSec = begins ? rules?.refillPerSec : undefined;
    this.announced = announced;
  }

  /** Instant of the next announced change [ms]; Infinity where there is none. */
  get dueMs(): number {
    return this.announced[this.next]?.atMs ?? Number.POSITIVE_INFINITY;
  }

  /** Puts the next announced change into force; returns its rate. @throws RangeError where there is none */
  announce(): number {
    const change = this.announced[this.next];
    if (change === undefined) throw new RangeError('no change of the refill is announced');
    this.next++;
    this.record(change.refillPerSec, change.atMs);
    return change.refillPerSec;
  }

  /** A change of the configured rate. */
  record(refillPerSec: number, nowMs: number): void {
    // The first of the recorded rates is what was in force, no change.
    if (this.configuredPerSec !== undefined) this.changes.push({ atMs: nowMs, refillPerSec });
    this.configuredPerSec = refillPerSec;
    this.bucket?.setRefill(refillPerSec, nowMs);
  }

  /** Whether less than one token was left just before an instant. */
  isDryBefore(nowMs: number): boolean {
    return this.bucket !== undefined && this.bucket.tokensAt(nowMs - 1) < 1;
  }
}
