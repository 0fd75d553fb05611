import { meanOf, quantileOf, thirdMomentOf, varianceOf } from '../random/distribution.ts';
import { keyedUniform } from '../random/keyed.ts';
import type { BackendPlan } from '../scenario/infrastructure-plan.ts';
import { LogHistogram } from '../statistics/log-histogram.ts';
import { fillWaits } from '../statistics/wait-quantiles.ts';
import { FlowStation } from './flow-station.ts';
import { TICK_MS } from './service-path.ts';

/** Equally likely times that a request takes. */
const DRAWS = 256;

/** Rank of the service time that goes with each rank of the wait: a lattice that spreads pairs evenly. */
const SERVICE_STEP = 149;

const LEVELS = Float64Array.from({ length: DRAWS }, (_, rank) => (rank + 0.5) / DRAWS);

/** What became of the requests of one who was let in. */
export interface BackendReply {
  readonly failed: boolean;
  /** Requests that were answered; the one that failed is the last that was sent. */
  readonly answered: number;
  /** From the first request to the last answer, or to the failure [ms]. */
  readonly delayMs: number;
}

/** A second of the backend. */
export interface BackendSecond {
  /** Mean share of the servers that worked (0..1). */
  readonly utilization: number;
  readonly refused: number;
  readonly timedOut: number;
  /** Of requests served or timed out [ms]; 0 without any. */
  readonly p95Ms: number;
}

/**
 * The shop behind the waiting room in flow fidelity: one queue in front of equal servers, with places and a timeout. What a
 * request meets follows from the load up to the last tick.
 */
export class BackendStation {
  private readonly plan: BackendPlan;
  private readonly station: FlowStation;
  private readonly moments: { readonly mean: number; readonly second: number; readonly third: number };
  /** By rank of the wait: service time that goes with it. */
  private readonly servicesMs: Float64Array;
  private readonly sojournMs = new Float64Array(DRAWS);
  private readonly histogram = new LogHistogram(0.01, 1e6);
  private factor = 1;
  private came = 0;
  private refused = 0;
  private timedOut = 0;
  private doneMs = 0;
  private spanMs = 0;

  constructor(plan: BackendPlan) {
    const { serviceMs, servers, queueLimit, timeoutMs } = plan;
    const mean = meanOf(serviceMs);
    this.plan = plan;
    this.moments = { mean, second: varianceOf(serviceMs) + mean * mean, third: thirdMomentOf(serviceMs) };
    this.station = new FlowStation({ queueLimit, timeoutMs }, TICK_MS);
    this.station.setServers({ queues: 1, servers, speed: 1 });
    this.servicesMs = LEVELS.map((_, rank) => quantileOf(serviceMs, LEVELS[(rank * SERVICE_STEP) % DRAWS]!));
    this.expect();
  }

  /**
   * Sends requests one after the other, up to the first that fails, and returns what becomes of them.
   * @param uniform (0, 1), from which all their draws follow
   */
  ask(requests: number, uniform: number): BackendReply {
    const { station, plan } = this;
    const { refusedShare } = station;
    const lostShare = refusedShare + station.timedOutShare;
    const key = Math.floor(uniform * 2 ** 32) | 0;
    let delayMs = 0;
    for (let request = 0; request < requests; request++) {
      const luck = keyedUniform(key, 2 * request);
      this.came++;
      if (luck < refusedShare) {
        this.refused++;
        return { failed: true, answered: request, delayMs };
      }
      if (luck < lostShare) {
        this.timedOut++;
        return { failed: true, answered: request, delayMs: delayMs + plan.timeoutMs };
      }
      delayMs += this.sojournMs[Math.floor(keyedUniform(key, 2 * request + 1) * DRAWS)]!;
    }
    return { failed: false, answered: requests, delayMs };
  }

  /** Ends a tick and begins the next, in which service times are multiplied by a factor. */
  tick(_nowMs: number, factor = 1): void {
    const { station, moments, came } = this;
    this.measure();
    const pace = this.factor;
    station.advance({
      count: came,
      work: came * moments.mean * pace,
      work2: came * moments.second * pace ** 2,
      work3: came * moments.third * pace ** 3,
    });
    this.came = 0;
    this.doneMs += station.doneMs;
    this.spanMs += TICK_MS;
    this.factor = factor;
    this.expect();
  }

  /** Returns what happened since the last call. */
  takeSecond(): BackendSecond {
    const { histogram } = this;
    const capacityMs = this.plan.servers * this.spanMs;
    const second = {
      utilization: capacityMs > 0 ? Math.min(1, this.doneMs / capacityMs) : 0,
      refused: this.refused,
      timedOut: this.timedOut,
      p95Ms: histogram.quantile(0.95) ?? 0,
    };
    histogram.clear();
    this.refused = 0;
    this.timedOut = 0;
    this.doneMs = 0;
    this.spanMs = 0;
    return second;
  }

  /** Books the requests of a tick at the odds that were in force. */
  private measure(): void {
    const { station, came, histogram, sojournMs } = this;
    if (came === 0) return;
    const served = 1 - station.refusedShare - station.timedOutShare;
    if (served > 0) histogram.addAll(sojournMs, 0, DRAWS, (came * served) / DRAWS);
    if (station.timedOutShare > 0) histogram.add(this.plan.timeoutMs, came * station.timedOutShare);
  }

  private expect(): void {
    const { sojournMs, servicesMs, factor } = this;
    fillWaits(this.station.law, LEVELS, sojournMs);
    for (let rank = 0; rank < DRAWS; rank++) sojournMs[rank]! += servicesMs[rank]! * factor;
  }
}
