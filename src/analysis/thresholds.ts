import type { Metric } from '../scenario/metrics.ts';
import type { Threshold } from '../scenario/plan.ts';
import type { ThresholdFinding } from './findings.ts';
import { metricValue } from './metric-value.ts';

/** Returns each threshold with its measured value. A metric that the findings do not have fails without a value. */
export function checkThresholds(
  thresholds: readonly Threshold[],
  findings: object,
  metrics: readonly Metric[],
): readonly ThresholdFinding[] {
  return thresholds.map((threshold) => {
    const metric = metrics.find(({ path }) => path === threshold.metric);
    const value = metric === undefined ? undefined : metricValue(findings, metric);
    return {
      text: threshold.text,
      metric: threshold.metric,
      passed: value !== undefined && holds(value, threshold),
      ...(value === undefined ? {} : { value }),
      ...(threshold.place === undefined ? {} : { place: threshold.place }),
    };
  });
}

function holds(measured: number, { comparison, value }: Threshold): boolean {
  switch (comparison) {
    case '<':
      return measured < value;
    case '<=':
      return measured <= value;
    case '>':
      return measured > value;
    case '>=':
      return measured >= value;
    case '==':
      // Shares and means are sums of floating-point numbers: equal to twelve digits is equal.
      return Math.abs(measured - value) <= 1e-12 * Math.max(1, Math.abs(value));
  }
}
