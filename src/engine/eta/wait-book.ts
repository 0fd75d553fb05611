import type { WaitingLine } from '../waiting-line.ts';

/** When each ticket in line has joined, and who stands at its head. */
export class WaitBook {
  private readonly line: WaitingLine;
  private readonly joinMs: Int32Array;
  private head: number | undefined;
  /** Tickets before this slot have been passed over, and are not the head again if they are heard of. */
  private from = 0;

  constructor(line: WaitingLine) {
    this.line = line;
    this.joinMs = new Int32Array(line.slots);
  }

  joined(slot: number, nowMs: number): void {
    this.joinMs[slot] = nowMs;
  }

  closeSecond(): void {
    this.head = this.line.firstActive(this.from);
    if (this.head !== undefined) this.from = this.head;
  }

  ageSec(slot: number, nowMs: number): number {
    return (nowMs - this.joinMs[slot]!) / 1000;
  }

  /** Age of the first active ticket as of the last complete second; absent before, and in an empty line [s]. */
  headAgeSec(nowMs: number): number | undefined {
    return this.head === undefined ? undefined : this.ageSec(this.head, nowMs);
  }
}
