import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../result/run-record.ts';
import type { InfrastructurePlan } from '../scenario/infrastructure-plan.ts';
import type { Plan } from '../scenario/plan.ts';
import {
  buildCluster,
  buildCost,
  buildGateway,
  buildInfrastructure,
  buildRedis,
  buildWorker,
} from '../testing/infrastructure-builder.ts';
import { buildClass, buildPlan, buildRules } from '../testing/record-builder.ts';
import { clockOf, outcomesOf, runPlan, steadyArrivals, sumOf } from '../testing/run-plan.ts';
import { Simulation } from './simulation.ts';

const NOTHING: InfrastructurePlan = { faults: [], published: [], windows: [] };
const PODS = { kind: 'fixed', replicas: 2, schedule: [] } as const;
const SERVED = buildInfrastructure({
  cluster: buildCluster({ workloads: [buildGateway({ scaling: PODS })] }),
  redis: buildRedis(),
});

/** Twenty visitors a second who poll each second, served at two a second. */
function planOf(infrastructure: InfrastructurePlan, parts: Partial<Plan> = {}): Plan {
  return buildPlan({
    clock: clockOf(60_000),
    arrivals: steadyArrivals(20, 60_000, 'deterministic'),
    visitors: [buildClass({ poll: { kind: 'uniform', fromMs: 1_000, toMs: 1_000 } })],
    admission: { ...buildRules(), bucket: { capacityTokens: 1, refillPerSec: 2, clockResolutionMs: 1 } },
    infrastructure,
    ...parts,
  });
}

describe('the last second of a run, which may be part of one', () => {
  const whole = runPlan(planOf(SERVED)).cluster!;
  const cut = runPlan(planOf(SERVED, { clock: clockOf(50_300) })).cluster!;
  const row = 50;

  it('has levels, not parts of levels', () => {
    const near = (level: (record: typeof cut) => number) =>
      expect(level(cut) / level(whole)).toBeCloseTo(1, 0);
    near(({ workloads }) => workloads[0]!.cpuOfRequest[row]!);
    near(({ workloads }) => workloads[0]!.offeredLoad[row]!);
    expect(cut.redis!.shards.map(({ cpu }) => cpu[row]!)).toEqual(
      whole.redis!.shards.map(({ cpu }) => expect.closeTo(cpu[row]!, 2)),
    );
  });

  it('counts only what came in it', () => {
    const ratio = cut.layers.gateway!.in[row]! / whole.layers.gateway!.in[row]!;
    expect(ratio).toBeGreaterThan(0.2);
    expect(ratio).toBeLessThan(0.4);
  });

  it('is written when the run is broken off, at any instant', () => {
    for (const atMs of [1, 99, 100, 1_000, 1_050, 7_777]) {
      const simulation = new Simulation(planOf(SERVED), 0);
      simulation.advance(atMs);
      const { cluster, series, endMs, totals, interrupted } = simulation.record(true);
      expect(interrupted).toEqual({ atMs: endMs });
      expect(cluster!.layers.gateway!.in.length).toBe(series.joins.length);
      expect(sumOf(cluster!.layers.gateway!.in)).toBe(totals.joins + totals.polls + totals.enters);
    }
  });
});

describe('plans with one part', () => {
  const parts: Readonly<Record<string, InfrastructurePlan>> = {
    edge: { ...NOTHING, edge: { cdnAbsorbs: 0.2, botsBlocked: 1, geoBlocked: 0.1, loadBalancerPerSec: 500 } },
    redis: { ...NOTHING, redis: buildRedis() },
    backend: {
      ...NOTHING,
      backend: {
        servers: 2,
        serviceMs: { kind: 'exponential', mean: 50 },
        requestsPerAdmission: 2,
        queueLimit: 100,
        timeoutMs: 5_000,
      },
    },
    seats: {
      ...NOTHING,
      seats: { count: 30, holdMs: 5_000, perVisitor: 2, buyShare: 1, buyMs: { kind: 'fixed', value: 500 } },
    },
    cost: { ...NOTHING, cost: buildCost() },
  };
  for (const [name, infrastructure] of Object.entries(parts)) {
    it(`run with only ${name}`, () => {
      const record = runPlan(planOf(infrastructure));
      const { admitted, refused, failed, censored } = outcomesOf(record);
      expect(admitted).toBeGreaterThan(14);
      expect(admitted + refused + failed + censored).toBe(record.totals.visitors);
      expect(sumOf(record.cluster!.layers.bucket!.out)).toBe(record.totals.admittedTickets);
    });
  }
});

describe('the bucket', () => {
  it('is asked for each ticket that it lets in, also where the server releases them', () => {
    for (const mode of ['pull', 'push'] as const) {
      const plan = planOf(SERVED);
      const { layers } = runPlan({ ...plan, admission: { ...plan.admission, mode } }).cluster!;
      layers.bucket!.out.forEach((out, second) => {
        expect(layers.bucket!.in[second]).toBeGreaterThanOrEqual(out);
      });
      expect(sumOf(layers.bucket!.out)).toBeGreaterThan(100);
    }
  });
});

describe('the shop', () => {
  const seats = {
    count: 10_000,
    holdMs: 30_000,
    perVisitor: 1,
    buyShare: 1,
    buyMs: { kind: 'fixed' as const, value: 1 },
  };

  it('sees of those who are released only the ones who come to know of it', () => {
    const plan = planOf({ ...NOTHING, seats });
    const away = buildClass({
      poll: { kind: 'uniform', fromMs: 20_000, toMs: 20_000 },
      patience: { impatientShare: 0.5, durationMs: { kind: 'uniform', from: 1_000, to: 20_000 } },
    });
    const { cluster, totals, series } = runPlan({
      ...plan,
      visitors: [away],
      admission: { ...plan.admission, mode: 'push' },
    });
    expect(totals.wastedReleases).toBeGreaterThan(10);
    // A release is one enter when its visitor learns of it.
    expect(sumOf(cluster!.seats!.sold, 59)).toBe(sumOf(series.enters, 0, 60));
  });

  it('counts requests to the backend one by one: those that failed are those that were not answered', () => {
    const backend = {
      servers: 5,
      serviceMs: { kind: 'exponential' as const, mean: 50 },
      requestsPerAdmission: 4,
      queueLimit: 30,
      timeoutMs: 2_000,
    };
    const { bucket: _, ...open } = planOf(NOTHING).admission;
    const plan = planOf({ ...NOTHING, backend }, { admission: open });
    const arrivals = steadyArrivals(50, 60_000);
    const { layers, backend: load } = runPlan({ ...plan, arrivals }).cluster!;
    const failed = sumOf(load!.refused) + sumOf(load!.timedOut);
    expect(failed).toBeGreaterThan(50);
    expect(sumOf(layers.backend!.in) - sumOf(layers.backend!.out)).toBe(failed);
  });
});

describe('a metric of the gateway', () => {
  it('is 0 before the run, when a schedule has already started the cluster', () => {
    const worker = buildWorker();
    if (worker.scaling.kind !== 'keda') throw new RangeError('the builder makes a ScaledObject');
    const scaling = {
      ...worker.scaling,
      schedule: [{ fromMs: -300_000, untilMs: 0, replicas: 2 }],
      spec: {
        ...worker.scaling.spec,
        triggers: [{ metric: 'gateway.requestsPerSec', thresholdMilli: 50_000, activationMilli: 0 }],
      },
    };
    const workloads = [buildGateway({ scaling: PODS }), { ...worker, scaling }];
    const { cluster } = runPlan(
      planOf(buildInfrastructure({ cluster: buildCluster({ workloads }) }), { clock: clockOf(120_000) }),
    );
    expect(cluster!.workloads[1]!.desired[0]).toBe(2);
    expect(Math.max(...cluster!.workloads[1]!.desired)).toBeGreaterThan(5);
  });
});

describe('a worker', () => {
  const backlogOf = (cpuMicrosPerMessage: number): RunRecord => {
    const worker = buildWorker({
      role: { kind: 'worker', messagesPerSecPerPod: 20, cpuMicrosPerMessage, idleCpuMillicores: 5 },
      scaling: PODS,
    });
    const plan = planOf(
      buildInfrastructure({
        cluster: buildCluster({ workloads: [buildGateway({ scaling: PODS }), worker] }),
      }),
    );
    return runPlan({
      ...plan,
      admission: {
        ...plan.admission,
        bucket: { capacityTokens: 10, refillPerSec: 10, clockResolutionMs: 1 },
      },
    });
  };

  it('takes no more messages than its CPU allows', () => {
    // 1.2 cores a pod and 400 core ms a message: 2 pods take 6 a second of the 10 that come.
    const { cluster } = backlogOf(400_000);
    const { backlog, cpuOfLimit } = cluster!.workloads[1]!;
    expect((backlog[59]! - backlog[29]!) / 30).toBeCloseTo(4, 0);
    expect(cpuOfLimit[59]).toBeCloseTo(1, 2);
    expect(backlogOf(1_000).cluster!.workloads[1]!.backlog[59]).toBe(0);
  });
});
