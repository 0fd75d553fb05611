import { DISPLAYED } from './compared-metrics.ts';

/** Returns metrics with those of the displayed estimator under `eta.displayed` too, where that is known. */
export function withDisplayed(
  metrics: Readonly<Record<string, number>>,
  displayed: string | undefined,
): Readonly<Record<string, number>> {
  if (displayed === undefined) return metrics;
  const prefix = `eta.${displayed}.`;
  return { ...metrics, ...renamed(metrics, prefix, DISPLAYED) };
}

/** Returns the metrics of one estimator under `eta.`, without its name, so that two of them stand side by side. */
export function ofEstimator(
  metrics: Readonly<Record<string, number>>,
  estimator: string,
): Readonly<Record<string, number>> {
  return renamed(metrics, `eta.${estimator}.`, 'eta.');
}

function renamed(
  metrics: Readonly<Record<string, number>>,
  prefix: string,
  replacement: string,
): Readonly<Record<string, number>> {
  const own = Object.entries(metrics).filter(([path]) => path.startsWith(prefix));
  return Object.fromEntries(own.map(([path, value]) => [replacement + path.slice(prefix.length), value]));
}
