import { type HpaSettings, PRODUCTION_HPA_SETTINGS } from '../kubernetes/hpa-settings.ts';
import type { MetricSpec, MetricTarget } from '../kubernetes/hpa-spec.ts';
import type { MetricReading } from '../kubernetes/metric-reading.ts';
import { metricReplicas } from '../kubernetes/metric-replicas.ts';
import type { VectorExtraSample, VectorNumber, VectorPod } from './hpa-vector-file.ts';
import { podSamples, podStates, VECTOR_NOW_MS } from './hpa-vector-pods.ts';

/** Targets as cases write them; a metric has one. */
export interface VectorTarget {
  readonly targetUtilization?: number | null;
  readonly targetAverageMilli?: VectorNumber | null;
  readonly targetValueMilli?: VectorNumber | null;
}

/** Returns the target of a case. None at all is, to a resource, the same mistake as a `value` target. */
export function metricTarget(target: VectorTarget): MetricTarget {
  const { targetUtilization, targetAverageMilli, targetValueMilli } = target;
  if (typeof targetUtilization === 'number') return { kind: 'utilization', percent: targetUtilization };
  if (targetAverageMilli != null) return { kind: 'averageValue', milli: Number(targetAverageMilli) };
  return { kind: 'value', milli: Number(targetValueMilli ?? 1000) };
}

export interface ReplicaCalcInputs extends VectorTarget {
  readonly calculation: string;
  readonly resource?: string;
  readonly container?: string | null;
  readonly currentReplicas?: number;
  readonly statusReplicas?: number;
  readonly tolerance: { readonly scaleUp: number; readonly scaleDown: number };
  readonly cpuInitializationPeriodSeconds?: number;
  readonly initialReadinessDelaySeconds?: number;
  readonly pods?: readonly VectorPod[];
  readonly extraMetrics?: readonly VectorExtraSample[];
  readonly metricValueMilli?: VectorNumber;
  readonly metricValuesMilli?: readonly VectorNumber[];
}

/** Settings of the controller that a case was made with. */
export function readinessSettings(inputs: {
  readonly cpuInitializationPeriodSeconds?: number;
  readonly initialReadinessDelaySeconds?: number;
}): HpaSettings {
  const { cpuInitializationPeriodSeconds: cpu, initialReadinessDelaySeconds: delay } = inputs;
  return {
    ...PRODUCTION_HPA_SETTINGS,
    ...(cpu !== undefined && { cpuInitializationPeriodMs: cpu * 1000 }),
    ...(delay !== undefined && { initialReadinessDelayMs: delay * 1000 }),
  };
}

/** Returns what one metric asks for in a case of kind replica_calc. */
export function replicaCalculation(inputs: ReplicaCalcInputs): Readonly<Record<string, unknown>> {
  const outcome = metricReplicas(metricOf(inputs), readingOf(inputs), {
    nowMs: VECTOR_NOW_MS,
    currentReplicas: inputs.currentReplicas ?? 0,
    statusReplicas: inputs.statusReplicas ?? 0,
    pods: podStates(inputs.pods ?? [], inputs.resource ?? '', inputs.container ?? undefined),
    tolerance: { up: inputs.tolerance.scaleUp, down: inputs.tolerance.scaleDown },
    settings: readinessSettings(inputs),
  });
  if (outcome.kind === 'failed') return { error: outcome.error };
  return {
    replicas: outcome.replicas,
    utilization: outcome.utilizationPercent,
    rawAverageMilli: outcome.averageMilli,
    usageMilli: outcome.valueMilli ?? outcome.averageMilli,
  };
}

function metricOf(inputs: ReplicaCalcInputs): MetricSpec {
  const target = metricTarget(inputs);
  const { calculation, resource, container } = inputs;
  if (calculation.startsWith('object')) return { kind: 'object', metric: 'metric', target };
  if (calculation.startsWith('external')) return { kind: 'external', metric: 'metric', target };
  if (resource === undefined || resource === null) return { kind: 'pods', metric: 'metric', target };
  return container
    ? { kind: 'containerResource', resource, container, target }
    : { kind: 'resource', resource, target };
}

function readingOf(inputs: ReplicaCalcInputs): MetricReading {
  const { metricValueMilli, metricValuesMilli, pods = [], extraMetrics } = inputs;
  const series = metricValuesMilli ?? (metricValueMilli === undefined ? undefined : [metricValueMilli]);
  if (series !== undefined) return { kind: 'series', valuesMilli: series.map(Number) };
  return { kind: 'perPod', samples: podSamples(pods, (pod) => pod.metric, extraMetrics) };
}
