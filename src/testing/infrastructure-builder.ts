import type { HpaSpec } from '../kubernetes/hpa-spec.ts';
import type { ClusterPlan, NodePlan, ScalingPlan, WorkloadPlan } from '../kubernetes/workload-plan.ts';
import type { CostPlan, InfrastructurePlan, RedisPlan } from '../scenario/infrastructure-plan.ts';

/** One gateway of 3 to 50 pods held to 60 % CPU and 70 % memory, on nodes of 2 vCPU; no other part. */
export function buildInfrastructure(overrides: Partial<InfrastructurePlan> = {}): InfrastructurePlan {
  return { cluster: buildCluster(), faults: [], published: [], windows: [], ...overrides };
}

export function buildCluster(overrides: Partial<ClusterPlan> = {}): ClusterPlan {
  return { workloads: [buildGateway()], nodes: buildNodes(), fidelity: 'flow', ...overrides };
}

/** Pods of 700m that may use 1,200m, which is 171 % of what they request. */
export function buildGateway(overrides: Partial<WorkloadPlan> = {}): WorkloadPlan {
  return {
    name: 'gateway',
    role: {
      kind: 'gateway',
      cpuMicrosPerRequest: { join: 500, poll: 500, enter: 500, leave: 500 },
      queueLimitPerPod: 1_000,
      timeoutMs: 15_000,
      idleCpuMillicores: 10,
    },
    requests: { cpuMillicores: 700, memoryMiB: 512 },
    limits: { cpuMillicores: 1_200, memoryMiB: 1_024 },
    startup: {
      scheduleMs: { kind: 'fixed', value: 0 },
      pullMs: { kind: 'fixed', value: 0 },
      bootMs: { kind: 'fixed', value: 60_000 },
    },
    readiness: {
      initialDelayMs: 0,
      periodMs: 10_000,
      timeoutMs: 10_000,
      failureThreshold: 3,
      asksRedis: true,
    },
    memory: { baseMiB: 200, mibPerRequestPerSec: 0.2, returned: false },
    drainMs: 0,
    scaling: buildHpa(),
    ...overrides,
  };
}

/** A worker of 0 to 20 pods with 10 messages of its queue for each. */
export function buildWorker(overrides: Partial<WorkloadPlan> = {}): WorkloadPlan {
  return {
    ...buildGateway(),
    name: 'worker',
    role: { kind: 'worker', messagesPerSecPerPod: 20, cpuMicrosPerMessage: 30_000, idleCpuMillicores: 5 },
    scaling: {
      kind: 'keda',
      spec: {
        pollingIntervalSec: 30,
        cooldownPeriodSec: 300,
        initialCooldownPeriodSec: 0,
        minReplicaCount: 0,
        maxReplicaCount: 20,
        triggers: [{ metric: 'queue', thresholdMilli: 10_000, activationMilli: 0 }],
      },
      settings: SETTINGS,
      schedule: [],
    },
    ...overrides,
  };
}

const SETTINGS = { syncPeriodMs: 15_000, restartsAtMs: [], kubeletRefreshMs: 0, scrapeMs: 0 } as const;

export function buildHpa(spec: Partial<HpaSpec> = {}): ScalingPlan {
  return {
    kind: 'hpa',
    spec: {
      minReplicas: 3,
      maxReplicas: 50,
      metrics: [
        { kind: 'resource', resource: 'cpu', target: { kind: 'utilization', percent: 60 } },
        { kind: 'resource', resource: 'memory', target: { kind: 'utilization', percent: 70 } },
      ],
      ...spec,
    },
    settings: SETTINGS,
    schedule: [],
  };
}

function buildNodes(): NodePlan {
  return {
    type: 't3.large',
    vcpu: 2,
    memoryMiB: 8_192,
    allocatable: { cpuMillicores: 1_930, memoryMiB: 7_000 },
    maxPodsPerNode: 35,
    provisioner: 'karpenter',
    provisionMs: { kind: 'fixed', value: 60_000 },
    min: 2,
    max: 80,
    spotShare: 0,
    spotInterruptionsPerHour: 0,
  };
}

/** Five shards at 8 us a command, all keys of the one event in one slot. */
export function buildRedis(overrides: Partial<RedisPlan> = {}): RedisPlan {
  return {
    shards: 5,
    replicas: 1,
    hashTagged: true,
    events: 1,
    positionLookup: 'zrank',
    commands: { join: 6, poll: 3, enter: 5, leave: 3 },
    cpuMicrosPerCommand: 8,
    cpuMicrosPerLineDoubling: 0.1,
    cpuNanosPerKeyScanned: 40,
    otherKeys: 1_000,
    keysPerTicket: 3,
    idleCpu: 0.02,
    roundTripMs: 0.5,
    roundTrips: { join: 1, poll: 1, enter: 1, leave: 1 },
    pool: { connectionsPerPod: 100, timeoutMs: 4_000, maxClients: 65_000 },
    timeoutMs: 4_000,
    ...overrides,
  };
}

/** Round prices that no list has, so that sums can be followed by head. */
export function buildCost(overrides: Partial<CostPlan> = {}): CostPlan {
  return {
    prices: 'built',
    nodeUsdPerHour: 0.1,
    spotNodeUsdPerHour: 0.04,
    redisNodes: 10,
    redisUsdPerNodeHour: 0.3,
    fixed: [{ name: 'load balancer', usdPerHour: 0.06 }],
    rows: [
      { key: 't3.large', usdPerHour: 0.1, source: 'a made-up list', date: '2026-01-01' },
      { key: 'cache.m7g.xlarge', usdPerHour: 0.3, source: 'scenario', date: '2026-01-01' },
    ],
    bills: [
      {
        name: 'before',
        items: [{ key: 't3.large', count: 10, hoursPerMonth: 730, usdPerHour: 0.1 }],
        claimedUsdPerMonth: 1_500,
      },
      {
        name: 'after',
        items: [
          { key: 't3.large', count: 4, hoursPerMonth: 730, usdPerHour: 0.1 },
          { key: 'cache.r6g.large', count: 1, hoursPerMonth: 730, usdPerHour: 0.2 },
        ],
        claimedUsdPerMonth: 800,
      },
    ],
    ...overrides,
  };
}
