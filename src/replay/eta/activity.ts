/**
 * Which tickets have fallen silent. Every sign of life is queued; one that is still the last of its ticket when its time
 * has come says so. The queue holds the signs of one span of silence.
 */
export class Activity {
  private readonly afterMs: number;
  /** By slot: last sign of life [ms]. */
  private readonly lastMs: Int32Array;
  private slots = new Int32Array(1024);
  private seenMs = new Int32Array(1024);
  private first = 0;
  private count = 0;

  /** @param afterMs silence after which a ticket is inactive; Infinity: never */
  constructor(slots: number, afterMs: number) {
    this.afterMs = afterMs;
    this.lastMs = new Int32Array(slots);
  }

  heard(slot: number, nowMs: number): void {
    this.lastMs[slot] = nowMs;
    if (this.afterMs === Number.POSITIVE_INFINITY) return;
    if (this.count === this.slots.length) this.grow();
    const at = (this.first + this.count++) & (this.slots.length - 1);
    this.slots[at] = slot;
    this.seenMs[at] = nowMs;
  }

  /** Last sign of life of a ticket [ms]. */
  lastHeardMs(slot: number): number {
    return this.lastMs[slot]!;
  }

  /** Calls back with the tickets whose silence became too long before an instant; one that is heard of in time is not. */
  fallSilent(untilMs: number, silent: (slot: number) => void): void {
    while (this.count > 0 && this.seenMs[this.first]! + this.afterMs < untilMs) {
      const slot = this.slots[this.first]!;
      if (this.lastMs[slot] === this.seenMs[this.first]) silent(slot);
      this.first = (this.first + 1) & (this.slots.length - 1);
      this.count--;
    }
  }

  private grow(): void {
    const { slots, seenMs, first } = this;
    const size = slots.length;
    this.slots = new Int32Array(size * 2);
    this.seenMs = new Int32Array(size * 2);
    this.slots.set(slots.subarray(first));
    this.slots.set(slots.subarray(0, first), size - first);
    this.seenMs.set(seenMs.subarray(first));
    this.seenMs.set(seenMs.subarray(0, first), size - first);
    this.first = 0;
  }
}
