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

const VISITORS = 400;
const NOTHING: InfrastructurePlan = { faults: [], published: [], windows: [] };

const FAULT: FaultPlan = { kind: 'shard-failover', atMs: 0, forMs: 0, addMs: 0, share: 1, factor: 1 };

/** Everybody comes at once, polls every 5 s and waits for a token a second. */
function planOf(parts: Partial<Plan>): Plan {
  return buildPlan({
    clock: clockOf(600_000),
    arrivals: instantArrivals(VISITORS),
    visitors: [{ ...buildClass(), poll: { kind: 'uniform', fromMs: 4_000, toMs: 6_000 } }],
    admission: {
      ...buildRules(),
      headRanks: 20,
      bucket: { capacityTokens: 1, refillPerSec: 1, clockResolutionMs: 1 },
      ghosts: { heartbeatMs: 60_000, inactiveAfterMs: 15_000, sweepMs: 10_000, skip: true },
    },
    ...parts,
  });
}

const runWith = (infrastructure: InfrastructurePlan, parts: Partial<Plan> = {}): RunRecord =>
  runPlan(planOf({ infrastructure, ...parts }));

/** Three pods that are ready from the start, with far more room than is asked for. */
const ROOMY = buildInfrastructure({
  cluster: buildCluster({
    workloads: [buildGateway({ scaling: { kind: 'fixed', replicas: 3, schedule: [] } })],
  }),
  redis: buildRedis(),
});

describe('the edge', () => {
  it('sends visitors away for good by country, before they are in line', () => {
    const record = runWith({
      ...NOTHING,
      edge: { cdnAbsorbs: 0, botsBlocked: 0, geoBlocked: 1 },
    });
    expect(outcomesOf(record).refused).toBe(VISITORS);
    expect(record.totals).toMatchObject({ tickets: 0, joins: VISITORS, polls: 0 });
    expect(record.cluster!.stopped).toEqual({ bots: 0, geo: VISITORS });
  });

  it('answers its share of polls from the cache, which keeps them from the gateway but not from waiting', () => {
    const record = runWith({ ...ROOMY, edge: { cdnAbsorbs: 0.3, botsBlocked: 0, geoBlocked: 0 } });
    const { polls } = record.totals;
    const { cdn } = record.cluster!.layers;
    const cached = sumOf(cdn!.in) - sumOf(cdn!.out);
    expect(Math.abs(cached - polls * 0.3)).toBeLessThan(4 * Math.sqrt(polls * 0.3 * 0.7));
    expect(outcomesOf(record).admitted).toBe(VISITORS);
  });

  it('cuts off who polls above the rate rule: nobody of them gets in, and the server forgets them', () => {
    const fast = { ...buildClass(), poll: { kind: 'uniform' as const, fromMs: 500, toMs: 500 } };
    const edge = {
      cdnAbsorbs: 0,
      botsBlocked: 0,
      geoBlocked: 0,
      ratePerSource: { requests: 20, windowMs: 60_000 },
    };
    const record = runWith({ ...ROOMY, edge }, { visitors: [fast] });
    const { admitted, refused } = outcomesOf(record);
    expect(admitted).toBeLessThan(20);
    expect(admitted + refused).toBe(VISITORS);
    expect(record.totals.swept).toBe(refused);
    // Blocked polls are counted by their rate: two a second for each, to the end.
    const perSec = record.series.polls.slice(120, 590);
    expect(Math.max(...perSec) - Math.min(...perSec)).toBeLessThanOrEqual(1);
    expect(perSec[0]! / refused).toBeCloseTo(2, 1);
    expect(Math.abs(sumOf(record.visits.polls) - record.totals.polls)).toBeLessThanOrEqual(VISITORS);
  });
});

describe('the time of an answer', () => {
  it('lengthens the interval of polling, so that people poll less', () => {
    const quick = runWith(ROOMY);
    const slow = runWith({ ...ROOMY, redis: buildRedis({ roundTripMs: 2_500, timeoutMs: 20_000 }) });
    const pollsPerWait = ({ totals }: RunRecord) => (totals.polls * 1_000) / totals.ticketWaitSumMs;
    expect(pollsPerWait(quick) * 5).toBeGreaterThan(0.85);
    expect(pollsPerWait(quick) * 5).toBeLessThan(1);
    expect(pollsPerWait(slow) / pollsPerWait(quick)).toBeCloseTo(5 / 7.5, 1);
  });

  it('is at least what the plan says a request takes', () => {
    const { latency } = runWith(ROOMY).cluster!;
    expect(latency.overall.p50Ms).toBeGreaterThan(0.5 + 0.5 / 1.2);
    expect(latency.overall.p50Ms).toBeLessThan(2);
  });
});

describe('a store that answers nobody', () => {
  const outage = { ...ROOMY, faults: [{ ...FAULT, atMs: 60_000, forMs: 120_000 }] };

  it('makes requests fail and their senders try again: more requests than without', () => {
    const [calm, stormy] = [runWith(ROOMY), runWith(outage)];
    const during = (record: RunRecord) => sumOf(record.series.polls, 60, 180);
    const perVisitor = (record: RunRecord) => during(record) / sumOf(record.series.line, 60, 180);
    expect(sumOf(stormy.cluster!.failures.redis) + sumOf(stormy.cluster!.failures.noPod)).toBeGreaterThan(
      1_000,
    );
    expect(perVisitor(stormy)).toBeGreaterThan(1.2 * perVisitor(calm));
  });

  it('lets nobody in while it lasts; after less than a heartbeat the line goes on', () => {
    const { series } = runWith({ ...outage, faults: [{ ...FAULT, atMs: 60_000, forMs: 40_000 }] });
    expect(sumOf(series.admitted, 66, 99)).toBe(0);
    expect(sumOf(series.admitted, 30, 60)).toBeGreaterThan(20);
    expect(sumOf(series.admitted, 130, 200)).toBeGreaterThan(0);
  });

  it('makes the waiting room forget those whom it does not hear for a heartbeat', () => {
    expect(runWith(ROOMY).totals.swept).toBe(0);
    expect(runWith(outage).totals.swept).toBeGreaterThan(100);
  });

  it('makes pods unready whose probe asks it, and they come back', () => {
    const [workload] = runWith(outage).cluster!.workloads;
    expect(workload!.ready[59]).toBe(3);
    expect(workload!.ready[110]).toBe(0);
    expect(workload!.ready[230]).toBe(3);
  });
});

describe('seats', () => {
  it('end the sale when they are sold: who still waits is sent away at the next request', () => {
    const seats = {
      count: 50,
      holdMs: 30_000,
      perVisitor: 1,
      buyShare: 1,
      buyMs: { kind: 'fixed' as const, value: 5_000 },
    };
    const record = runWith({ ...NOTHING, seats }, { arrivals: steadyArrivals(1, 300_000, 'deterministic') });
    const { soldOutMs, sold } = record.cluster!.seats!;
    expect(sold.at(-1)).toBe(50);
    expect(soldOutMs).toBeGreaterThan(50_000);
    expect(sumOf(record.series.admitted, Math.ceil(soldOutMs! / 1_000))).toBe(0);
    const { admitted, refused } = outcomesOf(record);
    expect(admitted + refused).toBe(record.totals.visitors);
    expect(record.cluster!.seats!.turnedAway).toBe(admitted - 50);
  });

  it('return when their holders do not buy', () => {
    const seats = {
      count: 20,
      holdMs: 10_000,
      perVisitor: 1,
      buyShare: 0,
      buyMs: { kind: 'fixed' as const, value: 1_000 },
    };
    const { cluster } = runWith({ ...NOTHING, seats });
    expect(cluster!.seats!.sold.at(-1)).toBe(0);
    expect(cluster!.seats!.soldOutMs).toBeUndefined();
    expect(cluster!.seats!.returned).toBeGreaterThan(100);
  });
});

describe('a lost pod', () => {
  it('is replaced, and its absence is felt in between', () => {
    const lost = { ...FAULT, kind: 'pods-lost' as const, atMs: 100_000, share: 1, where: 'gateway' };
    const { cluster, series } = runWith({ ...ROOMY, faults: [lost] });
    const [workload] = cluster!.workloads;
    expect(workload!.ready[120]).toBe(0);
    expect(workload!.ready[200]).toBe(3);
    expect(sumOf(cluster!.failures.noPod, 101, 150)).toBeGreaterThan(100);
    expect(sumOf(series.admitted, 106, 150)).toBe(0);
    expect(cluster!.faults.map(({ text }) => text)).toEqual(['3 of 3 pods of gateway were lost']);
  });
});

describe('a clock that is set forward', () => {
  const skew = { ...FAULT, kind: 'clock-skew' as const, atMs: 100_000, forMs: 50_000, addMs: 10_000 };

  it.each(['pull', 'push'] as const)('gives the tokens of that time at once, and once only (%s)', (mode) => {
    const admission = {
      ...buildRules({ mode }),
      bucket: { capacityTokens: 50, refillPerSec: 1, clockResolutionMs: 1 },
      // Changes of rate that change nothing.
      schedule: [105_000, 110_000, 115_000, 120_000].map((atMs) => ({ atMs, refillPerSec: 1 })),
    };
    const { series } = runWith({ ...NOTHING, faults: [skew] }, { admission });
    const paid = (fromSec: number, toSec: number) => sumOf(series.admitted, fromSec, toSec);
    expect(paid(70, 100)).toBeGreaterThanOrEqual(29);
    expect(paid(70, 100)).toBeLessThanOrEqual(31);
    expect(paid(100, 145)).toBeGreaterThanOrEqual(54);
    expect(paid(100, 145)).toBeLessThanOrEqual(56);
    // Set back it goes on from where it is: the reference's bucket moves its refill instant with the clock.
    expect(paid(155, 185)).toBeGreaterThanOrEqual(29);
    expect(paid(155, 185)).toBeLessThanOrEqual(31);
  });

  it('breaks the limit as often as pods are hit', () => {
    const admission = {
      ...buildRules(),
      bucket: {
        capacityTokens: 50,
        refillPerSec: 1,
        clockResolutionMs: 1,
        podClocks: { pods: 4, skewMs: 0 },
      },
    };
    const inBurst = (share: number) =>
      sumOf(runWith({ ...NOTHING, faults: [{ ...skew, share }] }, { admission }).series.admitted, 100, 130);
    expect(inBurst(0.5)).toBeGreaterThan(35);
    expect(sumOf(runWith(NOTHING, { admission }).series.admitted, 100, 130)).toBeLessThanOrEqual(31);
  });
});
