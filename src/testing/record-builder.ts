import { DEFAULT_ESTIMATORS, type EstimatorId, type EtaPlan } from '../engine/eta/plan.ts';
import type { AdmissionRules } from '../engine/rules.ts';
import {
  NO_QUOTE,
  OUTCOMES,
  type QuoteColumns,
  type RunRecord,
  type Totals,
  type VisitColumns,
} from '../result/run-record.ts';
import type { Plan } from '../scenario/plan.ts';
import type { VisitorClass } from '../traffic/visitor-class.ts';
import { buildSeries, buildTotals, outcomeOf, type SecondSpec, type VisitSpec } from './series-builder.ts';

/** One kept quote of a built record; an estimator that is not named gave no estimate. */
export interface QuoteSpec {
  /** Row of the visitor. */
  readonly visit: number;
  readonly atMs: number;
  readonly position?: number;
  readonly shownSec: Readonly<Partial<Record<EstimatorId, number>>>;
}

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
    variants: [],
    expectedExit: 0,
    claims: { fixed: 0, 'moving-count': 0.85, sliding: 0.95 },
    judgesClaims: false,
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
    estimators: DEFAULT_ESTIMATORS,
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
    quotes: buildQuotes(plan, inTime(spec.quotes ?? []), spec.sampledShare ?? 1),
  });
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

/** Quotes of a record come in order of time; those of one instant as given. */
function inTime(quotes: readonly QuoteSpec[]): readonly QuoteSpec[] {
  return [...quotes].sort((a, b) => a.atMs - b.atMs);
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
