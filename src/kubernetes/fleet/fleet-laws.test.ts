import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterPlan, fixedScaling } from '../../testing/cluster-builder.ts';
import type { ClusterPlan } from '../workload-plan.ts';
import { Fleet } from './fleet.ts';

const RUN = { seed: 7, replication: 0 };

function start(plan: ClusterPlan): Fleet {
  return new Fleet(plan, RUN, 0, () => true);
}

interface Step {
  readonly atSec: number;
  readonly replicas: number;
  readonly lose: string;
}

const STORY_MS = 1_200_000;

const story = fc
  .array(
    fc.record({
      atSec: fc.nat(900),
      replicas: fc.nat(30),
      lose: fc.constantFrom('none', 'pods', 'node', 'spot'),
    }),
    { maxLength: 8 },
  )
  .map((steps) => [...steps].sort((a, b) => a.atSec - b.atSec));

const nodes = fc.record({
  provisioner: fc.constantFrom('karpenter' as const, 'cluster-autoscaler' as const, 'fixed' as const),
  consolidateAfterMs: fc.constantFrom(15_000, 120_000),
  spotShare: fc.constantFrom(0, 0.3, 1),
  min: fc.integer({ min: 0, max: 3 }),
  max: fc.integer({ min: 3, max: 9 }),
});

function tell(fleet: Fleet, { replicas, lose }: Step, nowMs: number): void {
  fleet.setReplicas(0, replicas, nowMs);
  if (lose === 'pods') fleet.losePods(0, 0.5, nowMs);
  if (lose === 'node') fleet.loseNodes({ share: 0.3, of: 'all', noticeMs: 0 }, nowMs);
  if (lose === 'spot') fleet.loseNodes({ share: 0.3, of: 'spot', noticeMs: 120_000 }, nowMs);
}

/** Which laws a fleet breaks at one instant. */
function broken(fleet: Fleet, plan: ClusterPlan): readonly string[] {
  const counts = fleet.counts(0);
  const { held, ready, spot } = fleet.nodeCounts();
  const perNode = new Map<number, number>();
  for (const { node } of fleet.pods(0)) {
    if (node !== undefined) perNode.set(node.number, (perNode.get(node.number) ?? 0) + 1);
  }
  const laws = {
    'no more nodes than the maximum': held <= plan.nodes.max,
    'some of the nodes held take pods': ready <= held && spot <= held,
    'four pods of a core on a node of four': [...perNode.values()].every((pods) => pods <= 4),
    'each pod is counted once':
      fleet.pods(0).length ===
      counts.ready + counts.starting + counts.pending + counts.terminating + counts.lost,
    'ready pods are those counted': fleet.readyPods(0).length === counts.ready,
    'never fewer pods by the status than serve': fleet.statusReplicas(0) >= counts.ready,
  };
  return Object.entries(laws).flatMap(([law, holds]) => (holds ? [] : [law]));
}

describe('any fleet', () => {
  it('keeps its laws at every instant, and ends with what was asked for where that fits', () => {
    fc.assert(
      fc.property(nodes, story, (changes, steps) => {
        const plan = clusterPlan({}, changes);
        const fleet = start(plan);
        for (let nowMs = 0; nowMs <= STORY_MS; nowMs += 1000) {
          fleet.advance(nowMs);
          for (const step of steps) if (step.atSec * 1000 === nowMs) tell(fleet, step, nowMs);
          const found = broken(fleet, plan);
          if (found.length > 0) expect([nowMs, found]).toEqual([nowMs, []]);
        }
        const { ready, desired } = fleet.counts(0);
        const room = 4 * (plan.nodes.provisioner === 'fixed' ? Math.max(1, plan.nodes.min) : plan.nodes.max);
        expect(ready).toBeLessThanOrEqual(desired);
        expect(ready).toBe(plan.nodes.provisioner === 'fixed' ? ready : Math.min(desired, room));
      }),
      { numRuns: 40 },
    );
  });

  it('is the same for the same seed, whatever the steps of time', () => {
    const plan = clusterPlan({}, { consolidateAfterMs: 30_000, spotShare: 0.5, spotInterruptionsPerHour: 5 });
    const end = (stepMs: number) => {
      const fleet = start(plan);
      fleet.setReplicas(0, 17, 0);
      for (let nowMs = 0; nowMs <= 900_000; nowMs += stepMs) fleet.advance(nowMs);
      return [fleet.podStates(0), fleet.nodeSeconds(900_000), fleet.interruptions];
    };
    expect(end(100)).toEqual(end(100_000));
  });
});

describe('nodes held', () => {
  it('are paid from the request to the end, the integral of their number', () => {
    const fleet = start(
      clusterPlan({ scaling: fixedScaling(2) }, { consolidateAfterMs: 20_000, spotShare: 0.4 }),
    );
    let sum = 0;
    let spotSum = 0;
    for (let nowMs = 0; nowMs < 600_000; nowMs += 10) {
      fleet.advance(nowMs);
      if (nowMs === 5000) fleet.setReplicas(0, 20, nowMs);
      if (nowMs === 300_000) fleet.setReplicas(0, 2, nowMs);
      const { held, spot } = fleet.nodeCounts();
      sum += held;
      spotSum += spot;
    }
    const { onDemand, spot } = fleet.nodeSeconds(600_000);
    // All that happens to nodes here happens at whole 10 ms, but for scans: at most one step each for each node.
    expect(Math.abs(onDemand + spot - sum / 100)).toBeLessThanOrEqual(0.01 * fleet.peakNodes * 2);
    expect(Math.abs(spot - spotSum / 100)).toBeLessThanOrEqual(0.01 * fleet.peakNodes * 2);
    expect(fleet.peakNodes).toBe(5);
    expect(fleet.nodeCounts().held).toBe(1);
  });
});
