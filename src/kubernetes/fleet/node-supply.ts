import { DRAW } from '../../random/keyed.ts';
import type { NodePlan, WorkloadPlan } from '../workload-plan.ts';
import type { Agenda } from './agenda.ts';
import { drawMs } from './fleet-draws.ts';
import type { Node } from './node.ts';
import { nodesFor } from './node-packing.ts';
import type { NodePool } from './node-pool.ts';
import type { Pod } from './pod.ts';

/**
 * Karpenter collects pending pods until none has come for the idle time, or for the longest time since the first, and
 * looks again at those that are left. Source: karpenter settings BATCH_IDLE_DURATION and BATCH_MAX_DURATION.
 */
const BATCH = { idleMs: 1000, longestMs: 10_000, againMs: 10_000 } as const;

export interface NodeSupplyParts {
  readonly plan: NodePlan;
  readonly workloads: readonly WorkloadPlan[];
  readonly agenda: Agenda;
  readonly pool: NodePool;
  /** Pods that no node has room for, oldest first. */
  readonly waiting: () => readonly Pod[];
  /** Called when a new node takes pods. */
  readonly opened: (node: Node, nowMs: number) => void;
}

/**
 * The side of a node autoscaler that asks for nodes: Karpenter in batches of pending pods, Cluster Autoscaler in each of
 * its scans, a fixed fleet never. `provisionMs` counts from the oldest of the pods that a node is meant for, so it holds
 * the autoscaler's own reaction too. Every kind replaces nodes that fall below the minimum, as a node group does.
 */
export class NodeSupply {
  private readonly parts: NodeSupplyParts;
  private batch: { readonly openedMs: number; lastMs: number } | undefined;
  private looksAgain = false;
  private lastRequestMs = Number.NEGATIVE_INFINITY;

  constructor(parts: NodeSupplyParts) {
    this.parts = parts;
  }

  /** When pods last made it ask for a node; -Infinity: never. */
  get requestedMs(): number {
    return this.lastRequestMs;
  }

  /** Says that one more pod waits. */
  podWaits(nowMs: number): void {
    if (this.parts.plan.provisioner !== 'karpenter') return;
    if (this.batch !== undefined) {
      this.batch.lastMs = nowMs;
      return;
    }
    this.batch = { openedMs: nowMs, lastMs: nowMs };
    this.parts.agenda.at(nowMs + BATCH.idleMs, (atMs) => this.closeBatch(atMs));
  }

  /** One scan of Cluster Autoscaler. */
  scan(nowMs: number): void {
    if (this.parts.plan.provisioner === 'cluster-autoscaler') this.provide(nowMs);
  }

  /** Asks for what is missing from the minimum. */
  keepMinimum(nowMs: number): void {
    while (this.parts.pool.nodes().length < this.parts.plan.min) this.request(nowMs, nowMs);
  }

  private closeBatch(nowMs: number): void {
    if (this.batch === undefined) return;
    const { openedMs, lastMs } = this.batch;
    const dueMs = Math.min(lastMs + BATCH.idleMs, openedMs + BATCH.longestMs);
    if (nowMs < dueMs) {
      this.parts.agenda.at(dueMs, (atMs) => this.closeBatch(atMs));
      return;
    }
    this.batch = undefined;
    this.provide(nowMs);
    this.lookAgain(nowMs);
  }

  private lookAgain(nowMs: number): void {
    if (this.looksAgain || this.parts.waiting().length === 0) return;
    this.looksAgain = true;
    this.parts.agenda.at(nowMs + BATCH.againMs, (atMs) => {
      this.looksAgain = false;
      if (this.batch === undefined) this.provide(atMs);
      this.lookAgain(atMs);
    });
  }

  private provide(nowMs: number): void {
    const { plan, pool, workloads } = this.parts;
    const waiting = this.parts.waiting().map((pod) => ({ pod, requests: workloads[pod.workload]!.requests }));
    if (waiting.length === 0) return;
    const coming = pool.nodes().filter(({ state }) => state === 'coming').length;
    const { newNodes, left } = nodesFor(waiting, coming, Math.max(0, plan.max - pool.nodes().length), plan);
    for (const pods of newNodes) {
      this.lastRequestMs = nowMs;
      this.request(nowMs, Math.min(...pods.map(({ pod }) => pod.waitingSinceMs)));
    }
    for (const { pod } of left) pod.waitingSinceMs = nowMs;
  }

  /** @param sinceMs instant from which the time of provisioning counts */
  private request(nowMs: number, sinceMs: number): void {
    const { plan, pool, agenda } = this.parts;
    const node = pool.request(nowMs);
    const readyMs = sinceMs + drawMs(plan.provisionMs, node.key, DRAW.provision);
    agenda.at(Math.max(nowMs, readyMs), (atMs) => {
      if (node.state !== 'coming') return;
      pool.open(node, atMs);
      this.parts.opened(node, atMs);
    });
  }
}
