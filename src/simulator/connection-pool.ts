import type { EventQueue } from './event-queue.ts';
import { StationStore } from './station-store.ts';

/** Nobody waits. */
export const NOBODY = -1;

/**
 * Connections of one pod: who comes takes a free one or waits for the first that is given back, first come, first served, up
 * to a longest wait. Unlike a station's service, how long one is held is not known when it is taken.
 */
export class ConnectionPool {
  inUse = 0;
  waiting = 0;
  limit: number;
  private readonly queue: EventQueue;
  private readonly patienceEnd: number;
  private readonly timeoutMs: number;
  private readonly store = new StationStore();

  /** @param patienceEnd kind of the event that asks for `handle` */
  constructor(queue: EventQueue, patienceEnd: number, limit: number, timeoutMs: number) {
    this.queue = queue;
    this.patienceEnd = patienceEnd;
    this.limit = limit;
    this.timeoutMs = timeoutMs;
  }

  /** Whether there was a connection to take; otherwise the request waits. */
  take(request: number): boolean {
    if (this.inUse < this.limit) {
      this.inUse++;
      return true;
    }
    const { queue, store } = this;
    const slot = store.take();
    store.customers[slot] = request;
    store.append(slot);
    store.deadlineMs[slot] = queue.timeMs + this.timeoutMs;
    queue.push(queue.timeMs + this.timeoutMs, this.patienceEnd, slot);
    this.waiting++;
    return false;
  }

  /** Gives one back. */
  giveBack(): void {
    this.inUse--;
  }

  /** Returns the request that takes a free connection now after waiting, NOBODY when none is free or nobody waits. */
  nextServed(): number {
    if (this.waiting === 0 || this.inUse >= this.limit) return NOBODY;
    this.waiting--;
    this.inUse++;
    const slot = this.store.removeFirst();
    this.store.free(slot);
    return this.store.customers[slot]!;
  }

  /** Returns the request whose patience has ended with the event of a slot, NOBODY when it had been served before. */
  handle(slot: number): number {
    const { store } = this;
    if (store.deadlineMs[slot] !== this.queue.timeMs) return NOBODY;
    this.waiting--;
    store.remove(slot);
    store.free(slot);
    return store.customers[slot]!;
  }
}
