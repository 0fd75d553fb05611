import { HpaController } from '../kubernetes/hpa-controller.ts';
import { DEFAULT_METRIC } from '../kubernetes/hpa-defaults.ts';
import type { HpaSettings } from '../kubernetes/hpa-settings.ts';
import type { HpaSpec, MetricSpec } from '../kubernetes/hpa-spec.ts';
import type { MetricReading } from '../kubernetes/metric-reading.ts';
import type {
  VectorEvent,
  VectorExtraSample,
  VectorNumber,
  VectorPod,
  VectorRecommendation,
} from './hpa-vector-file.ts';
import { metricTarget, readinessSettings, type VectorTarget } from './hpa-vector-metrics.ts';
import { ago, podSamples, podStates, VECTOR_NOW_MS } from './hpa-vector-pods.ts';
import { hpaBehavior, scaleEvents, type VectorBehavior } from './hpa-vector-rules.ts';

interface VectorMetric extends VectorTarget {
  readonly type: string;
  readonly resource?: string;
  readonly container?: string | null;
  readonly name?: string;
  readonly metricKey?: string;
  readonly fetchError?: boolean;
  readonly extraMetrics?: readonly VectorExtraSample[];
  readonly valueMilli?: VectorNumber;
  readonly valuesMilli?: readonly VectorNumber[];
}

export interface ReconcileInputs {
  readonly minReplicas: number | null;
  readonly maxReplicas: number;
  readonly specReplicas: number;
  readonly statusReplicas: number;
  readonly defaultTolerance: number;
  readonly configurableToleranceEnabled: boolean;
  readonly cpuInitializationPeriodSeconds: number;
  readonly initialReadinessDelaySeconds: number;
  readonly downscaleStabilizationSeconds: number;
  readonly legacyScaleUpLimitFactor: number;
  readonly scaleToZeroEnabled: boolean;
  readonly scaledToZeroCondition: boolean;
  readonly behavior: VectorBehavior | null;
  readonly priorRecommendations: readonly VectorRecommendation[] | null;
  readonly priorScaleUpEvents: readonly VectorEvent[] | null;
  readonly priorScaleDownEvents: readonly VectorEvent[] | null;
  readonly metrics: readonly VectorMetric[];
  readonly pods: readonly VectorPod[];
}

/** Returns what one pass of the controller decides in a case of kind reconcile. */
export function reconcile(inputs: ReconcileInputs): Readonly<Record<string, unknown>> {
  const { priorRecommendations: prior, metrics } = inputs;
  const controller = new HpaController(specOf(inputs), settingsOf(inputs), {
    ...(prior && {
      recommendations: prior.map(({ replicas, ageSeconds }) => ({ replicas, atMs: ago(ageSeconds) })),
    }),
    scaleUps: scaleEvents(inputs.priorScaleUpEvents),
    scaleDowns: scaleEvents(inputs.priorScaleDownEvents),
    scaledToZero: inputs.scaledToZeroCondition,
  });
  const resource = metrics.find((metric) => metric.resource !== undefined)?.resource ?? 'cpu';
  const container = metrics.find((metric) => metric.container)?.container ?? undefined;
  const decision = controller.sync({
    nowMs: VECTOR_NOW_MS,
    specReplicas: inputs.specReplicas,
    statusReplicas: inputs.statusReplicas,
    pods: podStates(inputs.pods, resource, container),
    readings: metrics.length === 0 ? [NOTHING] : metrics.map((metric) => readingOf(metric, inputs.pods)),
  });
  const measured = decision.metrics.find(
    (each) => each.kind === 'proposal' && each.utilizationPercent !== undefined,
  );
  return {
    ...decision,
    cpuUtilization: measured?.kind === 'proposal' ? measured.utilizationPercent : undefined,
  };
}

const NOTHING: MetricReading = { kind: 'perPod', samples: new Map() };

function specOf(inputs: ReconcileInputs): HpaSpec {
  return {
    minReplicas: inputs.minReplicas ?? 1,
    maxReplicas: inputs.maxReplicas,
    metrics: inputs.metrics.length === 0 ? [DEFAULT_METRIC] : inputs.metrics.map(metricSpec),
    ...(inputs.behavior && { behavior: hpaBehavior(inputs.behavior) }),
  };
}

function settingsOf(inputs: ReconcileInputs): HpaSettings {
  return {
    ...readinessSettings(inputs),
    tolerance: inputs.defaultTolerance,
    configurableTolerance: inputs.configurableToleranceEnabled,
    downscaleStabilizationMs: inputs.downscaleStabilizationSeconds * 1000,
    legacyScaleUpFactor: inputs.legacyScaleUpLimitFactor,
    scaleToZero: inputs.scaleToZeroEnabled,
  };
}

function metricSpec(metric: VectorMetric): MetricSpec {
  const { type, resource = 'cpu', container, name = 'metric' } = metric;
  const target = metricTarget(metric);
  if (type === 'resource') return { kind: type, resource, target };
  if (type === 'containerResource') return { kind: type, resource, container: container ?? '', target };
  if (type === 'pods' || type === 'object' || type === 'external')
    return { kind: type, metric: name, target };
  return { kind: 'unknown', type };
}

function readingOf(metric: VectorMetric, pods: readonly VectorPod[]): MetricReading {
  if (metric.fetchError) return { kind: 'failed', error: 'fetch failed' };
  if (metric.type === 'external')
    return { kind: 'series', valuesMilli: (metric.valuesMilli ?? []).map(Number) };
  if (metric.type === 'object') {
    return {
      kind: 'series',
      valuesMilli: metric.valueMilli === undefined ? [] : [Number(metric.valueMilli)],
    };
  }
  const key = metric.metricKey ?? metric.resource ?? metric.name ?? '';
  return { kind: 'perPod', samples: podSamples(pods, (pod) => pod.metrics?.[key], metric.extraMetrics) };
}
