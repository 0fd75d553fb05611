import { findMetric, type MetricNames, parseMetricLiteral } from './metrics.ts';
import type { RandomPlan } from './plan.ts';
import { complain, type Site } from './site.ts';
import type { RandomSection } from './vocabulary/random.ts';

const UNTIL = ['random', 'replications', 'until'] as const;

/** Returns seed and replications, or undefined after reporting a stopping rule that does not fit its metric. */
export function randomPlan(section: RandomSection, names: MetricNames, site: Site): RandomPlan | undefined {
  const { seed, replications } = section;
  if (typeof replications === 'number')
    return { seed, replications: { min: replications, max: replications } };
  const { min, max, until } = replications;
  const metric = findMetric(until.metric, names);
  if (!metric.ok) {
    const { expected, cure } = metric.problem;
    complain(site, [...UNTIL, 'metric'], { code: 'unknown-metric', expected, cure });
    return undefined;
  }
  const halfWidth = parseMetricLiteral(until.halfWidth, metric.value.unit);
  if (!halfWidth.ok) {
    complain(site, [...UNTIL, 'halfWidth'], halfWidth.problem);
    return undefined;
  }
  if (halfWidth.value <= 0) {
    complain(site, [...UNTIL, 'halfWidth'], { code: 'out-of-range', expected: 'a half-width above 0' });
    return undefined;
  }
  return {
    seed,
    replications: {
      min,
      max,
      until: { metric: metric.value.path, halfWidth: halfWidth.value, level: until.level },
    },
  };
}
