import { OUTCOMES, type Outcome, type VisitColumns } from '../result/run-record.ts';
import type { Crowd } from './crowd.ts';

const CODE = Object.fromEntries(OUTCOMES.map((outcome, index) => [outcome, index])) as Record<
  Outcome,
  number
>;

/** What has become of each visitor. Everybody is censored until something happens. */
export class Visits {
  readonly joinMs: Int32Array;
  readonly endMs: Int32Array;
  private readonly outcome: Uint8Array;
  private readonly polite: Uint8Array;
  private readonly overtook: Int32Array;
  /** 1 for visitors who know that they are let in. */
  private readonly inside: Uint8Array;
  private readonly polls: Int32Array;
  private readonly crowd: Crowd;

  constructor(crowd: Crowd) {
    this.crowd = crowd;
    this.joinMs = crowd.arrivals.joinMs.slice();
    this.endMs = new Int32Array(crowd.visitors);
    this.outcome = new Uint8Array(crowd.visitors).fill(CODE.censored);
    this.polite = new Uint8Array(crowd.visitors);
    this.overtook = new Int32Array(crowd.visitors);
    this.inside = new Uint8Array(crowd.visitors);
    this.polls = new Int32Array(crowd.visitors);
  }

  is(visitor: number, outcome: Outcome): boolean {
    return this.outcome[visitor] === CODE[outcome];
  }

  /** Ends a visit; a later call overrules an earlier one (a released visitor who left before it knew). */
  end(visitor: number, outcome: Outcome, nowMs: number): void {
    this.outcome[visitor] = CODE[outcome];
    this.endMs[visitor] = nowMs;
  }

  /** Adds the polls of one ticket when it acts no more. */
  addPolls(ticket: number, polls: number): void {
    this.polls[this.crowd.tabs.visitorOf(ticket)]! += polls;
  }

  leftPolitely(visitor: number): void {
    this.polite[visitor] = 1;
  }

  goesInside(visitor: number): void {
    this.inside[visitor] = 1;
  }

  isInside(visitor: number): boolean {
    return this.inside[visitor] === 1;
  }

  overtookOnEntry(visitor: number, tickets: number): void {
    this.overtook[visitor] = tickets;
  }

  /** Instant at which the last of the first visitors was done; undefined while one of them waits, or nobody has come. */
  lastEndMs(visitors: number): number | undefined {
    let lastMs: number | undefined;
    for (let visitor = 0; visitor < visitors; visitor++) {
      if (this.outcome[visitor] === CODE.censored) return undefined;
      lastMs = Math.max(lastMs ?? 0, this.endMs[visitor]!);
    }
    return lastMs;
  }

  /** Columns of the visitors who came before an instant [ms]. */
  columns(endMs: number): VisitColumns {
    const { crowd } = this;
    const came = countBefore(crowd.arrivals.joinMs, endMs);
    for (let visitor = 0; visitor < came; visitor++) {
      if (this.outcome[visitor] === CODE.censored) this.endMs[visitor] = endMs;
    }
    return {
      classIndex: crowd.classOf.subarray(0, came),
      outcome: this.outcome.subarray(0, came),
      polite: this.polite.subarray(0, came),
      arriveMs: crowd.arrivals.arriveMs.subarray(0, came),
      joinMs: this.joinMs.subarray(0, came),
      endMs: this.endMs.subarray(0, came),
      polls: this.polls.subarray(0, came),
      overtook: this.overtook.subarray(0, came),
    };
  }
}

function countBefore(ascendingMs: Int32Array, endMs: number): number {
  let low = 0;
  let high = ascendingMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascendingMs[middle]! < endMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
