const ARITY = 4;

/**
 * The pending events of a simulation in continuous time: earliest first, events of one instant in the order
 * in which they were pushed.
 *
 * An event is an instant [ms] and two 32-bit integers whose meaning belongs to the caller: what happens
 * (`kind`) and to whom (`id`). `pop` moves the earliest event into the fields `timeMs`, `kind` and `id`.
 *
 * Invariants: instants are finite and never before the clock; the heap is 4-ary and ordered by (instant, number of the
 * push); no call allocates except when the store doubles. The store is columns of typed arrays and is changed in place,
 * because every event of every station passes here: `npm run bench`, M/M/1. A pop leaves its root open for the push
 * that nearly always follows, so a pop and a push together sift once.
 */
export class EventQueue {
  /** The clock [ms]: the instant of the event popped last, or the one skipped to. */
  timeMs = 0;
  /** What happened at `timeMs`. */
  kind = 0;
  /** To whom it happened. */
  id = 0;

  private times: Float64Array;
  /** Push number of each entry; a double counts to 2^53 without wrapping. */
  private orders: Float64Array;
  private kinds: Int32Array;
  private ids: Int32Array;
  /** Entries in the store, the open root included. */
  private count = 0;
  private pushed = 0;
  /** The root was popped and neither filled by a push nor closed by the next pop yet. */
  private rootIsOpen = false;

  /** @param initialCapacity events to make room for at once; the store doubles when it is full */
  constructor(initialCapacity = 64) {
    const capacity = Math.max(ARITY, initialCapacity);
    this.times = new Float64Array(capacity);
    this.orders = new Float64Array(capacity);
    this.kinds = new Int32Array(capacity);
    this.ids = new Int32Array(capacity);
  }

  /** Pending events. */
  get size(): number {
    return this.rootIsOpen ? this.count - 1 : this.count;
  }

  /** Instant of the earliest pending event [ms]; Infinity when there is none. */
  nextMs(): number {
    if (this.rootIsOpen) this.closeRoot();
    return this.count === 0 ? Infinity : this.times[0]!;
  }

  /**
   * Adds an event.
   * @throws RangeError when the instant is not finite or lies before the clock
   */
  push(timeMs: number, kind: number, id: number): void {
    // Written so that NaN fails too.
    if (!(timeMs >= this.timeMs && timeMs < Infinity)) throw this.outOfOrder(timeMs);
    const isHold = this.rootIsOpen;
    if (!isHold && this.count === this.times.length) this.grow();
    const at = isHold ? 0 : this.count++;
    this.times[at] = timeMs;
    this.orders[at] = this.pushed++;
    this.kinds[at] = kind;
    this.ids[at] = id;
    if (!isHold) this.siftUp(at);
    else if (this.count > 1) this.siftDown();
    this.rootIsOpen = false;
  }

  /**
   * Moves the clock without an event, for what is not kept on the queue.
   * @throws RangeError when the instant lies before the clock or after a pending event
   */
  skipTo(timeMs: number): void {
    if (timeMs >= this.timeMs && timeMs <= this.nextMs() && timeMs < Infinity) this.timeMs = timeMs;
    else throw this.outOfOrder(timeMs);
  }

  /** Whether there was an event; if so it is now in `timeMs`, `kind` and `id`, and no longer pending. */
  pop(): boolean {
    if (this.rootIsOpen) this.closeRoot();
    if (this.count === 0) return false;
    this.timeMs = this.times[0]!;
    this.kind = this.kinds[0]!;
    this.id = this.ids[0]!;
    this.rootIsOpen = true;
    return true;
  }

  /** Fills the open root with the last entry. */
  private closeRoot(): void {
    this.rootIsOpen = false;
    const last = --this.count;
    if (last === 0) return;
    this.times[0] = this.times[last]!;
    this.orders[0] = this.orders[last]!;
    this.kinds[0] = this.kinds[last]!;
    this.ids[0] = this.ids[last]!;
    if (last > 1) this.siftDown();
  }

  /** Moves an entry just pushed up to its place. It has the highest order of all, so it stays below its equals. */
  private siftUp(from: number): void {
    const times = this.times;
    const timeMs = times[from]!;
    let at = from;
    while (at > 0 && timeMs < times[(at - 1) >> 2]!) at = (at - 1) >> 2;
    if (at === from) return;
    const order = this.orders[from]!;
    const kind = this.kinds[from]!;
    const id = this.ids[from]!;
    for (let hole = from; hole > at; hole = (hole - 1) >> 2) this.move((hole - 1) >> 2, hole);
    this.put(at, timeMs, order, kind, id);
  }

  /** Moves the root down to its place. */
  private siftDown(): void {
    const times = this.times;
    const orders = this.orders;
    const count = this.count;
    const timeMs = times[0]!;
    const order = orders[0]!;
    const kind = this.kinds[0]!;
    const id = this.ids[0]!;
    let at = 0;
    for (let child = 1; child < count; child = at * ARITY + 1) {
      const end = Math.min(child + ARITY, count);
      let best = child;
      let bestMs = times[child]!;
      for (let other = child + 1; other < end; other++) {
        const otherMs = times[other]!;
        if (otherMs < bestMs || (otherMs === bestMs && orders[other]! < orders[best]!)) {
          best = other;
          bestMs = otherMs;
        }
      }
      if (timeMs < bestMs || (timeMs === bestMs && order < orders[best]!)) break;
      this.move(best, at);
      at = best;
    }
    this.put(at, timeMs, order, kind, id);
  }

  private move(from: number, to: number): void {
    this.times[to] = this.times[from]!;
    this.orders[to] = this.orders[from]!;
    this.kinds[to] = this.kinds[from]!;
    this.ids[to] = this.ids[from]!;
  }

  private put(at: number, timeMs: number, order: number, kind: number, id: number): void {
    this.times[at] = timeMs;
    this.orders[at] = order;
    this.kinds[at] = kind;
    this.ids[at] = id;
  }

  private outOfOrder(timeMs: number): RangeError {
    return new RangeError(
      `instant ${timeMs} ms, but the clock shows ${this.timeMs} ms and the next event is at ${this.nextMs()} ms`,
    );
  }

  private grow(): void {
    const capacity = this.times.length * 2;
    this.times = doubled(this.times, new Float64Array(capacity));
    this.orders = doubled(this.orders, new Float64Array(capacity));
    this.kinds = doubled(this.kinds, new Int32Array(capacity));
    this.ids = doubled(this.ids, new Int32Array(capacity));
  }
}

function doubled<Column extends Float64Array | Int32Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
