import { keyedU32, runKey, visitorKey } from '../random/keyed.ts';

/** The waiting room in its barest form: join, poll every 4 to 6 s, be let in by rank and token, leave. */
export interface BareWorld {
  /** Joins [ms], ascending. */
  readonly joinMs: Int32Array;
  /** Ranks that may enter. */
  readonly gateRanks: number;
  readonly capacityTokens: number;
  /** Time in which the bucket gains one token [ms], a whole number. */
  readonly tokenMs: number;
  readonly horizonMs: number;
  readonly seed: number;
}

export interface BareResult {
  readonly polls: number;
  readonly admitted: number;
  readonly endMs: number;
  /** Waits of the admitted [ms]. */
  readonly waitSumMs: number;
  /** Estimates given at polls [s]; none is given while no admission rate is known. */
  readonly etaSumSec: number;
  /** Estimates by size, 4 s to a bin, the last one open. */
  readonly etaBins: Int32Array;
}

export const POLL_FROM_MS = 4000;
/** Turns 32 bits into 0..2000 whole ms. */
export const POLL_SPAN = 2001 / 2 ** 32;
export const ETA_BINS = 512;
const ETA_BIN_SEC = 4;
/** Windows of completed seconds and the weights of their rates. */
export const RATE_WINDOWS = [
  { seconds: 60, weight: 0.5 },
  { seconds: 300, weight: 0.3 },
  { seconds: 900, weight: 0.2 },
] as const;

const SLOTS = 8192;
const MASK = SLOTS - 1;
// A pending poll is one word: the visitor above, the number of its poll below.
const DRAW_BITS = 9;
const DRAW_MASK = (1 << DRAW_BITS) - 1;
const CACHE_LINE_WORDS = 16;

/**
 * The fastest honest loop for this world that we know how to write in TypeScript: the limit that the engine is measured
 * against, and nothing else. It has one visitor class, no patience, no ghosts, no series and no scored quotes.
 *
 * Rule, per whole millisecond: joins first, then polls in the order in which they were scheduled. A poll finds its rank
 * (visitors ahead not yet admitted), an estimate rank / (0.5 r60 + 0.3 r300 + 0.2 r900) from completed seconds, and
 * enters when its rank is inside the gate and the bucket has a token; otherwise it polls again 4 to 6 s later.
 *
 * What makes it fast: a timing wheel whose slots are contiguous, so polls stream through the cache and nothing but an
 * admission touches memory by visitor (lists threaded through visitors wait for memory at each poll); the rank of everybody behind the last admitted one is a
 * subtraction, and a Fenwick tree of 32-bit words serves the few in front; rates once a second; `step` in slices with
 * every variable in a local, since fields are written back on each change and cost half the speed. `bare-loop.test.ts`
 * holds it equal to a plain program of the same rule.
 */
export class BareLoop {
  private readonly world: BareWorld;
  private readonly visitors: number;
  private readonly key: number;
  /** Pending polls: a slot's entries begin at slot x slotWords, and the wheel is copied to a larger one when a slot is full. */
  private wheel = new Int32Array(SLOTS * CACHE_LINE_WORDS);
  private slotWords = CACHE_LINE_WORDS;
  /** Entries in each slot. */
  private readonly used = new Int32Array(SLOTS);
  private readonly admittedBits: Int32Array;
  private readonly tree: Int32Array;
  private readonly admittedBySecond: Int32Array;
  private readonly etaBins = new Int32Array(ETA_BINS);
  private nowMs = 0;
  private joined = 0;
  private admitted = 0;
  /** One more than the highest visitor admitted. */
  private frontier = 0;
  private tokens: number;
  private tokensAtMs = 0;
  private polls = 0;
  private waitSumMs = 0;
  private etaSumSec = 0;
  private secPerAdmission = 0;

  /** @throws RangeError when visitors or polls of one visitor do not fit a word */
  constructor(world: BareWorld) {
    if (world.joinMs.length > 2 ** (32 - DRAW_BITS) || world.horizonMs / POLL_FROM_MS > DRAW_MASK) {
      throw new RangeError('the bare loop takes at most 8 million visitors and 34 minutes');
    }
    this.world = world;
    this.visitors = world.joinMs.length;
    this.tokens = world.capacityTokens;
    this.key = runKey(world.seed, 0);
    this.admittedBits = new Int32Array((this.visitors >> 5) + 1);
    this.tree = new Int32Array((this.visitors >> 5) + 2);
    this.admittedBySecond = new Int32Array(Math.ceil(world.horizonMs / 1000) + 1);
  }

  /** Runs to the end in slices of a simulated second. */
  run(): BareResult {
    while (this.nowMs < this.world.horizonMs && this.admitted < this.visitors) {
      this.closeSecond(this.nowMs / 1000);
      this.step(Math.min(this.nowMs + 1000, this.world.horizonMs));
    }
    const { polls, admitted, nowMs: endMs, waitSumMs, etaSumSec, etaBins } = this;
    return { polls, admitted, endMs, waitSumMs, etaSumSec, etaBins };
  }

  /** Notes the admissions so far and the rate for the second that begins: [s per admission], 0 when nobody was admitted. */
  private closeSecond(second: number): void {
    this.admittedBySecond[second] = this.admitted;
    let perSec = 0;
    for (const { seconds, weight } of RATE_WINDOWS) {
      const length = Math.min(seconds, second);
      if (length === 0) continue;
      perSec += (weight * (this.admitted - this.admittedBySecond[second - length]!)) / length;
    }
    this.secPerAdmission = perSec > 0 ? 1 / perSec : 0;
  }

  /** Runs all ticks before an instant, or up to the one in which the last visitor is admitted. */
  private step(untilMs: number): void {
    const { used, etaBins, visitors, secPerAdmission, key } = this;
    const { joinMs, gateRanks } = this.world;
    let { wheel, slotWords, joined, admitted, frontier, polls, etaSumSec, nowMs } = this;
    for (; nowMs < untilMs && admitted < visitors; nowMs++) {
      const first = joined;
      while (joined < visitors && joinMs[joined]! === nowMs) joined++;
      const slot = nowMs & MASK;
      const from = Math.imul(slot, slotWords);
      const entries = used[slot]!;
      used[slot] = 0;
      // Joins come first: entries below 0 are the visitors of this tick.
      for (let entry = first - joined; entry < entries; entry++) {
        const poll = entry < 0 ? (joined + entry) << DRAW_BITS : wheel[from + entry]!;
        const visitor = poll >>> DRAW_BITS;
        if (entry >= 0) {
          const rank = visitor - (visitor >= frontier ? admitted : this.admittedBefore(visitor));
          polls++;
          if (secPerAdmission > 0) {
            const etaSec = rank * secPerAdmission;
            etaSumSec += etaSec;
            etaBins[etaSec < ETA_BINS * ETA_BIN_SEC ? (etaSec / ETA_BIN_SEC) | 0 : ETA_BINS - 1]!++;
          }
          if (rank < gateRanks && this.admit(visitor, nowMs)) {
            admitted++;
            if (visitor >= frontier) frontier = visitor + 1;
            continue;
          }
        }
        const delayMs =
          POLL_FROM_MS + ((keyedU32(visitorKey(key, visitor), poll & DRAW_MASK) * POLL_SPAN) | 0);
        const due = (nowMs + delayMs) & MASK;
        if (used[due]! === slotWords) {
          this.growSlots();
          ({ wheel, slotWords } = this);
        }
        wheel[Math.imul(due, slotWords) + used[due]!] = poll + 1;
        used[due]!++;
      }
    }
    this.nowMs = nowMs;
    this.joined = joined;
    this.admitted = admitted;
    this.frontier = frontier;
    this.polls = polls;
    this.etaSumSec = etaSumSec;
  }

  private growSlots(): void {
    const { wheel, slotWords } = this;
    // An odd number of cache lines, so that slots do not share the few sets of the cache that a power of two would use.
    this.slotWords = slotWords * 2 + CACHE_LINE_WORDS;
    this.wheel = new Int32Array(SLOTS * this.slotWords);
    for (let slot = 0; slot < SLOTS; slot++) {
      this.wheel.set(wheel.subarray(slot * slotWords, (slot + 1) * slotWords), slot * this.slotWords);
    }
  }

  /** Whether the bucket pays; if so the visitor is admitted. */
  private admit(visitor: number, nowMs: number): boolean {
    const { capacityTokens, tokenMs, joinMs } = this.world;
    const gained = Math.floor((nowMs - this.tokensAtMs) / tokenMs);
    this.tokens = Math.min(capacityTokens, this.tokens + gained);
    this.tokensAtMs += gained * tokenMs;
    if (this.tokens < 1) return false;
    this.tokens--;
    this.waitSumMs += nowMs - joinMs[visitor]!;
    const word = visitor >> 5;
    this.admittedBits[word]! |= 1 << (visitor & 31);
    const tree = this.tree;
    for (let node = word + 1; node < tree.length; node += node & -node) tree[node]!++;
    return true;
  }

  private admittedBefore(visitor: number): number {
    const tree = this.tree;
    let count = bitCount(this.admittedBits[visitor >> 5]! & ((1 << (visitor & 31)) - 1));
    for (let node = visitor >> 5; node > 0; node &= node - 1) count += tree[node]!;
    return count;
  }
}

/** Returns the ones in 32 bits. Source: H. S. Warren 2012, Hacker's Delight, 2nd ed., figure 5-2. */
function bitCount(bits: number): number {
  let x = bits - ((bits >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
