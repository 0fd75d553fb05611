import { describe, expect, it } from 'vitest';
import { FAILURES } from '../result/cluster-record.ts';
import type { RunRecord } from '../result/run-record.ts';
import type { FaultPlan } from '../scenario/infrastructure-plan.ts';
import type { Plan } from '../scenario/plan.ts';
import { meanInterval } from '../statistics/output-analysis.ts';
import { byRequest } from '../testing/infrastructure-arbitrary.ts';
import {
  buildCluster,
  buildGateway,
  buildInfrastructure,
  buildRedis,
} from '../testing/infrastructure-builder.ts';
import { buildClass, buildPlan, buildRules } from '../testing/record-builder.ts';
import { clockOf, outcomesOf, runPlan, steadyArrivals, sumOf } from '../testing/run-plan.ts';

/*
 * Flow fidelity stands for request fidelity in whole runs, where delays and failures act back on the visitors: what both give
 * for the same visitors agrees within 10 %, or within the 99.9 % interval of their paired difference where that is wider.
 */
const TOLERANCE = 0.1;
const LEVEL = 0.999;
const REPLICATIONS = 6;

/** A share of failures below this is none: a handful in the tens of thousands of requests of a run [1]. */
const NEXT_TO_NONE = 0.001;

interface Case {
  readonly name: string;
  readonly cpuMicros: number;
  readonly queueLimitPerPod?: number;
  readonly faults?: readonly FaultPlan[];
  /** What the case is to show, so that no case agrees by being idle. */
  readonly shows: (record: RunRecord) => void;
}

/**
 * 600 visitors come in 30 s, poll every 2 s and are let in at 3 a second: about 270 requests/s at the height, for two pods of a
 * core.
 */
function planOf({ cpuMicros, queueLimitPerPod = 1_000, faults = [] }: Case): Plan {
  const gateway = buildGateway();
  if (gateway.role.kind !== 'gateway') throw new RangeError('the builder makes a gateway');
  const cpuMicrosPerRequest = { join: cpuMicros, poll: cpuMicros, enter: cpuMicros, leave: cpuMicros };
  const workload = buildGateway({
    role: { ...gateway.role, cpuMicrosPerRequest, queueLimitPerPod, timeoutMs: 5_000 },
    limits: { cpuMillicores: 1_000, memoryMiB: 1_024 },
    scaling: { kind: 'fixed', replicas: 2, schedule: [] },
  });
  return buildPlan({
    clock: clockOf(90_000),
    arrivals: steadyArrivals(20, 30_000),
    visitors: [
      buildClass({
        poll: { kind: 'uniform', fromMs: 1_500, toMs: 2_500 },
        patience: { impatientShare: 0.3, durationMs: { kind: 'exponential', mean: 90_000 } },
      }),
    ],
    admission: {
      ...buildRules(),
      headRanks: 50,
      bucket: { capacityTokens: 10, refillPerSec: 3, clockResolutionMs: 1 },
    },
    infrastructure: buildInfrastructure({
      cluster: buildCluster({ workloads: [workload] }),
      redis: buildRedis(),
      faults,
    }),
  });
}

const failures = ({ cluster }: RunRecord) =>
  FAILURES.reduce((sum, id) => sum + sumOf(cluster!.failures[id]), 0);

const failedShare = (record: RunRecord) => failures(record) / sumOf(record.cluster!.layers.gateway!.in);

function meanWaitMs({ visits }: RunRecord): number {
  return (sumOf(visits.endMs) - sumOf(visits.joinMs)) / visits.endMs.length;
}

const MEASURES: Readonly<Record<string, (record: RunRecord) => number>> = {
  'mean latency': ({ cluster }) => cluster!.latency.overall.meanMs,
  'p95 latency': ({ cluster }) => cluster!.latency.overall.p95Ms,
  requests: ({ totals }) => totals.joins + totals.polls + totals.enters,
  'failed share': failedShare,
  admitted: (record) => outcomesOf(record).admitted,
  'mean wait': meanWaitMs,
};

const LATENCY: FaultPlan = {
  kind: 'redis-latency',
  atMs: 40_000,
  forMs: 20_000,
  addMs: 300,
  share: 1,
  factor: 1,
};

const utilization = ({ cluster }: RunRecord) => Math.max(...cluster!.workloads[0]!.offeredLoad.slice(35, 60));

const CASES: readonly Case[] = [
  {
    name: 'at light load',
    cpuMicros: 2_000,
    shows: (record) => expect(utilization(record)).toBeLessThan(0.4),
  },
  {
    name: 'near saturation',
    cpuMicros: 6_800,
    shows: (record) => {
      expect(utilization(record)).toBeGreaterThan(0.85);
      expect(failedShare(record)).toBeLessThan(NEXT_TO_NONE);
    },
  },
  {
    name: 'through an overload with retries',
    cpuMicros: 12_000,
    queueLimitPerPod: 30,
    shows: (record) => {
      expect(utilization(record)).toBeGreaterThan(1.3);
      expect(failedShare(record)).toBeGreaterThan(0.1);
    },
  },
  {
    name: 'while Redis answers late',
    cpuMicros: 2_000,
    faults: [LATENCY],
    shows: ({ cluster }) => expect(cluster!.latency.p50Ms[50]).toBeGreaterThan(300),
  },
];

describe('flow and request fidelity', () => {
  for (const each of CASES) {
    const plan = planOf(each);
    const pairs = Array.from({ length: REPLICATIONS }, (_, replication) => ({
      flow: runPlan(plan, { replication }),
      request: runPlan(byRequest(plan), { replication }),
    }));

    it.each(Object.entries(MEASURES))(`${each.name} agree on %s`, (_, measure) => {
      const request = meanInterval(pairs.map((pair) => measure(pair.request)))!.mean;
      const values = pairs.map((pair) => measure(pair.flow) - measure(pair.request));
      const { mean, halfWidth } = meanInterval(values, LEVEL)!;
      if (Math.abs(mean) < NEXT_TO_NONE && request < NEXT_TO_NONE) return;
      expect(Math.abs(mean)).toBeLessThanOrEqual(Math.max(TOLERANCE * request, halfWidth!));
    });

    it(`${each.name} is what the case is about`, () => {
      for (const { flow, request } of pairs) for (const record of [flow, request]) each.shows(record);
    });
  }
});
