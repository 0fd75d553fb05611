import type { Problem } from '../errors.ts';
import type { HpaSpec, MetricSpec } from '../kubernetes/hpa-spec.ts';
import type { PodCapacity } from '../result/replay-record.ts';
import type { HpaTrace } from './hpa-trace.ts';
import type { Allowances } from './observation.ts';
import { measureOfMetric } from './trace-roles.ts';

/** Returns the name under which a recording keeps what a metric reads; undefined for a source that it cannot hold. */
export function measureOf(metric: MetricSpec): string | undefined {
  switch (metric.kind) {
    case 'resource':
      return metric.resource;
    case 'pods':
    case 'object':
    case 'external':
      return measureOfMetric(metric.metric);
    case 'containerResource':
    case 'unknown':
      return undefined;
  }
}

/** An autoscaler that a recording is to be replayed through. */
export interface Candidate {
  /** Distinct short name. */
  readonly name: string;
  readonly file: string;
  readonly spec: HpaSpec;
}

/** Returns what the recording, the requests or the manifest lack for the autoscaler's metrics to be computed. */
export function missingNeeds({ spec, file }: Candidate, trace: HpaTrace): readonly Problem[] {
  return spec.metrics.flatMap((metric, index) => {
    const path = `${file} spec.metrics[${index}]`;
    const measure = measureOf(metric);
    if (measure === undefined) return [notReplayed(path, metric)];
    return [...missingMeasure(path, measure, trace), ...missingRequest(path, metric, trace.allowances)];
  });
}

function notReplayed(path: string, metric: MetricSpec): Problem {
  const got = metric.kind === 'containerResource' ? `container ${metric.container} alone` : metric.kind;
  const expected = 'a metric of whole pods, or of the workload';
  const cure = "type: Resource, and that container's own usage and request as those of the pod";
  return { code: 'trace-metric', path, got, expected, cure };
}

function missingMeasure(path: string, measure: string, trace: HpaTrace): readonly Problem[] {
  if (trace.measures.includes(measure)) return [];
  return [
    {
      code: 'trace-metric',
      place: { file: trace.file, line: 1, column: 1 },
      path,
      got: `columns ${trace.measures.join(', ')}`,
      expected: `a column ${measure}, which the autoscaler reads`,
      cure: `name the column ${measure}, or take the metric out of the manifest`,
    },
  ];
}

function missingRequest(path: string, metric: MetricSpec, allowances: Allowances): readonly Problem[] {
  if (metric.kind !== 'resource' || metric.target.kind !== 'utilization') return [];
  const isCpu = metric.resource === 'cpu';
  if ((isCpu ? allowances.cpuRequest : allowances.memoryRequest) !== undefined) return [];
  const expected = `the ${metric.resource} request of a pod, of which the target is a share`;
  const cure = isCpu
    ? '--cpu-request 700m, or a column cpuRequest'
    : '--memory-request 512Mi, or a column memoryRequest';
  return [{ code: 'trace-request', path, got: 'no request', expected, cure }];
}

/**
 * Returns what one Ready pod can carry: its CPU limit, else its CPU request, else the first target per pod of the first
 * autoscaler; undefined where nothing says.
 */
export function capacityOf(trace: HpaTrace, candidates: readonly Candidate[]): PodCapacity | undefined {
  const { cpuLimit, cpuRequest } = trace.allowances;
  if (trace.measures.includes('cpu')) {
    if (cpuLimit !== undefined) return { measure: 'cpu', perPodMilli: cpuLimit, basis: 'limit' };
    if (cpuRequest !== undefined) return { measure: 'cpu', perPodMilli: cpuRequest, basis: 'request' };
  }
  for (const metric of candidates.flatMap(({ spec }) => spec.metrics)) {
    const measure = measureOf(metric);
    if (measure === undefined || measure === 'memory' || metric.kind === 'unknown') continue;
    if (metric.target.kind !== 'averageValue') continue;
    return { measure, perPodMilli: metric.target.milli, basis: 'target' };
  }
  return undefined;
}
