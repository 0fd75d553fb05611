const NONE = -1;
const FIRST_SLOTS = 256;

/**
 * Requests between sending and answer, as columns that are used again: no object for each request. Who takes a slot sets its
 * columns; a slot that was given back is the next to be taken.
 */
export class RequestsUnderWay {
  ticket = new Int32Array(FIRST_SLOTS);
  kind = new Uint8Array(FIRST_SLOTS);
  event = new Int32Array(FIRST_SLOTS);
  pod = new Int32Array(FIRST_SLOTS);
  shard = new Int32Array(FIRST_SLOTS);
  /** Service time at the station where it is [ms]. */
  serviceMs = new Float64Array(FIRST_SLOTS);
  sentMs = new Float64Array(FIRST_SLOTS);
  /** 1: its sender waits for it. */
  isAwaited = new Uint8Array(FIRST_SLOTS);
  /** Instant at which it got its connection. */
  connectedMs = new Float64Array(FIRST_SLOTS);
  private next = new Int32Array(FIRST_SLOTS);
  private freed = NONE;
  private used = 0;

  take(): number {
    const slot = this.freed;
    if (slot !== NONE) {
      this.freed = this.next[slot]!;
      return slot;
    }
    if (this.used === this.ticket.length) this.grow();
    return this.used++;
  }

  free(slot: number): void {
    this.next[slot] = this.freed;
    this.freed = slot;
  }

  private grow(): void {
    const slots = 2 * this.ticket.length;
    this.ticket = copied(this.ticket, new Int32Array(slots));
    this.kind = copied(this.kind, new Uint8Array(slots));
    this.event = copied(this.event, new Int32Array(slots));
    this.pod = copied(this.pod, new Int32Array(slots));
    this.shard = copied(this.shard, new Int32Array(slots));
    this.serviceMs = copied(this.serviceMs, new Float64Array(slots));
    this.sentMs = copied(this.sentMs, new Float64Array(slots));
    this.isAwaited = copied(this.isAwaited, new Uint8Array(slots));
    this.connectedMs = copied(this.connectedMs, new Float64Array(slots));
    this.next = copied(this.next, new Int32Array(slots));
  }
}

function copied<Column extends Float64Array | Int32Array | Uint8Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
