import { failure, type MetricOutcome } from './metric-outcome.ts';
import { isRunningAndReady, type PodState } from './pod-state.ts';
import { wholeReplicas } from './replica-count.ts';
import { isWithin, type Tolerance } from './tolerance.ts';

/** 2^63, to double precision the largest amount that the controller's 64 bits hold [milli-units]. */
export const MAX_AMOUNT_MILLI = 2 ** 63;

/** Returns the sum of series for a `value` target [milli-units], held to 64 bits. */
export function sumOfSeries(valuesMilli: readonly number[]): number {
  let sum = 0;
  for (const value of valuesMilli) sum = Math.min(sum + value, MAX_AMOUNT_MILLI);
  return sum;
}

/**
 * Returns the sum of series for an `averageValue` target [milli-units]. A sum that turns negative on the way is taken
 * for an overflow and becomes the largest amount, as upstream does: a negative metric asks for every replica there is.
 * Source: kubernetes replica_calculator.go, GetExternalPerPodMetricReplicas.
 */
export function sumOfSeriesPerPod(valuesMilli: readonly number[]): number {
  let sum = 0;
  for (const value of valuesMilli) {
    sum += value;
    if (sum < 0 || sum > MAX_AMOUNT_MILLI) return MAX_AMOUNT_MILLI;
  }
  return sum;
}

/**
 * Returns what a `value` target of an object or external metric asks for: the ratio times the pods that are Running
 * and Ready, so that unready pods lower the answer. From 0 replicas it is the ratio itself.
 * Source: kubernetes replica_calculator.go, getUsageRatioReplicaCount.
 */
export function valueReplicas(
  currentReplicas: number,
  pods: readonly PodState[],
  valueMilli: number,
  targetMilli: number,
  tolerance: Tolerance,
): MetricOutcome {
  const ratio = valueMilli / targetMilli;
  const found = { kind: 'proposal', ratio, valueMilli } as const;
  if (currentReplicas === 0) return { ...found, replicas: wholeReplicas(ratio) };
  if (isWithin(ratio, tolerance)) return { ...found, replicas: currentReplicas, hold: 'tolerance' };
  if (pods.length === 0) return failure('no pods returned by selector while calculating replica count');
  const countedPods = pods.filter(isRunningAndReady).length;
  return { ...found, replicas: wholeReplicas(ratio * countedPods), countedPods };
}

/**
 * Returns what an `averageValue` target of an object or external metric asks for: value / target, whatever the pods do.
 * Within tolerance it keeps the replicas of the status, which need not be those of the spec.
 * Source: kubernetes replica_calculator.go, GetObjectPerPodMetricReplicas.
 */
export function perPodReplicas(
  statusReplicas: number,
  valueMilli: number,
  targetMilli: number,
  tolerance: Tolerance,
): MetricOutcome {
  const averageMilli = perPodUsage(valueMilli, statusReplicas);
  const wanted = wholeReplicas(valueMilli / targetMilli);
  if (statusReplicas === 0) return { kind: 'proposal', replicas: wanted, averageMilli };
  const ratio = valueMilli / (targetMilli * statusReplicas);
  const found = { kind: 'proposal', ratio, averageMilli } as const;
  if (isWithin(ratio, tolerance)) return { ...found, replicas: statusReplicas, hold: 'tolerance' };
  return { ...found, replicas: wanted };
}

/** Returns an amount per pod of the status [milli-units], rounded up; 0 where the status has no pods. */
export function perPodUsage(valueMilli: number, statusReplicas: number): number {
  if (valueMilli >= MAX_AMOUNT_MILLI) return MAX_AMOUNT_MILLI;
  return statusReplicas === 0 ? 0 : Math.ceil(valueMilli / statusReplicas) + 0;
}
