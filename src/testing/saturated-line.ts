import type { AdmissionRules } from '../engine/rules.ts';
import type { Plan } from '../scenario/plan.ts';
import { buildClass, buildEta, buildPlan, buildRules } from './record-builder.ts';
import { clockOf, runPlan, steadyArrivals, sumOf } from './run-plan.ts';

const REPLICATIONS = 8;
const JOINING_MS = 10_000;

export interface SaturatedLine {
  readonly pollMs: readonly [fromMs: number, toMs: number];
  readonly rules: Partial<AdmissionRules>;
  readonly visitors: number;
  readonly measureMs: readonly [fromMs: number, toMs: number];
}

const FEW = { thinMs: 15_000, population: 'all', visitors: 10, sampling: 'polls' } as const;
const NO_BUCKET = (({ bucket: _, ...rules }: AdmissionRules) => rules)(buildRules());

/** A line that stays long: everybody comes within 10 s, in an order that has nothing to do with the phase of their polls. */
function saturatedPlan({ pollMs, rules, visitors, measureMs }: SaturatedLine): Plan {
  return buildPlan({
    arrivals: steadyArrivals(visitors / (JOINING_MS / 1_000), JOINING_MS),
    clock: clockOf(measureMs[1]),
    visitors: [
      buildClass({
        poll: { kind: 'uniform', fromMs: pollMs[0], toMs: pollMs[1] },
        retry: { everyMs: 1_000, times: 0 },
      }),
    ],
    admission: { ...NO_BUCKET, scoreResolutionMs: JOINING_MS, ...rules },
    eta: buildEta({ estimators: ['fixed'], displayed: 'fixed', score: FEW }),
  });
}

/** Returns the admissions per second while it is measured, by replication. @throws when the line runs empty. */
export function ratesOf(
  world: SaturatedLine,
  column: 'admitted' | 'bypassed' = 'admitted',
): readonly number[] {
  const plan = saturatedPlan(world);
  const [fromMs, toMs] = world.measureMs;
  return Array.from({ length: REPLICATIONS }, (_, replication) => {
    const { series } = runPlan(plan, { replication });
    if (series.line.at(-1) === 0) throw new Error('the line ran empty: give it more visitors');
    return sumOf(series[column], fromMs / 1_000, toMs / 1_000) / ((toMs - fromMs) / 1_000);
  });
}
