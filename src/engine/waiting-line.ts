import { Fenwick } from './fenwick.ts';

const ABSENT = 0;
const INACTIVE = 1;
const ACTIVE = 2;

/**
 * The line: slots in order of joining, each absent, active or inactive (a ghost the server knows of).
 *
 * Rank counts are O(log n). The gate, the first `headRanks` tickets that count, is followed by its last slot, so the
 * question every poll asks, "am I inside?", is one comparison; the slot moves by amortised O(1) steps.
 * Invariant: `inGate` tickets that count have slot <= gateSlot, and inGate < headRanks only when all of them do.
 */
export class WaitingLine {
  /** Tickets in line, and those of them that are active. */
  length = 0;
  activeLength = 0;
  /** Last slot inside the gate; tickets that count with a slot up to here may enter. */
  gateSlot = -1;
  private readonly state: Uint8Array;
  private readonly present: Fenwick;
  private readonly active: Fenwick;
  private readonly headRanks: number;
  /** Lowest state that counts for rank and gate: inactive tickets do not when they are skipped. */
  private readonly counts: number;
  private inGate = 0;
  private firstSlot = 0;
  private lastSlot = -1;

  /** @param headRanks size of the gate, Infinity for none. */
  constructor(slots: number, headRanks: number, skipInactive: boolean) {
    this.state = new Uint8Array(slots);
    this.present = new Fenwick(slots);
    this.active = new Fenwick(slots);
    this.headRanks = headRanks;
    this.counts = skipInactive ? ACTIVE : INACTIVE;
  }

  join(slot: number): void {
    this.state[slot] = ACTIVE;
    this.length++;
    this.activeLength++;
    this.present.add(slot, 1);
    this.active.add(slot, 1);
    if (slot > this.lastSlot) this.lastSlot = slot;
    this.admitToGate(slot);
  }

  /** Removes a ticket that is in line. */
  remove(slot: number): void {
    const before = this.state[slot]!;
    this.state[slot] = ABSENT;
    this.length--;
    this.present.add(slot, -1);
    if (before === ACTIVE) {
      this.activeLength--;
      this.active.add(slot, -1);
    }
    if (before >= this.counts) this.leaveGate(slot);
  }

  markInactive(slot: number): void {
    if (this.state[slot] !== ACTIVE) return;
    this.state[slot] = INACTIVE;
    this.activeLength--;
    this.active.add(slot, -1);
    if (this.counts === ACTIVE) this.leaveGate(slot);
  }

  markActive(slot: number): void {
    if (this.state[slot] !== INACTIVE) return;
    this.state[slot] = ACTIVE;
    this.activeLength++;
    this.active.add(slot, 1);
    if (this.counts === ACTIVE) this.admitToGate(slot);
  }

  has(slot: number): boolean {
    return this.state[slot] !== ABSENT;
  }

  /** 1-based position among all tickets in line, ghosts included: what a visitor is shown. */
  position(slot: number): number {
    return this.present.through(slot);
  }

  /** 1-based rank among the tickets that count: what eligibility goes by. */
  rank(slot: number): number {
    return this.counts === ACTIVE ? this.active.through(slot) : this.present.through(slot);
  }

  /** Active tickets ahead of a slot. */
  activeAhead(slot: number): number {
    return this.active.through(slot) - (this.state[slot] === ACTIVE ? 1 : 0);
  }

  /** The first ticket that counts, or undefined in a line of none. */
  head(): number | undefined {
    const { state, counts, lastSlot } = this;
    let slot = this.firstSlot;
    while (slot <= lastSlot && state[slot]! < counts) slot++;
    this.firstSlot = slot;
    return slot <= lastSlot ? slot : undefined;
  }

  private admitToGate(slot: number): void {
    if (slot < this.firstSlot) this.firstSlot = slot;
    if (this.inGate < this.headRanks) {
      this.inGate++;
      if (slot > this.gateSlot) this.gateSlot = slot;
      return;
    }
    if (slot > this.gateSlot) return;
    let last = this.gateSlot;
    while (this.state[last]! < this.counts) last--;
    this.gateSlot = last - 1;
  }

  private leaveGate(slot: number): void {
    if (slot > this.gateSlot) return;
    this.inGate--;
    const { state, counts, lastSlot } = this;
    let next = this.gateSlot + 1;
    while (next <= lastSlot && state[next]! < counts) next++;
    if (next <= lastSlot) {
      this.gateSlot = next;
      this.inGate++;
    } else {
      this.gateSlot = Math.max(this.gateSlot, lastSlot);
    }
  }
}
