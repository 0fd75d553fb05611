import { BLOCK_BITS } from '../ranked-set.ts';
import type { WaitingLine } from '../waiting-line.ts';

/** Blocks into which a line is cut at most, so that a pass over them once a second costs little in any line. */
const MOST_BLOCKS = 1024;

/**
 * The line in blocks of slots from the head on: who waits in each, since when, and who has gone from it in the last second.
 *
 * Departures follow from counts: active before + joined - admitted - active now. So a ticket that falls inactive counts when
 * it does, and one that is heard of again counts back.
 */
export class LineProfile {
  /** Active tickets by block at the end of the last second. */
  readonly active: Int32Array;
  /** Active tickets that fell silent in the last second, less those heard of again, by block; may be negative. */
  readonly silent: Int32Array;
  /** Active tickets that said that they leave in the last second, by block. */
  readonly polite: Int32Array;
  /** One more than the last block in which somebody has joined. */
  end = 0;
  private readonly line: WaitingLine;
  private readonly shift: number;
  private readonly fine: Int32Array;
  private readonly joinSumSec: Float64Array;
  private readonly joinCount: Int32Array;
  /** Joined less admitted and left politely in the present second, by block. */
  private readonly change: Int32Array;
  private readonly leaving: Int32Array;

  constructor(line: WaitingLine) {
    const fineBlocks = (line.slots >> BLOCK_BITS) + 1;
    let shift = BLOCK_BITS;
    while (line.slots >> shift >= MOST_BLOCKS) shift++;
    const blocks = (line.slots >> shift) + 1;
    this.line = line;
    this.shift = shift;
    this.fine = new Int32Array(fineBlocks);
    this.active = new Int32Array(blocks);
    this.silent = new Int32Array(blocks);
    this.polite = new Int32Array(blocks);
    this.joinSumSec = new Float64Array(blocks);
    this.joinCount = new Int32Array(blocks);
    this.change = new Int32Array(blocks);
    this.leaving = new Int32Array(blocks);
  }

  joined(slot: number, nowMs: number): void {
    const block = slot >> this.shift;
    this.joinSumSec[block]! += nowMs / 1000;
    this.joinCount[block]! += 1;
    this.change[block]! += 1;
    if (block >= this.end) this.end = block + 1;
  }

  /** Before the line lets an admitted ticket go. */
  admitted(slot: number): void {
    if (this.line.isActive(slot)) this.change[slot >> this.shift]! -= 1;
  }

  /** Before the line lets a ticket go that says that it leaves. */
  left(slot: number): void {
    if (!this.line.isActive(slot)) return;
    this.change[slot >> this.shift]! -= 1;
    this.leaving[slot >> this.shift]! += 1;
  }

  /** Mean instant of joining of those who have joined in a block [s of the run]. */
  meanJoinSec(block: number): number {
    return this.joinSumSec[block]! / Math.max(1, this.joinCount[block]!);
  }

  closeSecond(): void {
    const { active, silent, polite, change, leaving } = this;
    this.line.activeByBlock(this.fine);
    for (let block = 0; block < this.end; block++) {
      const before = active[block]! + change[block]!;
      active[block] = this.activeIn(block);
      silent[block] = before - active[block]!;
      polite[block] = leaving[block]!;
      change[block] = 0;
      leaving[block] = 0;
    }
  }

  private activeIn(block: number): number {
    const wide = this.shift - BLOCK_BITS;
    if (wide === 0) return this.fine[block]!;
    let sum = 0;
    const end = Math.min(this.fine.length, (block + 1) << wide);
    for (let fine = block << wide; fine < end; fine++) sum += this.fine[fine]!;
    return sum;
  }
}
