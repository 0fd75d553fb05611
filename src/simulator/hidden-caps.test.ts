import { describe, expect, it } from 'vitest';
import type { AdmissionRules } from '../engine/rules.ts';
import type { Plan } from '../scenario/plan.ts';
import { meanInterval } from '../statistics/output-analysis.ts';
import { buildClass, buildEta, buildPlan, buildRules } from '../testing/record-builder.ts';
import { clockOf, runPlan, steadyArrivals, sumOf } from '../testing/run-plan.ts';

/** Caps that nobody wrote down as rules: they follow from how often a visitor asks and who stands before it. */

const REPLICATIONS = 8;
const JOINING_MS = 10_000;
const LEVEL = 0.999;

interface Saturated {
  readonly pollMs: readonly [fromMs: number, toMs: number];
  readonly rules: Partial<AdmissionRules>;
  readonly visitors: number;
  readonly measureMs: readonly [fromMs: number, toMs: number];
}

const FEW = { thinMs: 15_000, population: 'all', visitors: 10, sampling: 'polls' } as const;
const NO_BUCKET = (({ bucket: _, ...rules }: AdmissionRules) => rules)(buildRules());

/** A line that stays long: everybody comes within 10 s, in an order that has nothing to do with the phase of their polls. */
function saturatedPlan({ pollMs, rules, visitors, measureMs }: Saturated): Plan {
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

/** Admissions per second between two instants of whole seconds, by replication. */
function ratesOf(world: Saturated, column: 'admitted' | 'bypassed' = 'admitted'): readonly number[] {
  const plan = saturatedPlan(world);
  const [fromMs, toMs] = world.measureMs;
  return Array.from({ length: REPLICATIONS }, (_, replication) => {
    const { series } = runPlan(plan, { replication });
    expect(series.line.at(-1)).toBeGreaterThan(0);
    return sumOf(series[column], fromMs / 1_000, toMs / 1_000) / ((toMs - fromMs) / 1_000);
  });
}

function expectInterval(values: readonly number[], theory: number): void {
  const { mean, halfWidth } = meanInterval(values, LEVEL)!;
  expect(Math.abs(mean - theory)).toBeLessThanOrEqual(halfWidth!);
  // An interval that could cover anything proves nothing.
  expect(halfWidth!).toBeLessThan(theory * 0.05);
}

/** 2 W E[J] / E[J^2] for W ranks that poll at intervals uniform over whole ms [1/s]. */
function gateRate(ranks: number, [fromMs, toMs]: Saturated['pollMs']): number {
  const mean = (fromMs + toMs) / 2;
  const variance = ((toMs - fromMs + 1) ** 2 - 1) / 12;
  return (2_000 * ranks * mean) / (mean ** 2 + variance);
}

describe('a pull window of K ranks passes 2K E[T] / E[T^2]', () => {
  it.each([
    ['100 ranks at 2 s', 100, [2_000, 2_000], 100, 5_600, 20, 50],
    ['100 ranks at 5 s', 100, [5_000, 5_000], 40, 3_000, 20, 60],
    ['100 ranks at 10 s', 100, [10_000, 10_000], 20, 2_500, 30, 100],
    ['100 ranks at 1 to 3 s', 100, [1_000, 3_000], 92.3, 5_600, 20, 50],
    ['250 ranks at 4 to 6 s', 250, [4_000, 6_000], 98.68, 5_600, 20, 50],
  ] as const)('%s', (_, headRanks, pollMs, published, visitors, fromSec, toSec) => {
    const theory = gateRate(headRanks, pollMs);
    expect(theory).toBeCloseTo(published, 1);
    const measureMs = [fromSec * 1_000, toSec * 1_000] as const;
    expectInterval(ratesOf({ pollMs, rules: { headRanks }, visitors, measureMs }), theory);
  });
});

describe('a bucket gives min(refill, capacity / clock step)', () => {
  const fast: Saturated['pollMs'] = [500, 1_500];

  it.each([
    ['its refill where the step is short', 300, 100, 1, 100],
    ['its refill where a full bucket lasts the step', 300, 100, 1_000, 100],
    ['a full bucket a step where that is less', 60, 100, 1_000, 60],
    ['a full bucket a step of 2 s', 60, 100, 2_000, 30],
  ])('%s', (_, capacityTokens, refillPerSec, clockResolutionMs, theory) => {
    const bucket = { capacityTokens, refillPerSec, clockResolutionMs };
    const world = { pollMs: fast, rules: { bucket }, visitors: 3_400, measureMs: [10_000, 30_000] } as const;
    for (const rate of ratesOf(world)) {
      // Over 20 s a bucket-bound line can be off by what is left of one step.
      expect(Math.abs(rate - theory)).toBeLessThanOrEqual(Math.max(1, theory * 0.01));
    }
  });
});

describe('ranks that bypass the bucket', () => {
  const paused = { capacityTokens: 1, refillPerSec: 0, clockResolutionMs: 1 };

  it('are a pull window of their own: 10 ranks at 5 s pass 4/s while the bucket gives nothing', () => {
    const world = {
      pollMs: [5_000, 5_000],
      rules: { bucket: paused, headRanks: 100, bypassRanks: 10 },
    } as const;
    const measureMs = [30_000, 230_000] as const;
    expectInterval(ratesOf({ ...world, visitors: 1_200, measureMs }, 'bypassed'), 4);
  });

  it('add about 20 / T to a bucket that is the limit', () => {
    const bucket = { capacityTokens: 5, refillPerSec: 10, clockResolutionMs: 1 };
    const world = { pollMs: [4_000, 6_000], visitors: 2_500, measureMs: [30_000, 130_000] } as const;
    const without = ratesOf({ ...world, rules: { bucket, headRanks: 100 } });
    const withBypass = ratesOf({ ...world, rules: { bucket, headRanks: 100, bypassRanks: 10 } });
    const added = meanInterval(
      withBypass.map((rate, i) => rate - without[i]!),
      LEVEL,
    )!;
    expect(Math.abs(added.mean - 4)).toBeLessThan(0.4);
    expect(added.halfWidth!).toBeLessThan(0.4);
  });
});
