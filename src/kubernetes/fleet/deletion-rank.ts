import { DRAW, keyedU32 } from '../../random/keyed.ts';
import type { Pod } from './pod.ts';

/**
 * Returns the pods in the order in which a ReplicaSet that is too large deletes them: without a node first, then not yet
 * running, not ready, sharing a node with more of the same workload, ready for a shorter time, younger. Times are
 * compared by powers of two, and equal ones by the pod's random id, so that the youngest batch is not hit as a whole.
 * Source: kubernetes pkg/controller/controller_utils.go, ActivePodsWithRanks, with LogarithmicScaleDown (on since 1.22);
 * deletion costs and container restarts are not modelled.
 */
export function deletionOrder(pods: readonly Pod[], nowMs: number): readonly Pod[] {
  const onNode = new Map<number, number>();
  for (const { node } of pods)
    if (node !== undefined) onNode.set(node.number, (onNode.get(node.number) ?? 0) + 1);
  const rankOf = (pod: Pod) => {
    const isReady = pod.ready?.status === 'True';
    const neighbors = pod.node === undefined ? 0 : (onNode.get(pod.node.number) ?? 0);
    const ageMs = nowMs - (isReady && pod.ready ? pod.ready.sinceMs : pod.createdMs);
    return [
      pod.boundMs === undefined ? 0 : 1,
      pod.stage === 'running' ? 1 : 0,
      isReady ? 1 : 0,
      -neighbors,
      powerOfTwo(ageMs),
      keyedU32(pod.key, DRAW.uid),
    ] as const;
  };
  const ranked = pods.map((pod) => ({ pod, rank: rankOf(pod) }));
  ranked.sort((left, right) => {
    const differing = left.rank.findIndex((value, i) => value !== right.rank[i]);
    return differing < 0 ? 0 : left.rank[differing]! - right.rank[differing]!;
  });
  return ranked.map(({ pod }) => pod);
}

/** Nanoseconds as the controller counts them, so that ages below a second are told apart too. */
function powerOfTwo(ageMs: number): number {
  return ageMs <= 0 ? 0 : Math.floor(Math.log2(ageMs * 1e6));
}
