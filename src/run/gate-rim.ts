/** Where tickets stand. */
interface Slots {
  readonly slots: number;
  /** The ticket of a slot; any ticket where it is free. */
  ticket(slot: number): number;
}

/** Slots beyond the gate that are marked ahead, so that marking is rare. */
const AHEAD = 1024;

/**
 * Which tickets may be inside the gate, one bit each. Where slots are not tickets, the loop of plain polls would have to look
 * up a slot for each poll, a trip to main memory; these bits stay in the cache. A mark too many only costs the long way.
 */
export class GateRim {
  /** Bit t of the array: ticket t may be inside. */
  readonly bits: Uint32Array;
  private readonly book: Slots;
  private markedSlot = -1;

  constructor(book: Slots, tickets: number) {
    this.book = book;
    this.bits = new Uint32Array((tickets >>> 5) + 1);
  }

  /** Marks every ticket up to a slot. */
  cover(gateSlot: number): void {
    if (gateSlot <= this.markedSlot) return;
    const until = Math.min(this.book.slots - 1, gateSlot + AHEAD);
    while (this.markedSlot < until) this.mark(this.book.ticket(++this.markedSlot));
  }

  /** A ticket gets a slot, perhaps one that is marked already. */
  took(ticket: number, slot: number): void {
    if (slot <= this.markedSlot) this.mark(ticket);
  }

  private mark(ticket: number): void {
    this.bits[ticket >>> 5]! |= 1 << (ticket & 31);
  }
}
