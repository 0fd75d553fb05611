import { Fenwick } from './fenwick.ts';

/** Slots of one block: eight words. Block counts of 300,000 slots fit a core's first cache, the bits its second. */
export const BLOCK_BITS = 8;
const WORDS = 8;

/**
 * A set of slots that knows how many of its members stand before a slot: a bit each, and a Fenwick tree over blocks of
 * 256. Counting costs one walk over a tree of size/256 and at most eight population counts.
 */
export class RankedSet {
  size = 0;
  private readonly bits: Int32Array;
  private readonly blocks: Fenwick;

  constructor(slots: number) {
    const blocks = (slots >> BLOCK_BITS) + 1;
    this.bits = new Int32Array(blocks * WORDS);
    this.blocks = new Fenwick(blocks);
  }

  has(slot: number): boolean {
    return (this.bits[slot >> 5]! & (1 << (slot & 31))) !== 0;
  }

  /** Adds a slot that is not a member. */
  add(slot: number): void {
    this.bits[slot >> 5]! |= 1 << (slot & 31);
    this.blocks.add(slot >> BLOCK_BITS, 1);
    this.size++;
  }

  /** Removes a member. */
  remove(slot: number): void {
    this.bits[slot >> 5]! &= ~(1 << (slot & 31));
    this.blocks.add(slot >> BLOCK_BITS, -1);
    this.size--;
  }

  /** Members in slots 0..slot. */
  through(slot: number): number {
    const block = slot >> BLOCK_BITS;
    const last = slot >> 5;
    let count = block > 0 ? this.blocks.through(block - 1) : 0;
    for (let word = block * WORDS; word < last; word++) count += ones(this.bits[word]!);
    return count + ones(this.bits[last]! & (0xffff_ffff >>> (31 - (slot & 31))));
  }

  /** Writes the members of each block of 2^BLOCK_BITS slots into a list that has a place for each, in O(blocks). */
  blockCounts(into: Int32Array): void {
    this.blocks.counts(into);
  }

  /** The first member in from..to, or undefined. */
  firstIn(from: number, to: number): number | undefined {
    let slot = from;
    while (slot <= to) {
      const rest = this.bits[slot >> 5]! >>> (slot & 31);
      if (rest === 0) {
        slot = ((slot >> 5) + 1) << 5;
        continue;
      }
      const found = slot + (31 - Math.clz32(rest & -rest));
      return found <= to ? found : undefined;
    }
    return undefined;
  }

  /** The last member at or before a slot, or undefined. */
  lastAtOrBefore(slot: number): number | undefined {
    let word = slot >> 5;
    let rest = slot < 0 ? 0 : this.bits[word]! & (0xffff_ffff >>> (31 - (slot & 31)));
    while (rest === 0) {
      word--;
      if (word < 0) return undefined;
      rest = this.bits[word]!;
    }
    return (word << 5) + 31 - Math.clz32(rest);
  }
}

/** Ones among 32 bits. Source: Warren 2013, "Hacker's Delight", section 5-1. */
function ones(bits: number): number {
  let x = bits - ((bits >>> 1) & 0x5555_5555);
  x = (x & 0x3333_3333) + ((x >>> 2) & 0x3333_3333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
