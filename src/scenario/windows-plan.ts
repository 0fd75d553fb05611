import { formatDurationExact } from '../units/duration.ts';
import type { PublishedFigure, WindowPlan } from './infrastructure-plan.ts';
import { findMetric, type MetricNames, parseMetricLiteral } from './metrics.ts';
import { complain, type Site } from './site.ts';
import type { PublishedSection } from './vocabulary/published.ts';
import type { WindowSection } from './vocabulary/windows.ts';

/** Returns the windows by start, without those that begin after the end of the run, which are reported. */
export function windowsPlan(
  sections: readonly WindowSection[],
  horizonMs: number,
  site: Site,
): readonly WindowPlan[] {
  const windows = sections.flatMap(({ name, from, to }): WindowPlan[] => {
    if (from < horizonMs) return [{ name, fromMs: from, toMs: to }];
    const expected = `a start before the horizon of ${formatDurationExact(horizonMs)}`;
    complain(site, ['windows', name, 'from'], { code: 'after-horizon', expected });
    return [];
  });
  return windows.toSorted((a, b) => a.fromMs - b.fromMs);
}

/** Returns the published figures in the units of their metrics, without those that cannot be read, which are reported. */
export function publishedPlan(
  sections: readonly PublishedSection[],
  names: MetricNames,
  site: Site,
): readonly PublishedFigure[] {
  return sections.flatMap(({ metric: path, value: text, label, calibrated }, i): PublishedFigure[] => {
    const metric = findMetric(path, names);
    if (!metric.ok) {
      const { expected, cure } = metric.problem;
      complain(site, ['published', i, 'metric'], { code: 'unknown-metric', expected, cure });
      return [];
    }
    const value = parseMetricLiteral(text, metric.value.unit);
    if (!value.ok) {
      complain(site, ['published', i, 'value'], value.problem);
      return [];
    }
    return [{ label: label ?? path, metric: metric.value.path, value: value.value, text, calibrated }];
  });
}
