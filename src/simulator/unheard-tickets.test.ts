import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../result/run-record.ts';
import type { FaultPlan, InfrastructurePlan } from '../scenario/infrastructure-plan.ts';
import type { Plan } from '../scenario/plan.ts';
import {
  buildCluster,
  buildGateway,
  buildInfrastructure,
  buildRedis,
} from '../testing/infrastructure-builder.ts';
import { buildClass, buildPlan, buildRules } from '../testing/record-builder.ts';
import { clockOf, instantArrivals, outcomesOf, runPlan, steadyArrivals, sumOf } from '../testing/run-plan.ts';

/*
 * What becomes of tickets whose requests the server does not hear: it forgets them after a heartbeat, whatever kept the
 * request from it, and a forgotten ticket gets nobody in.
 */
const VISITORS = 300;

const ROOMY = buildInfrastructure({
  cluster: buildCluster({
    workloads: [buildGateway({ scaling: { kind: 'fixed', replicas: 3, schedule: [] } })],
  }),
  redis: buildRedis({ timeoutMs: 500 }),
});

const OUTAGE: FaultPlan = {
  kind: 'shard-failover',
  atMs: 30_000,
  forMs: 60_000,
  addMs: 0,
  share: 1,
  factor: 1,
};

const FORGETFUL = { heartbeatMs: 20_000, inactiveAfterMs: 10_000, sweepMs: 5_000, skip: true } as const;

function planOf(parts: Partial<Plan>): Plan {
  return buildPlan({
    clock: clockOf(400_000),
    arrivals: instantArrivals(VISITORS),
    visitors: [buildClass({ poll: { kind: 'uniform', fromMs: 4_000, toMs: 6_000 } })],
    admission: {
      ...buildRules(),
      headRanks: 20,
      bucket: { capacityTokens: 1, refillPerSec: 0.5, clockResolutionMs: 1 },
      ghosts: FORGETFUL,
    },
    ...parts,
  });
}

const byRequest = (parts: InfrastructurePlan): InfrastructurePlan => ({
  ...parts,
  cluster: { ...parts.cluster!, fidelity: 'request' },
});

/** Every ticket was let in, forgotten (and its visitor has found out), or is still in line. */
function expectBooksToClose(record: RunRecord): void {
  const { admitted, failed, censored } = outcomesOf(record);
  expect(admitted + failed + censored).toBe(VISITORS);
  expect(record.totals.swept - failed).toBeGreaterThanOrEqual(0);
  expect(record.series.line.at(-1)).toBe(VISITORS - admitted - record.totals.swept);
  expect(record.totals.lineIntegralMs).toBe(record.totals.ticketWaitSumMs);
  expect(Math.min(...record.series.ghosts)).toBe(0);
}

describe('a ticket that the server has forgotten', () => {
  it('fails at the next request that is heard, though the cache answered others before', () => {
    const edge = { cdnAbsorbs: 0.5, botsBlocked: 0, geoBlocked: 0 };
    const record = runPlan(planOf({ infrastructure: { ...ROOMY, edge, faults: [OUTAGE] } }));
    expectBooksToClose(record);
    expect(record.totals.swept).toBeGreaterThan(100);
    expect(outcomesOf(record).failed).toBe(record.totals.swept);
  });

  it('gets nobody in who was asking to enter when it was forgotten', () => {
    const admission = {
      ...buildRules(),
      bucket: { capacityTokens: 1, refillPerSec: 0.5, clockResolutionMs: 1 },
      ghosts: FORGETFUL,
    };
    const stubborn = buildClass({ retry: { everyMs: 1_000, times: 200 } });
    for (const infrastructure of [ROOMY, byRequest(ROOMY)]) {
      const record = runPlan(
        planOf({ admission, visitors: [stubborn], infrastructure: { ...infrastructure, faults: [OUTAGE] } }),
      );
      expectBooksToClose(record);
      expect(record.totals.swept).toBeGreaterThan(100);
    }
  });

  it('keeps no run from ending: a visitor whose patience has ended will not find out', () => {
    const hidden = { share: 1, everyMs: 60_000 };
    const patience = { impatientShare: 1, durationMs: { kind: 'fixed', value: 40_000 } } as const;
    for (const politeShare of [0, 1]) {
      const record = runPlan(planOf({ visitors: [buildClass({ hidden, patience, politeShare })] }));
      expect(record.totals.swept).toBeGreaterThan(200);
      expect(record.endMs).toBeLessThan(100_000);
      expect(outcomesOf(record).censored).toBe(0);
    }
  });
});

describe('a cache in front of the waiting room', () => {
  it('keeps polls from being heard, so that the waiting room forgets those whom it answers for a heartbeat', () => {
    const swept = (cdnAbsorbs: number) =>
      runPlan(planOf({ infrastructure: { ...ROOMY, edge: { cdnAbsorbs, botsBlocked: 0, geoBlocked: 0 } } }))
        .totals.swept;
    expect(swept(0)).toBe(0);
    // Four polls in a heartbeat: nine in ten answered by the cache leave two in three tickets unheard in one of them.
    expect(swept(0.9)).toBeGreaterThan(VISITORS / 2);
  });
});

describe('the instant at which the server last heard of a ticket', () => {
  it('is that of the poll before the one that failed on its way, however long that took', () => {
    // Everybody polls on the same grid of 8 s; the poll at 32 s is the first to fail, so all were heard last at 24 s.
    const grid = buildClass({ poll: { kind: 'uniform', fromMs: 8_000, toMs: 8_000 } });
    const redis = buildRedis({ timeoutMs: 4_000 });
    const fault = { ...OUTAGE, forMs: 300_000 };
    const sweptAt = (parts: InfrastructurePlan) => {
      const { series, totals } = runPlan(
        planOf({ visitors: [grid], infrastructure: { ...parts, redis, faults: [fault] } }),
      );
      expect(totals.swept).toBeGreaterThan(200);
      return series.line.findIndex((line) => line < 100);
    };
    // Heard until 24.0 s, dead at 44.0 s, swept at 45 s; a ticket with a request on its way is looked at when that ends.
    expect(sweptAt(ROOMY)).toBe(45);
    expect(sweptAt(byRequest(ROOMY))).toBeGreaterThanOrEqual(45);
    expect(sweptAt(byRequest(ROOMY))).toBeLessThanOrEqual(45 + 4);
  });

  it('is not moved by patience that ends while nobody hears it', () => {
    const patience = { impatientShare: 1, durationMs: { kind: 'fixed', value: 34_500 } } as const;
    const silent = buildClass({
      poll: { kind: 'uniform', fromMs: 8_000, toMs: 8_000 },
      patience,
      politeShare: 0,
      retry: { everyMs: 1_000, times: 1 },
    });
    const fault = { ...OUTAGE, forMs: 300_000 };
    const { series } = runPlan(planOf({ visitors: [silent], infrastructure: { ...ROOMY, faults: [fault] } }));
    expect(series.ghosts[40]).toBeGreaterThan(200);
    expect(series.line[44]).toBeGreaterThan(200);
    // Inside the gate of 20 they ask each second, and were heard later.
    expect(series.line[45]).toBeLessThanOrEqual(20);
  });
});

describe('a visitor with several tabs', () => {
  it('has failed only when all of them have: a tab that cannot join leaves the others in line', () => {
    const tabs = buildClass({ tabs: 3, retry: { everyMs: 1_000, times: 0 } });
    const edge = { cdnAbsorbs: 0, botsBlocked: 0, geoBlocked: 0, loadBalancerPerSec: 150 };
    const arrivals = steadyArrivals(100, 20_000, 'deterministic');
    const admission = buildRules();
    const record = runPlan(
      planOf({ visitors: [tabs], arrivals, admission, infrastructure: { ...ROOMY, edge } }),
    );
    const joined = record.totals.tickets;
    const { failed } = outcomesOf(record);
    // Of 2,000 visitors with 6,000 tickets as many as lose all three may fail, and no more.
    expect(failed).toBeGreaterThan(0);
    expect(failed * 3).toBeLessThanOrEqual(6_000 - joined);
    expect(sumOf(record.series.line)).toBeGreaterThan(0);
  });
});
