import { ESTIMATOR_IDS, type EstimatorId, type EtaPlan } from '../engine/eta/plan.ts';
import type { AdmissionRules } from '../engine/rules.ts';
import {
  NO_QUOTE,
  OUTCOMES,
  type Outcome,
  type QuoteColumns,
  type RunRecord,
  type SecondSeries,
  type Totals,
  type VisitColumns,
} from '../result/run-record.ts';
import type { Plan } from '../scenario/plan.ts';
import type { VisitorClass } from '../traffic/visitor-class.ts';

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

/** One kept quote of a built record; an estimator that is not named gave no estimate. */
export interface QuoteSpec {
  /** Row of the visitor. */
  readonly visit: number;
  readonly atMs: number;
  readonly position?: number;
  readonly shownSec: Readonly<Partial<Record<EstimatorId, number>>>;
}

type CountOrLevel = Exclude<keyof SecondSeries, 'sliding'>;

/** Values of one second that replace what the visits imply. */
export type SecondSpec = Readonly<Partial<Record<CountOrLevel, number>>>;

export interface RecordSpec {
  readonly plan?: Plan;
  readonly replication?: number;
  /** Default: the last end of a visit, but not less than the seconds given. */
  readonly endMs?: number;
  readonly visits?: readonly VisitSpec[];
  readonly quotes?: readonly QuoteSpec[];
  /** Row s replaces values of second s. */
  readonly seconds?: readonly SecondSpec[];
  readonly totals?: Partial<Totals>;
  readonly sampledShare?: number;
  readonly interruptedAtMs?: number;
}

/** A plan of one class, a bucket of 10 tokens at 1/s, no gate, `ql` displayed and a horizon of 30 min. */
export function buildPlan(overrides: Partial<Plan> = {}): Plan {
  return {
    name: 'built',
    title: 'A built plan',
    source: { file: 'scenarios/built.yaml', hash: '0'.repeat(64), overrides: [] },
    clock: {
      start: '2026-10-03T20:00:00+09:00',
      startOfDayOffsetMs: 72_000_000,
      horizonMs: 1_800_000,
      warmupMs: 0,
    },
    random: { seed: 1, replications: { min: 1, max: 1 } },
    arrivals: { process: 'deterministic', phases: [] },
    visitors: [buildClass()],
    admission: buildRules(),
    eta: buildEta(),
    thresholds: [],
    expectedExit: 0,
    claims: { fixed: 0, 'moving-count': 0.85, sliding: 0.95 },
    ...overrides,
  };
}

export function buildClass(overrides: Partial<VisitorClass> = {}): VisitorClass {
  return {
    name: 'visitor',
    share: 1,
    tabs: 1,
    oneTicket: true,
    poll: { kind: 'uniform', fromMs: 5_000, toMs: 5_000 },
    politeShare: 1,
    retry: { everyMs: 1_000, times: 3 },
    anonymousShare: 0,
    ...overrides,
  };
}

export function buildRules(overrides: Partial<AdmissionRules> = {}): AdmissionRules {
  return {
    mode: 'pull',
    bucket: { capacityTokens: 10, refillPerSec: 1, clockResolutionMs: 1 },
    bypassRanks: 0,
    minWaits: [],
    ghosts: { heartbeatMs: 300_000, inactiveAfterMs: 15_000, skip: false },
    schedule: [],
    shownPosition: 'remaining',
    statusSpendsTokens: false,
    admissionLog: 'by-visit',
    scoreResolutionMs: 0,
    etaWindows: 'full-length',
    hourWeight: false,
    ...overrides,
  };
}

export function buildEta(overrides: Partial<EtaPlan> = {}): EtaPlan {
  return {
    estimators: ESTIMATOR_IDS,
    displayed: 'ql',
    options: { fixed: { kind: 'constant', seconds: 60 }, emaHalfLifeMs: 60_000 },
    score: { thinMs: 15_000, population: 'all', visitors: 20_000, sampling: 'polls' },
    hourWeights: Array.from({ length: 24 }, () => 1),
    ...overrides,
  };
}

/**
 * A record whose series and totals follow from its visits: every visitor has one ticket, leavers leave the line at
 * once, an admission is one enter and pays a token, polls spread evenly over a wait, the bucket is always full.
 */
export function buildRecord(spec: RecordSpec = {}): RunRecord {
  const plan = spec.plan ?? buildPlan();
  const visits = spec.visits ?? [];
  const lastEnd = visits.reduce((latest, visit) => Math.max(latest, visit.endMs), 0);
  const endMs = spec.endMs ?? Math.max(lastEnd, (spec.seconds?.length ?? 0) * 1_000);
  const series = buildSeries(plan, visits, spec.seconds ?? [], Math.ceil(endMs / 1_000));
  const admittedAt = visits.filter((visit) => outcomeOf(visit) === 'admitted').map((visit) => visit.endMs);
  const censored = visits.some((visit) => outcomeOf(visit) === 'censored');
  return Object.freeze({
    schemaVersion: 1 as const,
    plan,
    replication: spec.replication ?? 0,
    endMs,
    ...(spec.interruptedAtMs === undefined ? {} : { interrupted: { atMs: spec.interruptedAtMs } }),
    ...(admittedAt.length === 0 ? {} : { firstAdmissionMs: admittedAt.reduce((a, b) => Math.min(a, b)) }),
    ...(censored || visits.length === 0 ? {} : { emptyMs: lastEnd }),
    totals: { ...buildTotals(visits, series), ...spec.totals },
    series,
    visits: buildVisits(visits),
    quotes: buildQuotes(plan, spec.quotes ?? [], spec.sampledShare ?? 1),
  });
}

function outcomeOf(visit: VisitSpec): Outcome {
  return visit.outcome ?? 'admitted';
}

function buildVisits(visits: readonly VisitSpec[]): VisitColumns {
  return {
    classIndex: Uint8Array.from(visits, (visit) => visit.classIndex ?? 0),
    outcome: Uint8Array.from(visits, (visit) => OUTCOMES.indexOf(outcomeOf(visit))),
    polite: Uint8Array.from(visits, (visit) => (visit.polite === true ? 1 : 0)),
    arriveMs: Int32Array.from(visits, (visit) => visit.arriveMs ?? visit.joinMs),
    joinMs: Int32Array.from(visits, (visit) => visit.joinMs),
    endMs: Int32Array.from(visits, (visit) => visit.endMs),
    polls: Int32Array.from(visits, (visit) => visit.polls ?? 0),
    overtook: Int32Array.from(visits, (visit) => visit.overtook ?? 0),
  };
}

function buildQuotes(plan: Plan, quotes: readonly QuoteSpec[], sampledShare: number): QuoteColumns {
  const shownSec: Partial<Record<EstimatorId, Uint32Array>> = {};
  for (const id of plan.eta.estimators) {
    if (id === 'oracle') continue;
    shownSec[id] = Uint32Array.from(quotes, (quote) => quote.shownSec[id] ?? NO_QUOTE);
  }
  return {
    sampledShare,
    visit: Uint32Array.from(quotes, (quote) => quote.visit),
    atMs: Int32Array.from(quotes, (quote) => quote.atMs),
    position: Uint32Array.from(quotes, (quote) => quote.position ?? 1),
    shownSec,
  };
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

function buildSeries(
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

function buildTotals(visits: readonly VisitSpec[], series: SecondSeries): Totals {
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
