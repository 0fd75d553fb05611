import { Worker } from 'node:worker_threads';
import { TargetError } from '../../errors.ts';
import type { Losses } from '../target.ts';
import type { FromLane, LaneOrder, ToLane } from './lane-message.ts';
import type { Answered, Wire, WireRequest } from './wire.ts';

/** How long a thread may take to hang up [ms]. */
const CLOSE_WITHIN_MS = 2_000;

/**
 * A wire of several threads, each with a connection of its own: requests of a ticket always take the same one. People, books
 * and the clock stay with the driver, so a run is the same on any number of them. Ticks go by the driver's own connection.
 */
export class Lanes implements Wire {
  answered: Answered = () => {};
  private readonly own: Wire;
  private readonly lanes: readonly Lane[];

  constructor(own: Wire, lanes: readonly Lane[]) {
    this.own = own;
    this.lanes = lanes;
    own.answered = (request, answer) => this.answered(request, answer);
    for (const lane of lanes) lane.answered = (request, answer) => this.answered(request, answer);
  }

  get losses(): Losses {
    const all = [this.own, ...this.lanes].map(({ losses }) => losses);
    return {
      requests: all.reduce((sum, { requests }) => sum + requests, 0),
      tickets: all.reduce((sum, { tickets }) => sum + tickets, 0),
    };
  }

  send(request: WireRequest): void {
    if (request.kind === 'tick') this.own.send(request);
    else this.lanes[request.ticket % this.lanes.length]!.send(request);
  }
}

/** One thread. What is sent in one go crosses in one message. */
export class Lane implements Wire {
  answered: Answered = () => {};
  losses: Losses = { requests: 0, tickets: 0 };
  private readonly worker: Worker;
  private readonly onError: (error: unknown) => void;
  private readonly ready: Promise<void>;
  private readonly ended: Promise<void>;
  private hasEnded = false;
  private requests: WireRequest[] = [];

  /**
   * @param file what the thread runs: `lane-worker.ts` as it was built
   * @param onError called with what went wrong at each request that is lost
   */
  constructor(file: URL, order: LaneOrder, onError: (error: unknown) => void) {
    this.worker = new Worker(file, { workerData: order });
    this.onError = onError;
    this.ended = new Promise((resolve) => {
      this.worker.once('exit', () => {
        this.hasEnded = true;
        resolve();
      });
    });
    this.ready = new Promise((resolve, reject) => {
      this.worker.on('message', (message: FromLane) => this.hear(message, resolve, reject));
      this.worker.once('error', (error) => {
        const died = new TargetError('live-worker', `thread ${order.lane + 1} has ended: ${error.message}`);
        reject(died);
        onError(died);
      });
    });
  }

  /** Waits until the thread has joined the room. @throws TargetError */
  async open(): Promise<this> {
    await this.ready;
    return this;
  }

  send(request: WireRequest): void {
    if (this.hasEnded) {
      this.answered(request, { kind: 'lost', code: 'live-worker' });
      return;
    }
    if (this.requests.length === 0) queueMicrotask(() => this.flush());
    this.requests.push(request);
  }

  async close(): Promise<void> {
    const late = setTimeout(() => void this.worker.terminate(), CLOSE_WITHIN_MS);
    this.worker.postMessage({ kind: 'close' } satisfies ToLane);
    await this.ended;
    clearTimeout(late);
  }

  private flush(): void {
    this.worker.postMessage({ kind: 'ask', requests: this.requests } satisfies ToLane);
    this.requests = [];
  }

  private hear(message: FromLane, resolve: () => void, reject: (error: Error) => void): void {
    if (message.kind === 'answers') {
      this.losses = message.losses;
      for (const [request, answer] of message.answers) this.answered(request, answer);
    } else if (message.kind === 'ready') {
      resolve();
    } else {
      const error = new TargetError(message.code, message.message, message.hint);
      reject(error);
      this.onError(error);
    }
  }
}
