const BLOCK_BITS = 13;
/** Two blocks of one-millisecond slots: the present one and the next. */
const SLOTS = 2 << BLOCK_BITS;
const MASK = SLOTS - 1;

/** Words of a chunk: the next chunk of its list, then entries. One cache line. */
const CHUNK_BITS = 4;
const CHUNK = 1 << CHUNK_BITS;
const NONE = 0;

/**
 * Event list for integer milliseconds, first in first out among events of one instant, O(1) to schedule and to take.
 *
 * Slots of the present and the next block hold ids; later blocks hold pairs (id, instant) that are dealt out to the slots
 * when the block before theirs begins. Whatever is dealt out was scheduled before anything that goes to those slots
 * directly, so the order of scheduling is kept. Lists are chains of chunks in one array: appending writes to a line that
 * is warm, and the ids of an instant are known before their rows are needed, so the processor can fetch the rows side by
 * side. A linked list through the rows waits for each of them in turn, which is most of the time of a run.
 */
export class TimingWheel {
  private readonly horizonMs: number;
  private nowMs = 0;
  /** By slot, then by coarse block: first and last chunk, and entries used of the last one. */
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  private readonly used: Int32Array;
  private chunks: Int32Array;
  private free = NONE;
  private fresh = 1;

  /** @param horizonMs events at or after it are dropped. */
  constructor(horizonMs: number) {
    this.horizonMs = horizonMs;
    const lists = SLOTS + (horizonMs >> BLOCK_BITS) + 2;
    this.first = new Int32Array(lists);
    this.last = new Int32Array(lists);
    this.used = new Int32Array(lists);
    this.chunks = new Int32Array(CHUNK << 10);
  }

  /** Schedules an event of an id, later than the present instant. */
  schedule(id: number, dueMs: number): void {
    if (dueMs >= this.horizonMs) return;
    const block = dueMs >> BLOCK_BITS;
    if (block - (this.nowMs >> BLOCK_BITS) <= 1) {
      this.append(dueMs & MASK, id);
    } else {
      this.append(SLOTS + block, id);
      this.append(SLOTS + block, dueMs);
    }
  }

  /**
   * Moves to an instant, one millisecond after the last, and takes its first ids, at most 15, into `into`. Returns how
   * many; ask `more` until it returns 0.
   */
  open(nowMs: number, into: Int32Array): number {
    this.nowMs = nowMs;
    if ((nowMs & ((1 << BLOCK_BITS) - 1)) === 0) {
      if (nowMs === 0) this.deal(0);
      this.deal((nowMs >> BLOCK_BITS) + 1);
    }
    return this.take(nowMs & MASK, into);
  }

  /** The next ids of the opened instant. */
  more(into: Int32Array): number {
    return this.take(this.nowMs & MASK, into);
  }

  private append(list: number, word: number): void {
    let used = this.used[list]!;
    if (used === 0 || used === CHUNK - 1) {
      this.extend(list);
      used = 0;
    }
    this.chunks[(this.last[list]! << CHUNK_BITS) + used + 1] = word;
    this.used[list] = used + 1;
  }

  /** Puts an empty chunk at the end of a list. */
  private extend(list: number): void {
    const chunk = this.free === NONE ? this.newChunk() : this.free;
    if (chunk === this.free) this.free = this.chunks[chunk << CHUNK_BITS]!;
    this.chunks[chunk << CHUNK_BITS] = NONE;
    if (this.first[list] === NONE) this.first[list] = chunk;
    else this.chunks[this.last[list]! << CHUNK_BITS] = chunk;
    this.last[list] = chunk;
  }

  private newChunk(): number {
    if (this.fresh << CHUNK_BITS === this.chunks.length) {
      const larger = new Int32Array(this.chunks.length * 2);
      larger.set(this.chunks);
      this.chunks = larger;
    }
    return this.fresh++;
  }

  /** Takes the first chunk of a list. */
  private take(list: number, into: Int32Array): number {
    const chunk = this.first[list]!;
    if (chunk === NONE) return 0;
    const base = chunk << CHUNK_BITS;
    const next = this.chunks[base]!;
    const count = next === NONE ? this.used[list]! : CHUNK - 1;
    for (let entry = 0; entry < count; entry++) into[entry] = this.chunks[base + 1 + entry]!;
    this.first[list] = next;
    if (next === NONE) this.used[list] = 0;
    this.chunks[base] = this.free;
    this.free = chunk;
    return count;
  }

  private deal(block: number): void {
    const list = SLOTS + block;
    if (list >= this.first.length) return;
    const pairs = new Int32Array(CHUNK);
    let id: number | undefined;
    for (let count = this.take(list, pairs); count > 0; count = this.take(list, pairs)) {
      for (let entry = 0; entry < count; entry++) {
        if (id === undefined) {
          id = pairs[entry]!;
        } else {
          this.append(pairs[entry]! & MASK, id);
          id = undefined;
        }
      }
    }
  }
}
