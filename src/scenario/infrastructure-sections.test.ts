import { describe, expect, it } from 'vitest';
import { planWith } from '../testing/infrastructure-text.ts';
import { SMALL_SCENARIO } from '../testing/scenario-text.ts';

const infrastructure = (lines: string, files: Readonly<Record<string, string>> = {}) =>
  planWith(lines, files).infrastructure;

const GATEWAY = '{ name: gateway, requests: { cpu: 700m, memory: 512Mi } }';

describe('a scenario without infrastructure', () => {
  it('has none in its plan, also where lists of it are empty', () => {
    expect(planWith('')).not.toHaveProperty('infrastructure');
    expect(planWith('faults: []\nwindows: []\npublished: []')).not.toHaveProperty('infrastructure');
  });

  it('keeps the hash of its plan', () => {
    expect(planWith('faults: []').source.hash).toBe(planWith('').source.hash);
  });
});

describe('a cluster that says only what a pod requests', () => {
  it('has every default of the reference', () => {
    expect(infrastructure(`cluster: { workloads: [${GATEWAY}] }`)).toEqual({
      cluster: {
        workloads: [
          {
            name: 'gateway',
            role: {
              kind: 'gateway',
              cpuMicrosPerRequest: { join: 900, poll: 260, enter: 1200, leave: 300 },
              queueLimitPerPod: 1000,
              timeoutMs: 15_000,
              idleCpuMillicores: 10,
            },
            requests: { cpuMillicores: 700, memoryMiB: 512 },
            limits: { cpuMillicores: 700, memoryMiB: 512 },
            startup: {
              scheduleMs: { kind: 'fixed', value: 500 },
              pullMs: { kind: 'fixed', value: 2000 },
              bootMs: { kind: 'lognormal', p50: 3000, p90: 6000 },
            },
            readiness: {
              initialDelayMs: 0,
              periodMs: 10_000,
              timeoutMs: 10_000,
              failureThreshold: 3,
              asksRedis: false,
            },
            memory: { baseMiB: 256, mibPerRequestPerSec: 1 / 16, returned: false },
            drainMs: 5000,
            scaling: { kind: 'fixed', replicas: 3, schedule: [] },
          },
        ],
        nodes: {
          type: 't3.large',
          vcpu: 2,
          memoryMiB: 8192,
          allocatable: { cpuMillicores: 1930, memoryMiB: 6837 },
          maxPodsPerNode: 35,
          provisioner: 'karpenter',
          provisionMs: { kind: 'lognormal', p50: 60_000, p90: 90_000 },
          min: 0,
          max: 100,
          consolidateAfterMs: 60_000,
          spotShare: 0,
          spotInterruptionsPerHour: 0,
        },
        fidelity: 'flow',
      },
      faults: [],
      published: [],
      windows: [],
    });
  });

  it('asks Redis in its probe where there is one', () => {
    const plan = infrastructure(`redis: {}\ncluster: { workloads: [${GATEWAY}] }`);
    expect(plan?.cluster?.workloads[0]?.readiness.asksRedis).toBe(true);
  });
});

describe('Redis, edge and shop', () => {
  it('have every default', () => {
    expect(infrastructure('redis: {}')?.redis).toEqual({
      shards: 1,
      replicas: 1,
      hashTagged: true,
      events: 1,
      positionLookup: 'zrank',
      commands: { join: 7, poll: 9, enter: 7, leave: 3 },
      cpuMicrosPerCommand: 10,
      cpuMicrosPerLineDoubling: 0.1,
      cpuNanosPerKeyScanned: 40,
      otherKeys: 0,
      keysPerTicket: 2,
      idleCpu: 0,
      roundTripMs: 0.5,
      roundTrips: { join: 1, poll: 1, enter: 1, leave: 1 },
      pool: { connectionsPerPod: 150, timeoutMs: 10_000, maxClients: 65_000 },
      timeoutMs: 3000,
    });
  });

  it('take a capacity for the time of a command', () => {
    expect(infrastructure('redis: { capacityPerShard: 50k ops/s, hashTag: none }')?.redis).toMatchObject({
      cpuMicrosPerCommand: 20,
      hashTagged: false,
    });
  });

  it('take a capacity for servers of 100 ms', () => {
    expect(infrastructure('backend: { capacity: 500 rps }')?.backend).toEqual({
      servers: 50,
      serviceMs: { kind: 'exponential', mean: 100 },
      requestsPerAdmission: 1,
      queueLimit: 1000,
      timeoutMs: 10_000,
    });
    expect(infrastructure('backend: { capacity: 3/min }')?.backend).toMatchObject({
      servers: 1,
      serviceMs: { mean: 20_000 },
    });
  });

  it('have layers and seats as they are written', () => {
    const plan = infrastructure(
      'edge: { cdn: { absorbs: 20% }, waf: { ratePerSource: 100/5m, botsBlocked: 90% }, loadBalancer: { limit: 100k/s } }\nseats: { count: 10k }',
    );
    expect(plan?.edge).toEqual({
      cdnAbsorbs: 0.2,
      ratePerSource: { requests: 100, windowMs: 300_000 },
      botsBlocked: 0.9,
      geoBlocked: 0,
      loadBalancerPerSec: 100_000,
    });
    expect(plan?.seats).toEqual({
      count: 10_000,
      holdMs: 30_000,
      perVisitor: 1,
      buyShare: 1,
      buyMs: { kind: 'uniform', from: 5000, to: 25_000 },
    });
  });
});

describe('bots', () => {
  it('are the class of that name, unless it says otherwise', () => {
    const bots = (lines: string) => planWith(lines).visitors.map(({ name, bot }) => [name, bot]);
    expect(bots('visitors: [{ name: fan, share: 50% }, { name: bot, share: 50% }]')).toEqual([
      ['fan', undefined],
      ['bot', true],
    ]);
    expect(bots('visitors: [{ name: bot, bot: false }]')).toEqual([['bot', undefined]]);
    expect(bots('visitors: [{ name: scalper, bot: true }]')).toEqual([['scalper', true]]);
  });
});

describe('faults', () => {
  it('are in order of time, each with what its kind takes', () => {
    const plan = infrastructure(
      `redis: { shards: 5 }
backend: { capacity: 500 rps }
cluster: { workloads: [${GATEWAY}] }
faults:
  - { at: 5m, for: 30s, kind: redis-latency, add: 20ms, where: 2 }
  - { at: 1m, kind: pods-lost, share: 30% }
  - { at: 2m, for: 10s, kind: backend-slow, factor: 3 }`,
    );
    expect(plan?.faults).toEqual([
      { kind: 'pods-lost', atMs: 60_000, forMs: 0, where: 'gateway', addMs: 0, share: 0.3, factor: 1 },
      { kind: 'backend-slow', atMs: 120_000, forMs: 10_000, addMs: 0, share: 1, factor: 3 },
      { kind: 'redis-latency', atMs: 300_000, forMs: 30_000, where: '2', addMs: 20, share: 1, factor: 1 },
    ]);
  });
});

describe('cost', () => {
  it('has the prices that it uses, with source and day', () => {
    const plan = infrastructure(
      `redis: { shards: 5, nodeType: cache.m7g.xlarge }
cluster: { workloads: [${GATEWAY}], nodes: { spot: { share: 50% } } }
cost: { overrides: { cache.m7g.xlarge: $0.4/h }, spotDiscount: 65%, fixed: [{ name: eks, price: $73/month }] }`,
    );
    expect(plan?.cost).toMatchObject({
      prices: 'aws-ap-northeast-2',
      nodeUsdPerHour: 0.104,
      redisNodes: 10,
      redisUsdPerNodeHour: 0.4,
      fixed: [{ name: 'eks', usdPerHour: 0.1 }],
      rows: [
        { key: 't3.large', usdPerHour: 0.104, date: '2026-09-28' },
        { key: 'cache.m7g.xlarge', usdPerHour: 0.4, source: 'scenario', date: '2026-01-01' },
      ],
    });
    expect(plan?.cost?.spotNodeUsdPerHour).toBeCloseTo(0.104 * 0.35, 12);
  });

  it('works out the published bills beside list prices: -47 % claimed, -35 % at list', () => {
    const bills = infrastructure(
      `cost:
  prices: aws-us-east-1
  bills:
    - { name: before, items: [{ key: t3.large, count: 10 }], claimed: $1500 }
    - { name: after, items: [{ key: t3.large, count: 4 }, { key: cache.r6g.large, count: 1 }], claimed: $800 }`,
    )?.cost?.bills;
    const [before, after] = (bills ?? []).map(({ items, claimedUsdPerMonth = 0 }) => ({
      list: items.reduce(
        (sum, { count, hoursPerMonth, usdPerHour }) => sum + count * hoursPerMonth * usdPerHour,
        0,
      ),
      claimed: claimedUsdPerMonth,
    }));
    expect(1 - after!.claimed / before!.claimed).toBeCloseTo(0.467, 3);
    expect(before!.list).toBeCloseTo(607.36, 2);
    expect(after!.list).toBeCloseTo(242.944 + 150.38, 2);
    expect(1 - after!.list / before!.list).toBeCloseTo(0.352, 3);
  });
});

describe('windows and published figures', () => {
  it('are read in the units of their metrics', () => {
    const plan = infrastructure(
      `redis: {}
windows: [{ name: late, from: 8m, to: 9m }, { name: early, from: 1m, to: 2m }]
published:
  - { metric: windows.early.redisCpu, value: 40%, label: 10k RPS, calibrated: true }
  - { metric: wait.p50, value: 90s }
  - { metric: outcomes.admitted, value: 10 }`,
    );
    expect(plan?.windows).toEqual([
      { name: 'early', fromMs: 60_000, toMs: 120_000 },
      { name: 'late', fromMs: 480_000, toMs: 540_000 },
    ]);
    expect(plan?.published).toEqual([
      { label: '10k RPS', metric: 'windows.early.redisCpu', value: 0.4, text: '40%', calibrated: true },
      { label: 'wait.p50', metric: 'wait.p50', value: 90_000, text: '90s', calibrated: false },
      { label: 'outcomes.admitted', metric: 'outcomes.admitted', value: 10, text: '10', calibrated: false },
    ]);
  });
});

describe('the example of the language', () => {
  it('is right', () => {
    const lines = `edge: { waf: { ratePerSource: 100/5m, botsBlocked: 90% } }
redis: { shards: 5, hashTag: "{event}", positionLookup: zrank, capacityPerShard: 100k ops/s }
cluster:
  workloads:
    - name: gateway
      requests: { cpu: 700m, memory: 512Mi }
      limits: { cpu: 1200m, memory: 1Gi }
      cpuPerRequest: { join: 900us, poll: 260us, enter: 1200us }
      startup: { lognormal: { p50: 75s, p90: 110s } }
      hpa: { min: 3, max: 50, target: { cpu: 60%, memory: 70% } }
  nodes: { type: t3.large, provision: { lognormal: { p50: 60s, p90: 150s } }, max: 80 }
backend: { capacity: 500 rps }
cost: { prices: aws-ap-northeast-2 }
faults: [{ at: 5m, for: 30s, kind: redis-latency, add: 20ms }]
thresholds: ["cluster.gateway.latency.p99 < 250ms", "cost.total < $20", "redis.cpuMax < 90%"]`;
    const plan = planWith(lines);
    expect(plan.thresholds.map(({ metric, value }) => [metric, value])).toEqual([
      ['cluster.gateway.latency.p99', 250],
      ['cost.total', 20],
      ['redis.cpuMax', 0.9],
    ]);
    expect(Object.keys(plan.infrastructure ?? {}).sort()).toEqual([
      'backend',
      'cluster',
      'cost',
      'edge',
      'faults',
      'published',
      'redis',
      'windows',
    ]);
  });

  it('is plain data: it survives JSON', () => {
    const plan = planWith(`redis: {}\ncluster: { workloads: [${GATEWAY}] }\ncost: {}`).infrastructure;
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(SMALL_SCENARIO).not.toContain('cluster');
  });
});
