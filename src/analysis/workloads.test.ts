import { describe, expect, it } from 'vitest';
import type { ScalingDecision, WorkloadSeries } from '../result/cluster-record.ts';
import { buildClusterRun, buildWorkload, counts, levels } from '../testing/cluster-record-builder.ts';
import { buildCluster, buildInfrastructure, buildWorker } from '../testing/infrastructure-builder.ts';
import { describeWorkloads, isHeldBack } from './workloads.ts';

const SECONDS = 120;

function decide(atMs: number, from: number, to: number, wanted: number): ScalingDecision {
  return { atMs, workload: 'gateway', from, to, wanted, by: 'hpa', reason: 'x', text: 'x' };
}

function gateway(
  given: Partial<WorkloadSeries>,
  decisions: readonly ScalingDecision[] = [],
  requests = counts(SECONDS),
) {
  const run = buildClusterRun(SECONDS, buildInfrastructure(), {
    workloads: [buildWorkload('gateway', SECONDS, given)],
    decisions,
    layers: { gateway: { in: requests, out: requests }, bucket: { in: requests, out: requests } },
  });
  return describeWorkloads(run).gateway;
}

/** 2 pods, 4 from second 60 on. */
const ready = counts(SECONDS, (s) => (s < 60 ? 2 : 4));

describe('pods', () => {
  it('are counted in the first second, at most and on average', () => {
    expect(gateway({ ready })).toMatchObject({ podsAtStart: 2, podsPeak: 4, podsMean: 3 });
  });

  it('have a CPU cap of limit over request', () => {
    expect(gateway({ ready })?.cpuCap).toBeCloseTo(1_200 / 700, 12);
  });

  it('have a mean CPU over the seconds in which there are any', () => {
    const found = gateway({
      ready: counts(SECONDS, (s) => (s < 90 ? 0 : 1)),
      cpuOfRequest: levels(SECONDS, (s) => (s < 90 ? 0 : 0.8)),
    });
    expect(found?.cpuMean).toBeCloseTo(0.8, 12);
    expect(gateway({})?.cpuMean).toBe(0);
  });
});

describe('reaction', () => {
  it('runs from the first wish for more to the first additional ready pod', () => {
    const found = gateway({ ready }, [decide(-600_000, 2, 2, 2), decide(15_000, 2, 4, 6)]);
    expect(found).toMatchObject({ firstWishMs: 15_000, firstNewPodAfterMs: 45_000 });
  });

  it('is absent without a wish, and has no end without a pod', () => {
    expect(gateway({ ready })).not.toHaveProperty('firstWishMs');
    const never = gateway({ ready: counts(SECONDS, () => 2) }, [decide(15_000, 2, 4, 4)]);
    expect(never).toHaveProperty('firstWishMs');
    expect(never).not.toHaveProperty('firstNewPodAfterMs');
  });

  it('counts steps, and wishes that were not met in full', () => {
    const found = gateway({ ready }, [
      decide(0, 2, 4, 6),
      decide(15_000, 4, 6, 6),
      decide(30_000, 6, 6, 3),
      decide(45_000, 6, 5, 5),
    ]);
    expect(found).toMatchObject({ scaleUps: 2, scaleDowns: 1, heldBack: 2 });
  });
});

describe('a decision is held back', () => {
  it.each([
    [decide(0, 3, 6, 9), true],
    [decide(0, 3, 9, 9), false],
    [decide(0, 9, 9, 4), true],
    [decide(0, 9, 4, 4), false],
    // Raised by a minimum.
    [decide(0, 1, 3, 2), false],
  ])('%o: %s', (decision, held) => {
    expect(isHeldBack(decision)).toBe(held);
  });
});

describe('the peak', () => {
  it('needs the pods whose limits its work fills, and knows when they came', () => {
    // At second 10 two pods are offered 1.6 times what they have: 3.2 pods.
    const offeredLoad = levels(SECONDS, (s) => (s === 10 ? 1.6 : 0.3));
    expect(gateway({ ready, offeredLoad })).toMatchObject({
      peakAtMs: 10_000,
      podsNeeded: 4,
      enoughAfterMs: 50_000,
      lastPodsAfterMs: 50_000,
    });
  });

  it('finds them there, or never', () => {
    const there = gateway({ ready, offeredLoad: levels(SECONDS, (s) => (s === 10 ? 0.9 : 0.1)) });
    expect(there).toMatchObject({ podsNeeded: 2, enoughAfterMs: 0 });
    const never = gateway({ ready, offeredLoad: levels(SECONDS, (s) => (s === 10 ? 3 : 0.1)) });
    expect(never?.podsNeeded).toBe(6);
    expect(never).not.toHaveProperty('enoughAfterMs');
  });

  it('is found in seconds without a ready pod by the requests that came', () => {
    // A pod serves 100 requests/s: 1,000 need 10 pods.
    const requests = counts(SECONDS, (s) => (s === 30 ? 1_000 : 100));
    const found = gateway(
      {
        ready: counts(SECONDS, (s) => (s < 60 ? (s === 30 ? 0 : 2) : 10)),
        offeredLoad: levels(SECONDS, (s) => (s < 60 ? (s === 30 ? 0 : 0.5) : 0.1)),
      },
      [],
      requests,
    );
    expect(found).toMatchObject({ peakAtMs: 30_000, podsNeeded: 10, enoughAfterMs: 30_000 });
  });

  it('is absent where there was no work', () => {
    const found = gateway({ ready });
    expect(found?.podsNeeded).toBe(0);
    expect(found).not.toHaveProperty('peakAtMs');
  });
});

describe('workloads', () => {
  it('are told apart by role: latency belongs to the gateway, a queue to a worker', () => {
    const run = buildClusterRun(
      SECONDS,
      buildInfrastructure({ cluster: buildCluster({ workloads: [buildWorker()] }) }),
      { workloads: [buildWorkload('worker', SECONDS, { backlog: counts(SECONDS, (s) => s) })] },
    );
    const { worker } = describeWorkloads(run);
    expect(worker).toMatchObject({ role: 'worker', backlogMax: 119 });
    expect(worker).not.toHaveProperty('latency');
  });
});
