/**
 * A level over time, told as means of successive spans: its integral over any interval, and its highest mean. Outside the
 * spans it has its resting value, except after the last one, whose mean goes on until the next is told.
 */
export class UsageHistory {
  private readonly resting: number;
  private readonly endsMs: number[] = [];
  private readonly means: number[] = [];
  /** Integral from the first span's beginning to each end. */
  private readonly sums: number[] = [];
  private readonly startMs: number;

  constructor(resting: number, startMs: number) {
    this.resting = resting;
    this.startMs = startMs;
  }

  /** Tells the mean of a span; what lies between it and the last one rested. Spans ascend and do not overlap. */
  record(fromMs: number, toMs: number, mean: number): void {
    const lastMs = this.endsMs.at(-1) ?? this.startMs;
    if (fromMs > lastMs) this.push(fromMs, this.resting, fromMs - lastMs);
    this.push(toMs, mean, toMs - Math.max(fromMs, lastMs));
  }

  /** Returns the integral over an interval [level x ms]. */
  integral(fromMs: number, toMs: number): number {
    return toMs <= fromMs ? 0 : this.sumAt(toMs) - this.sumAt(fromMs);
  }

  /** Returns the level at an instant, the mean of the span that holds it. */
  levelAt(nowMs: number): number {
    if (nowMs <= this.startMs) return this.resting;
    const span = this.spanOf(nowMs);
    return this.means[Math.min(span, this.means.length - 1)] ?? this.resting;
  }

  /** Returns the highest level in an interval; the resting value is the least. */
  highest(fromMs: number, toMs: number): number {
    let highest = this.resting;
    for (let span = this.spanOf(fromMs); span < this.means.length; span++) {
      if ((this.endsMs[span - 1] ?? this.startMs) >= toMs) break;
      highest = Math.max(highest, this.means[span]!);
    }
    return highest;
  }

  private push(toMs: number, mean: number, lengthMs: number): void {
    this.endsMs.push(toMs);
    this.means.push(mean);
    this.sums.push((this.sums.at(-1) ?? 0) + mean * lengthMs);
  }

  private sumAt(nowMs: number): number {
    if (nowMs <= this.startMs) return (nowMs - this.startMs) * this.resting;
    const span = this.spanOf(nowMs);
    const beforeMs = this.endsMs[span - 1] ?? this.startMs;
    return (this.sums[span - 1] ?? 0) + (nowMs - beforeMs) * this.levelAt(nowMs);
  }

  /** Index of the first span that ends at an instant or later; the number of spans where none does. */
  private spanOf(nowMs: number): number {
    let low = 0;
    let high = this.endsMs.length;
    // Nearly every question is about the last span.
    if (high > 1 && this.endsMs[high - 2]! < nowMs) low = high - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.endsMs[middle]! < nowMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
