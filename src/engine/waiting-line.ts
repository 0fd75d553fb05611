import { RankedSet } from './ranked-set.ts';

/**
 * The line: slots in order of joining, each absent, active or inactive (a ghost the server knows of).
 *
 * Rank counts are O(log n). The gate, the first `headRanks` tickets that count, is followed by its last slot, so the
 * question every poll asks, "am I inside?", is one comparison; the slot moves by amortised O(1) steps.
 * Invariant: `inGate` tickets that count have slot <= gateSlot, and inGate < headRanks only when all of them do.
 */
export class WaitingLine {
  /** Tickets that count with a slot up to here are inside the gate. */
  gateSlot = -1;
  /** Highest slot that was ever at the head: whoever stands behind it has not been released (push). */
  passedSlot = -1;
  /** Slots that there are. */
  readonly slots: number;
  private readonly present: RankedSet;
  private readonly active: RankedSet;
  /** The tickets that count for rank and gate: inactive ones do not when they are skipped. */
  private readonly counted: RankedSet;
  private readonly skipInactive: boolean;
  private readonly headRanks: number;
  private inGate = 0;
  private firstSlot = 0;
  private lastSlot = -1;

  /** @param headRanks size of the gate, Infinity for none. */
  constructor(slots: number, headRanks: number, skipInactive: boolean) {
    this.slots = slots;
    this.present = new RankedSet(slots);
    this.active = new RankedSet(slots);
    this.counted = skipInactive ? this.active : this.present;
    this.skipInactive = skipInactive;
    this.headRanks = headRanks;
  }

  /** Tickets in line. */
  get length(): number {
    return this.present.size;
  }

  get activeLength(): number {
    return this.active.size;
  }

  join(slot: number): void {
    this.present.add(slot);
    this.active.add(slot);
    if (slot > this.lastSlot) this.lastSlot = slot;
    this.enterGate(slot);
  }

  /** Removes a ticket that is in line. */
  remove(slot: number): void {
    const wasActive = this.active.has(slot);
    this.present.remove(slot);
    if (wasActive) this.active.remove(slot);
    if (wasActive || !this.skipInactive) this.leaveGate(slot);
  }

  markInactive(slot: number): void {
    if (!this.active.has(slot)) return;
    this.active.remove(slot);
    if (this.skipInactive) this.leaveGate(slot);
  }

  /** An inactive ticket in line is heard of again. */
  markActive(slot: number): void {
    if (this.active.has(slot) || !this.present.has(slot)) return;
    this.active.add(slot);
    if (this.skipInactive) this.enterGate(slot);
  }

  has(slot: number): boolean {
    return this.present.has(slot);
  }

  isActive(slot: number): boolean {
    return this.active.has(slot);
  }

  /** 1-based position among all tickets in line, ghosts included. */
  position(slot: number): number {
    return this.present.through(slot);
  }

  /** What a visitor is shown: its position, without the ghosts that push has passed over. At least 1. */
  shownPosition(slot: number): number {
    const passed = this.firstSlot > 0 ? this.present.through(this.firstSlot - 1) : 0;
    return Math.max(1, this.present.through(slot) - passed);
  }

  /** 1-based rank among the tickets that count: what eligibility goes by. */
  rank(slot: number): number {
    return this.counted.through(slot);
  }

  /** Active tickets ahead of a slot. */
  activeAhead(slot: number): number {
    return this.active.through(slot) - (this.active.has(slot) ? 1 : 0);
  }

  /** Writes the active tickets of each block of 2^BLOCK_BITS slots into a list that has a place for each, in O(blocks). */
  activeByBlock(into: Int32Array): void {
    this.active.blockCounts(into);
  }

  /** The first ticket that counts, or undefined in a line of none. */
  head(): number | undefined {
    const head = this.counted.firstIn(this.firstSlot, this.lastSlot);
    this.firstSlot = head ?? this.lastSlot + 1;
    if (head !== undefined && head > this.passedSlot) this.passedSlot = head;
    return head;
  }

  /** The first active ticket at or after a slot, or undefined; nothing moves. */
  firstActive(fromSlot: number): number | undefined {
    return this.active.firstIn(fromSlot, this.lastSlot);
  }

  private enterGate(slot: number): void {
    if (slot < this.firstSlot) this.firstSlot = slot;
    if (this.inGate < this.headRanks) {
      this.inGate++;
      if (slot > this.gateSlot) this.gateSlot = slot;
    } else if (slot <= this.gateSlot) {
      this.gateSlot = (this.counted.lastAtOrBefore(this.gateSlot) ?? 0) - 1;
    }
  }

  private leaveGate(slot: number): void {
    if (slot > this.gateSlot) return;
    this.inGate--;
    const next = this.counted.firstIn(this.gateSlot + 1, this.lastSlot);
    if (next !== undefined) this.inGate++;
    this.gateSlot = next ?? Math.max(this.gateSlot, this.lastSlot);
  }
}
