import { TokenBucket } from '../../engine/token-bucket.ts';
import type { Agenda } from './agenda.ts';
import { deletionOrder } from './deletion-rank.ts';
import type { Pod } from './pod.ts';
import type { PodStore } from './pod-store.ts';

/**
 * Calls that the ReplicaSet controller's API client may make. Source: kube-controller-manager's --kube-api-qps 20 and
 * --kube-api-burst 30.
 */
const CLIENT = { capacityTokens: 30, refillPerSec: 20, clockResolutionMs: 1 } as const;

export interface ReplicaSetParts {
  readonly agenda: Agenda;
  readonly store: PodStore;
  readonly create: (workload: number, nowMs: number) => void;
  readonly remove: (pod: Pod, nowMs: number) => void;
}

/**
 * The controller that keeps the pods of each workload at the number asked for. Pods that are being deleted do not count,
 * so that their replacements come at once. It creates in batches of 1, 2, 4, 8 ... calls, which take no time here, so
 * that only the client's rate limit shows; creations and deletions of all workloads share it.
 */
export class ReplicaSets {
  private readonly parts: ReplicaSetParts;
  private readonly client: TokenBucket;
  /** Workloads that wait for the client. */
  private readonly waiting = new Set<number>();

  constructor(parts: ReplicaSetParts, startMs: number) {
    this.parts = parts;
    this.client = new TokenBucket(CLIENT, startMs);
  }

  /** Creates what is missing and deletes what is too much, as fast as the client may. */
  reconcile(workload: number, nowMs: number): void {
    if (this.waiting.has(workload)) return;
    const { store } = this.parts;
    const active = store.active(workload);
    const missing = (store.desired[workload] ?? 0) - active.length;
    const surplus = missing < 0 ? deletionOrder(active, nowMs).slice(0, -missing) : [];
    for (let i = 0; i < Math.abs(missing); i++) {
      if (!this.client.take(nowMs)) {
        this.retry(workload, nowMs);
        return;
      }
      const pod = surplus[i];
      if (pod === undefined) this.parts.create(workload, nowMs);
      else this.parts.remove(pod, nowMs);
    }
  }

  private retry(workload: number, nowMs: number): void {
    this.waiting.add(workload);
    this.parts.agenda.at(this.client.nextTokenMs(nowMs), (atMs) => {
      this.waiting.delete(workload);
      this.reconcile(workload, atMs);
    });
  }
}
