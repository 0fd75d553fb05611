import { canonicalHash } from '../../scenario/canonical-hash.ts';
import type { GatePlan, Plan } from '../../scenario/plan.ts';
import { metricsOfPlan, metricValue } from '../metric-value.ts';
import { gatedMetrics } from './gated-metric.ts';

/** What a baseline keeps of the run of one seed. */
export interface SeedValues {
  readonly seed: number;
  /** Hash of every catalogued figure of the run to the last bit: equal digests are equal results. */
  readonly digest: string;
  /** Figures by path of the gate, in the unit of their metric; those that the run has not got are left out. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** Digits that are kept: more than any difference that matters, fewer than the last bits of a sum. */
const DIGITS = 10;
const DIGEST_DIGITS = 16;

/** Returns what is kept of the findings of a seed's run. */
export type SeedReader = (seed: number, findings: object) => SeedValues;

/** Returns the reader of the runs of one plan; the catalogue is gone through once for all of them. */
export function seedReader(plan: Plan, gate: GatePlan): SeedReader {
  const catalogue = metricsOfPlan(plan);
  const kept = gatedMetrics(plan, gate);
  return (seed, findings) => {
    const all = catalogue.map((metric) => [metric.path, metricValue(findings, metric)]);
    const metrics: Record<string, number> = {};
    for (const metric of kept) {
      const value = metricValue(findings, metric);
      if (value !== undefined) metrics[metric.path] = Number(value.toPrecision(DIGITS));
    }
    return { seed, digest: canonicalHash(all).slice(0, DIGEST_DIGITS), metrics };
  };
}
