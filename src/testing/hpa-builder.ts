import type { HpaObservation } from '../kubernetes/hpa-observation.ts';
import type { HpaBehavior, HpaSpec } from '../kubernetes/hpa-spec.ts';
import type { MetricReading } from '../kubernetes/metric-reading.ts';
import type { PodState } from '../kubernetes/pod-state.ts';

/** Instant of a builder's pass; its pods have been ready for an hour. */
export const PASS_MS = 1e9;

export const ONE_CORE = {
  containers: [{ name: 'app', requestsMilli: { cpu: 1000, memory: 1000 * 2 ** 29 } }],
};

/** Returns a running pod with one core that has been ready for an hour, changed as asked. */
export function podState(name: string, change: Partial<PodState> = {}): PodState {
  const sinceMs = PASS_MS - 3_600_000;
  return {
    name,
    phase: 'Running',
    deleting: false,
    startedAtMs: sinceMs,
    ready: { status: 'True', sinceMs },
    requests: ONE_CORE,
    ...change,
  };
}

/** Returns `count` pods made alike. */
export function podStates(count: number, change: Partial<PodState> = {}, from = 0): readonly PodState[] {
  return Array.from({ length: count }, (_, index) => podState(`p-${from + index}`, change));
}

/** Returns a reading that gives every pod the same fresh sample over 15 s. */
export function everyPod(pods: readonly PodState[], valueMilli: number, atMs = PASS_MS): MetricReading {
  const sample = { valueMilli, atMs, windowMs: 15_000 };
  return { kind: 'perPod', samples: new Map(pods.map((pod) => [pod.name, sample])) };
}

export function cpuSpec(percent: number, change: Partial<HpaSpec> = {}): HpaSpec {
  const target = { kind: 'utilization', percent } as const;
  return {
    minReplicas: 1,
    maxReplicas: 1000,
    metrics: [{ kind: 'resource', resource: 'cpu', target }],
    ...change,
  };
}

/** Returns an autoscaler whose proposal is the value of one External metric [units], outside its tolerance. */
export function queueSpec(behavior?: HpaBehavior, change: Partial<HpaSpec> = {}): HpaSpec {
  const target = { kind: 'averageValue', milli: 1000 } as const;
  return {
    minReplicas: 1,
    maxReplicas: 1000,
    metrics: [{ kind: 'external', metric: 'queue', target }],
    ...(behavior && { behavior }),
    ...change,
  };
}

/** Returns a pass of `queueSpec` at which the metric asks for `wanted` replicas. */
export function queuePass(nowMs: number, replicas: number, wanted: number): HpaObservation {
  return {
    nowMs,
    specReplicas: replicas,
    statusReplicas: replicas,
    pods: [],
    readings: [{ kind: 'series', valuesMilli: [wanted * 1000] }],
  };
}

/** Returns a pass of `cpuSpec` in which the ready pods use `usageMilli` each and the others have no sample. */
export function cpuPass(
  ready: readonly PodState[],
  usageMilli: number,
  others: readonly PodState[] = [],
): HpaObservation {
  const replicas = ready.length + others.length;
  return {
    nowMs: PASS_MS,
    specReplicas: replicas,
    statusReplicas: replicas,
    pods: [...ready, ...others],
    readings: [everyPod(ready, usageMilli)],
  };
}
