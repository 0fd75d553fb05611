import type { NodePlan, PodResources } from '../workload-plan.ts';
import type { Node } from './node.ts';
import { removableNodes } from './node-packing.ts';

/** Nodes that Karpenter may disrupt at once: the budget that a node pool has unless it says otherwise. */
const KARPENTER_BUDGET = 0.1;

/** --scale-down-utilization-threshold, --max-empty-bulk-delete, --max-drain-parallelism. */
const CLUSTER_AUTOSCALER = { utilization: 0.5, emptyAtOnce: 10, drainedAtOnce: 1 } as const;

export interface ConsolidationView {
  readonly plan: NodePlan;
  /** All nodes held. */
  readonly nodes: readonly Node[];
  /** Requests of the pods on a node, those that are being deleted left out. */
  readonly podsOf: (node: Node) => readonly PodResources[];
  /** When pods last made the autoscaler ask for a node [ms]; -Infinity: never. */
  readonly requestedMs: number;
}

/**
 * Returns the nodes that a node autoscaler takes down now. Never one whose pods do not all have room on nodes that stay,
 * and never below the minimum. None from a fixed fleet, nor without `consolidateAfterMs`.
 */
export function nodesToRemove(view: ConsolidationView, nowMs: number): readonly Node[] {
  const { plan, nodes } = view;
  if (plan.consolidateAfterMs === undefined || plan.provisioner === 'fixed') return [];
  const spare = nodes.filter(({ state }) => state !== 'draining').length - plan.min;
  return plan.provisioner === 'karpenter'
    ? karpenterRemovals(view, plan.consolidateAfterMs, spare, nowMs)
    : clusterAutoscalerRemovals(view, plan.consolidateAfterMs, spare, nowMs);
}

/**
 * WhenEmptyOrUnderutilized: nodes to which no pod has come and from which none has gone for the time, fewest pods first.
 * Not modelled: replacing a node by a cheaper one, and the 15 s for which a plan is looked at once more.
 * Source: karpenter.sh/docs/concepts/disruption.
 */
function karpenterRemovals(
  view: ConsolidationView,
  afterMs: number,
  spare: number,
  nowMs: number,
): readonly Node[] {
  const { plan, nodes, podsOf } = view;
  const ready = nodes.filter(({ state }) => state === 'ready');
  const draining = nodes.filter(({ state }) => state === 'draining').length;
  const budget = Math.ceil(KARPENTER_BUDGET * nodes.length) - draining;
  const quiet = ready.filter((node) => nowMs - node.changedMs >= afterMs);
  return removableNodes(ready, fewestPodsFirst(quiet, podsOf), podsOf, Math.min(spare, budget), plan);
}

/**
 * Nodes that have been unneeded for the time: less than half requested, and their pods have room elsewhere. Nothing goes
 * for the same time after nodes were asked for, since --scale-down-delay-after-add is 10 min too.
 * Source: kubernetes/autoscaler cluster-autoscaler FAQ, "How does scale-down work?".
 */
function clusterAutoscalerRemovals(
  view: ConsolidationView,
  afterMs: number,
  spare: number,
  nowMs: number,
): readonly Node[] {
  const { plan, nodes, podsOf } = view;
  const ready = nodes.filter(({ state }) => state === 'ready');
  const idle = ready.filter((node) => utilization(node, plan) < CLUSTER_AUTOSCALER.utilization);
  const unneeded = new Set(removableNodes(ready, fewestPodsFirst(idle, podsOf), podsOf, ready.length, plan));
  for (const node of ready)
    node.unneededSinceMs = unneeded.has(node) ? (node.unneededSinceMs ?? nowMs) : undefined;
  if (nowMs - view.requestedMs < afterMs) return [];
  const ripe = [...unneeded].filter((node) => nowMs - (node.unneededSinceMs ?? nowMs) >= afterMs);
  const empty = ripe.filter((node) => podsOf(node).length === 0).slice(0, CLUSTER_AUTOSCALER.emptyAtOnce);
  const isDraining = nodes.some(({ state }) => state === 'draining');
  const drained = empty.length > 0 || isDraining ? [] : ripe.slice(0, CLUSTER_AUTOSCALER.drainedAtOnce);
  return [...empty, ...drained].slice(0, Math.max(0, spare));
}

/** The larger share requested of CPU and memory, as Cluster Autoscaler counts. */
function utilization(node: Node, { allocatable }: NodePlan): number {
  return Math.max(node.cpuMillicores / allocatable.cpuMillicores, node.memoryMiB / allocatable.memoryMiB);
}

function fewestPodsFirst(
  nodes: readonly Node[],
  podsOf: (node: Node) => readonly PodResources[],
): readonly Node[] {
  return [...nodes].sort((a, b) => podsOf(a).length - podsOf(b).length || a.number - b.number);
}
