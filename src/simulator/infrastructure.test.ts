import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAILURES, LAYERS } from '../result/cluster-record.ts';
import type { RunRecord } from '../result/run-record.ts';
import { anyServedPlan, byRequest } from '../testing/infrastructure-arbitrary.ts';
import { digestOf, outcomesOf, runPlan, sumOf } from '../testing/run-plan.ts';

const PLANS = fc.sample(anyServedPlan, { seed: 5, numRuns: 80 });
const RECORDS = [
  ...PLANS.map((plan) => runPlan(plan)),
  ...PLANS.slice(0, 40).map((plan) => runPlan(byRequest(plan))),
];

function onEveryRun(check: (record: RunRecord) => void): void {
  expect(RECORDS.length).toBe(120);
  RECORDS.forEach(check);
}

/** The layers that a run has, from the outside in. */
const layersOf = ({ cluster }: RunRecord) =>
  LAYERS.flatMap((id) => {
    const layer = cluster?.layers[id];
    return layer === undefined ? [] : [{ id, in: sumOf(layer.in), out: sumOf(layer.out) }];
  });

describe('an infrastructure, over random scenarios', () => {
  it('changes nothing about the books of the line: every visitor one outcome, every wait counted', () => {
    onEveryRun((record) => {
      expect(sumOf(Object.values(outcomesOf(record)))).toBe(record.totals.visitors);
      expect(record.totals.lineIntegralMs).toBe(record.totals.ticketWaitSumMs);
      expect(record.totals.joins).toBeGreaterThanOrEqual(record.totals.tickets);
    });
  });

  it('passes requests from layer to layer without making or losing any', () => {
    onEveryRun((record) => {
      const layers = layersOf(record).filter(({ id }) => id !== 'bucket' && id !== 'backend');
      layers.forEach((layer, i) => {
        expect(layer.out).toBeLessThanOrEqual(layer.in);
        const next = layers[i + 1];
        if (next !== undefined) expect(next.in).toBe(layer.out);
      });
    });
  });

  it('counts at its outermost layer the requests that visitors sent', () => {
    onEveryRun((record) => {
      const { joins, polls, enters, leaves } = record.totals;
      const pushed = record.plan.admission.mode === 'push' ? enters : 0;
      expect(layersOf(record)[0]?.in).toBe(joins + polls + enters + leaves - pushed);
    });
  });

  it('books each poll that was sent to a visitor, those on their way at the end included', () => {
    onEveryRun(({ plan, totals, visits }) => {
      // Polls of those who are cut off are counted by their rate.
      if (plan.infrastructure?.edge?.ratePerSource !== undefined) return;
      expect(sumOf(visits.polls)).toBe(totals.polls);
    });
  });

  it('gives each request that is not passed on or on its way a failure with a name', () => {
    onEveryRun(({ cluster, plan }) => {
      const gateway = cluster!.layers.gateway!;
      const outside = new Set(['blocked', 'shed']);
      const failed = FAILURES.filter((id) => !outside.has(id)).reduce(
        (sum, id) => sum + sumOf(cluster!.failures[id]),
        0,
      );
      const lost = sumOf(gateway.in) - sumOf(gateway.out);
      if (plan.infrastructure?.cluster?.fidelity === 'flow') expect(lost).toBe(failed);
      else expect(lost).toBeGreaterThanOrEqual(failed);
    });
  });

  it('lets in at most those who asked, and holds no more seats than there are', () => {
    onEveryRun(({ cluster, plan, totals }) => {
      expect(totals.admittedTickets).toBeLessThanOrEqual(sumOf(cluster!.layers.bucket!.in));
      const seats = cluster!.seats;
      const most = plan.infrastructure?.seats?.count ?? 0;
      expect(seats?.held.every((held, row) => held + seats.sold[row]! <= most) ?? true).toBe(true);
    });
  });

  it('keeps every level finite, and shares of capacity between 0 and 1', () => {
    onEveryRun(({ cluster }) => {
      const { latency, workloads, redis, cost } = cluster!;
      const levels = [
        latency.p50Ms,
        latency.p99Ms,
        ...workloads.flatMap((each) => [each.cpuOfRequest, each.offeredLoad, each.memoryOfRequest]),
        ...(redis === undefined
          ? []
          : [redis.latencyMs, redis.poolUse, ...redis.shards.map(({ cpu }) => cpu)]),
        ...(cost === undefined ? [] : [cost.usd]),
      ];
      const isLevel = (value: number) => Number.isFinite(value) && value >= 0;
      expect(levels.every((column) => column.every(isLevel))).toBe(true);
      const shares = [
        ...(redis?.shards ?? []).map(({ cpu }) => cpu),
        ...workloads.map((each) => each.cpuOfLimit),
      ];
      for (const column of shares) expect(Math.max(0, ...column)).toBeLessThanOrEqual(1);
    });
  });

  it('overloads some of these scenarios and not others, so that the laws above are not about idle systems', () => {
    const failures = RECORDS.map(({ cluster }) => FAILURES.map((id) => sumOf(cluster!.failures[id])));
    const seen = FAILURES.filter((_, i) => failures.some((counts) => counts[i]! > 0));
    expect(seen).toEqual([...FAILURES]);
    expect(failures.some((counts) => sumOf(counts) === 0)).toBe(true);
  });
});

describe('the short way of plain polls under an infrastructure', () => {
  it('leads to the same record, byte for byte', () => {
    PLANS.slice(0, 50).forEach((plan) => {
      expect(digestOf(runPlan(plan))).toBe(digestOf(runPlan(plan, { shortcuts: false })));
    });
  });
});

describe('a run with an infrastructure', () => {
  it('is the same in slices of 7 ms, of a second, or all at once, in both fidelities', () => {
    PLANS.slice(0, 12)
      .flatMap((plan) => [plan, byRequest(plan)])
      .forEach((plan) => {
        const whole = digestOf(runPlan(plan));
        expect(digestOf(runPlan(plan, { sliceMs: 7 }))).toBe(whole);
        expect(digestOf(runPlan(plan, { sliceMs: 1_000 }))).toBe(whole);
      });
  });
});
