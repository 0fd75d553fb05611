import { describe, expect, it } from 'vitest';
import type { AdmissionRules } from '../engine/rules.ts';
import type { RunRecord } from '../result/run-record.ts';
import type { Plan } from '../scenario/plan.ts';
import { meanInterval } from '../statistics/output-analysis.ts';
import { buildClass, buildEta, buildPlan, buildRules } from '../testing/record-builder.ts';
import { clockOf, outcomesOf, runPlan, steadyArrivals, sumOf } from '../testing/run-plan.ts';

/** Caps that nobody wrote down as rules: they follow from how often a visitor asks and who stands before it. */

const REPLICATIONS = 10;
const LEVEL = 0.999;

interface Saturated {
  readonly pollMs: readonly [fromMs: number, toMs: number];
  readonly rules: Partial<AdmissionRules>;
  readonly visitors?: number;
  readonly measureMs?: readonly [fromMs: number, toMs: number];
}

const NO_BUCKET = (({ bucket: _, ...rules }: AdmissionRules) => rules)(buildRules());

/** A line that stays long: everybody comes within 20 s, in an order that has nothing to do with the phase of their polls. */
function saturatedPlan({ pollMs, rules, visitors = 8_000, measureMs = [20_000, 60_000] }: Saturated): Plan {
  return buildPlan({
    arrivals: steadyArrivals(visitors / 20, 20_000),
    clock: clockOf(measureMs[1]),
    visitors: [
      buildClass({
        poll: { kind: 'uniform', fromMs: pollMs[0], toMs: pollMs[1] },
        retry: { everyMs: 1_000, times: 0 },
      }),
    ],
    admission: { ...NO_BUCKET, scoreResolutionMs: 20_000, ...rules },
    eta: buildEta({ estimators: ['fixed'], displayed: 'fixed' }),
  });
}

/** Admissions per second between two instants of whole seconds, by replication. */
function ratesOf(world: Saturated, column: 'admitted' | 'bypassed' = 'admitted'): readonly number[] {
  const plan = saturatedPlan(world);
  const [fromMs, toMs] = world.measureMs ?? [20_000, 60_000];
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
    ['100 ranks at 2 s', 100, [2_000, 2_000], 100, 12_000],
    ['100 ranks at 5 s', 100, [5_000, 5_000], 40, 8_000],
    ['100 ranks at 10 s', 100, [10_000, 10_000], 20, 8_000],
    ['100 ranks at 1 to 3 s', 100, [1_000, 3_000], 92.3, 12_000],
    ['250 ranks at 4 to 6 s', 250, [4_000, 6_000], 98.68, 12_000],
  ] as const)('%s', (_, headRanks, pollMs, published, visitors) => {
    const theory = gateRate(headRanks, pollMs);
    expect(theory).toBeCloseTo(published, 1);
    expectInterval(ratesOf({ pollMs, rules: { headRanks }, visitors, measureMs: [30_000, 90_000] }), theory);
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
    for (const rate of ratesOf({ pollMs: fast, rules: { bucket } })) {
      // Over 40 s a bucket-bound line can be off by what is left of one step.
      expect(Math.abs(rate - theory)).toBeLessThanOrEqual(Math.max(1, theory * 0.005));
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
    const measureMs = [30_000, 330_000] as const;
    expectInterval(ratesOf({ ...world, visitors: 2_000, measureMs }, 'bypassed'), 4);
  });

  it('add about 20 / T to a bucket that is the limit', () => {
    const bucket = { capacityTokens: 5, refillPerSec: 10, clockResolutionMs: 1 };
    const world = { pollMs: [4_000, 6_000], visitors: 4_000, measureMs: [30_000, 130_000] } as const;
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

describe('100 ghosts at the head stop admission', () => {
  /** Each entrant leaves without a word right after joining with a probability, and is never removed. */
  function pluggedRun(ghostShare: number, visitors: number, replication: number): RunRecord {
    const poll = { kind: 'uniform', fromMs: 100, toMs: 100 } as const;
    const plan = buildPlan({
      arrivals: steadyArrivals(visitors, 1_000),
      clock: clockOf(30_000),
      visitors: [
        buildClass({
          poll,
          politeShare: 0,
          patience: { impatientShare: ghostShare, durationMs: { kind: 'fixed', value: 1 } },
        }),
      ].map(({ patience, ...one }) => ({ ...one, patience: patience! })),
      admission: { ...NO_BUCKET, headRanks: 100 },
      eta: buildEta({ estimators: ['fixed'], displayed: 'fixed' }),
    });
    return runPlan(plan, { replication });
  }

  it.each([
    [0.02, 7_500, 4_900],
    [0.05, 3_200, 1_900],
    [0.12, 1_400, 733],
  ])('at %f ghosts an entrant after 100 (1 - p) / p admissions on average', (share, visitors, published) => {
    const theory = (100 * (1 - share)) / share;
    expect(Math.round(theory)).toBe(published);
    const admitted = Array.from({ length: 12 }, (_, replication) => {
      const record = pluggedRun(share, visitors, replication);
      const { series } = record;
      expect(series.admitted.at(-1)).toBe(0);
      expect(series.ghosts.at(-1)).toBeGreaterThanOrEqual(100);
      return outcomesOf(record).admitted;
    });
    // Negative binomial: successes before the 100th ghost.
    const sd = Math.sqrt(100 * (1 - share)) / share;
    const mean = sumOf(admitted) / admitted.length;
    expect(Math.abs(mean - theory) / (sd / Math.sqrt(admitted.length))).toBeLessThan(4);
  });
});
