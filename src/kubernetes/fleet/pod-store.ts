import { isServing, type Pod } from './pod.ts';

/** Pods of one workload by what they are good for. */
export interface PodCounts {
  /** Asked for. */
  readonly desired: number;
  /** Take requests. */
  readonly ready: number;
  /** On a node, but take no requests: on their way to Ready, or no longer ready. */
  readonly starting: number;
  /** No node has room for them. */
  readonly pending: number;
  /** Asked to end, and not gone yet. */
  readonly terminating: number;
  /** Gone with their node, which nobody has noticed yet. */
  readonly lost: number;
}

/** The pods of every workload that have not gone, in order of creation, and how many are asked for. */
export class PodStore {
  readonly desired: number[];
  private readonly pods: Pod[][];
  /** Serving pods by workload; absent when they may have changed. */
  private readonly serving: (readonly Pod[] | undefined)[];

  constructor(workloads: number) {
    const each = Array.from({ length: workloads });
    this.desired = each.map(() => 0);
    this.pods = each.map(() => []);
    this.serving = each.map(() => undefined);
  }

  add(pod: Pod): void {
    this.pods[pod.workload]?.push(pod);
  }

  remove(pod: Pod): void {
    const pods = this.pods[pod.workload];
    pods?.splice(pods.indexOf(pod), 1);
    this.touch(pod);
  }

  /** Says that a pod may have begun or ceased to serve. */
  touch(pod: Pod): void {
    this.serving[pod.workload] = undefined;
  }

  of(workload: number): readonly Pod[] {
    return this.pods[workload] ?? [];
  }

  all(): readonly Pod[] {
    return this.pods.flat();
  }

  /** Pods that count as replicas: all but those that are being deleted. */
  active(workload: number): readonly Pod[] {
    return this.of(workload).filter((pod) => !pod.deleting);
  }

  /** Pods that take requests; the same array while nothing changes. */
  readyPods(workload: number): readonly Pod[] {
    this.serving[workload] ??= this.of(workload).filter(isServing);
    return this.serving[workload] ?? [];
  }

  counts(workload: number): PodCounts {
    const counts = { ready: 0, starting: 0, pending: 0, terminating: 0, lost: 0 };
    for (const pod of this.of(workload)) counts[classOf(pod)]++;
    return { desired: this.desired[workload] ?? 0, ...counts };
  }
}

function classOf(pod: Pod): Exclude<keyof PodCounts, 'desired'> {
  if (pod.deleting) return 'terminating';
  if (pod.lostMs !== undefined) return 'lost';
  if (pod.stage === 'waiting') return 'pending';
  return isServing(pod) ? 'ready' : 'starting';
}
