import type { Outcome, SecondSeries, Totals } from '../result/run-record.ts';
import type { Plan } from '../scenario/plan.ts';

/** One visitor of a built record. */
export interface VisitSpec {
  readonly joinMs: number;
  readonly endMs: number;
  /** Default: admitted. */
  readonly outcome?: Outcome;
  readonly classIndex?: number;
  readonly arriveMs?: number;
  readonly polls?: number;
  readonly overtook?: number;
  readonly polite?: boolean;
}

type CountOrLevel = Exclude<keyof SecondSeries, 'sliding'>;

/** Values of one second that replace what the visits imply. */
export type SecondSpec = Readonly<Partial<Record<CountOrLevel, number>>>;

export function outcomeOf(visit: VisitSpec): Outcome {
  return visit.outcome ?? 'admitted';
}

function emptySeries(seconds: number): Omit<SecondSeries, 'sliding'> {
  const counts = () => new Int32Array(seconds);
  const levels = () => new Float64Array(seconds);
  return {
    arrivals: counts(),
    joins: counts(),
    polls: counts(),
    enters: counts(),
    leaves: counts(),
    admitted: counts(),
    bypassed: counts(),
    refusedByBucket: counts(),
    refusedBySessions: counts(),
    refusedByGate: counts(),
    limited: counts(),
    reneged: counts(),
    balked: counts(),
    line: counts(),
    ghosts: counts(),
    active: counts(),
    sessions: counts(),
    tokens: levels(),
    refillPerSec: levels(),
    actualRefillPerSec: levels(),
  };
}

/** Series that follow from visits, with the values of some seconds replaced. */
export function buildSeries(
  plan: Plan,
  visits: readonly VisitSpec[],
  overrides: readonly SecondSpec[],
  seconds: number,
): SecondSeries {
  const series = emptySeries(seconds);
  for (const visit of visits) addVisit(series, visit, seconds);
  const bucket = plan.admission.bucket;
  for (let s = 0; s < seconds; s += 1) {
    const inForce = plan.admission.schedule.filter((change) => change.atMs <= s * 1_000).at(-1);
    const refill = bucket === undefined ? 0 : (inForce?.refillPerSec ?? bucket.refillPerSec);
    series.tokens[s] = bucket?.capacityTokens ?? 0;
    series.refillPerSec[s] = refill;
    series.actualRefillPerSec[s] = refill;
    series.active[s] = series.line[s] ?? 0;
  }
  overrides.forEach((values, s) => {
    for (const [name, value] of Object.entries(values)) series[name as CountOrLevel][s] = value;
  });
  return series;
}

function addVisit(series: Omit<SecondSeries, 'sliding'>, visit: VisitSpec, seconds: number): void {
  const outcome = outcomeOf(visit);
  const add = (column: Int32Array, atMs: number) => {
    const s = Math.min(Math.floor(atMs / 1_000), seconds - 1);
    column[s] = (column[s] ?? 0) + 1;
  };
  add(series.arrivals, visit.arriveMs ?? visit.joinMs);
  add(series.joins, visit.joinMs);
  const polls = visit.polls ?? 0;
  for (let k = 1; k <= polls; k += 1) {
    add(series.polls, visit.joinMs + ((visit.endMs - visit.joinMs) * k) / (polls + 1));
  }
  if (outcome === 'admitted') {
    add(series.admitted, visit.endMs);
    add(series.enters, visit.endMs);
  }
  if (outcome === 'reneged') add(series.reneged, visit.endMs);
  if (outcome === 'balked') add(series.balked, visit.endMs);
  if (visit.polite === true) add(series.leaves, visit.endMs);
  const lastSecond = outcome === 'censored' ? seconds : Math.floor(visit.endMs / 1_000);
  for (let s = Math.floor(visit.joinMs / 1_000); s < lastSecond; s += 1) {
    series.line[s] = (series.line[s] ?? 0) + 1;
  }
}

function sum(column: Int32Array): number {
  return column.reduce((total, value) => total + value, 0);
}

function peak(column: Int32Array): number {
  return column.reduce((highest, value) => Math.max(highest, value), 0);
}

/** Totals that follow from visits and series. */
export function buildTotals(visits: readonly VisitSpec[], series: SecondSeries): Totals {
  const waitSumMs = visits.reduce((total, visit) => total + visit.endMs - visit.joinMs, 0);
  const requests = series.joins.map(
    (joins, s) => joins + (series.polls[s] ?? 0) + (series.enters[s] ?? 0) + (series.leaves[s] ?? 0),
  );
  const admitted = sum(series.admitted);
  const refused = [series.refusedByBucket, series.refusedBySessions, series.refusedByGate].map(sum);
  return {
    visitors: visits.length,
    tickets: visits.length,
    joins: sum(series.joins),
    polls: sum(series.polls),
    enters: sum(series.enters),
    leaves: sum(series.leaves),
    admittedTickets: admitted,
    tokenPaid: admitted - sum(series.bypassed),
    bypassed: sum(series.bypassed),
    refusedByBucket: refused[0] ?? 0,
    refusedBySessions: refused[1] ?? 0,
    refusedByGate: refused[2] ?? 0,
    limited: sum(series.limited),
    tokensSpentByStatus: 0,
    wastedReleases: 0,
    swept: 0,
    lineIntegralMs: waitSumMs,
    ticketWaitSumMs: waitSumMs,
    events: visits.length * 2,
    peakRequestsPerSec: peak(requests),
    peakJoinsPerSec: peak(series.joins),
    peakLine: peak(series.line),
  };
}
