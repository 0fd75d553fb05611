import type { Metric } from '../scenario/metrics.ts';
import { meanInterval } from '../statistics/output-analysis.ts';
import type { Findings } from './findings.ts';
import { metricValue } from './metric-value.ts';

const LEVEL = 0.95;

/**
 * Returns the 95 % interval of each metric over whole runs, by metric path: mean +- t(0.975, n - 1) s / sqrt(n) over the
 * n runs that have the metric. Metrics that fewer than two runs have are left out.
 */
export function metricIntervals(metrics: readonly Metric[], runs: readonly object[]): Findings['intervals'] {
  const intervals: Record<string, Findings['intervals'][string]> = {};
  for (const metric of metrics) {
    const values = runs.map((run) => metricValue(run, metric)).filter((value) => value !== undefined);
    const interval = meanInterval(values, LEVEL);
    if (interval?.halfWidth === undefined) continue;
    intervals[metric.path] = { mean: interval.mean, halfWidth: interval.halfWidth, level: LEVEL };
  }
  return intervals;
}
