import { namesOfPlan } from '../scenario/metric-names.ts';
import { type Metric, metricsOf } from '../scenario/metrics.ts';
import type { Plan } from '../scenario/plan.ts';

/** Returns every metric that runs of a plan can have, one for each of its estimators, classes, workloads and so on. */
export function metricsOfPlan(plan: Plan): readonly Metric[] {
  return metricsOf(namesOfPlan(plan));
}

/** Returns the number that findings hold for a metric, in its unit; undefined where they have none. */
export function metricValue(findings: object, { keys }: Pick<Metric, 'keys'>): number | undefined {
  const value = keys.reduce<unknown>(child, findings);
  return typeof value === 'number' ? value : undefined;
}

function child(node: unknown, key: string): unknown {
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined;
  return (node as Readonly<Record<string, unknown>>)[key];
}
