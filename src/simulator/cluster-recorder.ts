import {
  type ClusterRecord,
  FAILURES,
  type Failure,
  LAYERS,
  type LayerId,
  type LayerSeries,
} from '../result/cluster-record.ts';
import { SecondTable } from '../result/second-table.ts';
import type { InfrastructurePlan } from '../scenario/infrastructure-plan.ts';

/** The row that a table takes. */
type RowOf<T> =
  T extends SecondTable<infer Count, infer Level> ? Readonly<Record<Count | Level, number>> : never;

const layerTable = (seconds: number) => new SecondTable(seconds, ['in', 'out'], []);
const latencyTable = (seconds: number) => new SecondTable(seconds, [], ['p50Ms', 'p95Ms', 'p99Ms']);
const workloadTable = (seconds: number) =>
  new SecondTable(
    seconds,
    ['desired', 'ready', 'starting', 'pending', 'backlog'],
    ['cpuOfRequest', 'cpuOfLimit', 'offeredLoad', 'memoryOfRequest'],
  );
const shardTable = (seconds: number) => new SecondTable(seconds, ['commands'], ['cpu']);
const redisTable = (seconds: number) => new SecondTable(seconds, ['connections'], ['latencyMs', 'poolUse']);
const backendTable = (seconds: number) =>
  new SecondTable(seconds, ['refused', 'timedOut'], ['utilization', 'p95Ms']);
const nodeTable = (seconds: number) => new SecondTable(seconds, ['held', 'ready', 'spot'], ['packed']);
const seatTable = (seconds: number) => new SecondTable(seconds, ['held', 'sold'], []);

export type WorkloadRow = RowOf<ReturnType<typeof workloadTable>>;
export type RedisRow = RowOf<ReturnType<typeof redisTable>>;
export type ShardRow = RowOf<ReturnType<typeof shardTable>>;

/** One second of what the scenario has; parts that it lacks are left out. */
export interface ClusterSecond {
  readonly layers: Readonly<Record<LayerId, RowOf<ReturnType<typeof layerTable>>>>;
  readonly failures: Readonly<Record<Failure, number>>;
  readonly latency: RowOf<ReturnType<typeof latencyTable>>;
  readonly workloads: readonly WorkloadRow[];
  readonly redis?: RedisRow & { readonly shards: readonly ShardRow[] };
  readonly backend?: RowOf<ReturnType<typeof backendTable>>;
  readonly nodes?: RowOf<ReturnType<typeof nodeTable>>;
  readonly seats?: RowOf<ReturnType<typeof seatTable>>;
}

type Series = Pick<ClusterRecord, 'layers' | 'failures' | 'workloads' | 'redis' | 'backend' | 'nodes'> & {
  readonly latency: Omit<ClusterRecord['latency'], 'overall'>;
  readonly seats?: { held: Int32Array; sold: Int32Array };
};

/** Writes a row a second for each part of the infrastructure. */
export class ClusterRecorder {
  private readonly plan: InfrastructurePlan;
  private readonly layers: readonly { readonly id: LayerId; readonly table: ReturnType<typeof layerTable> }[];
  private readonly failures: SecondTable<Failure, never>;
  private readonly latency: ReturnType<typeof latencyTable>;
  private readonly workloads: readonly ReturnType<typeof workloadTable>[];
  private readonly redis: ReturnType<typeof redisTable>;
  private readonly shards: readonly ReturnType<typeof shardTable>[];
  private readonly backend: ReturnType<typeof backendTable>;
  private readonly nodes: ReturnType<typeof nodeTable>;
  private readonly seats: ReturnType<typeof seatTable>;

  constructor(plan: InfrastructurePlan, layers: readonly LayerId[], seconds: number) {
    this.plan = plan;
    this.layers = LAYERS.filter((id) => layers.includes(id)).map((id) => ({
      id,
      table: layerTable(seconds),
    }));
    this.failures = new SecondTable(seconds, FAILURES, []);
    this.latency = latencyTable(seconds);
    this.workloads = (plan.cluster?.workloads ?? []).map(() => workloadTable(seconds));
    this.redis = redisTable(seconds);
    this.shards = Array.from({ length: plan.redis?.shards ?? 0 }, () => shardTable(seconds));
    this.backend = backendTable(seconds);
    this.nodes = nodeTable(seconds);
    this.seats = seatTable(seconds);
  }

  close(second: number, row: ClusterSecond): void {
    for (const { id, table } of this.layers) table.write(second, row.layers[id]);
    this.failures.write(second, row.failures);
    this.latency.write(second, row.latency);
    row.workloads.forEach((each, index) => void this.workloads[index]?.write(second, each));
    if (row.redis !== undefined) {
      this.redis.write(second, row.redis);
      row.redis.shards.forEach((each, index) => void this.shards[index]?.write(second, each));
    }
    if (row.backend !== undefined) this.backend.write(second, row.backend);
    if (row.nodes !== undefined) this.nodes.write(second, row.nodes);
    if (row.seats !== undefined) this.seats.write(second, row.seats);
  }

  /** The rows of the first seconds. */
  series(seconds: number): Series {
    const { plan } = this;
    const layers = this.layers.map(({ id, table }): [LayerId, LayerSeries] => [id, table.series(seconds)]);
    return {
      layers: Object.fromEntries(layers),
      failures: this.failures.series(seconds),
      latency: this.latency.series(seconds),
      workloads: this.workloads.map((table, index) => ({
        name: plan.cluster!.workloads[index]!.name,
        ...table.series(seconds),
      })),
      ...(plan.redis === undefined
        ? {}
        : {
            redis: {
              ...this.redis.series(seconds),
              shards: this.shards.map((table) => table.series(seconds)),
            },
          }),
      ...(plan.backend === undefined ? {} : { backend: this.backend.series(seconds) }),
      ...(plan.cluster === undefined ? {} : { nodes: this.nodes.series(seconds) }),
      ...(plan.seats === undefined ? {} : { seats: this.seats.series(seconds) }),
    };
  }
}
