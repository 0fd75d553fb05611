import type { HpaSettings } from './hpa-settings.ts';
import type { PodSample, PodSamples, PodState } from './pod-state.ts';

/** Names of pods by what a metric makes of them. */
export interface PodGroups {
  /** Pods whose samples count. */
  readonly readyCount: number;
  /** Left out, but counted as idle when the answer is to grow. */
  readonly unready: ReadonlySet<string>;
  /** Without a sample. */
  readonly missing: ReadonlySet<string>;
  /** Ended or being deleted. */
  readonly ignored: ReadonlySet<string>;
}

export type PodClass = 'ready' | 'unready' | 'missing' | 'ignored';

/** The instant of a pass and the settings that decide whether a sample is old enough to be believed. */
export interface ReadinessRules {
  readonly nowMs: number;
  readonly settings: Pick<HpaSettings, 'cpuInitializationPeriodMs' | 'initialReadinessDelayMs'>;
}

/**
 * Returns what one metric makes of a pod. `resource` is the resource measured, undefined for custom metrics: only CPU
 * asks for readiness, because only CPU is burnt by starting up. Source: kubernetes replica_calculator.go, groupPods.
 */
export function classifyPod(
  pod: PodState,
  sample: PodSample | undefined,
  resource: string | undefined,
  rules: ReadinessRules,
): PodClass {
  if (pod.deleting || pod.phase === 'Failed' || pod.phase === 'Succeeded') return 'ignored';
  if (pod.phase === 'Pending') return 'unready';
  if (sample === undefined) return 'missing';
  return resource === 'cpu' && !cpuCounts(pod, sample, rules) ? 'unready' : 'ready';
}

function cpuCounts(pod: PodState, sample: PodSample, { nowMs, settings }: ReadinessRules): boolean {
  const { ready, startedAtMs } = pod;
  if (ready === undefined || startedAtMs === undefined) return false;
  if (startedAtMs + settings.cpuInitializationPeriodMs > nowMs) {
    return ready.status !== 'False' && sample.atMs >= ready.sinceMs + sample.windowMs;
  }
  return ready.status !== 'False' || startedAtMs + settings.initialReadinessDelayMs <= ready.sinceMs;
}

/** Returns the pods of a workload grouped for one metric; see `classifyPod`. */
export function groupPods(
  pods: readonly PodState[],
  samples: PodSamples,
  resource: string | undefined,
  rules: ReadinessRules,
): PodGroups {
  const groups = { unready: new Set<string>(), missing: new Set<string>(), ignored: new Set<string>() };
  let readyCount = 0;
  for (const pod of pods) {
    const found = classifyPod(pod, samples.get(pod.name), resource, rules);
    if (found === 'ready') readyCount++;
    else groups[found].add(pod.name);
  }
  return { readyCount, ...groups };
}
