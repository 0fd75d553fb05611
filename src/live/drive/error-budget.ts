/** Real time over which failures are counted. */
const SECONDS = 5;

/** Requests that must have ended in that time before a share of them means anything. */
const LEAST_ENDED = 20;

/** Counts what failed in the last five seconds of real time, and says when that is more than a run may spend. */
export class ErrorBudget {
  private readonly share: number;
  private readonly ended = new Int32Array(SECONDS);
  private readonly failed = new Int32Array(SECONDS);
  private endedLately = 0;
  private failedLately = 0;
  private second = 0;
  private endedInAll = 0;
  private failedInAll = 0;

  /** @param share of the requests that may fail, 0..1 */
  constructor(share: number) {
    this.share = share;
  }

  /** A request has ended, at an instant of real time since the run began [ms]. */
  count(hasFailed: boolean, elapsedMs: number): void {
    this.moveTo(Math.floor(elapsedMs / 1000));
    const cell = this.second % SECONDS;
    this.ended[cell]! += 1;
    this.endedLately++;
    this.endedInAll++;
    if (!hasFailed) return;
    this.failed[cell]! += 1;
    this.failedLately++;
    this.failedInAll++;
  }

  /** Whether too much has failed lately. */
  isSpent(elapsedMs: number): boolean {
    this.moveTo(Math.floor(elapsedMs / 1000));
    return this.endedLately >= LEAST_ENDED && this.failedLately > this.share * this.endedLately;
  }

  /** Whether too much has failed in the whole run, however few its requests were. */
  get isSpentInAll(): boolean {
    return this.failedInAll > this.share * this.endedInAll;
  }

  private moveTo(second: number): void {
    const steps = Math.min(SECONDS, second - this.second);
    for (let step = 1; step <= steps; step++) {
      const cell = (this.second + step) % SECONDS;
      this.endedLately -= this.ended[cell]!;
      this.failedLately -= this.failed[cell]!;
      this.ended[cell] = 0;
      this.failed[cell] = 0;
    }
    if (second > this.second) this.second = second;
  }
}
