import type { LiveParts } from './live-parts.ts';

/** Closes the seconds of a run: their rows, what the log has of them, and what the estimators are told. */
export class SecondRows {
  /** End of the second that is open [ms]. */
  endMs = 1000;
  private readonly parts: LiveParts;

  constructor(parts: LiveParts) {
    this.parts = parts;
  }

  /** Closes every second that is over at an instant. */
  closeUntil(nowMs: number): void {
    while (nowMs >= this.endMs) {
      this.closeSecond(this.endMs);
      this.endMs += 1000;
    }
  }

  /** Ends the rows at an instant, within a second or at its end. */
  closeAt(nowMs: number): void {
    this.closeUntil(nowMs);
    if (nowMs % 1000 !== 0) this.writeRow(Math.floor(nowMs / 1000), nowMs);
  }

  private closeSecond(nowMs: number): void {
    const { room, recorder, refill, watch, ledger } = this.parts;
    const second = nowMs / 1000;
    const refused = recorder.now.refusedByBucket > 0;
    const isDry = room.bucket !== undefined && room.bucket.tokensAt(nowMs - 1) < 1;
    const ranDry = refused || (ledger.living > 0 && isDry);
    this.writeRow(second - 1, nowMs);
    room.log.advanceTo(second);
    watch.closeSecond(nowMs, refill?.configuredPerSec, ranDry);
  }

  private writeRow(second: number, nowMs: number): void {
    const { room, recorder, refill, ledger, watch, plan } = this.parts;
    recorder.close(
      second,
      {
        line: room.line.length,
        ghosts: ledger.ghosts,
        active: room.line.activeLength,
        sessions: room.sessions,
        // At the end of the millisecond before, before the clock gives new ones.
        tokens: room.bucket?.tokensAt(nowMs - 1) ?? 0,
        refillPerSec: refill?.configuredPerSec ?? 0,
        actualRefillPerSec: refill?.actualPerSec ?? 0,
      },
      plan.eta.estimators.includes('sliding') ? watch.slidingDetail() : undefined,
    );
  }
}
