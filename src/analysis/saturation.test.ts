import { describe, expect, it } from 'vitest';
import type { ClusterRecord, RedisSeries } from '../result/cluster-record.ts';
import type { InfrastructurePlan } from '../scenario/infrastructure-plan.ts';
import {
  buildClusterRun,
  buildFailures,
  buildWorkload,
  counts,
  levels,
} from '../testing/cluster-record-builder.ts';
import { buildInfrastructure, buildRedis } from '../testing/infrastructure-builder.ts';
import type { FailedFindings, TierFindings } from './infrastructure-findings.ts';
import { describeFailures } from './request-load.ts';
import { describeTiers, judgeHolds } from './saturation.ts';

const SECONDS = 60;
/** Seconds 20..39. */
const busy = (s: number) => s >= 20 && s < 40;

const backend: InfrastructurePlan['backend'] & object = {
  servers: 50,
  serviceMs: { kind: 'fixed', value: 100 },
  requestsPerAdmission: 1,
  queueLimit: 100,
  timeoutMs: 1_000,
};
const edge: InfrastructurePlan['edge'] & object = {
  cdnAbsorbs: 0,
  botsBlocked: 0,
  geoBlocked: 0,
  loadBalancerPerSec: 1_000,
};

function tiersOf(infrastructure: Partial<InfrastructurePlan>, given: Partial<ClusterRecord>) {
  return describeTiers(buildClusterRun(SECONDS, buildInfrastructure(infrastructure), given));
}

const gatewayWith = (given: Parameters<typeof buildWorkload>[2]) => ({
  workloads: [buildWorkload('gateway', SECONDS, given)],
});
const redisWith = (cpu: number, poolUse: number): RedisSeries => ({
  shards: [
    { commands: counts(SECONDS, () => 10), cpu: levels(SECONDS, () => 0.1) },
    {
      commands: counts(SECONDS, () => 900),
      cpu: levels(SECONDS, (s) => (busy(s) ? cpu : 0.5)),
    },
  ],
  latencyMs: levels(SECONDS),
  poolUse: levels(SECONDS, (s) => (busy(s) ? poolUse : 0)),
  connections: counts(SECONDS),
});

describe('a tier is saturated', () => {
  it.each([
    ['gateway', 0.99, undefined],
    ['gateway', 1, 20_000],
  ] as const)('%s at an offered load of 1: %d', (tier, offered, fromMs) => {
    const offeredLoad = levels(SECONDS, (s) => (busy(s) ? offered : 0.5));
    const found = tiersOf({}, gatewayWith({ ready: counts(SECONDS, () => 3), offeredLoad }))[tier];
    expect(found?.fromMs).toBe(fromMs);
  });

  it('gateway while requests come and no pod is ready', () => {
    const failures = buildFailures(SECONDS, { noPod: counts(SECONDS, (s) => (busy(s) ? 7 : 0)) });
    const found = tiersOf({}, { ...gatewayWith({}), failures }).gateway;
    expect(found).toMatchObject({
      fromMs: 20_000,
      untilMs: 40_000,
      saturatedMs: 20_000,
      failedMeanwhile: 140,
    });
  });

  it.each([
    ['redis', 0.96, 0, undefined],
    ['redis', 0.97, 0, 20_000],
    ['pool', 0, 0.94, undefined],
    ['pool', 0, 0.95, 20_000],
  ] as const)('%s with its busiest shard at %d and its pools at %d', (tier, cpu, poolUse, fromMs) => {
    const found = tiersOf({ redis: buildRedis({ shards: 2 }) }, { redis: redisWith(cpu, poolUse) });
    expect(found[tier]?.fromMs).toBe(fromMs);
  });

  it.each([
    [0.96, undefined],
    [0.97, 20_000],
  ])('backend at a utilization of 97 %%: %d', (utilization, fromMs) => {
    const series = {
      utilization: levels(SECONDS, (s) => (busy(s) ? utilization : 0)),
      refused: counts(SECONDS),
      timedOut: counts(SECONDS),
      p95Ms: levels(SECONDS),
    };
    expect(tiersOf({ backend }, { backend: series }).backend?.fromMs).toBe(fromMs);
  });

  it('load balancer while it sheds', () => {
    const failures = buildFailures(SECONDS, { shed: counts(SECONDS, (s) => (busy(s) ? 1 : 0)) });
    expect(tiersOf({ edge }, { failures }).loadBalancer?.saturatedMs).toBe(20_000);
  });
});

describe('a tier tells', () => {
  it('its highest load and what it could have served then', () => {
    const load = counts(SECONDS, (s) => (s === 30 ? 1_000 : 100));
    const found = tiersOf(
      { edge, backend },
      {
        ...gatewayWith({
          ready: counts(SECONDS, () => 2),
          offeredLoad: levels(SECONDS, (s) => load[s]! / 800),
        }),
        layers: {
          loadBalancer: { in: load, out: load },
          gateway: { in: load, out: load },
          bucket: { in: load, out: load },
          backend: { in: counts(SECONDS, () => 4), out: counts(SECONDS, () => 4) },
        },
      },
    );
    expect(found.loadBalancer).toMatchObject({
      loadPeakPerSec: 1_000,
      capacityPerSec: 1_000,
      utilizationMax: 1,
    });
    expect(found.gateway).toMatchObject({ loadPeakPerSec: 1_000, utilizationMax: 1.25 });
    expect(found.gateway?.capacityPerSec).toBeCloseTo(800, 9);
    // 50 servers of 100 ms.
    expect(found.backend).toMatchObject({ loadPeakPerSec: 4, capacityPerSec: 500 });
  });

  it('nothing where the scenario has no such tier', () => {
    const run = buildClusterRun(
      SECONDS,
      { faults: [], published: [], windows: [], redis: buildRedis() },
      { redis: redisWith(0, 0) },
    );
    expect(Object.keys(describeTiers(run))).toEqual(['pool', 'redis']);
  });
});

describe('a run', () => {
  const failed = (share: number): FailedFindings => ({
    ...describeFailures(buildClusterRun(1)),
    share,
  });
  const tier = (fromMs: number, saturatedMs: number): TierFindings => ({
    utilizationMax: 1,
    saturatedMs,
    fromMs,
    untilMs: fromMs + saturatedMs,
    failedMeanwhile: 0,
  });

  it.each([
    ['without failures and saturation', 0, 0, true],
    ['with almost 1 % failures', 0.0099, 0, true],
    ['with 1 % failures', 0.01, 0, false],
    ['saturated for 10 s', 0, 10_000, true],
    ['saturated for 11 s', 0, 11_000, false],
  ])('holds or does not: %s', (_, share, saturatedMs, holds) => {
    expect(judgeHolds(failed(share), { gateway: tier(5_000, saturatedMs) }).holds).toBe(holds);
  });

  it('names the tier that saturated first, the deepest of those that did in one second, and the longest', () => {
    const found = judgeHolds(failed(0), {
      gateway: tier(5_000, 60_000),
      pool: tier(4_000, 5_000),
      redis: tier(4_000, 20_000),
      backend: tier(0, 0),
    });
    expect(found).toEqual({ holds: false, first: 'redis', longest: 'gateway' });
  });
});
