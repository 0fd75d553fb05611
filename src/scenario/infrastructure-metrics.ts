import { type Metric, type MetricRow, metricsFrom, within } from './metric.ts';

/** Why requests failed; the names of the run's own counters. */
const FAILURE_CAUSES = ['blocked', 'shed', 'noPod', 'queueFull', 'timedOut', 'pool', 'redis', 'crossSlot'];

const LATENCY_ROWS: readonly MetricRow[] = ['mean', 'p50', 'p95', 'p99', 'max'].map((each) => [
  each,
  `${each}Ms`,
  'ms',
  'low',
]);

const REQUEST_ROWS: readonly MetricRow[] = [
  ['requestsFailed.share', 'requestsFailed.share', 'share', 'low'],
  ['requestsFailed.count', 'requestsFailed.count', 'count', 'low'],
  ...FAILURE_CAUSES.map(
    (cause): MetricRow => [
      `requestsFailed.${cause}Share`,
      `requestsFailed.${cause}Share`,
      'share',
      cause === 'blocked' ? 'neither' : 'low',
    ],
  ),
  ...within('latency', LATENCY_ROWS),
  ...within('layers.<layer>', [
    ['in', 'in', 'count', 'neither'],
    ['out', 'out', 'count', 'neither'],
    ['inPeakPerSec', 'inPeakPerSec', 'perSec', 'neither'],
    ['outPeakPerSec', 'outPeakPerSec', 'perSec', 'neither'],
  ]),
  ...within('tiers.<tier>', [
    ['utilizationMax', 'utilizationMax', 'signed-share', 'low'],
    ['saturated', 'saturatedMs', 'ms', 'low'],
    ['failedMeanwhile', 'failedMeanwhile', 'count', 'low'],
  ]),
];

/** Usage may be above what was requested, and more may be offered than can be served. */
const WORKLOAD_ROWS: readonly MetricRow[] = [
  ['podsAtStart', 'podsAtStart', 'count', 'neither'],
  ['podsPeak', 'podsPeak', 'count', 'low'],
  ['podsMean', 'podsMean', 'count', 'low'],
  ['desiredPeak', 'desiredPeak', 'count', 'neither'],
  ['pendingPeak', 'pendingPeak', 'count', 'low'],
  ['cpuMean', 'cpuMean', 'signed-share', 'neither'],
  ['cpuMax', 'cpuMax', 'signed-share', 'neither'],
  ['memoryMax', 'memoryMax', 'signed-share', 'low'],
  ['offeredMax', 'offeredMax', 'signed-share', 'low'],
  ['saturated', 'saturatedMs', 'ms', 'low'],
  ['scaleUps', 'scaleUps', 'count', 'neither'],
  ['scaleDowns', 'scaleDowns', 'count', 'neither'],
  ['heldBack', 'heldBack', 'count', 'low'],
  ['firstWish', 'firstWishMs', 'ms', 'low'],
  ['firstNewPodAfter', 'firstNewPodAfterMs', 'ms', 'low'],
  ['podsNeeded', 'podsNeeded', 'count', 'neither'],
  ['enoughAfter', 'enoughAfterMs', 'ms', 'low'],
  ['lastPodsAfter', 'lastPodsAfterMs', 'ms', 'low'],
  ['atEnd.pods', 'atEnd.pods', 'count', 'low'],
  ['atEnd.cpu', 'atEnd.cpu', 'signed-share', 'neither'],
  ['atEnd.memory', 'atEnd.memory', 'signed-share', 'neither'],
];

const CLUSTER_ROWS: readonly MetricRow[] = [
  ...within('cluster.<workload>', WORKLOAD_ROWS),
  ...within('cluster.<gateway>.latency', LATENCY_ROWS),
  ['cluster.<worker>.backlogMax', 'cluster.<worker>.backlogMax', 'count', 'low'],
  ...within('nodes', [
    ['atStart', 'atStart', 'count', 'neither'],
    ['peak', 'peak', 'count', 'low'],
    ['mean', 'mean', 'count', 'low'],
    ['packedMean', 'packedMean', 'share', 'high'],
  ]),
];

const REDIS_ROWS: readonly MetricRow[] = within('redis', [
  ['cpuMax', 'cpuMax', 'share', 'low'],
  ['cpuMean', 'cpuMean', 'share', 'low'],
  ['commands', 'commands', 'count', 'neither'],
  ['commandsPeakPerSec', 'commandsPeakPerSec', 'perSec', 'neither'],
  ['busiestShare', 'busiestShare', 'share', 'low'],
  ['idleShards', 'idleShards', 'count', 'low'],
  ['latency.mean', 'latency.meanMs', 'ms', 'low'],
  ['latency.max', 'latency.maxMs', 'ms', 'low'],
  ['poolUseMax', 'poolUseMax', 'share', 'low'],
  ['connectionsPeak', 'connectionsPeak', 'count', 'low'],
]);

const BACKEND_ROWS: readonly MetricRow[] = within('backend', [
  ['utilizationMean', 'utilizationMean', 'signed-share', 'low'],
  ['utilizationMax', 'utilizationMax', 'signed-share', 'low'],
  ['refused', 'refused', 'count', 'low'],
  ['timedOut', 'timedOut', 'count', 'low'],
  ['p95', 'p95Ms', 'ms', 'low'],
  ['p95Max', 'p95MaxMs', 'ms', 'low'],
]);

const SEAT_ROWS: readonly MetricRow[] = within('seats', [
  ['sold', 'sold', 'count', 'high'],
  ['soldOut', 'soldOutMs', 'ms', 'neither'],
  ['returned', 'returned', 'count', 'neither'],
  ['turnedAway', 'turnedAway', 'count', 'low'],
]);

const COST_ROWS: readonly MetricRow[] = within('cost', [
  ['total', 'totalUsd', 'usd', 'low'],
  ['nodes', 'nodesUsd', 'usd', 'low'],
  ['spot', 'spotUsd', 'usd', 'low'],
  ['redis', 'redisUsd', 'usd', 'low'],
  ['fixed', 'fixedUsd', 'usd', 'low'],
  ['fixedFleet', 'fixedFleetUsd', 'usd', 'low'],
  ['savingShare', 'savingShare', 'signed-share', 'high'],
]);

const WINDOW = 'windows.<window>';
const WINDOW_ROWS: readonly MetricRow[] = within(WINDOW, [
  ['requestsPerSec', 'requestsPerSec', 'perSec', 'neither'],
  ['admittedPerSec', 'admittedPerSec', 'perSec', 'high'],
  ['failedShare', 'failedShare', 'share', 'low'],
  ['latencyP50', 'latencyP50Ms', 'ms', 'low'],
  ['latencyP95', 'latencyP95Ms', 'ms', 'low'],
  ['latencyP99', 'latencyP99Ms', 'ms', 'low'],
]);
const WINDOW_CLUSTER_ROWS: readonly MetricRow[] = within(WINDOW, [
  ['gatewayCpu', 'gatewayCpu', 'signed-share', 'neither'],
  ['gatewayPods', 'gatewayPods', 'count', 'low'],
]);
const WINDOW_REDIS_ROWS: readonly MetricRow[] = within(WINDOW, [['redisCpu', 'redisCpu', 'share', 'low']]);

/** Every metric of the infrastructure, with stand-ins and the part that it needs. */
export const INFRASTRUCTURE_METRICS: readonly Metric[] = [
  ...metricsFrom([...REQUEST_ROWS, ...WINDOW_ROWS], 'infrastructure'),
  ...metricsFrom([...CLUSTER_ROWS, ...WINDOW_CLUSTER_ROWS], 'cluster'),
  ...metricsFrom([...REDIS_ROWS, ...WINDOW_REDIS_ROWS], 'redis'),
  ...metricsFrom(BACKEND_ROWS, 'backend'),
  ...metricsFrom(SEAT_ROWS, 'seats'),
  ...metricsFrom(COST_ROWS, 'cost'),
];
