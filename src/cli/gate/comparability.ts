import type { GatedMetric } from '../../analysis/gate/gated-metric.ts';
import { definitionOf } from '../../analysis/gate/gated-metric.ts';
import type { Baseline } from '../../result/baseline.ts';
import { HASHED_SECTIONS } from '../../scenario/section-hashes.ts';
import type { BaselineHead } from './make-baseline.ts';

/** Names listed in a reason before the rest are counted. */
const LISTED = 4;

/** Returns every reason why a run of now cannot be compared with a baseline; none where it can. */
export function differences(
  baseline: Baseline,
  now: BaselineHead,
  judged: readonly GatedMetric[],
  seeds: readonly number[],
): readonly string[] {
  return [
    ...engineDifferences(baseline, now),
    ...worldDifferences(baseline, now),
    ...metricDifferences(baseline, judged),
    ...missingSeeds(baseline, seeds),
  ];
}

function engineDifferences(baseline: Baseline, now: BaselineHead): readonly string[] {
  return [
    ...(baseline.version === now.version
      ? []
      : [`it was made by tacos ${baseline.version}, this is tacos ${now.version}`]),
    ...(baseline.nodeMajor === now.nodeMajor
      ? []
      : [`it was made on Node ${baseline.nodeMajor}, this is Node ${now.nodeMajor}`]),
    ...(baseline.metricDefinitions === now.metricDefinitions
      ? []
      : [
          `its figures follow definitions ${baseline.metricDefinitions}, those of now are ${now.metricDefinitions}`,
        ]),
  ];
}

function worldDifferences(baseline: Baseline, now: BaselineHead): readonly string[] {
  const changed = changedSections(baseline, now);
  return changed.length === 0 ? [] : [`the scenario differs in ${changed.join(', ')}`];
}

/** Returns the sections of a scenario that have changed since a baseline. */
export function changedSections(
  baseline: Pick<Baseline, 'sections'>,
  now: Pick<BaselineHead, 'sections'>,
): readonly string[] {
  return HASHED_SECTIONS.filter((section) => baseline.sections[section] !== now.sections[section]);
}

/** Returns what a baseline lacks of the metrics that are judged, or means something else by. */
export function metricDifferences(
  baseline: Pick<Baseline, 'metrics'>,
  judged: readonly GatedMetric[],
): readonly string[] {
  const other = judged.filter((metric) => baseline.metrics[metric.path] !== definitionOf(metric));
  const lacking = other.filter(({ path }) => baseline.metrics[path] === undefined);
  const redefined = other.filter((metric) => !lacking.includes(metric));
  return [
    ...(lacking.length === 0 ? [] : [`it has no ${listed(lacking.map(({ path }) => path))}`]),
    ...redefined.map(
      (metric) =>
        `${metric.path} is there as "${baseline.metrics[metric.path]}" and here as "${definitionOf(metric)}"`,
    ),
  ];
}

/** Returns which seeds a baseline has no values for, in one reason. */
export function missingSeeds(baseline: Pick<Baseline, 'seeds'>, seeds: readonly number[]): readonly string[] {
  const known = new Set(baseline.seeds.map(({ seed }) => seed));
  const missing = seeds.filter((seed) => !known.has(seed));
  if (missing.length === 0) return [];
  return [`it has no values for seed${missing.length === 1 ? '' : 's'} ${listed(missing.map(String))}`];
}

function listed(names: readonly string[]): string {
  const more = names.length - LISTED;
  return names.slice(0, LISTED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
