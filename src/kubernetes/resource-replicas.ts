import type { HpaSettings } from './hpa-settings.ts';
import { failure, type MetricOutcome } from './metric-outcome.ts';
import { groupPods } from './pod-groups.ts';
import { replicasFromPods, usableUsage } from './pod-replicas.ts';
import { type PodRequests, podRequest } from './pod-request.ts';
import type { PodSamples, PodState } from './pod-state.ts';
import type { Tolerance } from './tolerance.ts';
import { utilizationRatio } from './usage-ratio.ts';

/** A pass as one metric with samples per pod sees it. */
export interface PodMetricPass {
  readonly nowMs: number;
  readonly currentReplicas: number;
  readonly pods: readonly PodState[];
  readonly samples: PodSamples;
  readonly tolerance: Tolerance;
  readonly settings: Pick<
    HpaSettings,
    'cpuInitializationPeriodMs' | 'initialReadinessDelayMs' | 'podLevelResources'
  >;
}

/** A resource of the pods, or of one container of each. */
export interface MeasuredResource {
  readonly resource: string;
  readonly container?: string | undefined;
}

/**
 * Returns what a utilization target asks for: usage as a share of the requests, in whole percent. One pod without a
 * request fails the metric, even a pod that would not count. Source: kubernetes replica_calculator.go, GetResourceReplicas.
 */
export function utilizationReplicas(
  pass: PodMetricPass,
  measured: MeasuredResource,
  targetPercent: number,
): MetricOutcome {
  const { pods, samples, settings, currentReplicas, tolerance } = pass;
  if (pods.length === 0) return failure('no pods returned by selector while calculating replica count');
  const groups = groupPods(pods, samples, measured.resource, pass);
  const usageMilli = usableUsage(samples, groups);
  if (usageMilli.size === 0) return failure(NO_USABLE_SAMPLE);
  const requested = requestsOf(pods, measured, settings.podLevelResources);
  if (!requested.ok) return failure(requested.error);
  const { requestsMilli } = requested;
  const first = utilizationRatio(usageMilli, requestsMilli, targetPercent);
  if (first === undefined) return failure('no metrics returned matched known pods');
  // A pod without a sample counts as full on the way down: of its request, or of a target above that.
  const fullPercent = Math.max(100, targetPercent);
  const proposal = replicasFromPods({
    currentReplicas,
    groups,
    usageMilli,
    tolerance,
    ratioOf: (usage) => (utilizationRatio(usage, requestsMilli, targetPercent) ?? first).ratio,
    assumedMilli: (name) => Math.trunc(((requestsMilli.get(name) ?? 0) * fullPercent) / 100),
  });
  const { percent: utilizationPercent, averageMilli } = first;
  return { kind: 'proposal', ...proposal, utilizationPercent, averageMilli };
}

type Requests =
  | { readonly ok: true; readonly requestsMilli: ReadonlyMap<string, number> }
  | { readonly ok: false; readonly error: string };

/** Returns the requests by pod name, or the first reason why there is none. A template is looked at once. */
function requestsOf(
  pods: readonly PodState[],
  measured: MeasuredResource,
  podLevelResources: boolean,
): Requests {
  const ofTemplate = new Map<PodRequests, number>();
  const requestsMilli = new Map<string, number>();
  for (const { name: podName, requests } of pods) {
    let milli = ofTemplate.get(requests);
    if (milli === undefined) {
      const request = podRequest(requests, { ...measured, podName, podLevelResources });
      if (!request.ok) return request;
      milli = Math.ceil(request.milli);
      ofTemplate.set(requests, milli);
    }
    requestsMilli.set(podName, milli);
  }
  return { ok: true, requestsMilli };
}

export const NO_USABLE_SAMPLE = 'did not receive metrics for targeted pods (pods might be unready)';
