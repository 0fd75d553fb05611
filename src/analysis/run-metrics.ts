import type { Plan } from '../scenario/plan.ts';
import { metricsOfPlan, metricValue } from './metric-value.ts';
import type { RunSummary } from './summarize.ts';

/** Returns every catalogued metric that one replication of a plan has, in its unit, by path; all of them finite. */
export function runMetrics(plan: Plan, { findings }: RunSummary): Readonly<Record<string, number>> {
  const values = metricsOfPlan(plan).map((metric) => [metric.path, metricValue(findings, metric)] as const);
  return Object.fromEntries(
    values.filter((entry): entry is [string, number] => entry[1] !== undefined && Number.isFinite(entry[1])),
  );
}
