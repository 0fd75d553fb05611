import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanZ } from '../testing/goodness-of-fit.ts';
import { anyPlan } from '../testing/plan-arbitrary.ts';
import { buildClass, buildPlan, buildRules } from '../testing/record-builder.ts';
import {
  clockOf,
  digestOf,
  instantArrivals,
  outcomesOf,
  runPlan,
  steadyArrivals,
} from '../testing/run-plan.ts';
import { Simulation } from './simulation.ts';

const PLANS = fc.sample(anyPlan, { seed: 5, numRuns: 30 });

describe('Simulation', () => {
  it('gives the same bytes for the same plan and replication, in slices of 7 ms, 1 s or all at once', () => {
    for (const plan of PLANS) {
      const digest = digestOf(runPlan(plan));
      expect(digestOf(runPlan(plan, { sliceMs: 7 }))).toBe(digest);
      expect(digestOf(runPlan(plan, { sliceMs: Number.POSITIVE_INFINITY }))).toBe(digest);
    }
  });

  it('gives other visits for another seed and for another replication', () => {
    const plan = buildPlan({ arrivals: steadyArrivals(5, 30_000), clock: clockOf(60_000) });
    const visits = (seed: number, replication: number) => {
      const record = runPlan({ ...plan, random: { ...plan.random, seed } }, { replication });
      return [...record.visits.joinMs, ...record.visits.endMs].join();
    };
    const all = [visits(1, 0), visits(1, 1), visits(2, 0), visits(2, 1)];
    expect(new Set(all).size).toBe(4);
    expect(visits(1, 0)).toBe(all[0]);
  });

  it('stops at the horizon and censors whoever still waits there', () => {
    const record = runPlan(
      buildPlan({
        arrivals: instantArrivals(50),
        clock: clockOf(20_500),
        visitors: [
          buildClass({
            poll: { kind: 'uniform', fromMs: 100, toMs: 100 },
            retry: { everyMs: 100, times: 3 },
          }),
        ],
      }),
    );
    // Ten tokens at the start and one each second.
    expect(outcomesOf(record)).toMatchObject({ admitted: 30, censored: 20 });
    expect(record.endMs).toBe(20_500);
    expect(record.emptyMs).toBeUndefined();
    expect(record.series.line.length).toBe(21);
    expect(record.series.line.at(-1)).toBe(20);
    expect(record.visits.endMs.filter((endMs) => endMs === 20_500)).toHaveLength(20);
  });

  it('ends with the instant in which the last visitor leaves, however far the horizon is', () => {
    const record = runPlan(buildPlan({ arrivals: instantArrivals(10) }));
    expect(record.emptyMs).toBe(5_000);
    expect(record.endMs).toBe(5_001);
    expect(record.interrupted).toBeUndefined();
  });

  it('marks an interrupted record, which holds what happened until then and keeps the balance', () => {
    const simulation = new Simulation(buildPlan({ arrivals: steadyArrivals(4, 60_000) }), 0);
    simulation.advance(10_300);
    const record = simulation.record(true);
    expect(record.interrupted).toEqual({ atMs: 10_300 });
    expect(record.endMs).toBe(10_300);
    expect(record.visits.joinMs.every((joinMs) => joinMs < 10_300)).toBe(true);
    expect(record.totals.lineIntegralMs).toBe(record.totals.ticketWaitSumMs);
    expect(outcomesOf(record).censored).toBeGreaterThan(0);
    expect(simulation.done).toBe(true);
  });
});

describe('a lottery', () => {
  const phases = [
    { name: 'draw', startMs: 0, endMs: 60_000, shape: { kind: 'lottery', visitors: 2_000 } as const },
  ];
  const record = runPlan(
    buildPlan({
      arrivals: { process: 'deterministic', phases },
      clock: clockOf(120_000),
      admission: buildRules({
        mode: 'push',
        bucket: { capacityTokens: 1, refillPerSec: 100, clockResolutionMs: 1 },
      }),
    }),
  );
  const { arriveMs, joinMs, endMs } = record.visits;

  it('lets all join at the draw, from which the waits count', () => {
    expect(arriveMs).toHaveLength(2_000);
    expect(new Set(joinMs)).toEqual(new Set([60_000]));
    expect(Math.min(...endMs)).toBe(60_000);
    expect(Math.max(...arriveMs)).toBeLessThan(60_000);
    expect(record.series.line[58]).toBe(0);
    expect(record.totals.ticketWaitSumMs).toBe(endMs.reduce((sum, end) => sum + end - 60_000, 0));
  });

  it('serves in random order: coming early gains nothing', () => {
    const order = [...endMs.keys()].sort((a, b) => endMs[a]! - endMs[b]!);
    const firstHalf = order.slice(0, 1_000).map((visit) => arriveMs[visit]!);
    // Half of 60 s of even arrivals, drawn without replacement: the mean's variance is half that of independent draws.
    expect(Math.abs(meanZ(firstHalf, 30_000, 60_000 ** 2 / 12 / 2))).toBeLessThan(4);
  });
});
