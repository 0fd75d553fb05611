import { describe, expect, it } from 'vitest';
import { Rng } from '../random/rng.ts';
import { CARD, ENTRY, NONE, TimingWheel } from './timing-wheel.ts';

type Entry = readonly [ticket: number, card: number];

function entryAt({ chunks }: TimingWheel, word: number): Entry {
  return [chunks[word]!, chunks[word + CARD]!];
}

function put(wheel: TimingWheel, [ticket, card]: Entry, dueMs: number): void {
  wheel.schedule(ticket, card, dueMs);
}

/** Takes one instant's entries, in order; what is scheduled meanwhile comes from `next`. */
function take(wheel: TimingWheel, nowMs: number, next: () => void = () => {}): readonly Entry[] {
  const taken: Entry[] = [];
  for (let chunk = wheel.open(nowMs); chunk !== NONE; chunk = wheel.next(chunk)) {
    for (let word = wheel.begin(chunk); word < wheel.end(chunk); word += ENTRY) {
      taken.push(entryAt(wheel, word));
      next();
    }
  }
  return taken;
}

interface Pending {
  readonly entry: Entry;
  readonly dueMs: number;
}

/** A list kept in order of time; among equal instants, new entries go last. */
class SortedList {
  private readonly pending: Pending[] = [];

  add(item: Pending): void {
    const after = this.pending.findIndex(({ dueMs }) => dueMs > item.dueMs);
    this.pending.splice(after < 0 ? this.pending.length : after, 0, item);
  }

  take(nowMs: number): readonly Entry[] {
    if (this.pending[0]?.dueMs !== nowMs) return [];
    const due = this.pending.filter(({ dueMs }) => dueMs === nowMs).length;
    return this.pending.splice(0, due).map(({ entry }) => entry);
  }

  get rest(): readonly Entry[] {
    return this.pending.map(({ entry }) => entry);
  }
}

/** Delays near, in the next block, several blocks away and past the horizon, most of them with many ties. */
function delayMs(rng: Rng): number {
  const kind = rng.below(8);
  if (kind < 4) return 1 + rng.below(5);
  if (kind < 6) return 8_190 + rng.below(4);
  return kind === 6 ? 1 + rng.below(30_000) : 20_000 + 4_096 * rng.below(20);
}

/** Plays one random history on both, and ends it by draining. */
function playHistory(seed: number): void {
  const rng = new Rng(seed);
  const horizonMs = 9_000 + rng.below(60_000);
  const wheel = new TimingWheel(horizonMs);
  const list = new SortedList();
  let scheduled = 0;
  const add = (nowMs: number): void => {
    const dueMs = nowMs + delayMs(rng);
    const entry: Entry = [scheduled, ~rng.below(2 ** 31)];
    scheduled++;
    put(wheel, entry, dueMs);
    list.add({ entry, dueMs });
  };
  for (let count = rng.below(80); count >= 0; count--) add(0);
  const lastMs = Math.min(horizonMs, 1_000 + rng.below(seed % 4 === 0 ? 24_000 : 2_000));
  for (let nowMs = 0; nowMs < lastMs; nowMs++) {
    const meanwhile = () => {
      if (scheduled < 200 && rng.below(10) < 8) add(nowMs);
    };
    const expected = list.take(nowMs);
    const taken = take(wheel, nowMs, meanwhile);
    if (taken.length + expected.length > 0) expect(taken).toEqual(expected);
  }
  const drained: Entry[] = [];
  wheel.drain((word) => drained.push(entryAt(wheel, word)));
  expect(drained.sort((a, b) => a[0] - b[0])).toEqual([...list.rest].sort((a, b) => a[0] - b[0]));
}

describe('TimingWheel', () => {
  it('is a list sorted by instant, first in first out among ties, over 1,000 random histories', () => {
    for (let seed = 0; seed < 1_000; seed++) playHistory(seed);
  });

  it('keeps the order of thousands of entries of one instant, however far away they were scheduled', () => {
    const wheel = new TimingWheel(100_000);
    const dueMs = 50_000;
    let ticket = 0;
    const order: number[] = [];
    for (let nowMs = 0; nowMs <= dueMs; nowMs++) {
      for (const [entry] of take(wheel, nowMs)) order.push(entry);
      if (nowMs < dueMs && nowMs % 10 === 0) put(wheel, [ticket++, 0], dueMs);
    }
    expect(order).toEqual(Array.from({ length: 5_000 }, (_, i) => i));
  });

  it('never brings what is due at the horizon or after it, but drains it', () => {
    const wheel = new TimingWheel(10_000);
    put(wheel, [1, 0], 9_999);
    put(wheel, [2, 0], 10_000);
    put(wheel, [3, 0], 2_000_000_000);
    const seen: number[] = [];
    for (let nowMs = 0; nowMs < 10_000; nowMs++) for (const [ticket] of take(wheel, nowMs)) seen.push(ticket);
    expect(seen).toEqual([1]);
    const drained: number[] = [];
    wheel.drain((word) => drained.push(entryAt(wheel, word)[0]));
    expect(drained.sort()).toEqual([2, 3]);
    wheel.drain((word) => drained.push(entryAt(wheel, word)[0]));
    expect(drained).toHaveLength(2);
  });

  it('sends what is due before fineUntilMs straight to its slot, up to the end of the next block or the horizon', () => {
    const wheel = new TimingWheel(20_000);
    expect(wheel.fineUntilMs).toBe(16_384);
    for (let nowMs = 0; nowMs <= 8_192; nowMs++) wheel.open(nowMs);
    expect(wheel.fineUntilMs).toBe(20_000);
  });
});
