/** Admissions that are looked back on. */
const LAST = 100;

/** How far the line has been served: the last hundred admissions say who must have gone without a word. */
export class Overtaking {
  private readonly slots = new Int32Array(LAST);
  private count = 0;

  admitted(slot: number): void {
    this.slots[this.count++ % LAST] = slot;
  }

  /** Slots below this stand in front of all of the last hundred who were let in; 0 while there are fewer. */
  get allBefore(): number {
    return this.count < LAST ? 0 : this.slots.reduce((least, slot) => Math.min(least, slot));
  }
}
