import { describe, expect, it } from 'vitest';
import type { FaultPlan } from '../scenario/infrastructure-plan.ts';
import { FaultCalendar } from './faults.ts';

const fault = (parts: Partial<FaultPlan> & Pick<FaultPlan, 'kind'>): FaultPlan => ({
  atMs: 1_000,
  forMs: 500,
  addMs: 20,
  share: 1,
  factor: 3,
  ...parts,
});

describe('FaultCalendar', () => {
  it('begins each fault once, at the first call at or after its start', () => {
    const calendar = new FaultCalendar([
      fault({ kind: 'backend-slow' }),
      fault({ kind: 'pods-lost', atMs: 2_000 }),
    ]);
    const begun = [0, 900, 1_000, 1_100, 5_000, 6_000].map((ms) =>
      calendar.begin(ms).map(({ kind }) => kind),
    );
    expect(begun).toEqual([[], [], ['backend-slow'], [], ['pods-lost'], []]);
  });

  it.each([
    { nowMs: 900, addedMs: 0 },
    { nowMs: 1_000, addedMs: 20 },
    { nowMs: 1_499, addedMs: 20 },
    { nowMs: 1_500, addedMs: 0 },
  ])('adds Redis latency from the start until before the end: $addedMs at $nowMs', ({ nowMs, addedMs }) => {
    const calendar = new FaultCalendar([fault({ kind: 'redis-latency' })]);
    calendar.begin(nowMs);
    expect(calendar.redisAddedMs(0)).toBe(addedMs);
  });

  it('adds up faults that overlap, and multiplies slow backends', () => {
    const calendar = new FaultCalendar([
      fault({ kind: 'redis-latency' }),
      fault({ kind: 'redis-latency', addMs: 5 }),
      fault({ kind: 'backend-slow' }),
      fault({ kind: 'backend-slow', factor: 2 }),
    ]);
    calendar.begin(1_200);
    expect([calendar.redisAddedMs(0), calendar.backendFactor]).toEqual([25, 6]);
  });

  it('says how long a shard will be down, and that the others are not', () => {
    const calendar = new FaultCalendar([
      fault({ kind: 'shard-failover', where: '2' }),
      fault({ kind: 'shard-failover', where: '2', forMs: 800 }),
    ]);
    calendar.begin(1_200);
    expect([calendar.shardUpInMs(2, 1_200), calendar.shardUpInMs(1, 1_200)]).toEqual([600, undefined]);
  });

  it('moves the clocks of its share of the pods', () => {
    const calendar = new FaultCalendar([fault({ kind: 'clock-skew', share: 0.5 })]);
    calendar.begin(1_000);
    expect([calendar.clockSkewMs(0), calendar.clockSkewMs(0.49), calendar.clockSkewMs(0.5)]).toEqual([
      20, 20, 0,
    ]);
  });
});
