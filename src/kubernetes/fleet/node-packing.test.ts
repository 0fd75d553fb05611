import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodePlan } from '../../testing/cluster-builder.ts';
import type { PodResources } from '../workload-plan.ts';
import { addPod, chooseNode, type Node, type NodeLoad } from './node.ts';
import { nodesFor, removableNodes } from './node-packing.ts';

const plan = nodePlan({ maxPodsPerNode: 6 });
const pod: fc.Arbitrary<PodResources> = fc.record({
  cpuMillicores: fc.integer({ min: 1, max: 4000 }),
  memoryMiB: fc.integer({ min: 1, max: 15_000 }),
});
const sized = (requests: PodResources) => ({ requests });

function loadOf(pods: readonly PodResources[]): NodeLoad {
  const load = { pods: 0, cpuMillicores: 0, memoryMiB: 0 };
  for (const each of pods) addPod(load, each, 1);
  return load;
}

function node(number: number, pods: readonly PodResources[]): Node {
  const about = { number, key: number, spot: false, state: 'ready', changedMs: 0 } as const;
  return { ...about, unneededSinceMs: undefined, images: new Map(), ...loadOf(pods) };
}

function isWithin(load: NodeLoad): boolean {
  const { cpuMillicores, memoryMiB } = plan.allocatable;
  return (
    load.pods <= plan.maxPodsPerNode && load.cpuMillicores <= cpuMillicores && load.memoryMiB <= memoryMiB
  );
}

describe('chooseNode', () => {
  const one = { cpuMillicores: 1000, memoryMiB: 1000 };

  it('spreads: the emptiest node, the first of equals, none without room', () => {
    const loads = [loadOf([one, one]), loadOf([one]), loadOf([one])];
    expect(chooseNode(loads, one, plan)).toBe(loads[1]);
    expect(chooseNode([loadOf([one, one, one, one])], one, plan)).toBeUndefined();
  });

  it('counts pods as well as resources', () => {
    const tiny = { cpuMillicores: 1, memoryMiB: 1 };
    expect(chooseNode([loadOf(Array<PodResources>(6).fill(tiny))], tiny, plan)).toBeUndefined();
  });
});

describe('nodesFor', () => {
  it('never overfills a node, loses no pod, and asks for no more nodes than it may', () => {
    const counts = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(fc.array(pod, { maxLength: 30 }), counts, counts, (pods, coming, room) => {
        const { newNodes, left } = nodesFor(pods.map(sized), coming, room, plan);
        expect(newNodes.length).toBeLessThanOrEqual(room);
        for (const each of newNodes)
          expect(isWithin(loadOf(each.map(({ requests }) => requests)))).toBe(true);
        const onNew = newNodes.flat().length;
        expect(onNew + left.length).toBeLessThanOrEqual(pods.length);
        if (coming === 0) expect(onNew + left.length).toBe(pods.length);
      }),
    );
  });

  it('leaves a pod only where no further node may be had', () => {
    fc.assert(
      fc.property(fc.array(pod, { maxLength: 30 }), (pods) => {
        expect(nodesFor(pods.map(sized), 0, pods.length, plan).left).toEqual([]);
      }),
    );
    const tooLarge = { cpuMillicores: 4001, memoryMiB: 1 };
    expect(nodesFor([sized(tooLarge)], 3, 9, plan)).toEqual({ newNodes: [], left: [sized(tooLarge)] });
  });

  it('packs equal pods without waste, nodes on the way first', () => {
    const pods = Array.from({ length: 10 }, () => sized({ cpuMillicores: 1000, memoryMiB: 1000 }));
    expect(nodesFor(pods, 0, 9, plan).newNodes.map((each) => each.length)).toEqual([4, 4, 2]);
    expect(nodesFor(pods, 2, 9, plan).newNodes.map((each) => each.length)).toEqual([2]);
  });
});

describe('removableNodes', () => {
  it('never takes a node whose pods have no room on those that stay', () => {
    const nodes = fc.array(fc.array(pod, { maxLength: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(nodes, fc.integer({ min: 0, max: 8 }), (contents, most) => {
        const valid = contents.map((pods) => (isWithin(loadOf(pods)) ? pods : []));
        const all = valid.map((pods, number) => node(number, pods));
        const removed = removableNodes(all, all, ({ number }) => valid[number]!, most, plan);
        expect(removed.length).toBeLessThanOrEqual(most);
        // Placed as the scheduler would, one node after the other, every pod of a node that goes finds room.
        const staying = all.filter((each) => !removed.includes(each)).map((each) => ({ ...each }));
        for (const { number } of removed) {
          for (const requests of valid[number]!) {
            const choice = chooseNode(staying, requests, plan);
            expect(choice).toBeDefined();
            if (choice !== undefined) addPod(choice, requests, 1);
          }
        }
        expect(staying.every(isWithin)).toBe(true);
      }),
    );
  });
});
