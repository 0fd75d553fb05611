import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { remainingMs } from './remaining.ts';

describe('the time that is left', () => {
  it.each([
    // One lane: what is done took its time, and so will the rest.
    { elapsedMs: 10, done: 0.25, shares: [0.25], waiting: 0, lanes: 1, left: 30 },
    { elapsedMs: 10, done: 1, shares: [], waiting: 3, lanes: 1, left: 30 },
    // Two lanes, 10 ms a task: both half way, then two more each.
    { elapsedMs: 5, done: 1, shares: [0.5, 0.5], waiting: 4, lanes: 2, left: 25 },
    // An odd number of tasks is as long as the longer lane.
    { elapsedMs: 5, done: 1, shares: [0.5, 0.5], waiting: 3, lanes: 2, left: 25 },
    // The last task runs alone: the other lane cannot help it.
    { elapsedMs: 100, done: 19.5, shares: [0.5], waiting: 0, lanes: 2, left: (0.5 * 200) / 19.5 },
  ])('of $waiting waiting and $shares running on $lanes lanes is $left', ({ left, ...standing }) => {
    expect(remainingMs(standing)).toBeCloseTo(left, 9);
  });

  it('is not known before anything is done', () => {
    expect(remainingMs({ elapsedMs: 5, done: 0, shares: [0], waiting: 9, lanes: 1 })).toBeUndefined();
  });

  it('lies between the work over the lanes and one task more', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(share, { minLength: 1, maxLength: 8 }),
        fc.nat(30),
        fc.nat(20),
        (shares, waiting, finished) => {
          const lanes = shares.length;
          const done = finished + 0.5 + shares.reduce((sum, each) => sum + each, 0);
          const left = remainingMs({ elapsedMs: 1_000, done, shares, waiting, lanes })!;
          const taskMs = (1_000 * lanes) / done;
          const workMs = taskMs * (waiting + shares.reduce((sum, each) => sum + 1 - each, 0));
          expect(left).toBeGreaterThanOrEqual(workMs / lanes - 1e-6);
          expect(left).toBeLessThanOrEqual(workMs / lanes + taskMs + 1e-6);
        },
      ),
    );
  });
});
