import { DRAW } from '../../random/keyed.ts';
import type { WorkloadPlan } from '../workload-plan.ts';
import type { Agenda } from './agenda.ts';
import { drawMs } from './fleet-draws.ts';
import type { NodePool } from './node-pool.ts';
import type { Pod } from './pod.ts';

export interface SchedulerParts {
  readonly workloads: readonly WorkloadPlan[];
  readonly agenda: Agenda;
  readonly pool: NodePool;
  readonly bind: (pod: Pod, nowMs: number) => void;
  /** Called for each new pod that no node has room for. */
  readonly unschedulable: (nowMs: number) => void;
}

/**
 * Gives each pod a node: the place is taken at once, the binding follows after the pod's scheduling time. Pods without
 * room wait in order of creation, and each is tried again whenever room may have appeared.
 */
export class Scheduler {
  private readonly parts: SchedulerParts;
  private queue: readonly Pod[] = [];

  constructor(parts: SchedulerParts) {
    this.parts = parts;
  }

  /** Pods that no node has room for, oldest first. */
  waiting(): readonly Pod[] {
    return this.queue;
  }

  /** Looks for a node for a new pod. */
  schedule(pod: Pod, nowMs: number): void {
    if (this.place(pod, nowMs)) return;
    this.queue = [...this.queue, pod];
    this.parts.unschedulable(nowMs);
  }

  /** Tries every waiting pod; to be called when a node has been added or a pod has gone. */
  retry(nowMs: number): void {
    if (this.queue.length === 0) return;
    this.queue = this.queue.filter((pod) => pod.stage === 'waiting' && !this.place(pod, nowMs));
  }

  /** Drops a pod that has gone while it waited. */
  forget(pod: Pod): void {
    if (this.queue.includes(pod)) this.queue = this.queue.filter((other) => other !== pod);
  }

  private place(pod: Pod, nowMs: number): boolean {
    const { pool, agenda, workloads, bind } = this.parts;
    const plan = workloads[pod.workload]!;
    const node = pool.choose(plan.requests);
    if (node === undefined) return false;
    pool.place(node, plan.requests, nowMs);
    pod.node = node;
    pod.stage = 'reserved';
    const takesMs = drawMs(plan.startup.scheduleMs, pod.key, DRAW.schedule);
    agenda.at(nowMs + takesMs, (atMs) => bind(pod, atMs));
    return true;
  }
}
