/** Which slots of the line have a ticket that the room has heard of lately. */
interface ActiveSlots {
  isActive(slot: number): boolean;
}

/**
 * Slots of the line in the order in which tickets join. Where the line's score is coarser than the clock, a newcomer
 * changes places with one who joined within the same step of it, itself included, each as likely (inside-out shuffle, Fisher and
 * Yates), as a sorted set orders equal scores by member.
 */
export class TicketSlots {
  /** Slots taken so far. */
  taken = 0;
  private readonly stepMs: number;
  private readonly slotOf = new Map<number, number>();
  private readonly ticketAt = new Map<number, number>();
  private step: number | undefined;
  private stepBegin = 0;

  /** @param stepMs resolution of the score [ms]; 0: exact order */
  constructor(stepMs: number) {
    this.stepMs = stepMs;
  }

  /**
   * Gives a ticket its slot and returns the slot that is new to the line: its own, or that of whom it changed places with.
   * @param tie 32 random bits
   */
  take(ticket: number, nowMs: number, tie: number, line: ActiveSlots): number {
    const slot = this.taken++;
    const place = this.stepMs === 0 ? slot : this.shuffledPlace(slot, nowMs, tie);
    if (place === slot || !line.isActive(place)) {
      this.put(ticket, slot);
      return slot;
    }
    this.put(this.ticket(place), slot);
    this.put(ticket, place);
    return slot;
  }

  slot(ticket: number): number {
    return this.slotOf.get(ticket)!;
  }

  ticket(slot: number): number {
    return this.ticketAt.get(slot)!;
  }

  private shuffledPlace(slot: number, nowMs: number, tie: number): number {
    const step = Math.floor(nowMs / this.stepMs);
    if (step !== this.step) {
      this.step = step;
      this.stepBegin = slot;
    }
    return this.stepBegin + (tie % (slot - this.stepBegin + 1));
  }

  private put(ticket: number, slot: number): void {
    this.slotOf.set(ticket, slot);
    this.ticketAt.set(slot, ticket);
  }
}
