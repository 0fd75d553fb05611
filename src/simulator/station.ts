import type { EventQueue } from './event-queue.ts';
import { StationStore } from './station-store.ts';

/** What a station asks the event queue to remind it of; an event's kind is `station number x 4 + action`. */
const STATION_ACTION = Object.freeze({ serviceEnd: 0, patienceEnd: 1 });

/** Bits of an event kind that name the action; the station's number stands above them. */
export const ACTION_BITS = 2;

export interface StationPlan {
  /** Customers served at a time, 0 or more; Infinity: everybody at once. */
  readonly servers: number;
  /** Customers who may wait; who comes when all places are taken is refused. Absent: no limit. */
  readonly queueLimit?: number;
}

/** Told when a customer leaves a station. Called at the instant itself, so it may send the customer on. */
export interface StationListener {
  served(station: number, customer: number, waitMs: number, nowMs: number): void;
  /** Patience ended in the queue, after exactly `waitMs` up to rounding. */
  abandoned(station: number, customer: number, waitMs: number, nowMs: number): void;
}

/** Counts since the start and two time integrals, which know nothing of the waits summed beside them. */
export interface StationCounters {
  readonly arrived: number;
  readonly refused: number;
  readonly abandoned: number;
  readonly served: number;
  readonly waiting: number;
  readonly busy: number;
  /** Integral of the number waiting [customer ms]. */
  readonly queueIntegralMs: number;
  /** Integral of the number in service [customer ms]; over time x servers it is the utilization. */
  readonly busyIntegralMs: number;
  /** Waits of all who began service or gave up, and of those still waiting up to now [ms]. */
  readonly waitSumMs: number;
  /** Times in service of all who were served, and of those still in service up to now [ms]. */
  readonly serviceSumMs: number;
}

/**
 * One queue in front of equal servers: first come, first served, with an optional limit and optional patience.
 * It draws no random number: who brings a customer brings its service time and its patience, so two stations can be
 * compared on the same customers. Several stations share one event queue; its owner pops events and hands each to the
 * station it names (`handle`), and listens for customers who leave (`StationListener`) to send them further.
 *
 * A customer holds one slot of the store from arrival to departure. An event of patience is not taken back when service
 * begins first: it finds the slot free, or held by a customer with another deadline, and is ignored. Should that
 * customer's deadline be the same instant, its patience does end now.
 */
export class Station {
  private readonly queue: EventQueue;
  private readonly number: number;
  private readonly listener: StationListener;
  private readonly queueLimit: number;
  private readonly serviceEnd: number;
  private readonly patienceEnd: number;
  private readonly store = new StationStore();
  private servers: number;
  private busy = 0;
  private waiting = 0;
  private arrived = 0;
  private refused = 0;
  private abandoned = 0;
  private served = 0;
  private queueBookedMs = 0;
  private busyBookedMs = 0;
  private queueIntegralMs = 0;
  private busyIntegralMs = 0;
  private waitSumMs = 0;
  private serviceSumMs = 0;

  /** @throws RangeError when the servers or the queue limit are negative or not a number */
  constructor(queue: EventQueue, number: number, plan: StationPlan, listener: StationListener) {
    this.queue = queue;
    this.number = number;
    this.listener = listener;
    this.servers = atLeastZero(plan.servers, 'servers');
    this.queueLimit = atLeastZero(plan.queueLimit ?? Infinity, 'queue limit');
    this.serviceEnd = (number << ACTION_BITS) | STATION_ACTION.serviceEnd;
    this.patienceEnd = (number << ACTION_BITS) | STATION_ACTION.patienceEnd;
  }

  /**
   * Returns whether there was room for a customer who comes now.
   * @param patienceMs longest wait for service; Infinity: never gives up
   */
  arrive(customer: number, serviceMs: number, patienceMs: number): boolean {
    const nowMs = this.queue.timeMs;
    this.arrived++;
    const isServed = this.busy < this.servers;
    if (!isServed && this.waiting >= this.queueLimit) {
      this.refused++;
      return false;
    }
    const store = this.store;
    const slot = store.take();
    store.customers[slot] = customer;
    store.arrivedMs[slot] = nowMs;
    store.serviceMs[slot] = serviceMs;
    if (isServed) {
      this.bookBusy();
      this.busy++;
      this.begin(slot);
      return true;
    }
    this.bookQueue();
    this.waiting++;
    store.append(slot);
    store.deadlineMs[slot] = nowMs + patienceMs;
    if (patienceMs < Infinity) this.queue.push(nowMs + patienceMs, this.patienceEnd, slot);
    return true;
  }

  /** Carries out an event of this station that the queue's owner has popped. */
  handle(action: number, slot: number): void {
    switch (action) {
      case STATION_ACTION.serviceEnd:
        this.endService(slot);
        break;
      case STATION_ACTION.patienceEnd:
        if (this.store.deadlineMs[slot] === this.queue.timeMs) this.abandon(slot);
        break;
      default:
        throw new RangeError(`station ${this.number} knows no action ${action}`);
    }
  }

  /**
   * Changes the number of servers. New ones serve those who wait at once; a server taken away finishes its customer.
   * @throws RangeError when the number is negative or not a number
   */
  setServers(servers: number): void {
    this.servers = atLeastZero(servers, 'servers');
    while (this.waiting > 0 && this.busy < this.servers) {
      this.bookBusy();
      this.busy++;
      this.beginFirst();
    }
  }

  /** Customers who wait now, and who are served now. */
  get waitingNow(): number {
    return this.waiting;
  }

  get busyNow(): number {
    return this.busy;
  }

  /** Returns the counts and integrals up to now, which is not before the last event. */
  counters(): StationCounters {
    const nowMs = this.queue.timeMs;
    this.bookQueue();
    this.bookBusy();
    const open = this.store.openTimes(nowMs);
    return Object.freeze({
      arrived: this.arrived,
      refused: this.refused,
      abandoned: this.abandoned,
      served: this.served,
      waiting: this.waiting,
      busy: this.busy,
      queueIntegralMs: this.queueIntegralMs,
      busyIntegralMs: this.busyIntegralMs,
      waitSumMs: this.waitSumMs + open.waitingMs,
      serviceSumMs: this.serviceSumMs + open.inServiceMs,
    });
  }

  /** Books the number waiting since it last changed; to be called before it changes. */
  private bookQueue(): void {
    const nowMs = this.queue.timeMs;
    this.queueIntegralMs += this.waiting * (nowMs - this.queueBookedMs);
    this.queueBookedMs = nowMs;
  }

  /** The same for the number in service. */
  private bookBusy(): void {
    const nowMs = this.queue.timeMs;
    this.busyIntegralMs += this.busy * (nowMs - this.busyBookedMs);
    this.busyBookedMs = nowMs;
  }

  private begin(slot: number): void {
    const { queue, store } = this;
    store.startedMs[slot] = queue.timeMs;
    queue.push(queue.timeMs + store.serviceMs[slot]!, this.serviceEnd, slot);
  }

  /** Begins the service of the longest waiting by a server that counts as busy already. */
  private beginFirst(): void {
    this.bookQueue();
    this.waiting--;
    const slot = this.store.removeFirst();
    this.waitSumMs += this.queue.timeMs - this.store.arrivedMs[slot]!;
    this.begin(slot);
  }

  private endService(slot: number): void {
    const nowMs = this.queue.timeMs;
    this.served++;
    const store = this.store;
    const customer = store.customers[slot]!;
    const startedMs = store.startedMs[slot]!;
    const waitMs = startedMs - store.arrivedMs[slot]!;
    this.serviceSumMs += nowMs - startedMs;
    store.free(slot);
    if (this.waiting > 0 && this.busy <= this.servers) {
      this.beginFirst();
    } else {
      this.bookBusy();
      this.busy--;
    }
    this.listener.served(this.number, customer, waitMs, nowMs);
  }

  private abandon(slot: number): void {
    const nowMs = this.queue.timeMs;
    this.bookQueue();
    this.waiting--;
    this.abandoned++;
    const store = this.store;
    const customer = store.customers[slot]!;
    const waitMs = nowMs - store.arrivedMs[slot]!;
    this.waitSumMs += waitMs;
    store.remove(slot);
    store.free(slot);
    this.listener.abandoned(this.number, customer, waitMs, nowMs);
  }
}

function atLeastZero(value: number, what: string): number {
  if (value >= 0) return value;
  throw new RangeError(`${what} of a station: got ${value}, expected 0 or more`);
}
