import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Activity } from './activity.ts';
import { kindOf } from './eta-event.ts';
import { EvenAsker } from './even-asker.ts';
import { Overtaking } from './overtaking.ts';
import { PendingEnds } from './pending-ends.ts';
import { RecordedRefill } from './recorded-refill.ts';

describe('pending ends', () => {
  it('come out in order of time, those of one instant as they were put in', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { maxLength: 600 }), (times) => {
        const ends = new PendingEnds();
        times.forEach((atMs, line) => {
          ends.push(atMs, line % 2 === 0, line + 0.5, line);
        });
        const out = times.map(() => ends.pop());
        const sorted = times.map((atMs, line) => ({
          atMs,
          isAdmission: line % 2 === 0,
          ticket: line + 0.5,
          line,
        }));
        sorted.sort((a, b) => a.atMs - b.atMs || a.line - b.line);
        expect(out).toEqual(sorted);
        expect(ends.firstMs).toBe(Number.POSITIVE_INFINITY);
      }),
      { numRuns: 100, seed: 2 },
    );
  });

  it('that are not there cannot be taken', () => {
    expect(() => new PendingEnds().pop()).toThrow(RangeError);
  });
});

describe('silence', () => {
  it('is noticed once it has been too long, and not when a ticket is heard of in time', () => {
    const activity = new Activity(3, 15_000);
    const silentBefore = (ms: number) => {
      const slots: number[] = [];
      activity.fallSilent(ms, (slot) => slots.push(slot));
      return slots;
    };
    activity.heard(0, 0);
    activity.heard(1, 1000);
    activity.heard(0, 15_000);
    expect(silentBefore(15_001)).toEqual([]);
    expect(silentBefore(16_000)).toEqual([]);
    expect(silentBefore(16_001)).toEqual([1]);
    expect(silentBefore(30_001)).toEqual([0]);
    expect(activity.lastHeardMs(0)).toBe(15_000);
  });

  it('of many tickets is kept in order while the queue goes round and grows', () => {
    const activity = new Activity(5000, 10);
    const silent: number[] = [];
    for (let slot = 0; slot < 5000; slot++) {
      activity.heard(slot, slot < 1500 ? slot : 1500 + Math.floor((slot - 1500) / 700));
      if (slot % 2 === 0) activity.fallSilent(Math.min(slot, 1500), (each) => silent.push(each));
    }
    activity.fallSilent(10_000, (each) => silent.push(each));
    expect(silent).toEqual(Array.from({ length: 5000 }, (_, slot) => slot));
  });

  it('tells nothing where it is not to', () => {
    const activity = new Activity(1, Number.POSITIVE_INFINITY);
    activity.heard(0, 0);
    activity.fallSilent(1e9, () => expect.unreachable());
  });
});

it('everybody is asked once in a period, at an instant of their own, until they wait no more', () => {
  const asker = new EvenAsker(15);
  asker.add(0, 32);
  asker.add(1, 32);
  asker.add(2, 3);
  const asked: [number, number][] = [];
  asker.askBefore(40, (visit, nowMs) => {
    asked.push([nowMs, visit]);
    return visit !== 1 || nowMs < 15;
  });
  expect(asked).toEqual([
    [2, 1],
    [2, 0],
    [3, 2],
    [17, 1],
    [17, 0],
    [18, 2],
    [32, 0],
    [33, 2],
  ]);
});

it('those in front of all of the last hundred have been overtaken', () => {
  const overtaking = new Overtaking();
  for (let slot = 50; slot < 149; slot++) overtaking.admitted(slot);
  expect(overtaking.allBefore).toBe(0);
  overtaking.admitted(149);
  expect(overtaking.allBefore).toBe(50);
  overtaking.admitted(150);
  expect(overtaking.allBefore).toBe(51);
});

describe('the recorded refill', () => {
  const rules = { capacityTokens: 2, refillPerSec: 1, clockResolutionMs: 1 };

  it('begins as configured and follows what was announced and recorded', () => {
    const refill = new RecordedRefill(rules, true, [{ atMs: 5000, refillPerSec: 3 }]);
    refill.record(2, 1000);
    expect(refill.dueMs).toBe(5000);
    expect(refill.announce()).toBe(3);
    expect(refill.dueMs).toBe(Number.POSITIVE_INFINITY);
    expect(refill.changes).toEqual([
      { atMs: 1000, refillPerSec: 2 },
      { atMs: 5000, refillPerSec: 3 },
    ]);
  });

  it('is not known before its first row, which is no change', () => {
    const refill = new RecordedRefill(rules, false, []);
    expect(refill.configuredPerSec).toBeUndefined();
    refill.record(2, 1000);
    expect(refill).toMatchObject({ configuredPerSec: 2, changes: [] });
  });

  it('runs dry when every admission has taken its token', () => {
    const refill = new RecordedRefill(rules, true, []);
    expect(refill.isDryBefore(1000)).toBe(false);
    for (let n = 0; n < 3; n++) refill.bucket?.take(100);
    expect(refill.isDryBefore(900)).toBe(true);
    expect(refill.isDryBefore(1101)).toBe(false);
    expect(new RecordedRefill(undefined, true, []).isDryBefore(1000)).toBe(false);
  });
});

it.each([
  ['Joined', 'join'],
  ['gave_up', 'leave'],
  ['timed-out', 'expire'],
  ['STATUS', 'poll'],
  ['403', 'refuse'],
  ['granted', 'admit'],
  ['rate', 'refill'],
  ['enter', undefined],
  ['', undefined],
])('the word %s is %s', (word, kind) => {
  expect(kindOf(word)).toBe(kind);
});
