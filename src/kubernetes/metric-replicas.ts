import type { HpaSettings } from './hpa-settings.ts';
import type { MetricSpec } from './hpa-spec.ts';
import { failure, type MetricOutcome } from './metric-outcome.ts';
import type { MetricReading } from './metric-reading.ts';
import { perPodReplicas, sumOfSeries, sumOfSeriesPerPod, valueReplicas } from './object-replicas.ts';
import type { PodSamples, PodState } from './pod-state.ts';
import { averageReplicas } from './raw-replicas.ts';
import { utilizationReplicas } from './resource-replicas.ts';
import type { Tolerance } from './tolerance.ts';

/** A pass as any of its metrics sees it. */
export interface MetricPass {
  readonly nowMs: number;
  /** Of the scale's spec. */
  readonly currentReplicas: number;
  readonly statusReplicas: number;
  readonly pods: readonly PodState[];
  readonly tolerance: Tolerance;
  readonly settings: HpaSettings;
}

type SourceOf<K extends MetricSpec['kind']> = Extract<MetricSpec, { kind: K }>;

/** Returns what one metric asks for, or why it gives no answer. Targets are above 0. */
export function metricReplicas(metric: MetricSpec, reading: MetricReading, pass: MetricPass): MetricOutcome {
  if (metric.kind === 'unknown') return failure(`unknown metric source type ${metric.type}`);
  if (reading.kind === 'failed') return failure(`unable to get ${nameOf(metric)}: ${reading.error}`);
  switch (metric.kind) {
    case 'resource':
    case 'containerResource':
    case 'pods': {
      const samples = reading.kind === 'perPod' ? reading.samples : NO_SAMPLES;
      if (samples.size === 0) return noMetrics(metric);
      return podMetric(metric, { ...pass, samples });
    }
    case 'object':
    case 'external': {
      const valuesMilli = reading.kind === 'series' ? reading.valuesMilli : [];
      if (valuesMilli.length === 0) return noMetrics(metric);
      return seriesMetric(metric, valuesMilli, pass);
    }
  }
}

const NO_SAMPLES: PodSamples = new Map();

function podMetric(
  metric: SourceOf<'resource' | 'containerResource' | 'pods'>,
  pass: MetricPass & { readonly samples: PodSamples },
): MetricOutcome {
  const { target } = metric;
  if (target.kind === 'averageValue') {
    return averageReplicas(pass, metric.kind === 'pods' ? undefined : metric.resource, target.milli);
  }
  if (metric.kind === 'pods' || target.kind !== 'utilization') return wrongTarget(metric);
  const container = metric.kind === 'containerResource' ? metric.container : undefined;
  return utilizationReplicas(pass, { resource: metric.resource, container }, target.percent);
}

function seriesMetric(
  metric: SourceOf<'object' | 'external'>,
  valuesMilli: readonly number[],
  pass: MetricPass,
): MetricOutcome {
  const { target } = metric;
  const external = metric.kind === 'external';
  if (target.kind === 'value') {
    const sum = external ? sumOfSeries(valuesMilli) : valuesMilli[0]!;
    return valueReplicas(pass.currentReplicas, pass.pods, sum, target.milli, pass.tolerance);
  }
  if (target.kind !== 'averageValue') return wrongTarget(metric);
  const sum = external ? sumOfSeriesPerPod(valuesMilli) : valuesMilli[0]!;
  return perPodReplicas(pass.statusReplicas, sum, target.milli, pass.tolerance);
}

function nameOf(metric: Exclude<MetricSpec, SourceOf<'unknown'>>): string {
  if (metric.kind === 'resource') return `metrics for resource ${metric.resource}`;
  if (metric.kind === 'containerResource') {
    return `metrics for resource ${metric.resource} of container ${metric.container}`;
  }
  return `${metric.kind} metric ${metric.metric}`;
}

function noMetrics(metric: Exclude<MetricSpec, SourceOf<'unknown'>>): MetricOutcome {
  const api = { resource: 'resource', containerResource: 'resource', external: 'external' } as const;
  const answered = metric.kind === 'pods' || metric.kind === 'object' ? 'custom' : api[metric.kind];
  return failure(`unable to get ${nameOf(metric)}: no metrics returned from ${answered} metrics API`);
}

function wrongTarget(metric: Exclude<MetricSpec, SourceOf<'unknown'>>): MetricOutcome {
  return failure(`invalid ${nameOf(metric)}: its source cannot have a target of kind ${metric.target.kind}`);
}
