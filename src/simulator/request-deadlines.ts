import { NOBODY } from './connection-pool.ts';
import type { EventQueue } from './event-queue.ts';

const FIRST_SLOTS = 256;

/**
 * Until when the senders of the requests under way wait for an answer. All wait equally long, so those who came first are the
 * first to give up, and one event at a time on the queue is enough: that of the first, which finds the next when it is due.
 * A request is named by its slot, so the list takes no object and no event for a request that is answered in time.
 */
export class RequestDeadlines {
  private readonly queue: EventQueue;
  private readonly event: number;
  private readonly timeoutMs: number;
  private deadlineMs = new Float64Array(FIRST_SLOTS);
  private next = new Int32Array(FIRST_SLOTS);
  private previous = new Int32Array(FIRST_SLOTS);
  private first = NOBODY;
  private last = NOBODY;
  private isAsked = false;

  /**
   * @param event kind of the event that asks for `due`
   * @param timeoutMs Infinity: everybody waits for ever
   */
  constructor(queue: EventQueue, event: number, timeoutMs: number) {
    this.queue = queue;
    this.event = event;
    this.timeoutMs = timeoutMs;
  }

  /** A request is sent now. */
  add(request: number): void {
    if (this.timeoutMs === Infinity) return;
    if (request >= this.next.length) this.grow(request);
    this.deadlineMs[request] = this.queue.timeMs + this.timeoutMs;
    this.next[request] = NOBODY;
    this.previous[request] = this.last;
    if (this.last === NOBODY) this.first = request;
    else this.next[this.last] = request;
    this.last = request;
    this.ask();
  }

  /** The sender of a request that was added has heard of it. */
  remove(request: number): void {
    if (this.timeoutMs === Infinity) return;
    const next = this.next[request]!;
    const previous = this.previous[request]!;
    if (previous === NOBODY) this.first = next;
    else this.next[previous] = next;
    if (next === NOBODY) this.last = previous;
    else this.previous[next] = previous;
  }

  /** The event is due: calls back for each request whose sender gives up now, and which is to be removed then. */
  due(each: (request: number) => void): void {
    this.isAsked = false;
    for (let request = this.first; request !== NOBODY; request = this.first) {
      if (this.deadlineMs[request]! > this.queue.timeMs) break;
      each(request);
    }
    this.ask();
  }

  private ask(): void {
    if (this.isAsked || this.first === NOBODY) return;
    this.isAsked = true;
    this.queue.push(this.deadlineMs[this.first]!, this.event, 0);
  }

  private grow(request: number): void {
    const slots = 2 ** Math.ceil(Math.log2(request + 1));
    this.deadlineMs = copied(this.deadlineMs, new Float64Array(slots));
    this.next = copied(this.next, new Int32Array(slots));
    this.previous = copied(this.previous, new Int32Array(slots));
  }
}

function copied<Column extends Float64Array | Int32Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
