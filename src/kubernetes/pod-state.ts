import type { PodRequests } from './pod-request.ts';

/** A pod as the autoscaler's selector returns it. Instants are on the clock of `HpaObservation.nowMs`. */
export interface PodState {
  /** Unique; samples refer to it. */
  readonly name: string;
  /** Pending until its containers run: scheduling and image pull are Pending. */
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  /** Whether its deletion has been asked for. */
  readonly deleting: boolean;
  /** When the kubelet accepted it; absent: not yet. */
  readonly startedAtMs?: number;
  /** Its Ready condition and the instant of the last change of it; absent: the pod has none. */
  readonly ready?: { readonly status: 'True' | 'False' | 'Unknown'; readonly sinceMs: number };
  /** Pods of one template share one object. */
  readonly requests: PodRequests;
}

/** One measurement of one pod, summed over its containers or of the one container asked for. */
export interface PodSample {
  /** Amount [milli-units]; a fraction of a milli-unit counts as a whole one. */
  readonly valueMilli: number;
  /** End of the window it was measured over. */
  readonly atMs: number;
  readonly windowMs: number;
}

/** Samples by pod name. May hold names that no pod has. */
export type PodSamples = ReadonlyMap<string, PodSample>;

/** Returns whether a pod runs and is ready: the pods that `value` targets of Object and External metrics multiply by. */
export function isRunningAndReady(pod: PodState): boolean {
  return pod.phase === 'Running' && pod.ready?.status === 'True';
}
