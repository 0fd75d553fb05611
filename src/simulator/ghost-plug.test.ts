import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../result/run-record.ts';
import { buildClass, buildEta, buildPlan, buildRules } from '../testing/record-builder.ts';
import { clockOf, outcomesOf, runPlan, steadyArrivals, sumOf } from '../testing/run-plan.ts';

const REPLICATIONS = 8;

describe('100 ghosts at the head stop admission', () => {
  /** Each entrant leaves without a word right after joining with a probability, and is never removed. */
  function pluggedRun(ghostShare: number, visitors: number, replication: number): RunRecord {
    const { bucket: _, ...rules } = buildRules();
    const score = { thinMs: 15_000, population: 'all', visitors: 10, sampling: 'polls' } as const;
    const plan = buildPlan({
      arrivals: steadyArrivals(visitors, 1_000),
      clock: clockOf(20_000),
      visitors: [
        buildClass({
          poll: { kind: 'uniform', fromMs: 100, toMs: 100 },
          politeShare: 0,
          patience: { impatientShare: ghostShare, durationMs: { kind: 'fixed', value: 1 } },
        }),
      ],
      admission: { ...rules, headRanks: 100 },
      eta: buildEta({ estimators: ['fixed'], displayed: 'fixed', score }),
    });
    return runPlan(plan, { replication });
  }

  it.each([
    [0.02, 7_000, 4_900],
    [0.05, 2_900, 1_900],
    [0.12, 1_200, 733],
  ])('at %f ghosts an entrant after 100 (1 - p) / p admissions on average', (share, visitors, published) => {
    const theory = (100 * (1 - share)) / share;
    expect(Math.round(theory)).toBe(published);
    const admitted = Array.from({ length: REPLICATIONS }, (_, replication) => {
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
