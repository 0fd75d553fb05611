import type { PublishedFigure } from '../scenario/infrastructure-plan.ts';
import type { Metric } from '../scenario/metrics.ts';
import type { PublishedFinding } from './infrastructure-findings.ts';
import { metricValue } from './metric-value.ts';

/** Returns each published figure beside what was measured, from the findings of one run or from means over several. */
export function comparePublished(
  figures: readonly PublishedFigure[],
  findings: object,
  metrics: readonly Metric[],
): readonly PublishedFinding[] {
  return figures.map(({ label, metric: path, value: claimed, text, calibrated }) => {
    const metric = metrics.find((each) => each.path === path);
    const measured = metric === undefined ? undefined : metricValue(findings, metric);
    return {
      label,
      metric: path,
      text,
      claimed,
      ...(measured === undefined ? {} : { measured, difference: measured - claimed }),
      ...(measured === undefined || claimed === 0 ? {} : { relative: measured / claimed - 1 }),
      calibrated,
    };
  });
}
