import type { Distribution } from '../random/distribution.ts';
import { Rng, substream } from '../random/rng.ts';
import { EventQueue } from './event-queue.ts';
import {
  ACTION_BITS,
  Station,
  type StationCounters,
  type StationListener,
  type StationPlan,
} from './station.ts';
import { Variates } from './variates.ts';

const ACTION_MASK = (1 << ACTION_BITS) - 1;

/** Customers from outside: independent gaps (exponential ones make a Poisson process), or given instants. */
type Source =
  | { readonly kind: 'gaps'; readonly gapMs: Distribution }
  /** Ascending. */
  | { readonly kind: 'instants'; readonly atMs: Float64Array };

/** A station, the customers it gets from outside, and where they go from it. */
export interface NetworkStation extends StationPlan {
  readonly serviceMs: Distribution;
  /** Longest wait for service; absent: nobody gives up. */
  readonly patienceMs?: Distribution;
  readonly source?: Source;
  /** Number of the station a served customer goes to; absent: it leaves. */
  readonly next?: number;
}

/** The run whose random numbers a network draws. */
export interface Replication {
  readonly seed: number;
  /** 0-based. */
  readonly replication: number;
}

type StationPurpose = 'station' | 'service' | 'patience';

/** Told what becomes of each customer; customers are numbered from 0 in the order in which they come from outside. */
export interface NetworkObserver extends StationListener {
  refused(station: number, customer: number, nowMs: number): void;
}

/**
 * Stations on one event queue, fed from outside and chained: an open queueing network in continuous time.
 * The clock moves only in `advance`, in slices that the caller chooses: one call to the end would run in code that V8
 * compiles in mid-loop, at half the speed. At one instant, customers from outside come before everything else.
 *
 * Each station draws gaps, service times and patience from three streams of its own, all at the customer's arrival, so
 * changing servers, limits or patience leaves every other number of the run as it was.
 */
export class ServiceNetwork implements StationListener {
  private readonly queue = new EventQueue();
  private readonly nodes: readonly Node[];
  private readonly observer: NetworkObserver | undefined;
  /** The earliest arrival from outside [ms], Infinity when there is none, and the station it belongs to. */
  private arrivalMs = Infinity;
  private arrivalStation = 0;
  private arrived = 0;

  /** @throws RangeError when `next` names no station, or a plan is out of range */
  constructor(stations: readonly NetworkStation[], random: Replication, observer?: NetworkObserver) {
    this.observer = observer;
    this.nodes = stations.map((plan, number) => {
      if (plan.next !== undefined && stations[plan.next] === undefined) {
        throw new RangeError(`station ${number} sends on to station ${plan.next}, which does not exist`);
      }
      return new Node(plan, new Station(this.queue, number, plan, this), number, random);
    });
    for (const node of this.nodes) node.drawArrival(0);
    this.findArrival();
  }

  /**
   * Carries out everything up to and including an instant [ms]; returns whether anything is left to happen.
   * @throws RangeError when the instant, or a given arrival, lies before the clock
   */
  advance(untilMs: number): boolean {
    const queue = this.queue;
    for (;;) {
      const eventMs = queue.nextMs();
      if (this.arrivalMs <= eventMs) {
        if (this.arrivalMs > untilMs || this.arrivalMs === Infinity) break;
        this.bringArrival();
      } else {
        if (eventMs > untilMs) break;
        queue.pop();
        const station = this.nodes[queue.kind >> ACTION_BITS]!.station;
        station.handle(queue.kind & ACTION_MASK, queue.id);
      }
    }
    if (untilMs < Infinity) queue.skipTo(untilMs);
    return queue.size > 0 || this.arrivalMs < Infinity;
  }

  /** Customers who have come from outside. */
  get customers(): number {
    return this.arrived;
  }

  /** Returns what a station has counted up to the instant of the last `advance`. */
  counters(station: number): StationCounters {
    return this.nodes[station]!.station.counters();
  }

  served(station: number, customer: number, waitMs: number, nowMs: number): void {
    this.observer?.served(station, customer, waitMs, nowMs);
    const next = this.nodes[station]!.next;
    if (next >= 0) this.enter(this.nodes[next]!, next, customer, nowMs);
  }

  abandoned(station: number, customer: number, waitMs: number, nowMs: number): void {
    this.observer?.abandoned(station, customer, waitMs, nowMs);
  }

  private enter(node: Node, number: number, customer: number, nowMs: number): void {
    if (!node.station.arrive(customer, node.drawServiceMs(), node.drawPatienceMs())) {
      this.observer?.refused(number, customer, nowMs);
    }
  }

  private bringArrival(): void {
    const number = this.arrivalStation;
    const node = this.nodes[number]!;
    const nowMs = this.arrivalMs;
    this.queue.skipTo(nowMs);
    node.drawArrival(nowMs);
    this.findArrival();
    this.enter(node, number, this.arrived++, nowMs);
  }

  /** Finds the station with the earliest arrival from outside, the first of them on a tie. */
  private findArrival(): void {
    this.arrivalMs = Infinity;
    for (let number = 0; number < this.nodes.length; number++) {
      const arrivalMs = this.nodes[number]!.arrivalMs;
      if (arrivalMs < this.arrivalMs) {
        this.arrivalMs = arrivalMs;
        this.arrivalStation = number;
      }
    }
  }
}

/** A station with its plan and its streams of random numbers. */
class Node {
  readonly plan: NetworkStation;
  readonly station: Station;
  /** Where the served go; below 0: away. */
  readonly next: number;
  /** Instant of the next customer from outside [ms]; Infinity when there is none. */
  arrivalMs = Infinity;
  private readonly gaps: Variates | undefined;
  private readonly services: Variates;
  private readonly patience: Variates | undefined;
  private arrivals = 0;

  constructor(plan: NetworkStation, station: Station, number: number, random: Replication) {
    this.plan = plan;
    this.station = station;
    this.next = plan.next ?? -1;
    const { source, serviceMs, patienceMs } = plan;
    const variates = (distribution: Distribution, purpose: StationPurpose) =>
      new Variates(distribution, stationStream(random, number, purpose));
    this.gaps = source?.kind === 'gaps' ? variates(source.gapMs, 'station') : undefined;
    this.services = variates(serviceMs, 'service');
    this.patience = patienceMs === undefined ? undefined : variates(patienceMs, 'patience');
  }

  /** Moves on to the next customer from outside. */
  drawArrival(nowMs: number): void {
    const source = this.plan.source;
    if (this.gaps !== undefined) this.arrivalMs = nowMs + this.gaps.next();
    else if (source?.kind === 'instants') this.arrivalMs = source.atMs[this.arrivals++] ?? Infinity;
  }

  drawServiceMs(): number {
    return this.services.next();
  }

  drawPatienceMs(): number {
    return this.patience === undefined ? Infinity : this.patience.next();
  }
}

/** Returns the stream of one station: 'station' for its gaps, 'service', 'patience'. Station 0 has the run's own. */
function stationStream(random: Replication, station: number, purpose: StationPurpose): Rng {
  const own = substream(random.seed, random.replication, purpose);
  return station === 0 ? own : new Rng(own.u32(), station, own.u32());
}
