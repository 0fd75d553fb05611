import type { NodePlan, PodResources } from '../workload-plan.ts';
import { addPod, chooseNode, copyLoad, fits, type Node, type NodeLoad } from './node.ts';

/** Where waiting pods would go. */
export interface NodeRequest<Pod> {
  /** Pods of each new node, by node. */
  readonly newNodes: readonly (readonly Pod[])[];
  /** Pods for which no further node may be had. */
  readonly left: readonly Pod[];
}

type Sized = { readonly requests: PodResources };

const EMPTY: NodeLoad = { pods: 0, cpuMillicores: 0, memoryMiB: 0 };

/**
 * Returns the new nodes that waiting pods need: largest pods first, each on the first node that has room, nodes on the
 * way before new ones. Pods larger than an empty node are left.
 * Source: first fit decreasing, as Cluster Autoscaler's binpacking estimator and Karpenter's scheduler do.
 * @param coming number of empty nodes on the way
 * @param room number of nodes that may still be asked for
 */
export function nodesFor<Pod extends Sized>(
  waiting: readonly Pod[],
  coming: number,
  room: number,
  plan: NodePlan,
): NodeRequest<Pod> {
  const loads = Array.from({ length: coming }, () => copyLoad(EMPTY));
  const newNodes: Pod[][] = [];
  const left: Pod[] = [];
  for (const pod of largestFirst(waiting)) {
    let index = loads.findIndex((load) => fits(load, pod.requests, plan));
    if (index < 0 && loads.length < coming + room && fits(EMPTY, pod.requests, plan)) {
      index = loads.push(copyLoad(EMPTY)) - 1;
      newNodes.push([]);
    }
    const load = loads[index];
    if (load === undefined) {
      left.push(pod);
      continue;
    }
    addPod(load, pod.requests, 1);
    if (index >= coming) newNodes[index - coming]?.push(pod);
  }
  return { newNodes, left };
}

/** By CPU, then memory; equals stay in their order. */
function largestFirst<Pod extends Sized>(pods: readonly Pod[]): readonly Pod[] {
  return [...pods].sort(
    ({ requests: a }, { requests: b }) => b.cpuMillicores - a.cpuMillicores || b.memoryMiB - a.memoryMiB,
  );
}

/**
 * Returns which of the candidates, in their order, can go because each of their pods has room on a node that stays. Nodes
 * that take pods of one that goes stay. Pods are tried where the scheduler would put them.
 * @param most how many may go
 */
export function removableNodes(
  ready: readonly Node[],
  candidates: readonly Node[],
  podsOf: (node: Node) => readonly PodResources[],
  most: number,
  plan: NodePlan,
): readonly Node[] {
  let staying: readonly Trial[] = ready.map((node) => ({ node, ...copyLoad(node) }));
  const removable: Node[] = [];
  const takers = new Set<Node>();
  for (const candidate of candidates) {
    if (removable.length >= most) break;
    if (takers.has(candidate)) continue;
    const others = staying.filter(({ node }) => node !== candidate);
    const chosen = placeAll(podsOf(candidate), others, plan);
    if (chosen === undefined) continue;
    removable.push(candidate);
    staying = others;
    for (const { node } of chosen) takers.add(node);
  }
  return removable;
}

/** A node with the load that it would have. */
type Trial = NodeLoad & { readonly node: Node };

/** Places pods on nodes, all of them or none; undefined: none. */
function placeAll(
  pods: readonly PodResources[],
  nodes: readonly Trial[],
  plan: NodePlan,
): readonly Trial[] | undefined {
  const chosen: Trial[] = [];
  for (const pod of pods) {
    const choice = chooseNode(nodes, pod, plan);
    if (choice === undefined) {
      for (const [i, trial] of chosen.entries()) addPod(trial, pods[i]!, -1);
      return undefined;
    }
    addPod(choice, pod, 1);
    chosen.push(choice);
  }
  return chosen;
}
