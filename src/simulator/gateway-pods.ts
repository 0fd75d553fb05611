import { ConnectionPool } from './connection-pool.ts';
import type { EventQueue } from './event-queue.ts';
import type { PathCosts } from './path-costs.ts';
import { ACTION_BITS, Station, type StationListener } from './station.ts';

/** A gateway pod: its queue and its connections. */
export interface GatewayPod {
  readonly station: Station;
  /** Absent where there is no Redis. */
  readonly pool: ConnectionPool | undefined;
  /** Service times of those in the queue and in service [ms]. */
  workMs: number;
  /** Requests anywhere behind its door. */
  inside: number;
}

/** What a waiting request's patience asks its pool for: the second action of a station's number. */
const PATIENCE_END = 1;

/**
 * The gateway pods of a path in request fidelity. A pod at place p has two numbers on the event queue: first + 2 p for its
 * queue, the next for its connections. A pod that is taken away finishes what it has, and then its place is used again.
 */
export class GatewayPods {
  private readonly costs: PathCosts;
  private readonly queue: EventQueue;
  private readonly first: number;
  private readonly listener: StationListener;
  private readonly pods: GatewayPod[] = [];
  /** Places of those that take requests, oldest first, and of those that finish. */
  private readonly ready: number[] = [];
  private readonly retired: number[] = [];
  private connections = 1;

  constructor(costs: PathCosts, queue: EventQueue, first: number, listener: StationListener) {
    this.costs = costs;
    this.queue = queue;
    this.first = first;
    this.listener = listener;
  }

  /** Pods that take requests. */
  get count(): number {
    return this.ready.length;
  }

  /** Returns the pod at a place. */
  at(place: number): GatewayPod {
    return this.pods[place]!;
  }

  /** Returns the place of a pod that takes requests. @param index 0..count - 1 */
  readyPlace(index: number): number {
    return this.ready[index]!;
  }

  /** Changes the pods that take requests; the youngest go first, and new ones are empty. */
  setCount(count: number): void {
    const { ready, retired } = this;
    while (ready.length > count) retired.push(ready.pop()!);
    while (ready.length < count) ready.push(this.emptyPlace());
  }

  /** Changes the connections that each pod may hold; `freed` is called for each pool that may now serve those who wait. */
  setConnections(limit: number, freed: (pool: ConnectionPool) => void): void {
    if (limit === this.connections) return;
    const grows = limit > this.connections;
    this.connections = limit;
    for (const { pool } of this.pods) {
      if (pool === undefined) continue;
      pool.limit = limit;
      if (grows) freed(pool);
    }
  }

  private emptyPlace(): number {
    const { retired, pods } = this;
    const index = retired.findIndex((place) => pods[place]!.inside === 0);
    if (index >= 0) return retired.splice(index, 1)[0]!;
    const number = this.first + 2 * pods.length;
    const { gateway, redis } = this.costs;
    pods.push({
      station: new Station(this.queue, number, gateway, this.listener),
      pool:
        redis &&
        new ConnectionPool(
          this.queue,
          ((number + 1) << ACTION_BITS) | PATIENCE_END,
          this.connections,
          redis.plan.pool.timeoutMs,
        ),
      workMs: 0,
      inside: 0,
    });
    return pods.length - 1;
  }
}
