import type { RunRecord } from '../result/run-record.ts';
import type { Plan } from '../scenario/plan.ts';
import { etaAccuracy, PHASE_MIN_QUOTES } from './eta-accuracy.ts';
import { runIntervals } from './eta-intervals.ts';
import { type Findings, PHASES } from './findings.ts';
import { countRequests, describeAdmission, findPeaks, littleLaw } from './flow.ts';
import { followedRows, followVisitor } from './followed.ts';
import { allowedRates } from './gate-rate.ts';
import { describeInfrastructure, judgeMeans } from './infrastructure.ts';
import { metricIntervals } from './intervals.ts';
import { findLimits } from './limits.ts';
import { describeGenerator } from './live-findings.ts';
import { metricsOfPlan } from './metric-value.ts';
import { type NoteFacts, noteFacts } from './note-facts.ts';
import { makeNotes } from './notes.ts';
import { countOutcomes, describePeople } from './people.ts';
import { comparePublished } from './published.ts';
import { type QuoteTruth, quoteTruth } from './quote-truth.ts';
import { commonVerdict, meanLeaves, meanLimits } from './replications.ts';
import { checkThresholds } from './thresholds.ts';
import { remainingMs, verdictOf } from './verdict.ts';

/** More censored quotes than this make accuracy provisional. */
export const PROVISIONAL_SHARE = 0.2;

/** What one run says, before thresholds, notes and intervals, which look at all runs together. */
type RunFindings = Omit<Findings, 'thresholds' | 'notes' | 'intervals' | 'published'>;

/** All that is kept of one replication: plain data that may cross from one thread to another. */
export interface RunSummary {
  /** 0-based. */
  readonly replication: number;
  readonly findings: RunFindings;
  readonly facts: NoteFacts;
  /** Simulation events that were processed. */
  readonly events: number;
}

/**
 * Returns what one or more replications of one plan mean.
 *
 * With several, every number is the mean over the replications that have it: a phase that some lack is averaged over
 * those that have it, and instants are means of instants. The verdict is the most frequent one (the worse of equals),
 * `interrupted` is true if any run was, the followed visitor, decisions and faults are the first run's. Whether the machines
 * hold, notes, thresholds and published figures look at the means. `intervals` holds the 95 % t interval of every catalogued metric that two runs or more have.
 *
 * Visits that joined before plan.clock.warmupMs are left out of waits, classes and accuracy, their quotes with them;
 * outcomes, peaks, requests, admission and limits count everything.
 * @throws RangeError without a record
 */
export function summarize(records: readonly RunRecord[]): Findings {
  const plan = records[0]?.plan;
  if (plan === undefined) throw new RangeError('summarize needs at least one record');
  return summarizeRuns(plan, records.map(summarizeRun));
}

/** Returns what is kept of one replication. */
export function summarizeRun(record: RunRecord): RunSummary {
  const truth = quoteTruth(record);
  return {
    replication: record.replication,
    findings: describeRun(record, truth),
    facts: noteFacts(record, truth),
    events: record.totals.events,
  };
}

/** The same as `summarize` from what is kept of the replications of a plan. @throws RangeError without any */
export function summarizeRuns(plan: Plan, summaries: readonly RunSummary[]): Findings {
  const runs = summaries.map((summary) => summary.findings);
  const [first] = runs;
  if (first === undefined) throw new RangeError('summarizeRuns needs at least one run');
  const metrics = metricsOfPlan(plan);
  const findings = runs.length === 1 ? first : combine(runs);
  const published = comparePublished(plan.infrastructure?.published ?? [], findings, metrics);
  return Object.freeze({
    ...findings,
    ...(published.length === 0 ? {} : { published }),
    thresholds: checkThresholds(plan.thresholds, findings, metrics),
    intervals: metricIntervals(metrics, runs),
    notes: makeNotes({ findings, facts: meanLeaves(summaries.map((summary) => summary.facts)), plan }),
  });
}

function describeRun(record: RunRecord, truth: QuoteTruth): RunFindings {
  const { plan } = record;
  const allows = allowedRates(plan.admission, plan.visitors);
  const intervals = intervalsOf(record, truth);
  const eta = etaAccuracy(record, truth, intervals);
  const followed = followVisitor(record, truth, intervals);
  const remaining = remainingMs(record);
  return {
    verdict: verdictOf(record),
    interrupted: record.interrupted !== undefined,
    replications: 1,
    endMs: record.endMs,
    ...(record.firstAdmissionMs === undefined ? {} : { firstAdmissionMs: record.firstAdmissionMs }),
    ...(record.emptyMs === undefined ? {} : { emptyMs: record.emptyMs }),
    ...(remaining === undefined ? {} : { remainingMs: remaining }),
    limits: findLimits(record, allows),
    allows,
    outcomes: countOutcomes(record),
    ...describePeople(record),
    peak: findPeaks(record),
    requests: countRequests(record),
    admission: describeAdmission(record),
    eta,
    scoring: describeScoring(record, truth, eta),
    littleLaw: littleLaw(record),
    ...describeInfrastructure(record),
    ...(record.live === undefined ? {} : { generator: describeGenerator(record.live) }),
    ...(followed === undefined ? {} : { followed }),
  };
}

/** Returns the intervals of the estimators that the plan's calibration knows; none without a calibration. */
function intervalsOf(record: RunRecord, truth: QuoteTruth): ReturnType<typeof runIntervals> {
  const { calibration, eta } = record.plan;
  if (calibration === undefined) return {};
  const wanted = followedRows(record, truth);
  return runIntervals(calibration, {
    quotes: record.quotes,
    truth,
    population: eta.score.population,
    wanted,
  });
}

function describeScoring(record: RunRecord, truth: QuoteTruth, eta: Findings['eta']): Findings['scoring'] {
  const visitors = record.totals.visitors;
  const { displayed, score } = record.plan.eta;
  const censoredShare = censoredShareOf(truth);
  return {
    population: score.population,
    sampling: score.sampling,
    sampledVisitors: Math.round(record.quotes.sampledShare * visitors),
    visitors,
    displayed,
    censoredShare,
    provisional: censoredShare > PROVISIONAL_SHARE,
    absentPhases: absentPhases(eta, record.plan),
  };
}

/** Returns the share of quotes of visitors still waiting among those and the quotes of the admitted 0..1. */
export function censoredShareOf({ rows }: QuoteTruth): number {
  const censored = rows.censored.length;
  return censored === 0 ? 0 : censored / (censored + rows.admitted.length);
}

/** Phases with fewer than PHASE_MIN_QUOTES quotes are not among an estimator's phases at all. */
function absentPhases(eta: Findings['eta'], plan: Plan): Findings['scoring']['absentPhases'] {
  const phases = eta[plan.eta.displayed]?.phases ?? {};
  return PHASES.filter((phase) => (phases[phase]?.quotes ?? 0) < PHASE_MIN_QUOTES);
}

function combine(runs: readonly RunFindings[]): RunFindings {
  const mean = meanLeaves(runs);
  const followed = runs[0]!.followed;
  const { followed: _, ...rest } = judgeMeans(mean);
  const present = Object.keys(mean.eta[mean.scoring.displayed]?.phases ?? {});
  return {
    ...rest,
    verdict: commonVerdict(runs.map((run) => run.verdict)),
    interrupted: runs.some((run) => run.interrupted),
    replications: runs.length,
    limits: meanLimits(runs.map((run) => run.limits)),
    scoring: {
      ...mean.scoring,
      provisional: mean.scoring.censoredShare > PROVISIONAL_SHARE,
      absentPhases: PHASES.filter((phase) => !present.includes(phase)),
    },
    ...(followed === undefined ? {} : { followed }),
  };
}
