import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterPlan, fixedScaling, nodePlan, workloadPlan } from '../../testing/cluster-builder.ts';
import type { ClusterPlan } from '../workload-plan.ts';
import { Fleet } from './fleet.ts';

const RUN = { seed: 7, replication: 0 };

/** Nodes held by second after a fleet of `from` pods was cut to `to` at 0. */
function heldAfterCut(plan: ClusterPlan, to: number, seconds: number): readonly number[] {
  const fleet = new Fleet(plan, RUN, 0, () => true);
  fleet.setReplicas(0, to, 0);
  return Array.from({ length: seconds }, (_, second) => {
    fleet.advance(second * 1000);
    return fleet.nodeCounts().held;
  });
}

describe('consolidation', () => {
  it('by Karpenter begins when nothing has changed for the time, and packs what is left', () => {
    const plan = clusterPlan({ scaling: fixedScaling(40) }, { consolidateAfterMs: 60_000 });
    const held = heldAfterCut(plan, 6, 1200);
    // Pods drain for 5 s, which is the last change; a look each 10 s.
    expect(held.slice(0, 65)).toEqual(Array<number>(65).fill(10));
    expect(Math.min(...held.slice(65, 76))).toBeLessThan(10);
    expect(held.at(-1)).toBe(2);
  });

  it('by Karpenter takes one node in ten at a time', () => {
    const plan = clusterPlan({ scaling: fixedScaling(40) }, { consolidateAfterMs: 15_000 });
    const held = heldAfterCut(plan, 0, 600);
    held.forEach((count, second) => {
      if (second > 0) expect(held[second - 1]! - count).toBeLessThanOrEqual(1);
    });
    expect(held.at(-1)).toBe(1);
  });

  it('by Cluster Autoscaler takes empty nodes together after the time, and never one that is half requested', () => {
    const autoscaler = { provisioner: 'cluster-autoscaler', consolidateAfterMs: 600_000 } as const;
    const plan = clusterPlan({ scaling: fixedScaling(40) }, autoscaler);
    const emptied = heldAfterCut(plan, 0, 640);
    expect(emptied.slice(0, 600).every((count) => count === 10)).toBe(true);
    expect(emptied.at(-1)).toBe(1);
    // It does not pack: every node of four that has two pods, which is not below half, stays.
    const fleet = new Fleet(plan, RUN, 0, () => true);
    fleet.setReplicas(0, 20, 0);
    fleet.advance(3_600_000);
    const perNode = new Map<unknown, number>();
    for (const { node } of fleet.pods(0)) perNode.set(node, (perNode.get(node) ?? 0) + 1);
    expect(Math.min(...perNode.values())).toBeGreaterThanOrEqual(2);
    expect([perNode.size, fleet.nodeCounts().held > 5]).toEqual([fleet.nodeCounts().held, true]);
  });

  it('does not happen without the time, in a fixed fleet, or below the minimum', () => {
    const still = [{}, { consolidateAfterMs: 15_000, provisioner: 'fixed' as const }];
    for (const changes of still) {
      expect(heldAfterCut(clusterPlan({ scaling: fixedScaling(40) }, changes), 1, 600).at(-1)).toBe(10);
    }
    const plan = clusterPlan({ scaling: fixedScaling(40) }, { consolidateAfterMs: 15_000, min: 7 });
    expect(heldAfterCut(plan, 1, 600).at(-1)).toBe(7);
  });

  it('never leaves a pod without a place', () => {
    const size = fc.integer({ min: 200, max: 3000 });
    const counts = fc.integer({ min: 0, max: 12 });
    const provisioner = fc.constantFrom('karpenter' as const, 'cluster-autoscaler' as const);
    fc.assert(
      fc.property(
        provisioner,
        size,
        size,
        counts,
        counts,
        (kind, cpuMillicores, memoryMiB, gateways, workers) => {
          const requests = { cpuMillicores, memoryMiB };
          const gateway = workloadPlan({ scaling: fixedScaling(14), requests });
          const worker = workloadPlan({ name: 'worker', scaling: fixedScaling(14) });
          const nodes = nodePlan({ provisioner: kind, consolidateAfterMs: 15_000, max: 30 });
          const plan: ClusterPlan = { workloads: [gateway, worker], nodes, fidelity: 'flow' };
          const fleet = new Fleet(plan, RUN, 0, () => true);
          fleet.setReplicas(0, gateways, 0);
          fleet.setReplicas(1, workers, 0);
          for (let nowMs = 0; nowMs < 600_000; nowMs += 500) {
            fleet.advance(nowMs);
            if (fleet.counts(0).pending + fleet.counts(1).pending > 0) expect(nowMs).toBe('never');
          }
          expect([fleet.counts(0).ready, fleet.counts(1).ready]).toEqual([gateways, workers]);
        },
      ),
      { numRuns: 30 },
    );
  });
});
