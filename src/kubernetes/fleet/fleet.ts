import type { PodRequests } from '../pod-request.ts';
import type { PodState } from '../pod-state.ts';
import type { ClusterPlan, PodResources } from '../workload-plan.ts';
import { nodesToRemove } from './consolidation.ts';
import { beginFleet } from './first-fleet.ts';
import { drawLots, nodesKey, phaseMs, type RunSeed } from './fleet-draws.ts';
import { type FleetParts, wireFleet } from './fleet-parts.ts';
import type { ProbeAnswers } from './kubelet.ts';
import type { NodeCounts, NodeSeconds } from './node-pool.ts';
import type { Interruption, NodeLoss } from './node-removal.ts';
import { type Pod, podState } from './pod.ts';
import { podRequestsOf } from './pod-requests.ts';
import type { PodCounts } from './pod-store.ts';

/** Period of Cluster Autoscaler's scan and of Karpenter's look for nodes to take down [ms]. */
const SCAN_MS = 10_000;

/** What a loss of pods hit. */
export interface PodLoss {
  readonly pods: number;
  /** Pods that might have been hit. */
  readonly of: number;
}

/** Which nodes to lose. */
export interface NodeLossPlan {
  /** 0..1; rounded to whole nodes, at least one where there are any. */
  readonly share: number;
  /** spot: only spot nodes may be hit. */
  readonly of: 'all' | 'spot';
  /** Time in which the nodes drain [ms]; 0: they are gone at once, and nobody has been told. */
  readonly noticeMs: number;
}

/** A pod as others may see it. */
export type PodView = Readonly<Pod>;

/**
 * The pods of every workload and the nodes below them, in virtual time [ms]; it does what it is told, and the autoscaler
 * tells it how many pods to have. Calls must not run backwards in time.
 *
 * Invariants: pods that are not being deleted tend to the number asked for; no node holds more than is allocatable; never
 * more than the maximum of nodes is held. Same plan and seed, same fleet, whatever the steps of `advance`.
 */
export class Fleet {
  private readonly plan: ClusterPlan;
  private readonly parts: FleetParts;
  private readonly requests: readonly PodRequests[];
  private losses = 0;

  /** @param startMs when its first replicas are ready; negative: before the run begins */
  constructor(plan: ClusterPlan, run: RunSeed, startMs: number, answers: ProbeAnswers) {
    this.plan = plan;
    this.parts = wireFleet(plan, run, startMs, answers);
    this.requests = plan.workloads.map(podRequestsOf);
    beginFleet(plan, this.parts, startMs);
    this.scanFrom(startMs + phaseMs(SCAN_MS, nodesKey(run)));
  }

  /** Does all that is due up to an instant. */
  advance(nowMs: number): void {
    this.parts.agenda.runUntil(nowMs);
  }

  /** Asks for a number of pods of a workload (by index). */
  setReplicas(workload: number, replicas: number, nowMs: number): void {
    this.advance(nowMs);
    this.parts.store.desired[workload] = replicas;
    this.parts.replicaSets.reconcile(workload, nowMs);
  }

  /** Ends a share (0..1) of a workload's running pods at once; they are replaced. Lots are drawn, so seeds differ. */
  losePods(workload: number, share: number, nowMs: number): PodLoss {
    this.advance(nowMs);
    const { store, kubelet, replicaSets } = this.parts;
    const running = store
      .active(workload)
      .filter((pod) => pod.stage === 'running' && pod.lostMs === undefined);
    const hit = drawLots(running, share, this.losses++);
    for (const pod of hit) kubelet.end(pod, nowMs);
    replicaSets.reconcile(workload, nowMs);
    return { pods: hit.length, of: running.length };
  }

  /** Loses a share of the nodes that take pods, and the pods on them. */
  loseNodes({ share, of, noticeMs }: NodeLossPlan, nowMs: number): NodeLoss {
    this.advance(nowMs);
    return this.parts.removal.lose(share, of, noticeMs, this.losses++, nowMs);
  }

  counts(workload: number): PodCounts {
    return this.parts.store.counts(workload);
  }

  /** Replicas asked for. */
  desiredReplicas(workload: number): number {
    return this.parts.store.desired[workload] ?? 0;
  }

  /** Pods that take requests, oldest first; the same array while nothing changes. */
  readyPods(workload: number): readonly PodView[] {
    return this.parts.store.readyPods(workload);
  }

  /** Every pod that has not gone, oldest first. */
  pods(workload: number): readonly PodView[] {
    return this.parts.store.of(workload);
  }

  /** Pods that exist by the scale's status: those that are being deleted do not count. */
  statusReplicas(workload: number): number {
    return this.parts.store.active(workload).length;
  }

  /** Pods as the autoscaler sees them through the API. */
  podStates(workload: number): readonly PodState[] {
    const requests = this.requests[workload]!;
    return this.parts.store.of(workload).map((pod) => podState(pod, requests));
  }

  nodeCounts(): NodeCounts {
    return this.parts.pool.counts();
  }

  /** Node time held since the start, which is what is paid for [s]. */
  nodeSeconds(nowMs: number): NodeSeconds {
    this.advance(nowMs);
    return this.parts.pool.nodeSeconds(nowMs);
  }

  /** Most nodes held at once since the start. */
  get peakNodes(): number {
    return this.parts.pool.peakNodes;
  }

  /** Spot nodes that were taken back in the course of things, so far. */
  get interruptions(): readonly Interruption[] {
    return this.parts.removal.interruptions;
  }

  private scanFrom(atMs: number): void {
    this.parts.agenda.at(atMs, (nowMs) => {
      this.scan(nowMs);
      this.scanFrom(nowMs + SCAN_MS);
    });
  }

  private scan(nowMs: number): void {
    const { supply, scheduler, pool, removal, store } = this.parts;
    supply.scan(nowMs);
    if (scheduler.waiting().length > 0) return;
    const podsOf = requestsByNode(this.plan, store.all());
    const view = { plan: this.plan.nodes, nodes: pool.nodes(), podsOf, requestedMs: supply.requestedMs };
    for (const node of nodesToRemove(view, nowMs)) removal.drain(node, nowMs);
  }
}

function requestsByNode(plan: ClusterPlan, pods: readonly Pod[]): (node: object) => readonly PodResources[] {
  const byNode = new Map<object, PodResources[]>();
  for (const { node, workload, deleting } of pods) {
    if (node === undefined || deleting) continue;
    const requests = byNode.get(node) ?? [];
    requests.push(plan.workloads[workload]!.requests);
    byNode.set(node, requests);
  }
  return (node) => byNode.get(node) ?? [];
}
