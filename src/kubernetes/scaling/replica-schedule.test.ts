import { describe, expect, it } from 'vitest';
import { clusterPlan, fixedScaling } from '../../testing/cluster-builder.ts';
import { firstScheduledMs, nextChangeMs, scheduledFloor, scheduledReplicas } from './replica-schedule.ts';

const schedule = [
  { fromMs: -600_000, replicas: 30 },
  { fromMs: 0, untilMs: 60_000, replicas: 50 },
  { fromMs: 30_000, untilMs: 40_000, replicas: 5 },
];

describe('a schedule', () => {
  it.each([
    [-600_001, 3, 0],
    [-600_000, 30, 30],
    [0, 50, 50],
    [30_000, 5, 50],
    [40_000, 50, 50],
    [60_000, 30, 30],
  ])('at %d ms asks for %d pods, or sets a floor of %d', (nowMs, replicas, floor) => {
    expect(scheduledReplicas(schedule, 3, nowMs)).toBe(replicas);
    expect(scheduledFloor(schedule, nowMs)).toBe(floor);
  });

  it('names each instant at which it changes, then none', () => {
    const instants: number[] = [];
    for (let atMs = nextChangeMs(schedule, -1e9); atMs < Infinity; atMs = nextChangeMs(schedule, atMs)) {
      instants.push(atMs);
    }
    expect(instants).toEqual([-600_000, 0, 30_000, 40_000, 60_000]);
  });

  it('has the cluster started for its first entry, and for the run at the latest', () => {
    expect(firstScheduledMs(clusterPlan({ scaling: { ...fixedScaling(2), schedule } }))).toBe(-600_000);
    const later = [{ fromMs: 5000, replicas: 4 }];
    expect(firstScheduledMs(clusterPlan({ scaling: { ...fixedScaling(2), schedule: later } }))).toBe(0);
    expect(firstScheduledMs(clusterPlan())).toBe(0);
  });
});
