import { DEFAULT_ESTIMATORS, type EstimatorId } from '../engine/eta/plan.ts';
import type { RunRecord, SlidingSeries } from '../result/run-record.ts';
import type { Plan, Threshold } from '../scenario/plan.ts';
import {
  buildClass,
  buildEta,
  buildPlan,
  buildRecord,
  buildRules,
  type QuoteSpec,
} from './record-builder.ts';
import type { SecondSpec, VisitSpec } from './series-builder.ts';

const HORIZON_MS = 1_800_000;
const VISITORS = 2_400;

const THRESHOLDS: readonly Threshold[] = [
  {
    text: 'eta.ql.a20Mean >= 10%',
    metric: 'eta.ql.a20Mean',
    comparison: '>=',
    value: 0.1,
    place: { file: 'scenarios/rich.yaml', line: 40, column: 5 },
  },
  {
    text: 'wait.p95 < 1m',
    metric: 'wait.p95',
    comparison: '<',
    value: 60_000,
    place: { file: 'scenarios/rich.yaml', line: 41, column: 5 },
  },
];

/** Three classes, a bucket at 1/s that changes to 1.5/s at minute 20, a gate of 20 ranks, every estimator, two thresholds. */
export function richPlan(overrides: Partial<Plan> = {}): Plan {
  return buildPlan({
    name: 'rich',
    title: 'A rich plan',
    lesson: 'Every part of a report has something to say.',
    clock: {
      start: '2026-10-03T20:00:00+09:00',
      startOfDayOffsetMs: 72_000_000,
      horizonMs: HORIZON_MS,
      warmupMs: 0,
    },
    visitors: [
      buildClass({ name: 'fan', share: 0.85 }),
      buildClass({ name: 'multi-tab', share: 0.1, poll: { kind: 'uniform', fromMs: 1_800, toMs: 2_200 } }),
      buildClass({ name: 'bot', share: 0.05, poll: { kind: 'uniform', fromMs: 200, toMs: 200 } }),
    ],
    admission: buildRules({
      headRanks: 20,
      bypassRanks: 2,
      schedule: [{ atMs: 1_200_000, refillPerSec: 1.5 }],
      hourWeight: true,
    }),
    eta: buildEta({
      displayed: 'sliding',
      hourWeights: Array.from({ length: 24 }, (_, hour) => (hour === 20 ? 1.8 : 1)),
    }),
    thresholds: THRESHOLDS,
    ...overrides,
  });
}

/**
 * A half hour in which 2,400 visitors join in the first minute, about one a second is let in, every seventh gives up
 * and the rest is censored. Replications differ a little in rate. Built by arithmetic, the same for every call.
 */
export function richRecord(replication = 0, plan: Plan = richPlan()): RunRecord {
  const perSec = 1 + replication * 0.02;
  const visits = Array.from({ length: VISITORS }, (_, i) => richVisit(i, perSec));
  const seconds: SecondSpec[] = Array.from({ length: HORIZON_MS / 1_000 }, (_, s) => ({
    tokens: s < 10 ? 10 - s : 0,
    refusedByBucket: s % 3 === 0 ? 2 : 0,
    ghosts: Math.min(60, Math.floor(s / 10)),
    bypassed: s === 0 ? 1 : 0,
  }));
  const record = buildRecord({
    plan,
    replication,
    endMs: HORIZON_MS,
    visits,
    quotes: richQuotes(visits),
    seconds,
    totals: { tokensSpentByStatus: 3, wastedReleases: 2, swept: 5 },
    sampledShare: 0.2,
  });
  return { ...record, series: { ...record.series, sliding: richSliding(HORIZON_MS / 1_000) } };
}

function richVisit(i: number, perSec: number): VisitSpec {
  const joinMs = Math.floor((i * 60_000) / VISITORS);
  const classIndex = i % 20 === 0 ? 2 : i % 10 === 1 ? 1 : 0;
  const polls = classIndex === 2 ? 40 : 10;
  const servedMs = Math.floor(2_000 + (i * 1_000) / perSec);
  if (i % 101 === 100)
    return { joinMs, endMs: joinMs, outcome: 'balked', classIndex, polls: 1, polite: true };
  if (i % 7 === 6 && servedMs > joinMs + 240_000) {
    return { joinMs, endMs: joinMs + 180_000, outcome: 'reneged', classIndex, polls, polite: i % 2 === 0 };
  }
  if (servedMs > HORIZON_MS) return { joinMs, endMs: HORIZON_MS, outcome: 'censored', classIndex, polls };
  return {
    joinMs,
    endMs: Math.max(servedMs, joinMs),
    classIndex,
    polls,
    overtook: classIndex === 2 ? 30 : 1,
  };
}

function richQuotes(visits: readonly VisitSpec[]): readonly QuoteSpec[] {
  const quotes: QuoteSpec[] = [];
  visits.forEach((visit, i) => {
    if (i % 5 !== 0) return;
    for (let atMs = visit.joinMs; atMs < visit.endMs; atMs += 15_000) {
      quotes.push(richQuote(i, atMs, Math.max(1, i - Math.floor(atMs / 1_000))));
    }
  });
  return quotes.sort((a, b) => a.atMs - b.atMs || a.visit - b.visit);
}

function richQuote(visit: number, atMs: number, position: number): QuoteSpec {
  const ageSec = atMs / 1_000;
  const shownSec: Partial<Record<EstimatorId, number>> = {};
  for (const id of DEFAULT_ESTIMATORS) {
    if (id === 'fixed') shownSec[id] = 60;
    if (id === 'moving-count')
      shownSec[id] = Math.min(600, Math.floor((position * 66) / Math.min(60, ageSec + 1)));
    if (id === 'ema' && ageSec >= 30) shownSec[id] = position;
    if (id === 'sliding')
      shownSec[id] = Math.min(600, Math.floor((position * 1.1 * 900) / Math.min(900, ageSec + 1)));
    if (id === 'sliding-fixed') shownSec[id] = position + 2;
    if (id === 'ql') shownSec[id] = position;
    if (id === 'kalman-drain' && ageSec >= 10) shownSec[id] = Math.floor(position * 1.05);
    if (id === 'fdc') shownSec[id] = Math.floor(position * 0.97);
  }
  return { visit, atMs, position, shownSec };
}

function richSliding(seconds: number): SlidingSeries {
  const at = (value: (s: number) => number) => Float64Array.from({ length: seconds }, (_, s) => value(s));
  const count = (value: (s: number) => number) => Int32Array.from({ length: seconds }, (_, s) => value(s));
  return {
    count1Min: count((s) => Math.min(s, 60)),
    count5Min: count((s) => Math.min(s, 300)),
    count15Min: count((s) => Math.min(s, 900)),
    rate1Min: at((s) => Math.min(s, 60) / 60),
    rate5Min: at((s) => Math.min(s, 300) / 300),
    rate15Min: at((s) => Math.min(s, 900) / 900),
    weightedRate: at(
      (s) => (0.5 * Math.min(s, 60)) / 60 + (0.3 * Math.min(s, 300)) / 300 + (0.2 * Math.min(s, 900)) / 900,
    ),
    hourWeight: at(() => 1.8),
    confidence: at((s) => (s >= 30 ? 1 : 0.2)),
  };
}
