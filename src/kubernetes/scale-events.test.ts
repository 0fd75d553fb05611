import { expect, it } from 'vitest';
import { ScaleEvents } from './scale-events.ts';

it('counts an event until the very instant at which it is a period old', () => {
  const events = new ScaleEvents();
  events.store(3, 60_000, 0);
  expect([events.changeWithin(15_000, 14_999), events.changeWithin(15_000, 15_000)]).toEqual([3, 0]);
});

it('reuses the last outdated place, and leaves other outdated events to count for longer periods', () => {
  const events = new ScaleEvents();
  events.store(1, 15_000, 0);
  events.store(2, 15_000, 10_000);
  events.store(4, 15_000, 30_000);
  expect(events.stored).toEqual([
    { replicaChange: 1, atMs: 0, outdated: true },
    { replicaChange: 4, atMs: 30_000, outdated: false },
  ]);
  // What was added at 10 s is forgotten for a period of 60 s; what was added at 0 s is not.
  expect(events.changeWithin(60_000, 30_000)).toBe(5);
});

it('keeps an event that is exactly as old as the longest period', () => {
  const events = new ScaleEvents();
  events.store(1, 15_000, 0);
  events.store(2, 15_000, 15_000);
  expect(events.stored.map((event) => event.replicaChange)).toEqual([1, 2]);
});
