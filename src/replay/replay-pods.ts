import { podKey } from '../kubernetes/fleet/fleet-draws.ts';
import type { PodRequests } from '../kubernetes/pod-request.ts';
import type { PodState } from '../kubernetes/pod-state.ts';

/** One pod of a replay. Its container runs from `runningMs`; from `readyMs` on it takes its share. */
export interface ReplayPod {
  readonly name: string;
  /** Of its draws. */
  readonly key: number;
  readonly createdMs: number;
  readonly runningMs: number;
  /** Infinite while nobody knows. */
  readyMs: number;
}

/** Pods that are there at first have been ready for this long [ms]. */
const SETTLED_MS = 3_600_000;

/** Most time from creation to a running container [ms]. Source: kubernetes/community, slos/pod_startup_latency.md, p99. */
const MOST_PENDING_MS = 5_000;

/**
 * The pods of a workload whose nodes have room for all of them: created at once, Ready after a fixed time, gone at once.
 * Invariant: as many as were asked for last, the oldest first. Of too many the youngest go, those not ready before others.
 */
export class ReplayPods {
  private readonly seed: number;
  private readonly startupMs: number;
  private list: ReplayPod[] = [];
  private made = 0;

  /** @param replicas ready from the beginning @param startupMs from creation to Ready */
  constructor(replicas: number, startupMs: number, seed: number) {
    this.seed = seed;
    this.startupMs = startupMs;
    for (let i = 0; i < replicas; i++) this.add(-SETTLED_MS, -SETTLED_MS);
  }

  get all(): readonly ReplayPod[] {
    return this.list;
  }

  setReplicas(replicas: number, nowMs: number): void {
    while (this.list.length < replicas) this.add(nowMs, nowMs + this.startupMs);
    if (this.list.length === replicas) return;
    const ranked = this.list.map((pod, index) => ({ pod, index, isReady: pod.readyMs <= nowMs }));
    ranked.sort((a, b) => Number(b.isReady) - Number(a.isReady) || a.index - b.index);
    const kept = new Set(ranked.slice(0, replicas).map(({ pod }) => pod));
    this.list = this.list.filter((pod) => kept.has(pod));
  }

  /** Takes the oldest pods for Ready, and the others for not Ready, as a recording says. */
  setReady(count: number, nowMs: number): void {
    this.list.forEach((pod, index) => {
      if (index >= count) pod.readyMs = Number.POSITIVE_INFINITY;
      else if (pod.readyMs > nowMs) pod.readyMs = nowMs;
    });
  }

  readyCount(nowMs: number): number {
    let count = 0;
    for (const { readyMs } of this.list) if (readyMs <= nowMs) count++;
    return count;
  }

  /** Returns when the next pod gets ready [ms], infinite where none does. */
  nextReadyMs(nowMs: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { readyMs } of this.list) if (readyMs > nowMs) next = Math.min(next, readyMs);
    return next;
  }

  private add(createdMs: number, readyMs: number): void {
    const number = this.made++;
    const key = podKey({ seed: this.seed, replication: 0 }, 0, number);
    const runningMs = Math.min(readyMs, createdMs + MOST_PENDING_MS);
    this.list.push({ name: `replay-${number}`, key, createdMs, runningMs, readyMs });
  }
}

/** Returns pods as an autoscaler sees them through the API. */
export function podStatesOf(
  pods: readonly ReplayPod[],
  requests: PodRequests,
  nowMs: number,
): readonly PodState[] {
  return pods.map(({ name, createdMs, runningMs, readyMs }) => {
    const isReady = readyMs <= nowMs;
    return {
      name,
      phase: runningMs <= nowMs ? 'Running' : 'Pending',
      deleting: false,
      startedAtMs: createdMs,
      ready: { status: isReady ? 'True' : 'False', sinceMs: isReady ? readyMs : createdMs },
      requests,
    } as const;
  });
}
