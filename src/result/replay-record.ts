import type { HpaDecision } from '../kubernetes/hpa-decision.ts';
import type { HpaSpec } from '../kubernetes/hpa-spec.ts';

/*
 * What a replay of a recording leaves behind. Instants count from the recording's first frame [ms], amounts of a measure
 * are in milli-units (1 core = 1000, 1 byte = 1000, 1 request/s = 1000).
 */
export interface HpaReplayRecord {
  readonly trace: ReplayedTrace;
  readonly settings: ReplaySettings;
  readonly capacity: PodCapacity;
  /** One for each autoscaler, in the order in which they were given. */
  readonly candidates: readonly CandidateRecord[];
  /** The recorded replicas; absent where the recording does not tell them. */
  readonly recorded?: ReplicaCourse;
}

export interface ReplayedTrace {
  /** Path as the user gave it. */
  readonly file: string;
  readonly perPod: boolean;
  /** Whether a column says how many replicas there were, and which pods were Ready. */
  readonly tellsReplicas: boolean;
  readonly tellsReady: boolean;
  readonly measures: readonly string[];
  /** Wall clock of the first frame [ms since 1970]; absent where times count from a start. */
  readonly startEpochMs?: number;
  readonly stepMs: number;
  readonly frames: number;
  readonly endMs: number;
  /** Samples of a pod's CPU, and of them those at its limit, where demand may have been higher; absent without both. */
  readonly saturation?: { readonly samples: number; readonly atLimit: number };
}

/** How a replay was asked to go. */
export interface ReplaySettings {
  /** candidate: the autoscaler's own replicas share the demand. as-recorded: it sees the recorded pods. */
  readonly mode: 'candidate' | 'as-recorded';
  readonly syncPeriodMs: number;
  /** From a pod's creation to Ready. */
  readonly startupMs: number;
  /** Age of every sample; absent: the metrics server's, drawn anew for every pod and scrape. */
  readonly lagMs?: number;
  /** per-pod: a pod's memory stays what it was. shared: the pods share the recorded total. */
  readonly memory: 'per-pod' | 'shared';
  readonly seed: number;
  /** Of one pod [milli-units]; absent: not given. */
  readonly cpuRequestMilli?: number;
  readonly memoryRequestMilli?: number;
  readonly cpuLimitMilli?: number;
}

/** What one Ready pod can carry, and by which measure demand is held against it. */
export interface PodCapacity {
  readonly measure: string;
  readonly perPodMilli: number;
  readonly basis: 'limit' | 'request' | 'target';
}

/** Demand and replicas as columns: span i ends at untilMs[i] and begins where the one before ends, the first at 0. */
export interface ReplicaCourse {
  readonly untilMs: readonly number[];
  /** Of the capacity's measure [milli-units]. */
  readonly demandMilli: readonly number[];
  /** Replicas asked for; of a recording those that existed. */
  readonly desired: readonly number[];
  readonly ready: readonly number[];
}

export interface CandidateRecord {
  /** Distinct short name. */
  readonly name: string;
  readonly file: string;
  readonly spec: HpaSpec;
  readonly initialReplicas: number;
  /** Every pass, ascending. */
  readonly decisions: readonly HpaDecision[];
  /** as-recorded: what it would have asked for over the recorded Ready pods. */
  readonly course: ReplicaCourse;
}
