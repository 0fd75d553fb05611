import { definitionOf, gatedMetrics } from '../../analysis/gate/gated-metric.ts';
import type { SeedValues } from '../../analysis/gate/seed-values.ts';
import {
  BASELINE_SCHEMA,
  type Baseline,
  type BaselineReason,
  METRIC_DEFINITIONS,
} from '../../result/baseline.ts';
import { canonicalHash } from '../../scenario/canonical-hash.ts';
import type { GatePlan, Plan } from '../../scenario/plan.ts';
import { sectionHashes } from '../../scenario/section-hashes.ts';
import { VERSION } from '../../version.ts';

/** What a baseline says of itself: everything but its values and the reasons for them. */
export type BaselineHead = Omit<Baseline, 'history' | 'seeds'>;

/** Returns what a baseline of this plan says, made by this version on a machine. @param machine names Node, e.g. `linux x64, Node 20.19.0` */
export function baselineHead(plan: Plan, gate: GatePlan, machine: string): BaselineHead {
  const sections = sectionHashes(plan);
  const metrics = gatedMetrics(plan, gate).map((metric) => [metric.path, definitionOf(metric)] as const);
  return {
    schemaVersion: BASELINE_SCHEMA,
    scenario: plan.source.file,
    scenarioHash: canonicalHash(sections),
    sections,
    version: VERSION,
    nodeMajor: majorOf(machine),
    metricDefinitions: METRIC_DEFINITIONS,
    metrics: Object.fromEntries(metrics),
  };
}

/** Returns a baseline of runs. */
export function makeBaseline(
  head: BaselineHead,
  values: readonly SeedValues[],
  history: readonly BaselineReason[],
): Baseline {
  return { ...head, history, seeds: values };
}

function majorOf(machine: string): number {
  return Number(/Node (\d+)/.exec(machine)?.[1] ?? 0);
}
