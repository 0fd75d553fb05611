import { DRAW, keyedUniform, visitorKey } from '../random/keyed.ts';
import type { InfrastructurePlan } from '../scenario/infrastructure-plan.ts';
import { BackendStation } from './backend-station.ts';
import { EventQueue } from './event-queue.ts';
import { SeatMap } from './seat-map.ts';

/** A visitor whose reservation fails tries again after this, so often [ms]. */
const RETRY_MS = 1_000;
const RETRIES = 3;

/**
 * What comes after admission: the visitor's requests to the backend, and the seats that they reserve. A request that
 * fails is tried again; one that fails for good reserves nothing.
 */
export class Shop {
  readonly seats: SeatMap | undefined;
  readonly backend: BackendStation | undefined;
  /** Requests to the backend, and those that it answered, since the last call of `take`. */
  private came = 0;
  private answered = 0;
  private readonly runKey: number;
  private readonly queue = new EventQueue();
  private readonly requests: number;
  /** By visitor: failed tries. */
  private readonly tries: Uint8Array;

  constructor(plan: InfrastructurePlan, runKey: number, visitors: number) {
    this.runKey = runKey;
    this.seats = plan.seats === undefined ? undefined : new SeatMap(plan.seats, runKey);
    this.backend = plan.backend === undefined ? undefined : new BackendStation(plan.backend);
    this.requests = plan.backend?.requestsPerAdmission ?? 0;
    this.tries = new Uint8Array(plan.backend === undefined ? 0 : visitors);
  }

  /** Instant of the next event [ms]; Infinity: none. */
  get nextMs(): number {
    return Math.min(this.queue.nextMs(), this.seats?.nextMs ?? Number.POSITIVE_INFINITY);
  }

  /** A visitor is let in. */
  admit(visitor: number, nowMs: number): void {
    if (this.backend === undefined) this.seats?.reserve(visitor, nowMs);
    else this.ask(visitor, this.backend, nowMs);
  }

  /** Does what is due up to an instant. */
  advance(nowMs: number): void {
    const { queue, backend } = this;
    while (queue.nextMs() <= nowMs) {
      queue.pop();
      const visitor = queue.id;
      if (queue.kind === ANSWERED) this.seats?.reserve(visitor, nowMs);
      else if (backend !== undefined) this.ask(visitor, backend, nowMs);
    }
    queue.skipTo(nowMs);
    this.seats?.advance(nowMs);
  }

  /** Requests to the backend since the last call, and those that were answered. */
  take(): { readonly came: number; readonly answered: number } {
    const { came, answered } = this;
    this.came = 0;
    this.answered = 0;
    return { came, answered };
  }

  private ask(visitor: number, backend: BackendStation, nowMs: number): void {
    const uniform = keyedUniform(visitorKey(this.runKey, visitor), DRAW.reserve + this.tries[visitor]!);
    const reply = backend.ask(this.requests, uniform);
    this.came += reply.answered + (reply.failed ? 1 : 0);
    this.answered += reply.answered;
    if (!reply.failed) {
      if (this.seats !== undefined) this.queue.push(nowMs + Math.ceil(reply.delayMs), ANSWERED, visitor);
    } else if (this.tries[visitor]! < RETRIES) {
      this.tries[visitor]! += 1;
      this.queue.push(nowMs + Math.ceil(reply.delayMs) + RETRY_MS, AGAIN, visitor);
    }
  }
}

const ANSWERED = 0;
const AGAIN = 1;
