import type { HpaSpec, MetricSpec } from '../hpa-spec.ts';
import type { MetricReading } from '../metric-reading.ts';
import type { PodSamples } from '../pod-state.ts';
import type { Measure } from './metrics-pipeline.ts';
import type { ScalerParts } from './workload-scaler.ts';

/** Metrics per pod that are measured: a pod's own requests, by this name or that of its workload's metric. */
const REQUESTS = /(^|\.)requestsPerSec$/;

const RESOURCES: Readonly<Record<string, Measure>> = { cpu: 'cpu', memory: 'memory' };

/** Returns what the metrics APIs answer for each metric of an autoscaler's spec, in its order. */
export function readMetrics(spec: HpaSpec, parts: ScalerParts, nowMs: number): readonly MetricReading[] {
  return spec.metrics.map((metric) => read(metric, parts, nowMs));
}

function read(metric: MetricSpec, parts: ScalerParts, nowMs: number): MetricReading {
  switch (metric.kind) {
    case 'resource':
    case 'containerResource':
      return perPod(RESOURCES[metric.resource], metric.resource, parts, nowMs);
    case 'pods':
      return perPod(REQUESTS.test(metric.metric) ? 'requests' : undefined, metric.metric, parts, nowMs);
    case 'object':
    case 'external': {
      const value = parts.values(metric.metric);
      return value === undefined ? failed(metric.metric) : { kind: 'series', valuesMilli: [value] };
    }
    case 'unknown':
      return failed(metric.type);
  }
}

function perPod(
  measure: Measure | undefined,
  name: string,
  parts: ScalerParts,
  nowMs: number,
): MetricReading {
  if (measure === undefined) return failed(name);
  const samples: PodSamples = parts.metrics.samples(parts.workload, measure, nowMs);
  return { kind: 'perPod', samples };
}

function failed(name: string): MetricReading {
  return { kind: 'failed', error: `no value of ${name}` };
}
