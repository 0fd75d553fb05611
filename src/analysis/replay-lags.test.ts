import { describe, expect, it } from 'vitest';
import type { HpaDecision } from '../kubernetes/hpa-decision.ts';
import type { PodCapacity, ReplicaCourse } from '../result/replay-record.ts';
import { causeOf, findLags, type ReplayLag } from './replay-lags.ts';

const CAPACITY: PodCapacity = { measure: 'cpu', perPodMilli: 1000, basis: 'request' };

/** Spans of 10 s. */
function course(
  spans: readonly (readonly [demandMilli: number, desired: number, ready: number])[],
): ReplicaCourse {
  return {
    untilMs: spans.map((_, i) => (i + 1) * 10_000),
    demandMilli: spans.map(([demand]) => demand),
    desired: spans.map(([, desired]) => desired),
    ready: spans.map(([, , ready]) => ready),
  };
}

describe('lags', () => {
  it('are the spans in which more is asked than Ready pods carry; what touches is one', () => {
    const lags = findLags(
      course([
        [1000, 2, 2],
        [2500, 2, 2],
        [4100, 4, 2],
        [3000, 4, 4],
        [4001, 4, 4],
      ]),
      CAPACITY,
    );
    expect(lags).toEqual([
      {
        ...{ fromMs: 10_000, untilMs: 30_000, worstAtMs: 20_000 },
        ...{ demandMilli: 4100, ready: 2, desired: 4, missingPods: 3, unservedMilliSec: 26_000 },
      },
      {
        ...{ fromMs: 40_000, untilMs: 50_000, worstAtMs: 40_000 },
        ...{ demandMilli: 4001, ready: 4, desired: 4, missingPods: 1, unservedMilliSec: 10 },
      },
    ]);
  });

  it('are none where pods carry exactly what is asked', () => {
    expect(
      findLags(
        course([
          [2000, 2, 2],
          [0, 1, 0],
        ]),
        CAPACITY,
      ),
    ).toEqual([]);
  });
});

describe('the cause of a lag', () => {
  const lag = (demandMilli: number, desired: number): ReplayLag => ({
    ...{ fromMs: 0, untilMs: 30_000, worstAtMs: 20_000, demandMilli, ready: 2, desired },
    ...{ missingPods: 1, unservedMilliSec: 1 },
  });
  const pass = (change: Partial<HpaDecision> = {}): HpaDecision => ({
    ...{ atMs: 15_000, currentReplicas: 4, desiredReplicas: 4, rescaled: false, explanation: '' },
    metrics: [{ kind: 'proposal', replicas: 4 }],
    steps: { proposed: 4, decidedBy: 0, stabilized: 4, limited: 4 },
    conditions: { AbleToScale: { status: 'True', reason: 'ReadyForNewScale' } },
    ...change,
  });
  const limited = { ScalingLimited: { status: 'True', reason: 'ScaleUpLimit' } } as const;

  it.each([
    ['starting', lag(4000, 4), pass()],
    ['maximum', lag(11_000, 10), pass()],
    [
      'limited',
      lag(9000, 4),
      pass({
        steps: { proposed: 9, decidedBy: 0, stabilized: 9, limited: 4 },
        conditions: { ...pass().conditions, ...limited },
      }),
    ],
    ['stabilized', lag(9000, 4), pass({ steps: { proposed: 9, decidedBy: 0, stabilized: 4, limited: 4 } })],
    ['tolerance', lag(4100, 4), pass({ metrics: [{ kind: 'proposal', replicas: 4, hold: 'tolerance' }] })],
    ['unmeasured', lag(9000, 4), pass({ metrics: [{ kind: 'proposal', replicas: 4, hold: 'direction' }] })],
    ['signal', lag(9000, 4), pass()],
    ['signal', lag(9000, 4), pass({ atMs: 25_000 })],
  ])('%s', (cause, each, decision) => {
    expect(causeOf(each, [decision], CAPACITY, 10)).toBe(cause);
  });

  it('is that metrics failed, where the pass had none', () => {
    const { steps: _, ...blind } = pass();
    expect(causeOf(lag(9000, 4), [{ ...blind, metrics: [], error: 'down' }], CAPACITY, 10)).toBe('failed');
  });
});
