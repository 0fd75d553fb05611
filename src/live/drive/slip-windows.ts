import { LogHistogram } from '../../statistics/log-histogram.ts';

export interface SlipWindow {
  readonly fromMs: number;
  readonly sent: number;
  readonly slipP99Ms: number;
}

/** Finds the window of a run in which requests were sent latest. A window with too few of them goes on into the next. */
export class SlipWindows {
  private readonly widthMs: number;
  private readonly leastSent: number;
  private readonly now = new LogHistogram(1e-3, 1e6);
  private fromMs = 0;
  private worst: SlipWindow | undefined;

  /** @param widthMs on the run clock */
  constructor(widthMs: number, leastSent: number) {
    this.widthMs = widthMs;
    this.leastSent = leastSent;
  }

  add(slipMs: number, nowMs: number): void {
    if (nowMs >= this.fromMs + this.widthMs && this.now.count >= this.leastSent) this.end(nowMs);
    this.now.add(slipMs, 1);
  }

  /** Returns the worst window; undefined where none had enough requests. */
  close(): SlipWindow | undefined {
    if (this.now.count >= this.leastSent) this.end(this.fromMs);
    return this.worst;
  }

  private end(nowMs: number): void {
    const slipP99Ms = this.now.quantile(0.99) ?? 0;
    if (this.worst === undefined || slipP99Ms > this.worst.slipP99Ms) {
      this.worst = { fromMs: this.fromMs, sent: this.now.count, slipP99Ms };
    }
    this.now.clear();
    this.fromMs = nowMs;
  }
}
