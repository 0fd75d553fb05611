import type { KeySettings } from './key-settings.ts';

const GATEWAY = 'cluster.workloads.gateway';
const NODES = 'cluster.nodes';

/** Returns what must be set before the keys of a distribution can be. */
function distributionContexts(...paths: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    paths.flatMap((path) => [
      [`${path}.lognormal`, `${path}={ lognormal: { p50: 100ms, p90: 90s } }`],
      [`${path}.weibull`, `${path}={ weibull: { shape: 1, scale: 9s } }`],
      [`${path}.uniform`, `${path}={ uniform: { from: 100ms, to: 9s } }`],
    ]),
  );
}

function distributionValues(
  ...paths: readonly string[]
): Readonly<Record<string, readonly [string, string]>> {
  return Object.fromEntries(
    paths.flatMap((path) => [
      [`${path}.lognormal.p90`, ['5s', '6s'] as const],
      [`${path}.uniform.to`, ['5s', '6s'] as const],
    ]),
  );
}

const DISTRIBUTIONS = [
  'seats.buyTime',
  `${GATEWAY}.startup`,
  `${GATEWAY}.startup.boot`,
  `${GATEWAY}.startup.schedule`,
  `${GATEWAY}.startup.pull`,
  `${NODES}.provision`,
  'backend.serviceTime',
];

const CLUSTER =
  'cluster={ workloads: [{ name: gateway, requests: { cpu: 500m, memory: 256Mi }, limits: { cpu: 2, memory: 4Gi } }], nodes: { type: m5.xlarge } }';
const POLICIES = 'policies: [{ type: Pods, value: 1, period: 15s }]';

/** Settings for the keys of the infrastructure. */
export const INFRASTRUCTURE_KEYS: KeySettings = {
  members: {
    'cluster.workloads': 'gateway',
    'cost.fixed': 'eks',
    'cost.bills': 'before',
    windows: 'peak',
  },
  contexts: {
    'edge.waf': 'edge.waf={ ratePerSource: 50/1m }',
    'seats.': 'seats={ count: 9 }',
    'redis.': 'redis={}',
    'backend.': 'backend={ capacity: 9/s }',
    'backend.servers': 'backend={ servers: 9 }',
    'backend.serviceTime': 'backend={ servers: 9 }',
    'cluster.': CLUSTER,
    [`${GATEWAY}.messageRate`]: `${GATEWAY}.role=worker`,
    [`${GATEWAY}.cpuPerMessage`]: `${GATEWAY}.role=worker`,
    [`${GATEWAY}.probes.readiness.asksRedis`]: 'redis={}',
    [`${GATEWAY}.startup.schedule`]: `${GATEWAY}.startup={ boot: { fixed: 1s } }`,
    [`${GATEWAY}.startup.pull`]: `${GATEWAY}.startup={ boot: { fixed: 1s } }`,
    [`${GATEWAY}.probes.startup`]: `${GATEWAY}.probes.startup={}`,
    [`${GATEWAY}.hpa`]: `${GATEWAY}.hpa={ max: 600, target: { cpu: 50%, memory: 50% } }`,
    [`${GATEWAY}.hpa.up.policies`]: `${GATEWAY}.hpa.up={ ${POLICIES} }`,
    [`${GATEWAY}.hpa.down.policies`]: `${GATEWAY}.hpa.down={ ${POLICIES} }`,
    [`${GATEWAY}.keda`]: `${GATEWAY}.keda={ triggers: [{ metric: waiting-room.depth, threshold: 10 }], max: 600 }`,
    [`${GATEWAY}.keda.idle`]: `${GATEWAY}.keda.min=1`,
    [`${GATEWAY}.keda.up.policies`]: `${GATEWAY}.keda.up={ ${POLICIES} }`,
    [`${GATEWAY}.keda.down.policies`]: `${GATEWAY}.keda.down={ ${POLICIES} }`,
    [`${GATEWAY}.keda.fallback`]: `${GATEWAY}.keda.fallback={ failureThreshold: 3, replicas: 6 }`,
    [`${GATEWAY}.schedule[0]`]: `${GATEWAY}.schedule=[{ at: 1ms, replicas: 9 }]`,
    [`${GATEWAY}.schedule[0].at`]: `${GATEWAY}.schedule=[{ at: 1ms, replicas: 9 }]`,
    [`${NODES}.allocatable`]: `${NODES}.allocatable={ cpu: 1, memory: 2Gi }`,
    [`${NODES}.spot`]: `${NODES}.spot={ share: 50% }`,
    'cost.': 'cost={}',
    'cost.spotDiscount': `${CLUSTER.replace('nodes: { type: m5.xlarge }', 'nodes: { type: t3.large, spot: { share: 50% } }')}`,
    'cost.overrides': `${CLUSTER.replace('m5.xlarge', 't3.large')}`,
    'cost.bills': 'cost.bills=[{ name: before, items: [{ key: t3.large, count: 9 }] }]',
    'cost.fixed.eks': 'cost.fixed=[{ name: eks, price: $0.1/h }]',
    'faults[0]': CLUSTER,
    'faults[0].at': 'faults=[{ at: 1s, kind: pods-lost }]',
    'faults[0].share': 'faults=[{ at: 1s, kind: pods-lost }]',
    'windows.peak': 'windows=[{ name: peak, from: 1ms, to: 9m }]',
    'published[0]': CLUSTER,
    ...distributionContexts(...DISTRIBUTIONS),
  },
  values: {
    'seats.perVisitor': ['1', '2'],
    'redis.shards': ['1', '5'],
    'redis.replicas': ['0', '1'],
    'redis.hashTag': ['none', '"{event}"'],
    'redis.commands.join': ['5', '6'],
    'redis.commands.poll': ['5', '6'],
    'redis.commands.enter': ['5', '6'],
    'redis.commands.leave': ['5', '6'],
    'redis.keysPerTicket': ['1', '2'],
    'redis.roundTrips.join': ['1', '7'],
    'redis.roundTrips.poll': ['1', '7'],
    'redis.roundTrips.enter': ['1', '7'],
    'redis.roundTrips.leave': ['1', '7'],
    'backend.requestsPerAdmission': ['1', '2'],
    [`${GATEWAY}.requests.cpu`]: ['250m', '0.3'],
    [`${GATEWAY}.requests.memory`]: ['128Mi', '256Mi'],
    [`${GATEWAY}.limits.cpu`]: ['700m', '1'],
    [`${GATEWAY}.startup.schedule`]: ['none', '{ fixed: 1s }'],
    [`${GATEWAY}.startup.pull`]: ['none', '{ fixed: 1s }'],
    [`${GATEWAY}.probes.readiness.period`]: ['5s', '6s'],
    [`${GATEWAY}.probes.readiness.failures`]: ['1', '2'],
    [`${GATEWAY}.probes.startup.period`]: ['5s', '6s'],
    [`${GATEWAY}.hpa.file`]: ['a-hpa.yaml', 'b-hpa.yaml'],
    [`${GATEWAY}.hpa.max`]: ['50', '60'],
    [`${GATEWAY}.hpa.min`]: ['5', '6'],
    [`${GATEWAY}.hpa.up.stabilization`]: ['5s', '6s'],
    [`${GATEWAY}.hpa.down.stabilization`]: ['5s', '6s'],
    [`${GATEWAY}.hpa.up.policies[0].period`]: ['5s', '6s'],
    [`${GATEWAY}.hpa.down.policies[0].period`]: ['5s', '6s'],
    [`${GATEWAY}.hpa.syncPeriod`]: ['5s', '6s'],
    [`${GATEWAY}.hpa.scrape`]: ['5s', '6s'],
    [`${GATEWAY}.hpa.restarts`]: ['[5s]', '[6s]'],
    [`${GATEWAY}.keda.file`]: ['a-keda.yaml', 'b-keda.yaml'],
    [`${GATEWAY}.keda.triggers[0].metric`]: ['waiting-room.depth', 'gateway.requestsPerSec'],
    [`${GATEWAY}.keda.min`]: ['5', '6'],
    [`${GATEWAY}.keda.max`]: ['50', '60'],
    [`${GATEWAY}.keda.pollingInterval`]: ['5s', '6s'],
    [`${GATEWAY}.keda.cooldownPeriod`]: ['5s', '6s'],
    [`${GATEWAY}.keda.initialCooldownPeriod`]: ['5s', '6s'],
    [`${GATEWAY}.keda.fallback.failureThreshold`]: ['1', '2'],
    [`${GATEWAY}.keda.fallback.replicas`]: ['5', '6'],
    [`${GATEWAY}.keda.up.stabilization`]: ['5s', '6s'],
    [`${GATEWAY}.keda.down.stabilization`]: ['5s', '6s'],
    [`${GATEWAY}.keda.up.policies[0].period`]: ['5s', '6s'],
    [`${GATEWAY}.keda.down.policies[0].period`]: ['5s', '6s'],
    [`${GATEWAY}.keda.syncPeriod`]: ['5s', '6s'],
    [`${GATEWAY}.keda.scrape`]: ['5s', '6s'],
    [`${GATEWAY}.keda.restarts`]: ['[5s]', '[6s]'],
    [`${GATEWAY}.replicas`]: ['5', '6'],
    [`${GATEWAY}.schedule[0].replicas`]: ['5', '6'],
    [`${NODES}.type`]: ['t3.xlarge', 'm5.large'],
    [`${NODES}.vcpu`]: ['8', '16'],
    [`${NODES}.memory`]: ['16Gi', '32Gi'],
    [`${NODES}.maxPods`]: ['20', '30'],
    [`${NODES}.min`]: ['5', '6'],
    [`${NODES}.max`]: ['50', '60'],
    [`${NODES}.consolidateAfter`]: ['never', '30s'],
    'cost.bills.before.items[0].key': ['t3.large', 't3.medium'],
    'cost.overrides': ['{ t3.large: $0.1/h }', '{ t3.large: $0.2/h }'],
    ...distributionValues(...DISTRIBUTIONS),
  },
  flags: {
    'redis.nodeType': ['redis={ nodeType: cache.m7g.large }', 'redis={ nodeType: cache.m7g.xlarge }'],
    [`${GATEWAY}.name`]: [
      'cluster={ workloads: [{ name: gateway, requests: { cpu: 1, memory: 1Gi } }] }',
      'cluster={ workloads: [{ name: other, requests: { cpu: 1, memory: 1Gi } }] }',
    ],
    [`${GATEWAY}.hpa.sources`]: [
      'cluster={ workloads: [{ name: gateway, requests: { cpu: 1, memory: 1Gi }, hpa: { file: queue-hpa.yaml, sources: { queue: waiting-room.depth } } }] }',
      'cluster={ workloads: [{ name: gateway, requests: { cpu: 1, memory: 1Gi }, hpa: { file: queue-hpa.yaml, sources: { queue: gateway.requestsPerSec } } }] }',
    ],
    [`${GATEWAY}.keda.sources`]: [
      'cluster={ workloads: [{ name: gateway, requests: { cpu: 1, memory: 1Gi }, keda: { file: queue-keda.yaml, sources: { queue: waiting-room.depth } } }] }',
      'cluster={ workloads: [{ name: gateway, requests: { cpu: 1, memory: 1Gi }, keda: { file: queue-keda.yaml, sources: { queue: gateway.requestsPerSec } } }] }',
    ],
    [`${GATEWAY}.keda.idle`]: [
      'cluster={ workloads: [{ name: gateway, requests: { cpu: 1, memory: 1Gi }, keda: { min: 1, triggers: [{ metric: waiting-room.depth, threshold: 9 }] } }] }',
      'cluster={ workloads: [{ name: gateway, requests: { cpu: 1, memory: 1Gi }, keda: { min: 1, idle: 0, triggers: [{ metric: waiting-room.depth, threshold: 9 }] } }] }',
    ],
    'cost.fixed.eks.name': [
      'cost={ fixed: [{ name: eks, price: $0.1/h }] }',
      'cost={ fixed: [{ name: nat, price: $0.1/h }] }',
    ],
    'cost.bills.before.name': [
      'cost={ bills: [{ name: before, items: [{ key: t3.large, count: 9 }] }] }',
      'cost={ bills: [{ name: after, items: [{ key: t3.large, count: 9 }] }] }',
    ],
    'windows.peak.name': [
      'windows=[{ name: peak, from: 1s, to: 9s }]',
      'windows=[{ name: other, from: 1s, to: 9s }]',
    ],
    'faults[0].kind': ['faults=[{ at: 1s, kind: pods-lost }]', 'faults=[{ at: 1s, kind: node-loss }]'],
    'faults[0].for': [
      'faults=[{ at: 1s, for: 5s, kind: redis-latency, add: 9ms }]',
      'faults=[{ at: 1s, for: 6s, kind: redis-latency, add: 9ms }]',
    ],
    'faults[0].where': [
      'faults=[{ at: 1s, for: 5s, kind: redis-latency, add: 9ms, where: 0 }]',
      'faults=[{ at: 1s, for: 5s, kind: redis-latency, add: 9ms, where: 1 }]',
    ],
    'faults[0].add': [
      'faults=[{ at: 1s, for: 5s, kind: redis-latency, add: 8ms }]',
      'faults=[{ at: 1s, for: 5s, kind: redis-latency, add: 9ms }]',
    ],
    'faults[0].factor': [
      'faults=[{ at: 1s, for: 5s, kind: backend-slow, factor: 2 }]',
      'faults=[{ at: 1s, for: 5s, kind: backend-slow, factor: 3 }]',
    ],
    'published[0].metric': [
      'published=[{ metric: wait.p50, value: 5s }]',
      'published=[{ metric: wait.p95, value: 5s }]',
    ],
    'published[0].value': [
      'published=[{ metric: wait.p50, value: 5s }]',
      'published=[{ metric: wait.p50, value: 6s }]',
    ],
    'published[0].label': [
      'published=[{ metric: wait.p50, value: 5s, label: one }]',
      'published=[{ metric: wait.p50, value: 5s, label: two }]',
    ],
    'published[0].calibrated': [
      'published=[{ metric: wait.p50, value: 5s, calibrated: true }]',
      'published=[{ metric: wait.p50, value: 5s, calibrated: false }]',
    ],
  },
  /** Sections that stand beside every whole flag that needs them. */
  beside: {
    'redis.nodeType': ['cost={ prices: aws-us-east-1 }'],
    'faults[0].kind': [CLUSTER],
    'faults[0].for': ['redis={}'],
    'faults[0].where': ['redis={ shards: 2 }'],
    'faults[0].add': ['redis={}'],
    'faults[0].factor': ['backend={ capacity: 9/s }'],
  },
};

const hpaText = (max: number, metric: string) => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: gateway }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: gateway }
  minReplicas: 3
  maxReplicas: ${max}
  metrics: [${metric}]
`;
const CPU_METRIC =
  '{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 60 } } }';
const QUEUE_METRIC =
  '{ type: External, external: { metric: { name: queue }, target: { type: AverageValue, averageValue: "500" } } }';

const kedaText = (max: number, name: string) => `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: gateway }
spec:
  scaleTargetRef: { name: gateway }
  maxReplicaCount: ${max}
  triggers:
    - { type: prometheus, metadata: { metricName: ${name}, threshold: "10" } }
`;

/** Manifests that the variations name. */
export const VARIATION_MANIFESTS: Readonly<Record<string, string>> = {
  'a-hpa.yaml': hpaText(50, CPU_METRIC),
  'b-hpa.yaml': hpaText(60, CPU_METRIC),
  'queue-hpa.yaml': hpaText(60, QUEUE_METRIC),
  'a-keda.yaml': kedaText(50, 'waiting-room.depth'),
  'b-keda.yaml': kedaText(60, 'waiting-room.depth'),
  'queue-keda.yaml': kedaText(60, 'queue'),
};
