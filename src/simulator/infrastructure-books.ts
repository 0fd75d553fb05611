import type { WaitingRoom } from '../engine/waiting-room.ts';
import { SPOT_NOTICE_MS } from '../kubernetes/fleet/node-removal.ts';
import type { ClusterRecord, FaultRecord, LatencySummary, LayerId } from '../result/cluster-record.ts';
import type { FaultPlan, InfrastructurePlan } from '../scenario/infrastructure-plan.ts';
import type { Cluster } from './cluster.ts';
import { ClusterRecorder, type RedisRow, type ShardRow } from './cluster-recorder.ts';
import type { Edge } from './edge.ts';
import { endMs } from './faults.ts';
import type { PathUse, ServicePath } from './service-path.ts';
import type { Shop } from './shop.ts';

/** A path with its latency. */
type MeasuredPath = ServicePath & {
  readonly latency: {
    takeSecond(): { readonly p50Ms: number; readonly p95Ms: number; readonly p99Ms: number };
    overall(): LatencySummary;
  };
};

/** What the books are kept of. */
export interface BookedParts {
  readonly room: WaitingRoom;
  readonly edge: Edge;
  readonly path: MeasuredPath | undefined;
  readonly cluster: Cluster | undefined;
  readonly shop: Shop;
}

const NO_LATENCY = { p50Ms: 0, p95Ms: 0, p99Ms: 0 };
const NO_REQUESTS: LatencySummary = { count: 0, meanMs: 0, p50Ms: 0, p95Ms: 0, p99Ms: 0, maxMs: 0 };

/** Adds up the infrastructure by second, and keeps what faults did. */
export class InfrastructureBooks {
  /** Enters that the rules were asked since the second began. */
  enters = 0;
  private readonly plan: InfrastructurePlan;
  private readonly parts: BookedParts;
  private readonly recorder: ClusterRecorder;
  private readonly faults: FaultRecord[] = [];
  private admitted = 0;

  constructor(plan: InfrastructurePlan, seconds: number, parts: BookedParts) {
    this.plan = plan;
    this.parts = parts;
    this.recorder = new ClusterRecorder(plan, layersOf(plan), seconds);
  }

  /**
   * Ends a second; row s is of the second that ends at nowMs, or of the part of it that the run had. Returns the requests that
   * came to the gateway [1/s].
   */
  closeSecond(second: number, nowMs: number): number {
    const { room, edge, path, cluster, shop } = this.parts;
    const use = path?.takeUse();
    const admitted = room.log.total - this.admitted;
    this.admitted = room.log.total;
    const { came, cached, blocked, shed } = edge.take();
    const passed = came - cached - blocked - shed;
    const spanMs = nowMs - second * 1000;
    const asked = shop.take();
    this.recorder.close(second, {
      layers: {
        cdn: { in: came, out: came - cached },
        waf: { in: came - cached, out: came - cached - blocked },
        loadBalancer: { in: came - cached - blocked, out: passed },
        gateway: { in: passed, out: use?.answered ?? passed },
        bucket: { in: this.enters, out: admitted },
        backend: { in: asked.came, out: asked.answered },
      },
      failures: { ...failuresOf(use), blocked, shed },
      latency: path?.latency.takeSecond() ?? NO_LATENCY,
      workloads: cluster?.closeSecond({ use, admitted, spanMs, nowMs }) ?? [],
      ...(this.plan.redis === undefined || use === undefined ? {} : { redis: this.redisRow(use, spanMs) }),
      ...(shop.backend === undefined ? {} : { backend: shop.backend.takeSecond() }),
      ...(cluster === undefined ? {} : { nodes: cluster.fleet.nodeCounts() }),
      ...(shop.seats === undefined ? {} : { seats: { held: shop.seats.held, sold: shop.seats.sold } }),
    });
    this.enters = 0;
    cluster?.cost?.closeSecond(second);
    return (passed * 1000) / spanMs;
  }

  /** Lets a fault happen, and notes what it hit. */
  fault(fault: FaultPlan, nowMs: number): void {
    const text = this.strike(fault, nowMs);
    this.faults.push({ kind: fault.kind, atMs: nowMs, untilMs: Math.max(nowMs, endMs(fault)), text });
  }

  record(seconds: number): ClusterRecord {
    const { path, cluster, shop, edge } = this.parts;
    const { latency, seats, ...series } = this.recorder.series(seconds);
    const places = shop.seats;
    return {
      ...series,
      latency: { ...latency, overall: path?.latency.overall() ?? NO_REQUESTS },
      decisions: cluster?.decisions ?? [],
      ...(seats === undefined || places === undefined
        ? {}
        : {
            seats: {
              ...seats,
              ...(places.soldOutMs === undefined ? {} : { soldOutMs: Math.ceil(places.soldOutMs) }),
              returned: places.returned,
              turnedAway: places.turnedAway,
            },
          }),
      ...(cluster?.cost === undefined ? {} : { cost: cluster.cost.record(seconds) }),
      faults: [...this.faults, ...interruptionsOf(cluster)].sort((a, b) => a.atMs - b.atMs),
      stopped: edge.stopped,
    };
  }

  private redisRow(use: PathUse, spanMs: number): RedisRow & { readonly shards: readonly ShardRow[] } {
    const { redis } = this.plan;
    const idle = redis?.idleCpu ?? 0;
    const perPod = redis?.pool.connectionsPerPod ?? 0;
    const most = redis?.pool.maxClients ?? 0;
    const connections = Math.min(most, perPod * (this.parts.cluster?.gatewayPods ?? 1));
    return {
      connections,
      latencyMs: use.redisMs,
      poolUse: connections === 0 ? 0 : Math.min(1, use.connectionsInUse / connections),
      shards: use.commands.map((commands, shard) => ({
        commands,
        cpu: Math.min(1, idle + use.busyMs[shard]! / spanMs),
      })),
    };
  }

  private strike(fault: FaultPlan, nowMs: number): string {
    const { cluster } = this.parts;
    switch (fault.kind) {
      case 'pods-lost': {
        if (cluster === undefined) return 'there were no pods to lose';
        const index = cluster.indexOf(fault.where);
        const { pods, of } = cluster.fleet.losePods(index, fault.share, nowMs);
        return `${pods} of ${of} pods of ${this.plan.cluster?.workloads[index]?.name} were lost`;
      }
      case 'node-loss':
      case 'spot-interruption': {
        const spot = fault.kind === 'spot-interruption';
        const loss = cluster?.fleet.loseNodes(
          { share: fault.share, of: spot ? 'spot' : 'all', noticeMs: spot ? SPOT_NOTICE_MS : 0 },
          nowMs,
        );
        const notice = spot ? ' with two minutes of notice' : '';
        return `${loss?.nodes ?? 0} of ${loss?.of ?? 0} ${spot ? 'spot ' : ''}nodes went${notice}, with ${loss?.pods ?? 0} pods`;
      }
      case 'redis-latency':
        return `every reply of ${shardName(fault)} took ${fault.addMs} ms longer`;
      case 'shard-failover':
        return `${shardName(fault)} answered nobody`;
      case 'backend-slow':
        return `the backend took ${fault.factor} times as long`;
      case 'clock-skew':
        return `clocks of ${Math.round(fault.share * 100)} % of the pods were ${fault.addMs} ms ahead`;
    }
  }
}

function shardName({ where }: FaultPlan): string {
  return where === undefined ? 'every shard' : `shard ${where}`;
}

function interruptionsOf(cluster: Cluster | undefined): readonly FaultRecord[] {
  return (cluster?.fleet.interruptions ?? []).map(({ atMs, pods }) => ({
    kind: 'spot-interruption',
    atMs,
    untilMs: atMs,
    text: `a spot node was taken back, with ${pods} pods`,
  }));
}

/** Returns the layers that a plan has. */
function layersOf({ edge, cluster, redis, backend }: InfrastructurePlan): readonly LayerId[] {
  const waf =
    edge !== undefined && (edge.ratePerSource !== undefined || edge.botsBlocked > 0 || edge.geoBlocked > 0);
  return [
    ...(edge !== undefined && edge.cdnAbsorbs > 0 ? (['cdn'] as const) : []),
    ...(waf ? (['waf'] as const) : []),
    ...(edge?.loadBalancerPerSec === undefined ? [] : (['loadBalancer'] as const)),
    ...(cluster === undefined && redis === undefined ? [] : (['gateway'] as const)),
    'bucket',
    ...(backend === undefined ? [] : (['backend'] as const)),
  ];
}

function failuresOf(use: PathUse | undefined): PathUse['failures'] {
  return use?.failures ?? { noPod: 0, queueFull: 0, timedOut: 0, pool: 0, redis: 0, crossSlot: 0 };
}
