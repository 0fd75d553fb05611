import { describe, expect, it } from 'vitest';
import { buildRules } from '../testing/record-builder.ts';
import type { AdmissionRules } from './rules.ts';
import { BYPASSED, NO_SESSION, NO_TOKEN, NOT_ELIGIBLE, PAID, WaitingRoom } from './waiting-room.ts';

const server = (nowMs: number): number => nowMs;
const bands = [
  { upToRank: 10, waitMs: 0 },
  { upToRank: 50, waitMs: 2000 },
  { upToRank: 100, waitMs: 5000 },
];

/** A room in which 200 tickets joined at 0. */
function fullRoom(overrides: Partial<AdmissionRules>): WaitingRoom {
  const room = new WaitingRoom(buildRules(overrides), 200);
  for (let slot = 0; slot < 200; slot++) room.line.join(slot);
  return room;
}

describe('enter', () => {
  const rules = {
    headRanks: 100,
    minWaits: bands,
    bypassRanks: 10,
    bucket: { capacityTokens: 2, refillPerSec: 0, clockResolutionMs: 1 },
  };

  it('looks at rank, then at the minimum wait, then at the bucket', () => {
    const room = fullRoom(rules);
    const enter = (rank: number, nowMs: number) => room.enter(rank - 1, 0, nowMs, server);
    expect([enter(101, 9999), enter(100, 4999), enter(11, 1999)]).toEqual(new Array(3).fill(NOT_ELIGIBLE));
    expect(room.bucket?.tokensAt(9999)).toBe(2);
    expect([enter(11, 2000), enter(100, 5000), enter(50, 9999)]).toEqual([PAID, PAID, NO_TOKEN]);
  });

  it('lets the first ranks pass without a token, full bucket or empty', () => {
    const room = fullRoom(rules);
    const replies = Array.from({ length: 10 }, (_, slot) => room.enter(slot, 0, 0, server));
    expect(replies).toEqual(new Array(10).fill(BYPASSED));
    expect(room.bucket?.tokensAt(0)).toBe(2);
    expect(room.enter(10, 0, 2000, server)).toBe(PAID);
  });

  it('goes by the rank of the moment: who moves up needs a shorter wait', () => {
    const room = fullRoom(rules);
    expect(room.enter(10, 0, 0, server)).toBe(NOT_ELIGIBLE);
    room.admit(0, { anonymous: false, beforeSec: undefined });
    expect(room.enter(10, 0, 0, server)).toBe(BYPASSED);
    expect(room.log.total).toBe(1);
  });

  it('costs nothing without a bucket, and is open to all without a gate', () => {
    const { bucket: _, ...free } = buildRules();
    const room = new WaitingRoom(free, 10);
    for (let slot = 0; slot < 10; slot++) room.line.join(slot);
    expect(Array.from({ length: 10 }, (_, slot) => room.enter(slot, 0, 0, server))).toEqual(
      new Array(10).fill(PAID),
    );
  });

  it('is refused while all sessions are taken, and takes no token then', () => {
    const room = fullRoom({ sessions: { max: 2, durationMs: { kind: 'fixed', value: 1000 } } });
    room.sessions = 2;
    expect(room.enter(0, 0, 0, server)).toBe(NO_SESSION);
    expect(room.bucket?.tokensAt(0)).toBe(10);
    room.sessions = 1;
    expect(room.enter(0, 0, 0, server)).toBe(PAID);
  });

  it('pays by the clock of the pod that is asked', () => {
    const room = fullRoom({ bucket: { capacityTokens: 1, refillPerSec: 1, clockResolutionMs: 1 } });
    expect(room.enter(0, 0, 0, server)).toBe(PAID);
    expect(room.enter(1, 0, 500, server)).toBe(NO_TOKEN);
    expect(room.enter(1, 0, 500, (nowMs) => nowMs + 500)).toBe(PAID);
  });
});

describe('status', () => {
  it('is ready where an enter would find rank and minimum wait met, and takes nothing', () => {
    const room = fullRoom({ headRanks: 100, minWaits: bands, bypassRanks: 10 });
    const ready = (rank: number, nowMs: number) => room.status(rank - 1, 0, nowMs, server);
    expect([
      ready(1, 0),
      ready(11, 0),
      ready(11, 2000),
      ready(100, 4999),
      ready(100, 5000),
      ready(101, 9999),
    ]).toEqual([true, false, true, false, true, false]);
    expect([room.bucket?.tokensAt(0), room.tokensSpentByStatus]).toEqual([10, 0]);
  });

  it('with the defect takes a token from whoever is ready beyond the bypass', () => {
    const room = fullRoom({
      headRanks: 100,
      bypassRanks: 10,
      statusSpendsTokens: true,
      bucket: { capacityTokens: 2, refillPerSec: 0, clockResolutionMs: 1 },
    });
    const ready = [9, 10, 11, 12, 100].map((slot) => room.status(slot, 0, 0, server));
    expect(ready).toEqual([true, true, true, false, false]);
    expect(room.tokensSpentByStatus).toBe(2);
    expect(room.enter(10, 0, 0, server)).toBe(NO_TOKEN);
  });
});

describe('release', () => {
  const joinedAt0 = () => 0;

  it('lets in the head as long as there are tokens', () => {
    const room = fullRoom({
      mode: 'push',
      bucket: { capacityTokens: 3, refillPerSec: 1, clockResolutionMs: 1 },
    });
    const release = (nowMs: number) => {
      const slot = room.release(nowMs, joinedAt0);
      if (slot !== undefined) room.admit(slot, { anonymous: false, beforeSec: undefined });
      return slot;
    };
    expect([release(0), release(0), release(0), release(0)]).toEqual([0, 1, 2, undefined]);
    expect([release(999), release(1000), release(1000)]).toEqual([undefined, 3, undefined]);
  });

  it('waits for the minimum wait of the head and for a free session without taking a token', () => {
    const room = fullRoom({
      mode: 'push',
      minWaits: [{ waitMs: 10_000 }],
      sessions: { max: 1, durationMs: { kind: 'fixed', value: 1000 } },
    });
    expect(room.release(9999, joinedAt0)).toBeUndefined();
    room.sessions = 1;
    expect(room.release(10_000, joinedAt0)).toBeUndefined();
    expect(room.bucket?.tokensAt(10_000)).toBe(10);
    room.sessions = 0;
    expect(room.release(10_000, joinedAt0)).toBe(0);
  });

  it('passes over known inactive tickets where they are skipped', () => {
    const ghosts = { heartbeatMs: 300_000, inactiveAfterMs: 15_000 };
    const heads = [true, false].map((skip) => {
      const room = fullRoom({ mode: 'push', ghosts: { ...ghosts, skip } });
      for (let slot = 0; slot < 50; slot++) room.line.markInactive(slot);
      return room.release(0, joinedAt0);
    });
    expect(heads).toEqual([50, 0]);
  });

  it('lets in nobody from an empty line, and no token is lost on it', () => {
    const room = new WaitingRoom(buildRules({ mode: 'push' }), 5);
    expect(room.release(0, joinedAt0)).toBeUndefined();
    expect(room.bucket?.tokensAt(0)).toBe(10);
  });
});
