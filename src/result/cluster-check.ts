import type { Problem } from '../errors.ts';
import { FAILURES } from './cluster-record.ts';

/** How a part of a cluster record is looked at: problems with the columns of a part at a path. */
type CheckColumns = (part: unknown, path: string, names: readonly string[]) => readonly Problem[];

/** What a check needs of the document around the cluster. */
export interface ClusterChecks {
  readonly columns: CheckColumns;
  readonly problem: (path: string, got: string, expected: string) => Problem;
}

const WORKLOAD_COLUMNS =
  'desired ready starting pending cpuOfRequest cpuOfLimit offeredLoad memoryOfRequest backlog'.split(' ');

/** Parts that a scenario may lack, with their columns. */
const OPTIONAL_PARTS: Readonly<Record<string, readonly string[]>> = {
  redis: ['latencyMs', 'poolUse', 'connections'],
  backend: ['utilization', 'refused', 'timedOut', 'p95Ms'],
  nodes: ['held', 'ready', 'spot', 'packed'],
  seats: ['held', 'sold'],
  cost: ['usd'],
};

type Fields = Readonly<Record<string, unknown>>;

/** Returns everything that keeps a part of a saved run from being the record of its machines. */
export function checkCluster(cluster: unknown, checks: ClusterChecks): readonly Problem[] {
  if (!isFields(cluster)) return [checks.problem('cluster', 'no section', 'what the machines did')];
  const sections = ['layers', 'failures', 'latency', 'stopped'].filter((key) => !isFields(cluster[key]));
  const lists = ['workloads', 'decisions', 'faults'].filter((key) => !Array.isArray(cluster[key]));
  const missing = [...sections, ...lists];
  if (missing.length > 0) {
    return missing.map((key) => checks.problem(`cluster.${key}`, 'nothing', `the ${key} of a saved run`));
  }
  return [
    ...namedParts(cluster.layers, 'cluster.layers', ['in', 'out'], checks),
    ...checks.columns(cluster.failures, 'cluster.failures', FAILURES),
    ...checks.columns(cluster.latency, 'cluster.latency', ['p50Ms', 'p95Ms', 'p99Ms']),
    ...checkOverall(cluster.latency, checks),
    ...listedParts(cluster.workloads, 'cluster.workloads', WORKLOAD_COLUMNS, checks),
    ...Object.entries(OPTIONAL_PARTS).flatMap(([part, names]) =>
      cluster[part] === undefined ? [] : checks.columns(cluster[part], `cluster.${part}`, names),
    ),
    ...checkShards(cluster.redis, checks),
  ];
}

function checkOverall(latency: unknown, checks: ClusterChecks): readonly Problem[] {
  const overall = isFields(latency) ? latency.overall : undefined;
  if (isFields(overall) && typeof overall.count === 'number') return [];
  return [checks.problem('cluster.latency.overall', 'nothing', 'the latency of all requests')];
}

function checkShards(redis: unknown, checks: ClusterChecks): readonly Problem[] {
  if (!isFields(redis)) return [];
  return listedParts(redis.shards, 'cluster.redis.shards', ['commands', 'cpu'], checks);
}

function namedParts(
  parts: unknown,
  path: string,
  names: readonly string[],
  checks: ClusterChecks,
): readonly Problem[] {
  const entries = Object.entries(isFields(parts) ? parts : {});
  return entries.flatMap(([name, part]) => checks.columns(part, `${path}.${name}`, names));
}

function listedParts(
  parts: unknown,
  path: string,
  names: readonly string[],
  checks: ClusterChecks,
): readonly Problem[] {
  if (!Array.isArray(parts)) return [checks.problem(path, 'nothing', 'a list')];
  return parts.flatMap((part: unknown, i) => checks.columns(part, `${path}.${i}`, names));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
