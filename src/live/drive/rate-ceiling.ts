/** Counts what is sent in each second of real time, and allows no more than a ceiling. */
export class RateCeiling {
  /** A request was not sent because of it. */
  isPassed = false;
  private readonly maxPerSec: number;
  private second = 0;
  private sent = 0;

  /** @param maxPerSec absent: no ceiling */
  constructor(maxPerSec: number | undefined) {
    this.maxPerSec = maxPerSec ?? Number.POSITIVE_INFINITY;
  }

  /** Whether one more request may be sent, which is then counted, at an instant of real time since the run began [ms]. */
  allows(elapsedMs: number): boolean {
    const second = Math.floor(elapsedMs / 1000);
    if (second > this.second) {
      this.second = second;
      this.sent = 0;
    }
    if (this.sent >= this.maxPerSec) {
      this.isPassed = true;
      return false;
    }
    this.sent++;
    return true;
  }
}
