const BLOCK_BITS = 13;
/** Two blocks of one-millisecond slots: the present one and the next. */
const SLOTS = 2 << BLOCK_BITS;
export const SLOT_MASK = SLOTS - 1;

/** Words of an entry: a ticket and its card. */
export const ENTRY = 2;
export const CARD = 1;

/** Words of a chunk: a head, with the next chunk of the list and the words used, and then 127 entries. */
const CHUNK_BITS = 8;
export const CHUNK = 1 << CHUNK_BITS;
const HEAD = 2;
const USED = 1;
export const NONE = 0;

/**
 * Event list for integer milliseconds, first in first out among events of one instant, O(1) to schedule and to take. An
 * entry is a ticket and its card, so that a plain poll need not look anything up.
 *
 * Slots of the present and the next block hold entries by instant; later blocks hold them in one list each, with the
 * instants beside, and are dealt out to the slots when the block before theirs begins. Whatever is dealt out was scheduled
 * before anything that goes to those slots directly, so the order of scheduling is kept. Lists are chains of chunks in one
 * array: they are written where the cache is warm and read in a row.
 */
export class TimingWheel {
  /** Chunks, and by slot the word that the next entry goes to; a multiple of CHUNK where the list needs a new chunk. */
  chunks = new Int32Array(CHUNK << 8);
  readonly tail: Int32Array;
  private readonly horizonMs: number;
  private nowMs = 0;
  /** First chunk of each list: the slots, the coarse blocks, and last what is due after the horizon. */
  private readonly first: Int32Array;
  /** Instants of the entries of each coarse block. */
  private readonly instants: number[][];
  private free = NONE;
  private fresh = CHUNK;

  /** @param horizonMs events at or after it never come. */
  constructor(horizonMs: number) {
    this.horizonMs = horizonMs;
    const blocks = (horizonMs >> BLOCK_BITS) + 2;
    this.first = new Int32Array(SLOTS + blocks + 1);
    this.tail = new Int32Array(SLOTS + blocks + 1);
    this.instants = Array.from({ length: blocks }, () => []);
  }

  /** Instants before this one go straight to their slots, `dueMs & SLOT_MASK` [ms]. */
  get fineUntilMs(): number {
    return Math.min(this.horizonMs, ((this.nowMs >> BLOCK_BITS) + 2) << BLOCK_BITS);
  }

  /** Schedules the next event of a ticket, later than the present instant. */
  schedule(ticket: number, card: number, dueMs: number): void {
    if (dueMs < this.fineUntilMs) {
      this.append(dueMs & SLOT_MASK, ticket, card);
    } else if (dueMs < this.horizonMs) {
      const block = dueMs >> BLOCK_BITS;
      this.append(SLOTS + block, ticket, card);
      this.instants[block]!.push(dueMs);
    } else {
      this.append(this.first.length - 1, ticket, card);
    }
  }

  /**
   * Moves to a later instant, with none between that must be opened, and takes its entries out of the wheel. Returns the word at which
   * their first chunk begins, or NONE; `next` leads to the others.
   */
  open(nowMs: number): number {
    this.nowMs = nowMs;
    if ((nowMs & ((1 << BLOCK_BITS) - 1)) === 0) this.deal((nowMs >> BLOCK_BITS) + 1);
    return this.detach(nowMs & SLOT_MASK);
  }

  /** Whether something is due at an instant of the present block or the next. */
  isBusyAt(ms: number): boolean {
    return this.first[ms & SLOT_MASK] !== NONE;
  }

  /** The first instant from..until-1 that must be opened, or until; from is later than the present instant. */
  nextBusyMs(fromMs: number, untilMs: number): number {
    const { first } = this;
    for (let ms = fromMs; ms < untilMs; ms++) {
      if (first[ms & SLOT_MASK] !== NONE || (ms & ((1 << BLOCK_BITS) - 1)) === 0) return ms;
    }
    return untilMs;
  }

  /** First word of a taken chunk's entries, and the one after its last. */
  begin(chunk: number): number {
    return chunk + HEAD;
  }

  end(chunk: number): number {
    return chunk + HEAD + this.chunks[chunk + USED]!;
  }

  /** Gives a taken chunk back and returns the one after it, or NONE. */
  next(chunk: number): number {
    const next = this.chunks[chunk]!;
    this.chunks[chunk] = this.free;
    this.free = chunk;
    return next;
  }

  /** Calls back for each entry that is still pending, in no order, with its first word; the wheel is empty afterwards. */
  drain(each: (word: number) => void): void {
    for (let list = 0; list < this.first.length; list++) {
      for (let chunk = this.detach(list); chunk !== NONE; chunk = this.next(chunk)) {
        for (let word = this.begin(chunk); word < this.end(chunk); word += ENTRY) each(word);
      }
    }
  }

  private append(list: number, ticket: number, card: number): void {
    if ((this.tail[list]! & (CHUNK - 1)) === 0) this.extend(list);
    const word = this.tail[list]!;
    this.chunks[word] = ticket;
    this.chunks[word + CARD] = card;
    this.tail[list] = word + ENTRY;
  }

  /** Puts an empty chunk at the end of a list that has none or whose last is full. */
  private extend(list: number): void {
    const chunk = this.free === NONE ? this.newChunk() : this.free;
    if (chunk === this.free) this.free = this.chunks[chunk]!;
    this.chunks[chunk] = NONE;
    if (this.first[list] === NONE) {
      this.first[list] = chunk;
    } else {
      const full = this.tail[list]! - CHUNK;
      this.chunks[full] = chunk;
      this.chunks[full + USED] = CHUNK - HEAD;
    }
    this.tail[list] = chunk + HEAD;
  }

  private newChunk(): number {
    const chunk = this.fresh;
    this.fresh += CHUNK;
    if (this.fresh > this.chunks.length) {
      const larger = new Int32Array(this.chunks.length * 2);
      larger.set(this.chunks);
      this.chunks = larger;
    }
    return chunk;
  }

  /** Takes a whole list; returns its first chunk. */
  private detach(list: number): number {
    const chunk = this.first[list]!;
    if (chunk === NONE) return NONE;
    const tail = this.tail[list]!;
    const last = (tail - 1) & ~(CHUNK - 1);
    this.chunks[last + USED] = tail - last - HEAD;
    this.first[list] = NONE;
    this.tail[list] = 0;
    return chunk;
  }

  private deal(block: number): void {
    const instants = this.instants[block];
    if (instants === undefined || instants.length === 0) return;
    let entry = 0;
    for (let chunk = this.detach(SLOTS + block); chunk !== NONE; chunk = this.next(chunk)) {
      for (let word = this.begin(chunk); word < this.end(chunk); word += ENTRY) {
        this.append(instants[entry++]! & SLOT_MASK, this.chunks[word]!, this.chunks[word + CARD]!);
      }
    }
    this.instants[block] = [];
  }
}
