import type { RefillChange } from '../engine/rules.ts';
import type { TokenBucket } from '../engine/token-bucket.ts';
import type { LogAr1 } from '../random/log-ar1.ts';

/** Sets the bucket's rate: the schedule at its instants, the noise once a second. */
export class Refill {
  /** After the schedule, without noise [tokens/s]. */
  configuredPerSec: number;
  /** Instant of the next change [ms]: of the schedule, or of the noise at each whole second; Infinity when there is none. */
  dueMs = 0;
  private factor = 1;
  private next = 0;
  private readonly bucket: TokenBucket;
  private readonly schedule: readonly RefillChange[];
  private readonly noise: LogAr1 | undefined;

  constructor(
    bucket: TokenBucket,
    refillPerSec: number,
    schedule: readonly RefillChange[],
    noise: LogAr1 | undefined,
  ) {
    this.bucket = bucket;
    this.configuredPerSec = refillPerSec;
    this.schedule = schedule;
    this.noise = noise;
  }

  /** Rate really in force [tokens/s]. */
  get actualPerSec(): number {
    return this.configuredPerSec * this.factor;
  }

  /**
   * Call when it is due; true when the configured or the actual rate has changed.
   * @param bucketMs what the bucket's clock shows
   */
  moveTo(nowMs: number, bucketMs = nowMs): boolean {
    let changed = false;
    if (this.noise !== undefined && nowMs % 1000 === 0) {
      this.factor = this.noise.next();
      changed = true;
    }
    while (this.next < this.schedule.length && this.schedule[this.next]!.atMs <= nowMs) {
      this.configuredPerSec = this.schedule[this.next]!.refillPerSec;
      this.next++;
      changed = true;
    }
    if (changed) this.bucket.setRefill(this.actualPerSec, bucketMs);
    const nextNoiseMs =
      this.noise === undefined ? Number.POSITIVE_INFINITY : (Math.floor(nowMs / 1000) + 1) * 1000;
    this.dueMs = Math.min(this.schedule[this.next]?.atMs ?? Number.POSITIVE_INFINITY, nextNoiseMs);
    return changed;
  }
}
