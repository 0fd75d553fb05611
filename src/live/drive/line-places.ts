/** No ticket, or no slot. */
const NONE = -1;

/** Which slots of the line have a ticket. */
interface TakenSlots {
  has(slot: number): boolean;
}

/**
 * Which ticket stands in which slot of the line, as the target says when they join. Where its line's score is coarser than
 * its clock a newcomer may get the slot of a ticket of the same step, which then moves to the newest.
 */
export class LinePlaces {
  private readonly slotOf: Int32Array;
  private readonly ticketAt: Int32Array;
  /** First slot behind all that were ever taken. */
  private end = 0;

  constructor(tickets: number) {
    this.slotOf = new Int32Array(tickets).fill(NONE);
    this.ticketAt = new Int32Array(tickets).fill(NONE);
  }

  /** A ticket has joined at a slot; returns the slot that is new to the line, its own or that of whom it moved. */
  take(ticket: number, slot: number, line: TakenSlots): number {
    const before = this.ticketAt[slot]!;
    this.put(ticket, slot);
    if (before === NONE || before === ticket) return slot;
    const free = this.firstFree();
    this.put(before, free);
    return line.has(slot) ? free : slot;
  }

  /** The slot of a ticket that has joined. */
  slot(ticket: number): number {
    return this.slotOf[ticket]!;
  }

  ticket(slot: number): number {
    return this.ticketAt[slot]!;
  }

  private put(ticket: number, slot: number): void {
    this.slotOf[ticket] = slot;
    this.ticketAt[slot] = ticket;
    if (slot >= this.end) this.end = slot + 1;
  }

  private firstFree(): number {
    if (this.end < this.ticketAt.length) return this.end;
    return this.ticketAt.indexOf(NONE);
  }
}
