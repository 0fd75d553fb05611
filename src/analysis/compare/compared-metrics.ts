import { METRICS, type Metric } from '../../scenario/metrics.ts';
import type { ComparedMetric } from './compared-side.ts';

/** Stands for the estimator that each side displays, which need not be the same. */
export const DISPLAYED = 'eta.displayed.';

/** What a comparison is about where nothing else is asked for. */
const HEADLINE: readonly string[] = [
  'wait.p50',
  'wait.p95',
  'outcomes.admitted',
  'outcomes.reneged',
  'admission.perSecMean',
  `${DISPLAYED}a20Mean`,
  `${DISPLAYED}overall.mae`,
  'requestsFailed.share',
  'cost.total',
];

/** The same of two estimators that watched the same runs. */
const ESTIMATOR_HEADLINE: readonly string[] = [
  'eta.a20Mean',
  'eta.a20Worst',
  'eta.overall.mae',
  'eta.overall.biasShare',
  'eta.jitter',
];

/** Returns the metric of the catalogue that a path names, whatever its scenario calls its estimators, classes and tiers. */
function cataloguedMetric(path: string): Metric | undefined {
  const steps = path.split('.');
  return METRICS.find((metric) => {
    const pattern = metric.path.split('.');
    return (
      pattern.length === steps.length && pattern.every((each, i) => each.startsWith('<') || each === steps[i])
    );
  });
}

/**
 * Returns the metrics of a comparison from the paths that its sides have: the headline first, in its order.
 * @param chosen paths that are asked for, which are then the headline and all there is
 */
export function comparedMetrics(
  paths: readonly string[],
  chosen: readonly string[],
  kind: 'sides' | 'estimators' = 'sides',
): readonly ComparedMetric[] {
  const headline = chosen.length > 0 ? chosen : kind === 'sides' ? HEADLINE : ESTIMATOR_HEADLINE;
  const known = new Set(paths);
  const first = headline.filter((path) => known.has(path));
  const rest = chosen.length > 0 ? [] : paths.filter((path) => !headline.includes(path));
  return [...first, ...rest].flatMap((path): readonly ComparedMetric[] => {
    const metric = cataloguedMetric(kind === 'sides' ? path : path.replace(/^eta\./, 'eta.any.'));
    if (metric === undefined) return [];
    return [{ path, unit: metric.unit, better: metric.better, headline: first.includes(path) }];
  });
}
