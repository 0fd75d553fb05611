import type { HpaSpec, MetricSpec } from '../kubernetes/hpa-spec.ts';
import type { MetricReading } from '../kubernetes/metric-reading.ts';
import type { PodSamples } from '../kubernetes/pod-state.ts';
import { measureOf } from './metric-needs.ts';

/** Where the amounts of a replay's metrics come from. */
export interface ReadingSource {
  samples(measure: string): PodSamples;
  /** Of the whole workload [milli-units]. */
  value(measure: string): number | undefined;
}

/** Returns what the metrics APIs answer for each metric of an autoscaler, in its order. */
export function readingsOf(spec: HpaSpec, source: ReadingSource): readonly MetricReading[] {
  return spec.metrics.map((metric) => readingOf(metric, source));
}

function readingOf(metric: MetricSpec, source: ReadingSource): MetricReading {
  const measure = measureOf(metric);
  if (measure === undefined) return { kind: 'failed', error: 'the recording does not hold it' };
  if (metric.kind === 'resource' || metric.kind === 'pods') {
    return { kind: 'perPod', samples: source.samples(measure) };
  }
  const value = source.value(measure);
  return { kind: 'series', valuesMilli: value === undefined ? [] : [value] };
}
