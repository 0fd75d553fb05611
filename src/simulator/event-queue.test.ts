import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../random/rng.ts';
import { EventQueue } from './event-queue.ts';

interface Event {
  readonly timeMs: number;
  readonly order: number;
  readonly kind: number;
  readonly id: number;
}

/** A step of a history: push an event this long after the clock, or pop. Few different delays make many ties. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ delayMs: fc.integer({ min: 0, max: 6 }) }) },
  { weight: 2, arbitrary: fc.constant('pop' as const) },
);

const earliestFirst = (a: Event, b: Event): number => a.timeMs - b.timeMs || a.order - b.order;

describe('EventQueue', () => {
  it('gives events in the order of (instant, push), as a sorted list does, whatever the history', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (history) => {
        const queue = new EventQueue(4);
        const pending: Event[] = [];
        let order = 0;
        for (const move of history) {
          expect(queue.size).toBe(pending.length);
          if (move === 'pop') {
            const expected = pending.sort(earliestFirst).shift();
            expect(queue.pop()).toBe(expected !== undefined);
            if (expected) expect(popped(queue)).toEqual([expected.timeMs, expected.kind, expected.id]);
          } else {
            const event = { timeMs: queue.timeMs + move.delayMs, order, kind: order % 7, id: order };
            queue.push(event.timeMs, event.kind, event.id);
            pending.push(event);
            order++;
          }
        }
        for (const event of pending.sort(earliestFirst)) {
          expect(queue.nextMs()).toBe(event.timeMs);
          queue.pop();
          expect(popped(queue)).toEqual([event.timeMs, event.kind, event.id]);
        }
        expect(queue.nextMs()).toBe(Infinity);
      }),
      { numRuns: 1000, seed: 20261122 },
    );
  });

  it.each([1, 2, 5, 1000, 30_000])(
    'holds %i events: the clock never goes back and none is lost',
    (pending) => {
      const queue = new EventQueue();
      const rng = new Rng(7, pending);
      for (let id = 0; id < pending; id++) queue.push(rng.uniform() * 1000, 0, id);
      const seen = new Float64Array(pending);
      let lastMs = 0;
      let wentBack = 0;
      for (let hold = 0; hold < 3 * pending; hold++) {
        queue.pop();
        if (queue.timeMs < lastMs) wentBack++;
        lastMs = queue.timeMs;
        seen[queue.id]!++;
        queue.push(queue.timeMs + 1000 + rng.uniform() * 1000, 0, queue.id);
      }
      expect(wentBack).toBe(0);
      expect(queue.size).toBe(pending);
      // Delays of 1 to 2 s after a first one below 1 s: three rounds on average take 2 to 7 s, so each comes 1 to 8 times.
      expect(seen.every((times) => times >= 1 && times <= 8)).toBe(true);
    },
  );

  it('keeps every bit of an instant and both ends of a 32-bit integer', () => {
    const queue = new EventQueue();
    queue.push(0.1 + 0.2, 2 ** 31 - 1, -(2 ** 31));
    queue.pop();
    expect(popped(queue)).toEqual([0.1 + 0.2, 2 ** 31 - 1, -(2 ** 31)]);
  });

  it.each([Number.NaN, Infinity, 9.999])('refuses an event at %d ms when the clock shows 10', (timeMs) => {
    const queue = new EventQueue();
    queue.push(10, 0, 0);
    queue.pop();
    expect(() => queue.push(timeMs, 0, 0)).toThrow(RangeError);
    expect(queue.size).toBe(0);
  });

  it('skips over time without an event, but not over an event and not back', () => {
    const queue = new EventQueue();
    queue.push(10, 0, 0);
    queue.skipTo(10);
    expect(queue.timeMs).toBe(10);
    expect(() => queue.skipTo(9)).toThrow(RangeError);
    expect(() => queue.skipTo(11)).toThrow(RangeError);
  });
});

function popped(queue: EventQueue): readonly number[] {
  return [queue.timeMs, queue.kind, queue.id];
}
