import { describe, expect, it } from 'vitest';
import { podStates } from '../testing/hpa-builder.ts';
import {
  MAX_AMOUNT_MILLI,
  perPodReplicas,
  perPodUsage,
  sumOfSeries,
  sumOfSeriesPerPod,
  valueReplicas,
} from './object-replicas.ts';

const TOLERANCE = { up: 0.1, down: 0.1 };

describe('a value target', () => {
  it('multiplies by Running and Ready pods, so that unready ones lower the answer', () => {
    const pods = [...podStates(1), ...podStates(2, { ready: { status: 'False', sinceMs: 0 } }, 1)];
    expect(valueReplicas(3, pods, 1950, 1000, TOLERANCE)).toMatchObject({ replicas: 2, countedPods: 1 });
  });

  it('is the bare ratio from 0 replicas, without tolerance', () => {
    expect(valueReplicas(0, [], 1050, 1000, TOLERANCE)).toMatchObject({ replicas: 2 });
    expect(valueReplicas(0, [], 0, 1000, TOLERANCE)).toMatchObject({ replicas: 0 });
  });

  it('needs a pod outside tolerance only', () => {
    expect(valueReplicas(5, [], 1000, 1000, TOLERANCE)).toMatchObject({ replicas: 5, hold: 'tolerance' });
    expect(valueReplicas(5, [], 2000, 1000, TOLERANCE).kind).toBe('failed');
  });

  it('holds the answer to 32 bits', () => {
    expect(valueReplicas(1, podStates(2), 2 ** 62, 1, TOLERANCE)).toMatchObject({ replicas: 2 ** 31 - 1 });
  });
});

describe('an averageValue target', () => {
  it('is the quotient, whatever the pods do, and within tolerance the replicas of the status', () => {
    expect(perPodReplicas(3, 40_000, 10_000, TOLERANCE)).toMatchObject({ replicas: 4, averageMilli: 13_334 });
    expect(perPodReplicas(3, 33_000, 10_000, TOLERANCE)).toMatchObject({ replicas: 3, hold: 'tolerance' });
  });

  it('has no ratio where the status has no pods', () => {
    expect(perPodReplicas(0, 20_000, 5000, TOLERANCE)).toEqual({
      kind: 'proposal',
      replicas: 4,
      averageMilli: 0,
    });
    expect(perPodReplicas(0, 0, 5000, TOLERANCE)).toEqual({ kind: 'proposal', replicas: 0, averageMilli: 0 });
  });
});

describe('amounts', () => {
  it('add up over series and stop at 64 bits', () => {
    expect(sumOfSeries([1, 2, 3])).toBe(6);
    expect(sumOfSeries([2 ** 62, 2 ** 62, 2 ** 62])).toBe(MAX_AMOUNT_MILLI);
    expect(sumOfSeries([-5, 2])).toBe(-3);
  });

  it('take a negative sum per pod for an overflow', () => {
    expect(sumOfSeriesPerPod([5, -2])).toBe(3);
    expect(sumOfSeriesPerPod([-1, 100])).toBe(MAX_AMOUNT_MILLI);
  });

  it('per pod are rounded up, and never divided by 0', () => {
    expect([perPodUsage(10, 3), perPodUsage(10, 0), perPodUsage(2 ** 63, 5)]).toEqual([
      4,
      0,
      MAX_AMOUNT_MILLI,
    ]);
  });
});
