const NONE = -1;

/** Deadline of a slot that does not wait: no instant of a run is negative. */
const NOT_WAITING = -1;

const FIRST_SLOTS = 64;

/**
 * The customers inside one station, as columns of slots: those in service, and those who wait as a doubly linked list
 * in order of arrival, so that who gives up leaves from the middle in constant time.
 *
 * Typed arrays and mutation, since every customer passes here: no object per customer, slots are used again, and no
 * call allocates except when the columns double. The station that owns the store reads and writes the columns in
 * place: a number that passes through a call which V8 does not inline is put on the heap. A slot is free, waiting (in
 * the list, deadline set) or in service.
 */
export class StationStore {
  customers = new Int32Array(FIRST_SLOTS);
  arrivedMs = new Float64Array(FIRST_SLOTS);
  serviceMs = new Float64Array(FIRST_SLOTS);
  startedMs = new Float64Array(FIRST_SLOTS);
  /** Instant at which patience ends, Infinity for never; NOT_WAITING outside the queue. */
  deadlineMs = new Float64Array(FIRST_SLOTS).fill(NOT_WAITING);
  private next = new Int32Array(FIRST_SLOTS);
  private previous = new Int32Array(FIRST_SLOTS);
  private first = NONE;
  private last = NONE;
  /** Head of the list of slots that were used and are free, chained by `next`. */
  private freed = NONE;
  /** Slots ever used. */
  private used = 0;

  /** Returns a slot that was free; its customer, arrival and service time are to be set. */
  take(): number {
    const slot = this.freed;
    if (slot !== NONE) {
      this.freed = this.next[slot]!;
      return slot;
    }
    if (this.used === this.customers.length) this.grow();
    return this.used++;
  }

  /** Gives a slot back that is neither waiting nor used any more. */
  free(slot: number): void {
    this.next[slot] = this.freed;
    this.freed = slot;
  }

  /** Puts a slot at the end of the queue; its deadline is to be set. */
  append(slot: number): void {
    const last = this.last;
    this.next[slot] = NONE;
    this.previous[slot] = last;
    if (last === NONE) this.first = slot;
    else this.next[last] = slot;
    this.last = slot;
  }

  /** Takes a waiting slot out of the queue, wherever it stands. */
  remove(slot: number): void {
    const next = this.next[slot]!;
    const previous = this.previous[slot]!;
    this.deadlineMs[slot] = NOT_WAITING;
    if (previous === NONE) this.first = next;
    else this.next[previous] = next;
    if (next === NONE) this.last = previous;
    else this.previous[next] = previous;
  }

  /** Takes the longest waiting slot out of the queue, which is not empty, and returns it. */
  removeFirst(): number {
    const slot = this.first;
    const next = this.next[slot]!;
    this.deadlineMs[slot] = NOT_WAITING;
    this.first = next;
    if (next === NONE) this.last = NONE;
    else this.previous[next] = NONE;
    return slot;
  }

  /** Returns what those inside have spent so far, summed: in the queue, and in service [ms]. */
  openTimes(nowMs: number): { readonly waitingMs: number; readonly inServiceMs: number } {
    const isFree = new Uint8Array(this.used);
    for (let slot = this.freed; slot !== NONE; slot = this.next[slot]!) isFree[slot] = 1;
    let waitingMs = 0;
    let inServiceMs = 0;
    for (let slot = 0; slot < this.used; slot++) {
      if (isFree[slot] === 1) continue;
      if (this.deadlineMs[slot] === NOT_WAITING) inServiceMs += nowMs - this.startedMs[slot]!;
      else waitingMs += nowMs - this.arrivedMs[slot]!;
    }
    return { waitingMs, inServiceMs };
  }

  private grow(): void {
    const slots = this.customers.length * 2;
    this.customers = copied(this.customers, new Int32Array(slots));
    this.arrivedMs = copied(this.arrivedMs, new Float64Array(slots));
    this.serviceMs = copied(this.serviceMs, new Float64Array(slots));
    this.startedMs = copied(this.startedMs, new Float64Array(slots));
    this.deadlineMs = copied(this.deadlineMs, new Float64Array(slots).fill(NOT_WAITING));
    this.next = copied(this.next, new Int32Array(slots));
    this.previous = copied(this.previous, new Int32Array(slots));
  }
}

function copied<Column extends Float64Array | Int32Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
