import type { RefillChange } from '../engine/rules.ts';
import type { TokenBucket } from '../engine/token-bucket.ts';
import type { WaitingRoom } from '../engine/waiting-room.ts';
import { LogAr1 } from '../random/log-ar1.ts';
import { substream } from '../random/rng.ts';
import type { Plan } from '../scenario/plan.ts';

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

/** Returns what sets the rate of a room's bucket in one replication of a plan; undefined without a bucket. */
export function makeRefill(
  { admission, random }: Plan,
  replication: number,
  room: WaitingRoom,
): Refill | undefined {
  if (room.bucket === undefined || admission.bucket === undefined) return undefined;
  const noise =
    admission.noise === undefined
      ? undefined
      : new LogAr1(admission.noise, 1000, substream(random.seed, replication, 'refill-noise'));
  return new Refill(room.bucket, admission.bucket.refillPerSec, admission.schedule, noise);
}
