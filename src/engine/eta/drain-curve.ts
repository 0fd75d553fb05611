import type { LineProfile } from './line-profile.ts';

/** Step of the table of rates to come [s]. */
export const RATE_STEP_SEC = 4;
/** Length of that table: what is announced or wanders further ahead than 68 minutes is not looked at. */
export const RATE_STEPS = 1024;

/** Share of those of an age who are still there after some time [s], 0..1. */
export interface Survival {
  survival(ageSec: number, afterSec: number): number;
}

/**
 * How long it takes to drain a line from its head: the time at which the last of the first n active tickets is let in.
 *
 * Work grows by n_b S_b(T) over the blocks b of the line: of n_b active tickets of age a_b the share S_b(T) is still there
 * when their turn comes at T, and only they take a place. With rho(s) the admissions to come [1/s],
 * integral of rho from T_b to T_(b+1) = n_b S_b((T_b + T_(b+1)) / 2), the middle guessed from the block before. One pass a
 * second, O(blocks); a question is a binary search.
 */
export class DrainCurve {
  /** Active tickets ahead of the end of each block, and when that end is reached [s]. */
  private readonly ahead: Float64Array;
  private readonly reachedSec: Float64Array;
  private points = 1;
  private step = 0;
  private done = 0;
  private lastSec = 0;
  private readonly ratesPerSec: Float64Array;

  /** @param ratesPerSec admissions to come, RATE_STEPS long, kept by the caller [1/s] */
  constructor(blocks: number, ratesPerSec: Float64Array) {
    this.ahead = new Float64Array(blocks + 1);
    this.reachedSec = new Float64Array(blocks + 1);
    this.ratesPerSec = ratesPerSec;
  }

  solve(line: LineProfile, nowSec: number, crowd: Survival): void {
    this.step = 0;
    this.done = 0;
    this.lastSec = 0;
    this.points = 1;
    let ahead = 0;
    let halfSec = 0;
    for (let block = 0; block < line.end; block++) {
      const active = line.active[block]!;
      if (active === 0) continue;
      const age = nowSec - line.meanJoinSec(block);
      const beforeSec = this.lastSec;
      this.work(active * crowd.survival(age, beforeSec + halfSec));
      halfSec = (this.lastSec - beforeSec) / 2;
      ahead += active;
      this.ahead[this.points] = ahead;
      this.reachedSec[this.points] = this.lastSec;
      this.points++;
      if (this.lastSec === Number.POSITIVE_INFINITY) return;
    }
  }

  /**
   * Returns the time at which so many active tickets have been let in [s], Infinity when never; past the end of the line those
   * beyond it have just joined.
   */
  at(ahead: number, crowd: Survival): number {
    const { points } = this;
    if (ahead >= this.ahead[points - 1]!) return this.beyond(ahead - this.ahead[points - 1]!, crowd);
    let low = 0;
    let high = points - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.ahead[middle]! <= ahead) low = middle;
      else high = middle;
    }
    const from = this.ahead[low]!;
    const fromSec = this.reachedSec[low]!;
    return fromSec + ((ahead - from) / (this.ahead[high]! - from)) * (this.reachedSec[high]! - fromSec);
  }

  private beyond(more: number, crowd: Survival): number {
    const lastSec = this.reachedSec[this.points - 1]!;
    if (more <= 0 || lastSec === Number.POSITIVE_INFINITY) return lastSec;
    const rate = this.ratesPerSec[Math.min(RATE_STEPS - 1, Math.floor(lastSec / RATE_STEP_SEC))]!;
    if (rate <= 0) return Number.POSITIVE_INFINITY;
    return lastSec + (more * crowd.survival(0, lastSec)) / rate;
  }

  /** Moves `lastSec` on by so many admissions. */
  private work(admissions: number): void {
    let rest = admissions;
    for (;;) {
      const rate = this.ratesPerSec[this.step]!;
      if (this.step === RATE_STEPS - 1) {
        this.lastSec = rest === 0 ? this.lastSec : this.lastSec + rest / rate;
        return;
      }
      const left = rate * RATE_STEP_SEC - this.done;
      if (rest < left) {
        this.done += rest;
        this.lastSec = this.step * RATE_STEP_SEC + this.done / rate;
        return;
      }
      rest -= left;
      this.done = 0;
      this.step++;
      this.lastSec = this.step * RATE_STEP_SEC;
    }
  }
}
