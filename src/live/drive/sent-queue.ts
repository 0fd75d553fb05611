/** Requests in the order in which they were sent, in rings of numbers: tens of thousands are under way, and each passes through. */
export class SentQueue {
  private tickets = new Int32Array(1024);
  private serials = new Uint32Array(1024);
  private sentMs = new Float64Array(1024);
  private first = 0;
  private count = 0;

  add(ticket: number, serial: number, sentMs: number): void {
    if (this.count === this.tickets.length) this.grow();
    const at = (this.first + this.count++) & (this.tickets.length - 1);
    this.tickets[at] = ticket;
    this.serials[at] = serial;
    this.sentMs[at] = sentMs;
  }

  /**
   * Drops the oldest for as long as they are over, and returns the ticket of the oldest that is not, once it was sent by an
   * instant; it is dropped too. Undefined when there is none.
   */
  takeOverdue(byMs: number, isOver: (ticket: number, serial: number) => boolean): number | undefined {
    while (this.count > 0) {
      const ticket = this.tickets[this.first]!;
      const over = isOver(ticket, this.serials[this.first]!);
      if (!over && this.sentMs[this.first]! > byMs) return undefined;
      this.first = (this.first + 1) & (this.tickets.length - 1);
      this.count--;
      if (!over) return ticket;
    }
    return undefined;
  }

  private grow(): void {
    const size = this.tickets.length * 2;
    this.tickets = unrolled(this.tickets, this.first, new Int32Array(size));
    this.serials = unrolled(this.serials, this.first, new Uint32Array(size));
    this.sentMs = unrolled(this.sentMs, this.first, new Float64Array(size));
    this.first = 0;
  }
}

/** Copies a full ring into a longer array, its first entry to the front. */
function unrolled<Ring extends Int32Array | Uint32Array | Float64Array>(
  ring: Ring,
  first: number,
  into: Ring,
): Ring {
  into.set(ring.subarray(first));
  into.set(ring.subarray(0, first), ring.length - first);
  return into;
}
