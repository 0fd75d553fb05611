import {
  type BackendSeries,
  type ClusterRecord,
  type CostRecord,
  FAILURES,
  type Failure,
  LAYERS,
  type LayerId,
  type LayerSeries,
  type NodeSeries,
  type RedisSeries,
  type WorkloadSeries,
} from '../result/cluster-record.ts';
import type { RunRecord } from '../result/run-record.ts';
import type { InfrastructurePlan } from '../scenario/infrastructure-plan.ts';
import { buildInfrastructure } from './infrastructure-builder.ts';
import { buildPlan, buildRecord, type RecordSpec } from './record-builder.ts';

/** A column of counts, one a second. */
export const counts = (seconds: number, value: (s: number) => number = () => 0) =>
  Int32Array.from({ length: seconds }, (_, s) => value(s));

/** A column of levels, one a second. */
export const levels = (seconds: number, value: (s: number) => number = () => 0) =>
  Float64Array.from({ length: seconds }, (_, s) => value(s));

/**
 * A record with the cluster record that belongs to a plan: every part that the plan has, with columns of zeros, unless
 * given. The layers are those of the plan, gateway and bucket always.
 */
export function buildClusterRun(
  seconds: number,
  infrastructure: InfrastructurePlan = buildInfrastructure(),
  given: Partial<ClusterRecord> = {},
  spec: RecordSpec = {},
): RunRecord & { readonly cluster: ClusterRecord } {
  const plan = { ...(spec.plan ?? buildPlan()), infrastructure };
  const record = buildRecord({ endMs: seconds * 1_000, ...spec, plan });
  return { ...record, cluster: { ...blankCluster(seconds, infrastructure), ...given } };
}

/** Pods and load of a workload that nobody uses, with the columns given. */
export function buildWorkload(
  name: string,
  seconds: number,
  given: Partial<WorkloadSeries> = {},
): WorkloadSeries {
  return {
    name,
    desired: counts(seconds),
    ready: counts(seconds),
    starting: counts(seconds),
    pending: counts(seconds),
    cpuOfRequest: levels(seconds),
    cpuOfLimit: levels(seconds),
    offeredLoad: levels(seconds),
    memoryOfRequest: levels(seconds),
    backlog: counts(seconds),
    ...given,
  };
}

/** Failures of a run, none but those given. */
export function buildFailures(
  seconds: number,
  given: Partial<Record<Failure, Int32Array>> = {},
): ClusterRecord['failures'] {
  const none = Object.fromEntries(FAILURES.map((cause) => [cause, counts(seconds)]));
  return { ...(none as Record<Failure, Int32Array>), ...given };
}

function blankCluster(seconds: number, plan: InfrastructurePlan): ClusterRecord {
  const { redis, backend, cluster, seats, cost } = plan;
  return {
    layers: blankLayers(seconds, plan),
    failures: buildFailures(seconds),
    latency: {
      p50Ms: levels(seconds),
      p95Ms: levels(seconds),
      p99Ms: levels(seconds),
      overall: { count: 0, meanMs: 0, p50Ms: 0, p95Ms: 0, p99Ms: 0, maxMs: 0 },
    },
    workloads: (cluster?.workloads ?? []).map(({ name }) => buildWorkload(name, seconds)),
    decisions: [],
    ...(redis === undefined ? {} : { redis: blankRedis(seconds, redis.shards) }),
    ...(backend === undefined ? {} : { backend: blankBackend(seconds) }),
    ...(cluster === undefined ? {} : { nodes: blankNodes(seconds) }),
    ...(seats === undefined
      ? {}
      : { seats: { held: counts(seconds), sold: counts(seconds), returned: 0, turnedAway: 0 } }),
    ...(cost === undefined ? {} : { cost: blankCost(seconds) }),
    faults: [],
    stopped: { bots: 0, geo: 0 },
  };
}

function blankLayers(seconds: number, plan: InfrastructurePlan): ClusterRecord['layers'] {
  const absent = (layer: LayerId) =>
    (plan.edge === undefined && ['cdn', 'waf', 'loadBalancer'].includes(layer)) ||
    (plan.backend === undefined && layer === 'backend');
  const series = (): LayerSeries => ({ in: counts(seconds), out: counts(seconds) });
  return Object.fromEntries(LAYERS.filter((layer) => !absent(layer)).map((layer) => [layer, series()]));
}

function blankRedis(seconds: number, shards: number): RedisSeries {
  return {
    shards: Array.from({ length: shards }, () => ({ commands: counts(seconds), cpu: levels(seconds) })),
    latencyMs: levels(seconds),
    poolUse: levels(seconds),
    connections: counts(seconds),
  };
}

function blankCost(seconds: number): CostRecord {
  return {
    usd: levels(seconds),
    nodesUsd: 0,
    spotUsd: 0,
    redisUsd: 0,
    fixedUsd: 0,
    onDemandNodeHours: 0,
    spotNodeHours: 0,
    heldMs: 0,
    peakNodes: 0,
  };
}

function blankBackend(seconds: number): BackendSeries {
  return {
    utilization: levels(seconds),
    refused: counts(seconds),
    timedOut: counts(seconds),
    p95Ms: levels(seconds),
  };
}

function blankNodes(seconds: number): NodeSeries {
  return { held: counts(seconds), ready: counts(seconds), spot: counts(seconds), packed: levels(seconds) };
}
