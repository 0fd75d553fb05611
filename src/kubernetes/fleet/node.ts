import type { NodePlan, PodResources } from '../workload-plan.ts';

/** What pods ask for of one node. */
export interface NodeLoad {
  pods: number;
  cpuMillicores: number;
  memoryMiB: number;
}

/** coming: asked for, not there. draining: takes no new pods and ends when the last has gone. */
type NodeState = 'coming' | 'ready' | 'draining' | 'gone';

export interface Node extends NodeLoad {
  readonly number: number;
  /** Of its draws. */
  readonly key: number;
  readonly spot: boolean;
  state: NodeState;
  /** When a pod last came or left. */
  changedMs: number;
  /** Since when it has not been needed, as Cluster Autoscaler counts; absent: it is needed. */
  unneededSinceMs: number | undefined;
  /** When the image of a workload (by index) is complete on it. */
  readonly images: Map<number, number>;
}

/** Sums of fractional requests may miss a full node by a rounding. */
const SLACK = 1e-6;

/** Returns whether a node has room for a pod. */
export function fits(load: NodeLoad, pod: PodResources, plan: NodePlan): boolean {
  return (
    load.pods < plan.maxPodsPerNode &&
    load.cpuMillicores + pod.cpuMillicores <= plan.allocatable.cpuMillicores + SLACK &&
    load.memoryMiB + pod.memoryMiB <= plan.allocatable.memoryMiB + SLACK
  );
}

/** Counts a pod in (+1) or out (-1). */
export function addPod(load: NodeLoad, pod: PodResources, sign: 1 | -1): void {
  load.pods += sign;
  load.cpuMillicores += sign * pod.cpuMillicores;
  load.memoryMiB += sign * pod.memoryMiB;
}

/** Returns the load of a node as a separate record, to try placements on. */
export function copyLoad({ pods, cpuMillicores, memoryMiB }: NodeLoad): NodeLoad {
  return { pods, cpuMillicores, memoryMiB };
}

/**
 * Returns the node that a pod goes to, or undefined when none has room: the one with the largest share of CPU and memory
 * left free, the first of equals. Pods are spread, as with the scheduler's default NodeResourcesFit / LeastAllocated; its
 * other plugins agree on equal nodes and pods without affinity, and among equals it chooses at random.
 * Source: kubernetes pkg/scheduler/framework/plugins/noderesources/least_allocated.go, whole scores of 0..100.
 */
export function chooseNode<Load extends NodeLoad>(
  nodes: readonly Load[],
  pod: PodResources,
  plan: NodePlan,
): Load | undefined {
  let best: Load | undefined;
  let bestScore = -1;
  for (const node of nodes) {
    if (!fits(node, pod, plan)) continue;
    const score = leastAllocatedScore(node, pod, plan.allocatable);
    if (score > bestScore) {
      best = node;
      bestScore = score;
    }
  }
  return best;
}

function leastAllocatedScore(load: NodeLoad, pod: PodResources, allocatable: PodResources): number {
  const free = (used: number, all: number) => Math.floor((100 * (all - used)) / all);
  const cpu = free(load.cpuMillicores + pod.cpuMillicores, allocatable.cpuMillicores);
  const memory = free(load.memoryMiB + pod.memoryMiB, allocatable.memoryMiB);
  return Math.max(0, Math.floor((cpu + memory) / 2));
}
