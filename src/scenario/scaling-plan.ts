import type { HpaBehavior, HpaSpec, MetricSpec, ScalingRules } from '../kubernetes/hpa-spec.ts';
import type { KedaSpec } from '../kubernetes/keda-spec.ts';
import type { HpaSettingsPlan, ScalingPlan, ScheduledReplicas } from '../kubernetes/workload-plan.ts';
import {
  reportIdleSources,
  type SourceContext,
  type WorkloadNames,
  withHpaSources,
  withKedaSources,
} from './load-sources.ts';
import { readHpaManifest } from './manifest/hpa-manifest.ts';
import { readKedaManifest } from './manifest/keda-manifest.ts';
import { problemAt, type Report, under } from './report.ts';
import { complain, type Site, type Way, writtenOrigin } from './site.ts';
import { besideFile, type SourceReader } from './source.ts';
import {
  type HpaSection,
  type KedaSection,
  MAX_REPLICAS,
  type RulesSection,
  type ScheduledSection,
} from './vocabulary/scaling.ts';
import type { WorkloadSection } from './vocabulary/workload.ts';

/** What autoscalers need to know beside their own section. */
export interface ScalingContext {
  readonly site: Site;
  readonly read: SourceReader;
  /** The scenario file, which paths of flags are seen from. */
  readonly file: string;
  readonly names: WorkloadNames;
}

/** Returns where the number of pods of a workload comes from, or undefined after reporting what is wrong with it. */
export function scalingPlan(section: WorkloadSection, context: ScalingContext): ScalingPlan | undefined {
  const way = ['cluster', 'workloads', section.name];
  const schedule = scheduledReplicas(section.schedule, [...way, 'schedule'], context.site);
  const { hpa, keda } = section;
  if (hpa !== undefined) {
    const spec = hpaSpec(hpa, [...way, 'hpa'], context);
    if (spec === undefined) return undefined;
    return { kind: 'hpa', spec, settings: settingsOf(hpa), schedule, ...sourceOf(hpa.file) };
  }
  if (keda !== undefined) {
    const spec = kedaSpec(keda, [...way, 'keda'], context);
    if (spec === undefined) return undefined;
    return { kind: 'keda', spec, settings: settingsOf(keda), schedule, ...sourceOf(keda.file) };
  }
  return { kind: 'fixed', replicas: section.replicas ?? 0, schedule };
}

function sourceOf(file: string | undefined): { readonly source?: string } {
  return file === undefined ? {} : { source: file };
}

function settingsOf(section: HpaSection | KedaSection): HpaSettingsPlan {
  return {
    syncPeriodMs: section.syncPeriod,
    restartsAtMs: section.restarts.toSorted((a, b) => a - b),
    kubeletRefreshMs: section.kubeletRefresh,
    scrapeMs: section.scrape,
  };
}

function scheduledReplicas(
  entries: readonly ScheduledSection[],
  way: Way,
  site: Site,
): readonly ScheduledReplicas[] {
  const scheduled = entries.map(({ at, before, until, replicas }, i): ScheduledReplicas => {
    const fromMs = at ?? -(before ?? 0);
    if (until !== undefined && until <= fromMs) {
      complain(site, [...way, i, 'until'], { code: 'out-of-range', expected: 'an end after the start' });
    }
    return { fromMs, ...(until === undefined ? {} : { untilMs: until }), replicas };
  });
  return scheduled.toSorted((a, b) => a.fromMs - b.fromMs);
}

function hpaSpec(section: HpaSection, way: Way, context: ScalingContext): HpaSpec | undefined {
  const spec = section.file === undefined ? shortHpa(section) : readHpa(section.file, way, context);
  if (spec === undefined) return undefined;
  if (!isWithinLimit(spec.maxReplicas, way, context.site)) return undefined;
  const sources: SourceContext = { names: context.names, given: section.sources, site: context.site, way };
  reportIdleSources(
    spec.metrics.flatMap((each) => ('metric' in each ? [each.metric] : [])),
    sources,
  );
  return withHpaSources(spec, sources);
}

function shortHpa({ min, max, target, up, down }: HpaSection): HpaSpec {
  const metrics = (['cpu', 'memory'] as const).flatMap((resource): MetricSpec[] => {
    const percent = target?.[resource];
    return percent === undefined
      ? []
      : [{ kind: 'resource', resource, target: { kind: 'utilization', percent } }];
  });
  return {
    minReplicas: min ?? 1,
    maxReplicas: max ?? MAX_REPLICAS,
    metrics,
    ...behaviorOf(up, down),
  };
}

function kedaSpec(section: KedaSection, way: Way, context: ScalingContext): KedaSpec | undefined {
  const spec = section.file === undefined ? shortKeda(section) : readKeda(section.file, way, context);
  if (spec === undefined) return undefined;
  if (!isWithinLimit(spec.maxReplicaCount, way, context.site)) return undefined;
  const sources: SourceContext = { names: context.names, given: section.sources, site: context.site, way };
  reportIdleSources(
    spec.triggers.map(({ metric }) => metric),
    sources,
  );
  return withKedaSources(spec, sources);
}

function shortKeda(section: KedaSection): KedaSpec {
  const { min = 0, max = 100, idle, triggers = [], fallback } = section;
  return {
    pollingIntervalSec: (section.pollingInterval ?? 30_000) / 1000,
    cooldownPeriodSec: (section.cooldownPeriod ?? 300_000) / 1000,
    initialCooldownPeriodSec: (section.initialCooldownPeriod ?? 0) / 1000,
    ...(idle === undefined ? {} : { idleReplicaCount: idle }),
    minReplicaCount: min,
    maxReplicaCount: max,
    triggers: triggers.map(({ metric, threshold, activation }) => ({
      metric,
      thresholdMilli: Math.max(1, Math.round(threshold * 1000)),
      activationMilli: Math.round(activation * 1000),
    })),
    ...(fallback === undefined ? {} : { fallback }),
    ...behaviorOf(section.up, section.down),
  };
}

function behaviorOf(
  up: RulesSection | undefined,
  down: RulesSection | undefined,
): { readonly behavior?: HpaBehavior } {
  if (up === undefined && down === undefined) return {};
  return {
    behavior: {
      ...(up === undefined ? {} : { scaleUp: scalingRules(up) }),
      ...(down === undefined ? {} : { scaleDown: scalingRules(down) }),
    },
  };
}

function scalingRules({ stabilization, select, policies, tolerance }: RulesSection): ScalingRules {
  return {
    ...(stabilization === undefined ? {} : { stabilizationWindowSec: stabilization / 1000 }),
    ...(select === undefined ? {} : { selectPolicy: select }),
    ...(policies === undefined
      ? {}
      : { policies: policies.map(({ type, value, period }) => ({ type, value, periodSec: period / 1000 })) }),
    ...(tolerance === undefined ? {} : { tolerance }),
  };
}

function isWithinLimit(max: number, way: Way, site: Site): boolean {
  if (max <= MAX_REPLICAS) return true;
  const expected = `at most ${MAX_REPLICAS} replicas`;
  complain(site, [...way, 'file'], { code: 'out-of-range', got: `${max} replicas`, expected });
  return false;
}

function readHpa(file: string, way: Way, context: ScalingContext): HpaSpec | undefined {
  const path = manifestPath(file, way, context);
  return readHpaManifest(path, context.read, atReference(path, way, context.site));
}

function readKeda(file: string, way: Way, context: ScalingContext): KedaSpec | undefined {
  const path = manifestPath(file, way, context);
  return readKedaManifest(path, context.read, atReference(path, way, context.site));
}

function manifestPath(file: string, way: Way, { site, file: scenario }: ScalingContext): string {
  const origin = writtenOrigin(site.root, [...way, 'file']);
  return besideFile(origin.kind === 'file' ? origin.place.file : scenario, file);
}

/** Reports what has no place in the manifest, such as a missing file, where the scenario names it. */
function atReference(path: string, way: Way, site: Site): Report {
  const where = [...way, 'file'];
  return (problem) => {
    if (problem.place !== undefined) {
      site.report(problem);
      return;
    }
    const { code, expected, cure, got } = problem;
    const named = where.reduce<string>(under, '');
    const complaint = { code, got: `${path}: ${got ?? problem.path}`, expected, cure };
    site.report(problemAt(writtenOrigin(site.root, where), named, complaint));
  };
}
