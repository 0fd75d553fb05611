import type { HpaSpec, MetricSpec } from '../kubernetes/hpa-spec.ts';
import type { KedaSpec } from '../kubernetes/keda-spec.ts';
import { nearest } from './nearest.ts';
import { complain, type Site, type Way } from './site.ts';

/** Names of the workloads of a scenario, by what they do. */
export interface WorkloadNames {
  readonly gateway?: string;
  readonly workers: readonly string[];
}

/** Metric of each pod that is measured beside CPU and memory: its requests per second. */
const POD_SOURCE = 'requestsPerSec';

/** Returns the names of the loads that object and external metrics can stand for. */
function loadSources({ gateway, workers }: WorkloadNames): readonly string[] {
  return [
    'waiting-room.depth',
    ...(gateway === undefined ? [] : [`${gateway}.${POD_SOURCE}`]),
    ...workers.map((worker) => `${worker}.backlog`),
  ];
}

/** Where metric names of an autoscaler are looked up, and where they are reported. */
export interface SourceContext {
  readonly names: WorkloadNames;
  /** What the scenario says that metrics of a manifest stand for. */
  readonly given: Readonly<Record<string, string>>;
  readonly site: Site;
  /** The hpa or keda section. */
  readonly way: Way;
}

/** Returns an autoscaler whose metrics are named for loads of the simulation, after reporting those that are none. */
export function withHpaSources(spec: HpaSpec, context: SourceContext): HpaSpec {
  return { ...spec, metrics: spec.metrics.map((metric) => withSource(metric, context)) };
}

function withSource(metric: MetricSpec, context: SourceContext): MetricSpec {
  switch (metric.kind) {
    case 'object':
    case 'external':
      return { ...metric, metric: sourceOf(metric.metric, loadSources(context.names), context) };
    case 'pods':
      return { ...metric, metric: sourceOf(metric.metric, [POD_SOURCE], context) };
    default:
      return metric;
  }
}

/** Returns a ScaledObject whose triggers are named for loads of the simulation, after reporting those that are none. */
export function withKedaSources(spec: KedaSpec, context: SourceContext): KedaSpec {
  const sources = loadSources(context.names);
  const triggers = spec.triggers.map((trigger) => ({
    ...trigger,
    metric: sourceOf(trigger.metric, sources, context),
  }));
  return { ...spec, triggers };
}

function sourceOf(metric: string, sources: readonly string[], { given, site, way }: SourceContext): string {
  const meant = Object.hasOwn(given, metric) ? given[metric] : undefined;
  const name = meant ?? metric;
  if (sources.includes(name)) return name;
  const expected = `a load of the simulation: ${sources.join(', ')}`;
  if (meant !== undefined) {
    complain(site, [...way, 'sources', metric], {
      code: 'unknown-source',
      expected,
      cure: nearest(meant, sources),
    });
  } else {
    const cure = `sources: { ${metric}: ${nearest(metric, sources) ?? sources[0] ?? POD_SOURCE} }`;
    complain(site, [...way, 'sources'], { code: 'unknown-source', got: metric, expected, cure });
  }
  return name;
}

/** Reports entries of `sources` that no metric uses. */
export function reportIdleSources(metrics: readonly string[], { given, site, way }: SourceContext): void {
  for (const key of Object.keys(given)) {
    if (metrics.includes(key)) continue;
    const expected = metrics.length === 0 ? 'no entry: no metric needs one' : `one of: ${metrics.join(', ')}`;
    complain(site, [...way, 'sources', key], {
      code: 'no-effect',
      got: key,
      expected,
      cure: nearest(key, metrics) ?? `remove ${key}`,
    });
  }
}
