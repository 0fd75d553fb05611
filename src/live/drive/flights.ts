import { REQUEST_KINDS, type RequestKind } from '../../result/live-record.ts';
import type { RequestMeter } from './request-meter.ts';
import { SentQueue } from './sent-queue.ts';
import type { VisitorAnswer, Wire, WireRequest } from './wire.ts';

/** Where the answers to visitors' requests go, in the order in which they come. */
export type Land = (kind: RequestKind, ticket: number, answer: VisitorAnswer) => void;

export interface FlightOptions {
  /** Requests under way at most; those beyond it wait their turn, which counts as slip. */
  readonly mostInFlight: number;
  /** A request without an answer for so long has failed [ms of the run clock]. */
  readonly timeoutMs: number;
}

interface Waiting {
  readonly kind: RequestKind;
  readonly ticket: number;
  readonly intendedMs: number;
}

/**
 * Requests on their way, one for each ticket at most. Each has the instant at which it was meant to go, the one at which it
 * went, and the one at which its answer was in; times count from the first, so a generator that runs late or a target that
 * stalls cannot hide the waiting of those who should have asked meanwhile (coordinated omission; G. Tene, wrk2).
 */
export class Flights {
  inFlight = 0;
  private readonly wire: Wire;
  private readonly clockMs: () => number;
  private readonly options: FlightOptions;
  private readonly meter: RequestMeter;
  private readonly land: Land;
  private readonly serials: Uint32Array;
  /** By ticket: index of the kind under way plus 1; 0 for none. */
  private readonly kinds: Uint8Array;
  private readonly intendedMs: Float64Array;
  private queue: Waiting[] = [];
  private queued = 0;
  private readonly sent = new SentQueue();
  private isSending = true;

  /** @param clockMs the run clock, with fractions [ms] */
  constructor(
    parts: { readonly wire: Wire; readonly clockMs: () => number; readonly meter: RequestMeter },
    land: Land,
    tickets: number,
    options: FlightOptions,
  ) {
    this.wire = parts.wire;
    this.clockMs = parts.clockMs;
    this.meter = parts.meter;
    this.land = land;
    this.options = options;
    this.serials = new Uint32Array(tickets);
    this.kinds = new Uint8Array(tickets);
    this.intendedMs = new Float64Array(tickets);
  }

  /** Requests that wait for one under way to end. */
  get waiting(): number {
    return this.queue.length - this.queued;
  }

  /** Sends a request that was meant for an instant, now or as soon as there is room. */
  ask(kind: RequestKind, ticket: number, intendedMs: number): void {
    if (!this.isSending) return;
    this.meter.asked(kind, this.clockMs());
    if (this.waiting === 0 && this.hasRoom()) {
      this.send(kind, ticket, intendedMs);
    } else {
      this.meter.heldBack++;
      this.queue.push({ kind, ticket, intendedMs });
    }
  }

  /** Takes the answer to a request; one that comes after its request has failed is dropped. */
  answered(request: WireRequest, answer: VisitorAnswer): void {
    const { ticket, serial } = request;
    if (this.isOver(ticket, serial)) return;
    this.end(ticket, answer);
    this.sendWaiting();
  }

  /** Fails what has had no answer for too long. */
  expire(): void {
    const byMs = this.clockMs() - this.options.timeoutMs;
    for (;;) {
      const ticket = this.sent.takeOverdue(byMs, this.isOver);
      if (ticket === undefined) break;
      this.end(ticket, { kind: 'lost', code: 'live-timeout' });
    }
    this.sendWaiting();
  }

  /** What waits, and what is asked for from now on, is not sent. */
  sendNoMore(): void {
    this.isSending = false;
    this.queue = [];
    this.queued = 0;
  }

  private readonly isOver = (ticket: number, serial: number): boolean =>
    this.kinds[ticket] === 0 || this.serials[ticket] !== serial;

  /** Whether one more may be sent, which the ceiling then counts. */
  private hasRoom(): boolean {
    return this.inFlight < this.options.mostInFlight && this.meter.maySend(this.clockMs());
  }

  private send(kind: RequestKind, ticket: number, intendedMs: number): void {
    const sentMs = this.clockMs();
    const serial = this.serials[ticket]! + 1;
    this.serials[ticket] = serial;
    this.kinds[ticket] = REQUEST_KINDS.indexOf(kind) + 1;
    this.intendedMs[ticket] = intendedMs;
    this.inFlight++;
    this.meter.sent(kind, Math.max(0, sentMs - intendedMs), sentMs, this.inFlight);
    this.sent.add(ticket, serial, sentMs);
    this.wire.send({ kind, ticket, serial, nowMs: Math.floor(sentMs) });
  }

  private end(ticket: number, answer: VisitorAnswer): void {
    const kind = REQUEST_KINDS[this.kinds[ticket]! - 1]!;
    const nowMs = this.clockMs();
    this.kinds[ticket] = 0;
    this.inFlight--;
    const tookMs = Math.max(0, nowMs - this.intendedMs[ticket]!);
    this.meter.ended(kind, tookMs, nowMs, answer.kind === 'lost' ? answer.code : undefined);
    this.land(kind, ticket, answer);
  }

  private sendWaiting(): void {
    while (this.queued < this.queue.length && this.hasRoom()) {
      const { kind, ticket, intendedMs } = this.queue[this.queued++]!;
      this.send(kind, ticket, intendedMs);
    }
    if (this.queued === this.queue.length && this.queued > 0) {
      this.queue = [];
      this.queued = 0;
    }
  }
}
