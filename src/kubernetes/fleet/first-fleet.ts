import type { ClusterPlan, ScalingPlan } from '../workload-plan.ts';
import type { FleetParts } from './fleet-parts.ts';
import { addPod, chooseNode, type NodeLoad } from './node.ts';
import { nodesFor } from './node-packing.ts';
import type { Pod } from './pod.ts';

/** Age of the pods that a cluster starts with [ms]: past every grace period of the autoscaler. */
const AGE_MS = 3_600_000;

/** Returns the replicas that a workload starts with. */
function initialReplicas(scaling: ScalingPlan): number {
  switch (scaling.kind) {
    case 'fixed':
      return scaling.replicas;
    case 'hpa':
      return scaling.spec.minReplicas;
    case 'keda':
      return scaling.spec.minReplicaCount;
  }
}

/**
 * Puts the first replicas of every workload in place, ready for long, on as few nodes as hold them and at least the
 * minimum: spread over those nodes where that fits, else packed. Pods for which the nodes do not suffice wait.
 */
export function beginFleet(plan: ClusterPlan, parts: FleetParts, startMs: number): void {
  const { pool, store, kubelet, removal, scheduler } = parts;
  const pods = plan.workloads.flatMap(({ scaling, requests }, workload) => {
    const replicas = initialReplicas(scaling);
    store.desired[workload] = replicas;
    return Array.from({ length: replicas }, () => ({ pod: parts.makePod(workload, startMs), requests }));
  });
  const packed = nodesFor(pods, 0, plan.nodes.max, plan.nodes);
  const count = Math.max(plan.nodes.min, packed.newNodes.length);
  const nodes = Array.from({ length: count }, () => pool.request(startMs));
  for (const node of nodes) pool.open(node, startMs);
  for (const { pod, requests, node } of spread(pods, count, plan) ?? packed.newNodes.flatMap(onNode)) {
    pod.node = nodes[node];
    if (pod.node !== undefined) pool.place(pod.node, requests, startMs);
    kubelet.adopt(pod, startMs, AGE_MS);
  }
  for (const { pod } of pods) if (pod.node === undefined) scheduler.schedule(pod, startMs);
  for (const node of nodes) removal.drawInterruption(node, startMs);
}

interface Sized {
  readonly pod: Pod;
  readonly requests: ClusterPlan['workloads'][number]['requests'];
}

interface Placed extends Sized {
  /** Index of its node. */
  readonly node: number;
}

function onNode(pods: readonly Sized[], node: number): readonly Placed[] {
  return pods.map((pod) => ({ ...pod, node }));
}

/** Where the scheduler would put the pods one after the other; undefined when one finds no room. */
function spread(pods: readonly Sized[], count: number, plan: ClusterPlan): readonly Placed[] | undefined {
  const loads = Array.from({ length: count }, (): NodeLoad => ({ pods: 0, cpuMillicores: 0, memoryMiB: 0 }));
  const placed: Placed[] = [];
  for (const sized of pods) {
    const choice = chooseNode(loads, sized.requests, plan.nodes);
    if (choice === undefined) return undefined;
    addPod(choice, sized.requests, 1);
    placed.push({ ...sized, node: loads.indexOf(choice) });
  }
  return placed;
}
