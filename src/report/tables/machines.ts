import { type ClusterRecord, FAILURES, LAYERS, type RedisSeries } from '../../result/cluster-record.ts';
import type { Report } from '../report.ts';
import type { Cell, DataTable } from './table.ts';

type Column = ArrayLike<number>;
/** A column with its header, which carries the unit. */
type Headed = readonly [header: string, column: Column];

/** Returns what the machines did in each second of the first replication, one table for each kind of thing. */
export function machineTables(report: Report): readonly DataTable[] {
  const { cluster, series } = report.record;
  if (cluster === undefined) return [];
  const seconds = series.line.length;
  return [
    podsTable(cluster, seconds),
    layersTable(cluster, seconds),
    ...(cluster.redis === undefined ? [] : [shardsTable(cluster.redis, seconds)]),
    { name: 'machines', ...wide(machineColumns(cluster), seconds) },
    decisionsTable(cluster),
  ];
}

function podsTable({ workloads }: ClusterRecord, seconds: number): DataTable {
  return tidy(
    'pods',
    'workload',
    workloads.map((each) => ({
      name: each.name,
      columns: [
        ['desiredPods', each.desired],
        ['readyPods', each.ready],
        ['startingPods', each.starting],
        ['pendingPods', each.pending],
        ['cpuOfRequestShare', each.cpuOfRequest],
        ['cpuOfLimitShare', each.cpuOfLimit],
        ['offeredLoadShare', each.offeredLoad],
        ['memoryOfRequestShare', each.memoryOfRequest],
        ['backlogMessages', each.backlog],
      ],
    })),
    seconds,
  );
}

function layersTable({ layers }: ClusterRecord, seconds: number): DataTable {
  const parts = LAYERS.flatMap((name) => {
    const layer = layers[name];
    if (layer === undefined) return [];
    const columns: readonly Headed[] = [
      ['inPerSec', layer.in],
      ['outPerSec', layer.out],
    ];
    return [{ name, columns }];
  });
  return tidy('layers', 'layer', parts, seconds);
}

function shardsTable({ shards }: RedisSeries, seconds: number): DataTable {
  const parts = shards.map(({ commands, cpu }, index) => {
    const columns: readonly Headed[] = [
      ['commandsPerSec', commands],
      ['cpuShare', cpu],
    ];
    return { name: String(index), columns };
  });
  return tidy('shards', 'shard', parts, seconds);
}

/** What there is once in a run. */
function machineColumns(cluster: ClusterRecord): readonly Headed[] {
  const { latency, failures, redis, backend, nodes, seats, cost } = cluster;
  const ofPart = <T>(part: T | undefined, columns: (part: T) => readonly Headed[]) =>
    part === undefined ? [] : columns(part);
  return [
    ['latencyP50Ms', latency.p50Ms],
    ['latencyP95Ms', latency.p95Ms],
    ['latencyP99Ms', latency.p99Ms],
    ...FAILURES.map((cause): Headed => [`${cause}PerSec`, failures[cause]]),
    ...ofPart(redis, (part) => [
      ['redisLatencyMs', part.latencyMs],
      ['redisPoolUseShare', part.poolUse],
      ['redisConnections', part.connections],
    ]),
    ...ofPart(backend, (part) => [
      ['backendUtilizationShare', part.utilization],
      ['backendRefusedPerSec', part.refused],
      ['backendTimedOutPerSec', part.timedOut],
      ['backendP95Ms', part.p95Ms],
    ]),
    ...ofPart(nodes, (part) => [
      ['nodesHeld', part.held],
      ['nodesReady', part.ready],
      ['nodesSpot', part.spot],
      ['nodesPackedShare', part.packed],
    ]),
    ...ofPart(seats, (part) => [
      ['seatsHeld', part.held],
      ['seatsSold', part.sold],
    ]),
    ...ofPart(cost, (part) => [['costSoFarUsd', part.usd]]),
  ];
}

function decisionsTable({ decisions }: ClusterRecord): DataTable {
  return {
    name: 'decisions',
    header: ['atMs', 'workload', 'fromPods', 'toPods', 'wantedPods', 'by', 'reason', 'text'],
    rows: decisions.map(({ atMs, workload, from, to, wanted, by, reason, text }) => [
      ...[atMs, workload, from, to, wanted, by, reason, text],
    ]),
  };
}

/** One row for each second and each thing of a kind. */
function tidy(
  name: string,
  kind: string,
  parts: readonly { readonly name: string; readonly columns: readonly Headed[] }[],
  seconds: number,
): DataTable {
  const headers = parts[0]?.columns.map(([header]) => header) ?? [];
  const rows: (readonly Cell[])[] = [];
  for (let s = 0; s < seconds; s += 1) {
    for (const part of parts) rows.push([s, part.name, ...part.columns.map(([, column]) => column[s])]);
  }
  return { name, header: ['atSec', kind, ...headers], rows };
}

function wide(columns: readonly Headed[], seconds: number): Pick<DataTable, 'header' | 'rows'> {
  return {
    header: ['atSec', ...columns.map(([header]) => header)],
    rows: Array.from({ length: seconds }, (_, s) => [s, ...columns.map(([, column]) => column[s])]),
  };
}
