import type { Plan } from '../scenario/plan.ts';
import { meanInterval } from '../statistics/output-analysis.ts';
import { metricsOfPlan, metricValue } from './metric-value.ts';
import type { RunSummary } from './summarize.ts';

/**
 * Returns the stopping rule of a plan: whether its first replications, in order, reach the half-width that it asks for. It
 * speaks from the fewest replications on, and where two of them have the metric. A plan with a fixed number never stops early.
 * Source: A. M. Law 2015, Simulation Modeling and Analysis, 5th ed., section 9.4.1, the sequential procedure.
 */
export function stoppingRule(plan: Plan): (first: readonly RunSummary[]) => boolean {
  const { min, until } = plan.random.replications;
  const metric = metricsOfPlan(plan).find(({ path }) => path === until?.metric);
  if (until === undefined || metric === undefined) return () => false;
  return (first) => {
    if (first.length < Math.max(min, 2)) return false;
    const values = first.map(({ findings }) => metricValue(findings, metric));
    const halfWidth = meanInterval(
      values.filter((value) => value !== undefined),
      until.level,
    )?.halfWidth;
    return halfWidth !== undefined && halfWidth <= until.halfWidth;
  };
}
