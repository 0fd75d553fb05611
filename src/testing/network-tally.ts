import {
  type NetworkObserver,
  type NetworkStation,
  type Replication,
  ServiceNetwork,
} from '../simulator/service-network.ts';

/** What became of the customers counted at one station. */
export interface Tally {
  readonly served: number;
  readonly abandoned: number;
  readonly refused: number;
  /** Mean wait of the served and of those who gave up [ms]. */
  readonly meanWaitMs: number;
  /** Share of the same that waited longer than the threshold (0..1). */
  readonly longShare: number;
}

export interface TallyPlan {
  /** Station that is counted. */
  readonly station: number;
  /** Customers left out at the start, by number. */
  readonly warmup: number;
  /** Customers counted after them. */
  readonly customers: number;
  /** What counts as a long wait [ms]. */
  readonly longMs: number;
}

/** Runs a network until every counted customer has left the counted station, and returns what became of them. */
export function tally(stations: readonly NetworkStation[], random: Replication, plan: TallyPlan): Tally {
  const observer = new TallyObserver(plan);
  const network = new ServiceNetwork(stations, random, observer);
  for (let untilMs = 0; observer.gone < plan.customers; ) {
    untilMs += 10_000;
    if (!network.advance(untilMs) && observer.gone < plan.customers) throw new Error('the network ran dry');
  }
  return observer.result();
}

class TallyObserver implements NetworkObserver {
  gone = 0;
  private readonly plan: TallyPlan;
  private servedCount = 0;
  private abandonedCount = 0;
  private refusedCount = 0;
  private long = 0;
  private waitSumMs = 0;

  constructor(plan: TallyPlan) {
    this.plan = plan;
  }

  served(station: number, customer: number, waitMs: number): void {
    if (!this.counts(station, customer)) return;
    this.servedCount++;
    this.wait(waitMs);
  }

  abandoned(station: number, customer: number, waitMs: number): void {
    if (!this.counts(station, customer)) return;
    this.abandonedCount++;
    this.wait(waitMs);
  }

  refused(station: number, customer: number): void {
    if (this.counts(station, customer)) this.refusedCount++;
  }

  result(): Tally {
    const waited = this.servedCount + this.abandonedCount;
    return Object.freeze({
      served: this.servedCount,
      abandoned: this.abandonedCount,
      refused: this.refusedCount,
      meanWaitMs: this.waitSumMs / waited,
      longShare: this.long / waited,
    });
  }

  private counts(station: number, customer: number): boolean {
    const { warmup, customers } = this.plan;
    if (station !== this.plan.station || customer < warmup || customer >= warmup + customers) return false;
    this.gone++;
    return true;
  }

  private wait(waitMs: number): void {
    this.waitSumMs += waitMs;
    if (waitMs > this.plan.longMs) this.long++;
  }
}
