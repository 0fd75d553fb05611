/**
 * Counts of events in trailing windows of whole seconds, both ends included, as the reference gateway's sorted set
 * counts them: a window of 60 s at second s holds seconds s-60..s, that is 61 of them. O(1) to record and to read.
 */
export class SlidingWindow {
  private readonly widths: readonly number[];
  private readonly sums: Int32Array;
  /** Events of each of the last `size` seconds, a ring. */
  private readonly ring: Int32Array;
  private second = 0;

  /** @param widthsSec window widths [s], each 1 or more. */
  constructor(widthsSec: readonly number[]) {
    this.widths = widthsSec;
    this.sums = new Int32Array(widthsSec.length);
    this.ring = new Int32Array(Math.max(...widthsSec) + 2);
  }

  /** Moves to a second that is not before the present one. */
  advanceTo(second: number): void {
    while (this.second < second) {
      this.second++;
      this.widths.forEach((width, index) => {
        this.sums[index]! -= this.at(this.second - width - 1);
      });
      this.ring[this.second % this.ring.length] = 0;
    }
  }

  /** Records one event in the present second. */
  record(): void {
    this.ring[this.second % this.ring.length]! += 1;
    for (let index = 0; index < this.sums.length; index++) this.sums[index]! += 1;
  }

  /** Takes back one event of a second, where a window still holds it. */
  takeBack(second: number): void {
    if (second <= this.second - this.ring.length) return;
    this.ring[second % this.ring.length]! -= 1;
    this.widths.forEach((width, index) => {
      if (second >= this.second - width) this.sums[index]! -= 1;
    });
  }

  /** Events in window `index` of the constructor's list. */
  count(index: number): number {
    return this.sums[index]!;
  }

  private at(second: number): number {
    return second < 0 ? 0 : this.ring[second % this.ring.length]!;
  }
}
