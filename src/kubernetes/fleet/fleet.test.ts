import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterPlan, fixedScaling, nodePlan, workloadPlan } from '../../testing/cluster-builder.ts';
import type { ClusterPlan } from '../workload-plan.ts';
import { Fleet } from './fleet.ts';
import { firstReadinessProbe } from './probe-grid.ts';

const RUN = { seed: 7, replication: 0 };
const always = () => true;

function start(plan: ClusterPlan, startMs = 0): Fleet {
  return new Fleet(plan, RUN, startMs, always);
}

/** Advances in ticks until something holds, and returns when [ms]; Infinity when it does not in 5 min. */
function whenever(fleet: Fleet, fromMs: number, holds: () => boolean): number {
  for (let nowMs = fromMs; nowMs <= fromMs + 300_000; nowMs += 100) {
    fleet.advance(nowMs);
    if (holds()) return nowMs;
  }
  return Number.POSITIVE_INFINITY;
}

describe('a fleet at its start', () => {
  it('has its first replicas ready, on as few nodes as hold them', () => {
    const fleet = start(clusterPlan({ scaling: fixedScaling(6) }), -600_000);
    expect(fleet.counts(0)).toEqual({
      desired: 6,
      ready: 6,
      starting: 0,
      pending: 0,
      terminating: 0,
      lost: 0,
    });
    expect(fleet.nodeCounts()).toEqual({ held: 2, ready: 2, spot: 0, packed: 6 / 8 });
  });

  it('holds the minimum of nodes, and spreads its pods over them', () => {
    const fleet = start(clusterPlan({ scaling: fixedScaling(4) }, { min: 4 }));
    expect(fleet.nodeCounts()).toMatchObject({ held: 4, ready: 4 });
    expect(new Set(fleet.pods(0).map(({ node }) => node?.number)).size).toBe(4);
  });

  it('leaves pods without a place waiting where the nodes do not suffice', () => {
    const fleet = start(clusterPlan({ scaling: fixedScaling(10) }, { max: 2 }));
    expect(fleet.counts(0)).toMatchObject({ ready: 8, pending: 2 });
  });
});

describe('a new pod', () => {
  const length = fc.integer({ min: 0, max: 90_000 });
  const period = fc.integer({ min: 1000, max: 20_000 });

  it('is ready after the sum of its stages, rounded up to the grids of its probes', () => {
    const lengths = fc.record({ schedule: length, pull: length, boot: length });
    const probe = fc.record({ initialDelayMs: length, periodMs: period });
    fc.assert(
      fc.property(lengths, probe, fc.option(probe, { nil: undefined }), (stages, grid, startup) => {
        const readiness = { ...workloadPlan().readiness, ...grid, ...(startup && { startup }) };
        const startupPlan = {
          scheduleMs: { kind: 'fixed', value: stages.schedule },
          pullMs: { kind: 'fixed', value: stages.pull },
          bootMs: { kind: 'fixed', value: stages.boot },
        } as const;
        // Two nodes: the new pod goes to the emptier one, which has not got the image.
        const plan = clusterPlan({ readiness, startup: startupPlan, scaling: fixedScaling(1) }, { min: 2 });
        const fleet = start(plan);
        fleet.setReplicas(0, 2, 1000);
        fleet.advance(400_000);
        const pod = fleet.pods(0)[1]!;
        const runningMs = 1000 + stages.schedule + stages.pull;
        expect(pod.boundMs).toBe(1000 + stages.schedule);
        expect(pod.runningMs).toBe(runningMs);
        const expectedMs = runningMs + firstReadinessProbe(readiness, stages.boot).afterMs;
        expect(pod.ready).toEqual({ status: 'True', sinceMs: expectedMs });
      }),
    );
  });

  it('pulls its image once for each node', () => {
    const fleet = start(clusterPlan({ scaling: fixedScaling(1) }, { min: 2 }));
    fleet.setReplicas(0, 6, 0);
    fleet.advance(2000);
    fleet.setReplicas(0, 8, 2000);
    fleet.advance(60_000);
    const running = fleet.pods(0).map(({ node, runningMs, boundMs }) => [node?.number, boundMs, runningMs]);
    // The old node has it. On the new one the first pull, from 500 to 3,500 ms, serves all.
    for (const [node, boundMs, runningMs] of running.slice(1)) {
      expect(runningMs).toBe(node === 0 ? boundMs : 3500);
    }
    expect(new Set(running.map(([node]) => node)).size).toBe(2);
  });

  it('waits while all nodes are full, and for good where there may be no more', () => {
    const fleet = start(clusterPlan({ scaling: fixedScaling(4) }, { max: 2 }));
    fleet.setReplicas(0, 12, 0);
    fleet.advance(30_000);
    expect(fleet.counts(0)).toMatchObject({ ready: 4, pending: 8 });
    fleet.advance(3_600_000);
    expect(fleet.counts(0)).toMatchObject({ ready: 8, pending: 4 });
    expect(fleet.nodeCounts()).toMatchObject({ held: 2, ready: 2, packed: 1 });
  });

  it('is created at 20 a second after a burst of 30', () => {
    const fleet = start(clusterPlan({ scaling: fixedScaling(0) }));
    fleet.setReplicas(0, 100, 0);
    fleet.advance(0);
    expect(fleet.pods(0).length).toBe(30);
    fleet.advance(1000);
    expect(fleet.pods(0).length).toBe(50);
    fleet.advance(3500);
    expect(fleet.pods(0).length).toBe(100);
  });
});

describe('readiness', () => {
  it('is lost after failures in a row, and back with the first success', () => {
    let answers = true;
    const fleet = new Fleet(clusterPlan(), RUN, 0, () => answers);
    fleet.advance(60_000);
    answers = false;
    const lostMs = whenever(fleet, 60_000, () => fleet.readyPods(0).length === 0);
    expect(lostMs).toBeGreaterThan(80_000);
    expect(lostMs).toBeLessThanOrEqual(90_000);
    expect(fleet.counts(0)).toMatchObject({ desired: 2, ready: 0, starting: 2 });
    answers = true;
    const backMs = whenever(fleet, lostMs, () => fleet.readyPods(0).length === 2);
    expect(backMs).toBeLessThanOrEqual(lostMs + 10_000);
    expect(fleet.podStates(0)[0]?.ready?.sinceMs).toBeGreaterThan(lostMs);
  });

  it('asks with numbers of each pod and probe alone, so that one more pod moves nobody else', () => {
    const asked = (replicas: number) => {
      const seen: string[] = [];
      const fleet = new Fleet(clusterPlan({ scaling: fixedScaling(replicas) }), RUN, 0, (_, atMs, u) => {
        seen.push(`${atMs} ${u}`);
        return true;
      });
      fleet.advance(60_000);
      return seen;
    };
    const few = asked(2);
    expect(few.length).toBe(12);
    expect(asked(3)).toEqual(expect.arrayContaining(few));
  });
});

describe('shrinking', () => {
  it('deletes what is not ready before what is, and drains what runs', () => {
    const fleet = start(clusterPlan({ scaling: fixedScaling(3) }));
    fleet.setReplicas(0, 6, 0);
    fleet.advance(1000);
    fleet.setReplicas(0, 3, 1000);
    // Of the three new pods one has the image on its node and runs already.
    expect(fleet.counts(0)).toMatchObject({ ready: 3, starting: 0, pending: 0, terminating: 1 });
    fleet.setReplicas(0, 1, 1000);
    expect(fleet.counts(0)).toMatchObject({ ready: 1, terminating: 3 });
    fleet.advance(5999);
    expect(fleet.pods(0).length).toBe(4);
    fleet.advance(6000);
    expect(fleet.pods(0).length).toBe(1);
  });
});

describe('a cluster of two workloads', () => {
  it('shares its nodes, and each has its own image', () => {
    const worker = workloadPlan({ name: 'worker', scaling: fixedScaling(2) });
    const plan: ClusterPlan = {
      workloads: [workloadPlan(), worker],
      nodes: nodePlan({ max: 1 }),
      fidelity: 'flow',
    };
    const fleet = start(plan);
    expect([fleet.counts(0).ready, fleet.counts(1).ready, fleet.nodeCounts().held]).toEqual([2, 2, 1]);
    fleet.setReplicas(1, 3, 0);
    expect(fleet.counts(1).pending).toBe(1);
    fleet.setReplicas(0, 1, 1000);
    fleet.advance(60_000);
    expect(fleet.counts(1)).toMatchObject({ ready: 3, pending: 0 });
  });
});
