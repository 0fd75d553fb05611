import { describe, expect, it } from 'vitest';
import type { ScalingPlan, WorkloadPlan } from '../kubernetes/workload-plan.ts';
import type { ClusterRecord, RedisSeries, WorkloadSeries } from '../result/cluster-record.ts';
import type { InfrastructurePlan } from '../scenario/infrastructure-plan.ts';
import {
  buildClusterRun,
  buildFailures,
  buildWorkload,
  counts,
  levels,
} from '../testing/cluster-record-builder.ts';
import {
  buildCluster,
  buildGateway,
  buildHpa,
  buildInfrastructure,
  buildRedis,
} from '../testing/infrastructure-builder.ts';
import { buildClass, buildPlan } from '../testing/record-builder.ts';
import { richClusterRecord } from '../testing/rich-cluster.ts';
import { MACHINE_NOTE_CODES } from './note-codes.ts';
import { summarize } from './summarize.ts';

const SECONDS = 300;

function textOf(
  code: keyof typeof MACHINE_NOTE_CODES,
  infrastructure: InfrastructurePlan,
  given: Partial<ClusterRecord> = {},
  plan = buildPlan(),
): string | undefined {
  const run = buildClusterRun(SECONDS, infrastructure, given, { plan });
  return summarize([run]).notes.find((note) => note.code === code)?.text;
}

const withGateway = (gateway: Partial<WorkloadPlan>) =>
  buildInfrastructure({ cluster: buildCluster({ workloads: [buildGateway(gateway)] }) });
const gatewaySeries = (given: Partial<WorkloadSeries>) => ({
  workloads: [buildWorkload('gateway', SECONDS, given)],
});
const requests = counts(SECONDS, () => 100);
const layers = {
  gateway: { in: requests, out: requests },
  bucket: { in: requests, out: requests },
};
const oneDecision: ClusterRecord['decisions'] = [
  {
    atMs: 15_000,
    workload: 'gateway',
    from: 3,
    to: 6,
    wanted: 9,
    by: 'hpa',
    reason: 'ScaleUpLimit',
    text: 'x',
  },
];

/** Two shards, all commands on the second one, at this CPU. */
const hotRedis = (cpu: number): RedisSeries => ({
  shards: [0, 500].map((commands) => ({
    commands: counts(SECONDS, () => commands),
    cpu: levels(SECONDS, () => (commands > 0 ? cpu : 0.02)),
  })),
  latencyMs: levels(SECONDS, () => 1),
  poolUse: levels(SECONDS),
  connections: counts(SECONDS, () => 5_000),
});
const twoShards = buildRedis({ shards: 2 });

describe('every note about machines', () => {
  it('has a code that can be explained and at most 160 characters', () => {
    const notes = summarize([richClusterRecord()]).notes.filter(({ code }) =>
      Object.hasOwn(MACHINE_NOTE_CODES, code),
    );
    expect(notes.map(({ code }) => code)).toEqual([
      'hot-slot',
      'pod-generations',
      'pods-late',
      'memory-holds-pods',
      'rate-rule',
    ]);
    for (const { text } of notes) expect(text.length).toBeLessThanOrEqual(160);
  });
});

describe('the hot slot is named', () => {
  it('when one shard of several has the commands of the one event', () => {
    const text = textOf('hot-slot', buildInfrastructure({ redis: twoShards }), { redis: hotRedis(0.5) });
    expect(text).toBe(
      'One event is one hash slot: all of the commands, up to 500/s, went to shard 1, one of 2; 1 had nothing to do.',
    );
  });

  it.each([
    ['several events', { events: 5 }],
    ['no hash tag', { hashTagged: false }],
    ['one shard', { shards: 1 }],
  ])('not with %s', (_, rules) => {
    const infrastructure = buildInfrastructure({ redis: { ...twoShards, ...rules } });
    expect(textOf('hot-slot', infrastructure, { redis: hotRedis(0.5) })).toBeUndefined();
  });
});

describe('generations of pods are named', () => {
  const cap = 1_200 / 700;
  const capped = { ready: counts(SECONDS, () => 3), cpuOfRequest: levels(SECONDS, () => cap) };

  it('when CPU reached limit over request and the HPA grew', () => {
    const given = { ...gatewaySeries(capped), decisions: oneDecision };
    expect(textOf('pod-generations', buildInfrastructure(), given)).toBe(
      'gateway: CPU as the HPA sees it cannot exceed limit/request = 171 %, so a pass asks for 2.9 times ' +
        'the pods at most: they come in generations.',
    );
  });

  it('when the cap lies within the tolerance of the target, so that it never grows', () => {
    const scaling = buildHpa({
      metrics: [{ kind: 'resource', resource: 'cpu', target: { kind: 'utilization', percent: 160 } }],
    });
    expect(textOf('pod-generations', withGateway({ scaling }), gatewaySeries(capped))).toMatch(
      /within the tolerance of its target of 160 %: it never grows\.$/,
    );
  });

  it('not when CPU stayed below, or the target is no utilization', () => {
    const below = { ...capped, cpuOfRequest: levels(SECONDS, () => 1) };
    const given = { ...gatewaySeries(below), decisions: oneDecision };
    expect(textOf('pod-generations', buildInfrastructure(), given)).toBeUndefined();
    const scaling = buildHpa({
      metrics: [{ kind: 'resource', resource: 'cpu', target: { kind: 'averageValue', milli: 500 } }],
    });
    const full = { ...gatewaySeries(capped), decisions: oneDecision };
    expect(textOf('pod-generations', withGateway({ scaling }), full)).toBeUndefined();
  });
});

describe('an autoscaler that cannot act is named', () => {
  const fixed: ScalingPlan = { kind: 'fixed', replicas: 5, schedule: [] };
  it.each([
    [
      'minimum = maximum',
      buildHpa({ minReplicas: 10, maxReplicas: 10 }),
      /minimum and maximum are both 10 pods/,
    ],
    ['a range', buildHpa(), undefined],
    ['no autoscaler', fixed, undefined],
  ] as const)('%s', (_, scaling, pattern) => {
    const text = textOf('autoscaler-cannot-act', withGateway({ scaling }));
    if (pattern === undefined) expect(text).toBeUndefined();
    else expect(text).toMatch(pattern);
  });
});

describe('pods that came too late are named', () => {
  const offeredLoad = levels(SECONDS, (s) => (s < 60 ? 2 : 0.2));

  it('with what the peak needed', () => {
    const ready = counts(SECONDS, (s) => (s < 135 ? 3 : 8));
    expect(textOf('pods-late', buildInfrastructure(), gatewaySeries({ ready, offeredLoad }))).toBe(
      'The 6 pods that the peak of gateway at T+00:00 needed were there 2m 15s too late; ' +
        'the last were ready 2m 15s after it.',
    );
  });

  it('not when the tier never saturated', () => {
    const ready = counts(SECONDS, (s) => (s < 135 ? 3 : 8));
    const calm = gatewaySeries({ ready, offeredLoad: levels(SECONDS, () => 0.5) });
    expect(textOf('pods-late', buildInfrastructure(), calm)).toBeUndefined();
  });
});

describe('memory that holds pods up is named', () => {
  const pods = { ready: counts(SECONDS, (s) => (s < 100 ? 3 : 20)) };

  it('when the pods stay idle at their peak with memory above its target', () => {
    const given = gatewaySeries({
      ...pods,
      cpuOfRequest: levels(SECONDS, () => 0.07),
      memoryOfRequest: levels(SECONDS, () => 0.9),
    });
    expect(textOf('memory-holds-pods', buildInfrastructure(), given)).toBe(
      'gateway ends with 20 pods at 7 % CPU: memory at 90 % of request, held to 70 %, keeps them up after the burst.',
    );
  });

  it.each([
    ['memory is below', 0.07, 0.5],
    ['CPU needs them', 0.5, 0.9],
  ])('not when %s', (_, cpu, memory) => {
    const given = gatewaySeries({
      ...pods,
      cpuOfRequest: levels(SECONDS, () => cpu),
      memoryOfRequest: levels(SECONDS, () => memory),
    });
    expect(textOf('memory-holds-pods', buildInfrastructure(), given)).toBeUndefined();
  });
});

describe('the cause of failures is named', () => {
  const failing = (cause: keyof ClusterRecord['failures'], perSec: number) => ({
    layers,
    failures: buildFailures(SECONDS, { [cause]: counts(SECONDS, () => perSec) }),
  });
  const infrastructure = buildInfrastructure({ redis: twoShards });

  it('keys in several slots', () => {
    expect(textOf('cross-slot', infrastructure, failing('crossSlot', 5))).toContain(
      '1,500 requests failed with CROSSSLOT',
    );
    expect(textOf('cross-slot', infrastructure, { layers })).toBeUndefined();
  });

  it('KEYS on a saturated shard, not on an idle one', () => {
    const keys = buildInfrastructure({ redis: buildRedis({ shards: 2, positionLookup: 'keys-scan' }) });
    expect(textOf('keys-scan', keys, { layers, redis: hotRedis(1) })).toContain('500/s commands');
    expect(textOf('keys-scan', keys, { layers, redis: hotRedis(0.5) })).toBeUndefined();
    expect(textOf('keys-scan', infrastructure, { layers, redis: hotRedis(1) })).toBeUndefined();
  });

  it('a probe that asks a Redis that stalls', () => {
    const given = { ...failing('noPod', 50), redis: hotRedis(1) };
    expect(textOf('probe-asks-redis', infrastructure, given)).toMatch(/15,000 requests found none \(502\)/);
    expect(textOf('probe-asks-redis', infrastructure, { ...given, redis: hotRedis(0.5) })).toBeUndefined();
  });

  it('a pool that is too small', () => {
    expect(textOf('pool-timeouts', infrastructure, failing('pool', 2))).toBe(
      '600 requests got none of the 100 Redis connections of their pod within 4.0 s.',
    );
    // 0.5 % of the requests.
    const rare = { layers, failures: buildFailures(SECONDS, { pool: counts(SECONDS, (s) => s % 2) }) };
    expect(textOf('pool-timeouts', infrastructure, rare)).toBeUndefined();
  });

  it('more connections than Redis takes', () => {
    const pool = { ...twoShards.pool, maxClients: 4_000 };
    const tight = buildInfrastructure({ redis: { ...twoShards, pool } });
    expect(textOf('max-clients', tight, { redis: hotRedis(0.5) })).toContain('hold 5,000 connections');
    expect(textOf('max-clients', infrastructure, { redis: hotRedis(0.5) })).toBeUndefined();
  });
});

describe('the rate rule is named', () => {
  const edge = {
    cdnAbsorbs: 0,
    botsBlocked: 1,
    geoBlocked: 0,
    ratePerSource: { requests: 100, windowMs: 300_000 },
  };
  const tabs = buildClass({ name: 'tabs', tabs: 3, poll: { kind: 'uniform', fromMs: 2_000, toMs: 2_000 } });
  const plan = buildPlan({ visitors: [buildClass(), tabs, { ...tabs, name: 'bot', bot: true }] });
  const given = (blocked: number): Partial<ClusterRecord> => ({
    layers: { waf: layers.gateway, ...layers },
    failures: buildFailures(SECONDS, { blocked: counts(SECONDS, () => blocked) }),
    stopped: { bots: 300, geo: 0 },
  });

  it('with the classes of people who poll more than it allows', () => {
    expect(textOf('rate-rule', buildInfrastructure({ edge }), given(4), plan)).toBe(
      'The rate rule (100 in 5m 00s) answered 403 to 900 requests, 3.0 % of all. tabs polls more and is no bot.',
    );
  });

  it('not when all that was blocked were bots at their first request', () => {
    expect(textOf('rate-rule', buildInfrastructure({ edge }), given(1), plan)).toBeUndefined();
  });
});
