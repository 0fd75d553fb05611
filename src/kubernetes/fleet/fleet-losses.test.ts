import { describe, expect, it } from 'vitest';
import { clusterPlan, fixedScaling } from '../../testing/cluster-builder.ts';
import type { ClusterPlan } from '../workload-plan.ts';
import { Fleet } from './fleet.ts';

const RUN = { seed: 7, replication: 0 };

function start(plan: ClusterPlan): Fleet {
  return new Fleet(plan, RUN, 0, () => true);
}

/** Advances in ticks until something holds, and returns when [ms]; Infinity when it does not in 5 min. */
function whenever(fleet: Fleet, fromMs: number, holds: () => boolean): number {
  for (let nowMs = fromMs; nowMs <= fromMs + 300_000; nowMs += 100) {
    fleet.advance(nowMs);
    if (holds()) return nowMs;
  }
  return Number.POSITIVE_INFINITY;
}

describe('a loss', () => {
  it('of pods are made up by the ReplicaSet', () => {
    const fleet = start(clusterPlan({ scaling: fixedScaling(12) }));
    expect(fleet.losePods(0, 0.3, 10_000)).toEqual({ pods: 4, of: 12 });
    expect(fleet.counts(0)).toMatchObject({ desired: 12, ready: 8, starting: 4 });
    // 0.5 s to schedule, image on the node, 5 s to boot, probes each 10 s from the start of the container.
    expect(whenever(fleet, 10_000, () => fleet.readyPods(0).length === 12)).toBe(20_500);
  });

  it('of a node are noticed after the grace period, and its pods replaced with the garbage collector', () => {
    const fleet = start(clusterPlan({ scaling: fixedScaling(8) }, { min: 2 }));
    expect(fleet.loseNodes({ share: 0.5, of: 'all', noticeMs: 0 }, 0)).toEqual({ nodes: 1, of: 2, pods: 4 });
    expect(fleet.counts(0)).toMatchObject({ ready: 4, lost: 4, starting: 0, pending: 0 });
    const believed = () => fleet.podStates(0).filter(({ ready }) => ready?.status === 'True').length;
    fleet.advance(39_900);
    expect(believed()).toBe(8);
    fleet.advance(40_000);
    expect(believed()).toBe(4);
    // The group replaces the node in 60 s, the pods follow at 90 s: 0.5 s + 3 s pull + 10 s to the second probe.
    expect(whenever(fleet, 40_000, () => fleet.readyPods(0).length === 8)).toBe(103_500);
    expect(fleet.nodeCounts()).toMatchObject({ held: 2, ready: 2 });
  });

  it('of a spot node with notice drain it, and end it when it is empty', () => {
    const plan = clusterPlan({ scaling: fixedScaling(8) }, { min: 2, spotShare: 0.5 });
    const fleet = start(plan);
    expect(fleet.nodeCounts().spot).toBe(1);
    expect(fleet.loseNodes({ share: 1, of: 'spot', noticeMs: 120_000 }, 0)).toEqual({
      nodes: 1,
      of: 1,
      pods: 4,
    });
    expect(fleet.counts(0)).toMatchObject({ ready: 4, terminating: 4, pending: 4 });
    fleet.advance(4999);
    expect(fleet.nodeSeconds(4999)).toMatchObject({ spot: 4.999 });
    fleet.advance(5000);
    expect(fleet.counts(0).terminating).toBe(0);
    // Gone at 5 s; its replacement was asked for at once, and again as spot.
    expect(fleet.nodeCounts()).toMatchObject({ ready: 1 });
    // Karpenter counts from the pods that wait, at 0 s; then pull, boot and probe.
    expect(whenever(fleet, 5000, () => fleet.readyPods(0).length === 8)).toBe(73_500);
  });

  it('of a spot node end what has not drained when the notice is over', () => {
    const plan = clusterPlan({ scaling: fixedScaling(4), drainMs: 600_000 }, { spotShare: 1 });
    const fleet = start(plan);
    fleet.loseNodes({ share: 1, of: 'spot', noticeMs: 120_000 }, 0);
    fleet.advance(119_999);
    expect(fleet.counts(0)).toMatchObject({ terminating: 4 });
    fleet.advance(120_000);
    expect(fleet.counts(0)).toMatchObject({ terminating: 0, ready: 4 });
  });

  it('of spot nodes in the course of things come at the rate of the plan', () => {
    // 50 nodes for 20 h at 0.1 per node hour: Poisson with mean 100, each replaced at once.
    const spot = { spotShare: 1, spotInterruptionsPerHour: 0.1, min: 50, max: 60 };
    const instant = { provisioner: 'fixed', provisionMs: { kind: 'fixed', value: 0 } } as const;
    const fleet = start(clusterPlan({ scaling: fixedScaling(0) }, { ...spot, ...instant }));
    fleet.advance(20 * 3_600_000);
    expect(Math.abs(fleet.interruptions.length - 100)).toBeLessThan(4 * Math.sqrt(100));
    expect(fleet.nodeCounts().held).toBe(50);
  });
});
