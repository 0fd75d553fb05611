import { describe, expect, it } from 'vitest';
import { planWith } from '../testing/infrastructure-text.ts';

const clusterOf = (section: string) => planWith(`cluster: ${section}`).infrastructure?.cluster;

describe('workloads', () => {
  const workloads = (lines: string) => clusterOf(`{ workloads: [${lines}] }`)?.workloads;
  const requests = 'requests: { cpu: 1, memory: 1Gi }';

  it('have the gateway first, which is the first that is no worker', () => {
    const found = workloads(
      `{ name: notify, role: worker, ${requests} }, { name: front, role: gateway, ${requests} }`,
    );
    expect(found?.map(({ name, role }) => [name, role.kind])).toEqual([
      ['front', 'gateway'],
      ['notify', 'worker'],
    ]);
    expect(
      workloads(`{ name: a, ${requests} }, { name: b, ${requests} }`)?.map(({ role }) => role.kind),
    ).toEqual(['gateway', 'worker']);
    expect(workloads(`{ name: notify, role: worker, ${requests} }`)?.map(({ role }) => role.kind)).toEqual([
      'worker',
    ]);
  });

  it('start as a whole, or in stages', () => {
    const startup = (section: string) =>
      workloads(`{ name: g, ${requests}, startup: ${section} }`)?.[0]?.startup;
    const atOnce = { kind: 'fixed', value: 0 };
    expect(startup('{ lognormal: { p50: 75s, p90: 110s } }')).toEqual({
      scheduleMs: atOnce,
      pullMs: atOnce,
      bootMs: { kind: 'lognormal', p50: 75_000, p90: 110_000 },
    });
    expect(startup('{ boot: { fixed: 9s }, pull: none, schedule: { fixed: 1s } }')).toEqual({
      scheduleMs: { kind: 'fixed', value: 1000 },
      pullMs: atOnce,
      bootMs: { kind: 'fixed', value: 9000 },
    });
  });

  it('are scaled by the short form of an autoscaler', () => {
    const scaling = workloads(
      `{ name: g, ${requests}, hpa: { min: 3, max: 50, target: { cpu: 60%, memory: 70% }, up: { stabilization: 5s, policies: [{ type: Pods, value: 15, period: 10s }] }, down: { select: Min, tolerance: 5% }, restarts: [9m, 2m] } }`,
    )?.[0]?.scaling;
    expect(scaling).toEqual({
      kind: 'hpa',
      spec: {
        minReplicas: 3,
        maxReplicas: 50,
        metrics: [
          { kind: 'resource', resource: 'cpu', target: { kind: 'utilization', percent: 60 } },
          { kind: 'resource', resource: 'memory', target: { kind: 'utilization', percent: 70 } },
        ],
        behavior: {
          scaleUp: { stabilizationWindowSec: 5, policies: [{ type: 'Pods', value: 15, periodSec: 10 }] },
          scaleDown: { selectPolicy: 'Min', tolerance: 0.05 },
        },
      },
      settings: {
        syncPeriodMs: 15_000,
        restartsAtMs: [120_000, 540_000],
        kubeletRefreshMs: 10_000,
        scrapeMs: 15_000,
      },
      schedule: [],
    });
  });

  it('have no behavior where neither direction has rules, and 80 % CPU where nothing is said', () => {
    expect(workloads(`{ name: g, ${requests}, hpa: { max: 9 } }`)?.[0]?.scaling).toMatchObject({
      spec: {
        minReplicas: 1,
        metrics: [{ resource: 'cpu', target: { percent: 80 } }],
      },
    });
    const scaling = workloads(`{ name: g, ${requests}, hpa: { max: 9 } }`)?.[0]?.scaling;
    expect(scaling?.kind === 'hpa' ? scaling.spec : {}).not.toHaveProperty('behavior');
  });

  it('are scaled by the short form of KEDA, with its defaults', () => {
    const found = workloads(
      `{ name: g, ${requests} }, { name: notify, ${requests}, keda: { triggers: [{ metric: notify.backlog, threshold: 10, activation: 2 }] } }`,
    )?.[1]?.scaling;
    expect(found).toMatchObject({
      kind: 'keda',
      spec: {
        pollingIntervalSec: 30,
        cooldownPeriodSec: 300,
        initialCooldownPeriodSec: 0,
        minReplicaCount: 0,
        maxReplicaCount: 100,
        triggers: [{ metric: 'notify.backlog', thresholdMilli: 10_000, activationMilli: 2000 }],
      },
    });
  });

  it('follow a schedule that may begin before the run', () => {
    const scaling = workloads(
      `{ name: g, ${requests}, hpa: { max: 50 }, schedule: [{ at: 9m, replicas: 5 }, { before: 10m, until: 5m, replicas: 30 }] }`,
    )?.[0]?.scaling;
    expect(scaling?.schedule).toEqual([
      { fromMs: -600_000, untilMs: 300_000, replicas: 30 },
      { fromMs: 540_000, replicas: 5 },
    ]);
  });
});

describe('nodes', () => {
  const nodes = (section: string) =>
    clusterOf(`{ workloads: [{ name: g, requests: { cpu: 1, memory: 1Gi } }], nodes: ${section} }`)?.nodes;

  it('of a provisioner have its times', () => {
    expect(nodes('{ provisioner: cluster-autoscaler }')).toMatchObject({
      provisionMs: { p50: 240_000, p90: 300_000 },
      consolidateAfterMs: 600_000,
    });
    const fixed = nodes('{ provisioner: fixed, max: 10 }');
    expect(fixed).toMatchObject({ min: 10, max: 10, provisionMs: { kind: 'fixed', value: 0 } });
    expect(fixed).not.toHaveProperty('consolidateAfterMs');
    expect(nodes('{ consolidateAfter: never }')).not.toHaveProperty('consolidateAfterMs');
  });

  it('may be of a type of their own', () => {
    expect(nodes('{ type: r8g.large, vcpu: 2, memory: 16Gi }')).toMatchObject({
      vcpu: 2,
      memoryMiB: 16_384,
      maxPodsPerNode: 110,
      allocatable: { cpuMillicores: 1930, memoryMiB: Math.floor(16_384 * 0.925) - (255 + 1210) - 100 },
    });
  });
});
