interface Entry {
  readonly atMs: number;
  /** Number of the entry, which orders those of one instant. */
  readonly order: number;
  readonly act: (atMs: number) => void;
}

/** What is to be done when: earliest first, at one instant in the order in which it was entered. */
export class Agenda {
  private readonly heap: Entry[] = [];
  private entered = 0;
  private clockMs: number;

  constructor(startMs: number) {
    this.clockMs = startMs;
  }

  /** Enters something to be done. @throws RangeError for an instant that has passed. */
  at(atMs: number, act: (atMs: number) => void): void {
    // Written so that NaN fails too.
    if (!(atMs >= this.clockMs)) throw new RangeError(`${atMs} ms is before ${this.clockMs} ms`);
    this.heap.push({ atMs, order: this.entered, act });
    this.entered++;
    this.rise(this.heap.length - 1);
  }

  /** Does all that is due up to an instant, what it brings about included, and moves the clock there. */
  runUntil(nowMs: number): void {
    for (let first = this.heap[0]; first !== undefined && first.atMs <= nowMs; first = this.heap[0]) {
      this.removeFirst();
      this.clockMs = first.atMs;
      first.act(first.atMs);
    }
    this.clockMs = Math.max(this.clockMs, nowMs);
  }

  private removeFirst(): void {
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return;
    this.heap[0] = last;
    this.sink();
  }

  private rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isBefore(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  private sink(): void {
    let at = 0;
    for (;;) {
      let first = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < this.heap.length && this.isBefore(child, first)) first = child;
      }
      if (first === at) return;
      this.swap(at, first);
      at = first;
    }
  }

  private isBefore(left: number, right: number): boolean {
    const a = this.heap[left]!;
    const b = this.heap[right]!;
    return a.atMs === b.atMs ? a.order < b.order : a.atMs < b.atMs;
  }

  private swap(left: number, right: number): void {
    const entry = this.heap[left]!;
    this.heap[left] = this.heap[right]!;
    this.heap[right] = entry;
  }
}
