import { DRAW, keyedUniform } from '../../random/keyed.ts';
import type { NodePlan } from '../workload-plan.ts';
import type { Agenda } from './agenda.ts';
import { drawLots } from './fleet-draws.ts';
import type { Kubelet } from './kubelet.ts';
import type { Node } from './node.ts';
import type { NodePool } from './node-pool.ts';
import { type Pod, setReady } from './pod.ts';
import type { PodStore } from './pod-store.ts';

/** Notice that EC2 gives before it takes a spot instance back [ms]. */
export const SPOT_NOTICE_MS = 120_000;

/** Time without a heartbeat after which a node's pods are shown as not ready: --node-monitor-grace-period [ms]. */
const GRACE_MS = 40_000;

/**
 * Time from the loss of a machine to the replacement of its pods [ms]: the grace period, after which the cloud's node
 * controller finds the machine gone and deletes the node, and the pod garbage collector's quarantine of 40 s with, on
 * average, half its period of 20 s. Source: kubernetes pkg/controller/podgc/gc_controller.go. Where no cloud controller
 * deletes the node, the pods' tolerations make it 5 minutes more.
 */
const REPLACED_MS = GRACE_MS + 50_000;

const MS_PER_HOUR = 3_600_000;

/** What a loss of nodes hit. */
export interface NodeLoss {
  readonly nodes: number;
  /** Nodes that might have been hit. */
  readonly of: number;
  /** Pods on those that were hit. */
  readonly pods: number;
}

/** A spot node that was taken back in the course of things. */
export interface Interruption {
  readonly atMs: number;
  readonly pods: number;
}

export interface NodeRemovalParts {
  readonly plan: NodePlan;
  readonly agenda: Agenda;
  readonly pool: NodePool;
  readonly store: PodStore;
  readonly kubelet: Kubelet;
  /** Replaces pods that are missing from a workload. */
  readonly reconcile: (workload: number, nowMs: number) => void;
  /** Called when a node has ended. */
  readonly ended: (nowMs: number) => void;
}

/** How nodes go: drained, taken back with notice, or lost at once. */
export class NodeRemoval {
  readonly interruptions: Interruption[] = [];
  private readonly parts: NodeRemovalParts;

  constructor(parts: NodeRemovalParts) {
    this.parts = parts;
  }

  /** Evicts a node's pods, which are replaced at once, and ends the node when the last has gone. */
  drain(node: Node, nowMs: number): void {
    const { pool, kubelet } = this.parts;
    if (node.state !== 'ready') return;
    pool.cordon(node);
    const pods = this.podsOn(node);
    for (const pod of pods) kubelet.stop(pod, nowMs);
    this.endIfDrained(node, nowMs);
    this.replace(pods, nowMs);
  }

  /** Ends a node that drains and has no pod left. */
  endIfDrained(node: Node, nowMs: number): void {
    if (node.state !== 'draining' || node.pods > 0) return;
    this.parts.pool.end(node, nowMs);
    this.parts.ended(nowMs);
  }

  /**
   * Loses a share of the nodes that take pods (0..1).
   * @param of spot: only spot nodes may be hit
   * @param noticeMs time in which they drain; 0: they are gone at once, and nobody has been told
   * @param number of the loss in the run
   */
  lose(share: number, of: 'all' | 'spot', noticeMs: number, number: number, nowMs: number): NodeLoss {
    const candidates = this.parts.pool.ready().filter((node) => of === 'all' || node.spot);
    const hit = drawLots(candidates, share, number);
    const pods = hit.reduce((sum, node) => sum + this.podsOn(node).length, 0);
    for (const node of hit) {
      if (noticeMs > 0) this.takeBack(node, noticeMs, nowMs);
      else this.vanish(node, nowMs);
    }
    return { nodes: hit.length, of: candidates.length, pods };
  }

  /** Draws when a new spot node is taken back: exponential, at the plan's rate for each hour it is held. */
  drawInterruption(node: Node, nowMs: number): void {
    const perHour = this.parts.plan.spotInterruptionsPerHour;
    if (!node.spot || perHour <= 0) return;
    const hours = -Math.log(keyedUniform(node.key, DRAW.interruption)) / perHour;
    this.parts.agenda.at(nowMs + Math.round(hours * MS_PER_HOUR), (atMs) => {
      if (node.state !== 'ready') return;
      this.interruptions.push({ atMs, pods: this.podsOn(node).length });
      this.takeBack(node, SPOT_NOTICE_MS, atMs);
    });
  }

  private takeBack(node: Node, noticeMs: number, nowMs: number): void {
    this.drain(node, nowMs);
    this.parts.agenda.at(nowMs + noticeMs, (atMs) => {
      if (node.state === 'gone') return;
      for (const pod of this.podsOn(node)) this.parts.kubelet.end(pod, atMs);
      this.endIfDrained(node, atMs);
    });
  }

  private vanish(node: Node, nowMs: number): void {
    const { pool, kubelet, agenda, ended } = this.parts;
    const pods = this.podsOn(node);
    pool.end(node, nowMs);
    for (const pod of pods) kubelet.lose(pod, nowMs);
    agenda.at(nowMs + GRACE_MS, (atMs) => {
      for (const pod of pods) if (pod.stage !== 'gone' && pod.ready !== undefined) setReady(pod, false, atMs);
    });
    agenda.at(nowMs + REPLACED_MS, (atMs) => {
      for (const pod of pods) kubelet.end(pod, atMs);
      this.replace(pods, atMs);
    });
    ended(nowMs);
  }

  private podsOn(node: Node): readonly Pod[] {
    return this.parts.store.all().filter((pod) => pod.node === node);
  }

  private replace(pods: readonly Pod[], nowMs: number): void {
    for (const workload of new Set(pods.map((pod) => pod.workload))) this.parts.reconcile(workload, nowMs);
  }
}
