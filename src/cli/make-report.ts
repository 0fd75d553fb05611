import { createHash } from 'node:crypto';
import type { Findings } from '../analysis/findings.ts';
import { summarizeRuns } from '../analysis/summarize.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import type { Report } from '../report/report.ts';
import { findingsText } from '../report/writers/json.ts';
import { type Manifest, type RunFacts, withoutRun } from '../result/manifest.ts';
import type { Plan } from '../scenario/plan.ts';
import { VERSION } from '../version.ts';
import { quoteWord } from './quote-word.ts';
import type { Replications } from './replicate.ts';

/** Returns the report of a finished or interrupted run, without the names of its files. */
export function makeReport(plan: Plan, run: Replications, facts: RunFacts | undefined): Report {
  const { summaries, record, variants, stoppedBy } = run;
  const findings = markStopped(summarizeRuns(plan, summaries), stoppedBy);
  return {
    plan,
    findings,
    record,
    variants,
    manifest: manifestOf(plan, summaries.length, facts),
    exitCode: exitCodeOf([findings, ...variants.map((variant) => variant.findings)], stoppedBy),
  };
}

/** Returns what makes the same run again. */
export function manifestOf(plan: Plan, replications: number, facts?: RunFacts): Manifest {
  const { file, hash, overrides } = plan.source;
  const { seed } = plan.random;
  const words = [
    'tacos',
    'simulate',
    file,
    ...overrides.flatMap((each) => ['--set', each]),
    '--seed',
    String(seed),
  ];
  return {
    version: VERSION,
    scenario: file,
    scenarioHash: hash,
    overrides,
    seed,
    replications,
    command: words.map(quoteWord).join(' '),
    ...(facts === undefined ? {} : { run: facts }),
  };
}

/** What is told of how a run went. */
type Course = Pick<Replications, 'events' | 'polls' | 'elapsedMs' | 'startedAtEpochMs' | 'workers'>;

/** Returns the facts of a run on this machine. `machine` names it. */
export function runFacts(run: Course, machine: string): RunFacts {
  const seconds = Math.max(run.elapsedMs, 1) / 1_000;
  return {
    startedAt: new Date(run.startedAtEpochMs).toISOString(),
    elapsedMs: Math.round(run.elapsedMs),
    eventsPerSec: Math.round(run.events / seconds),
    pollsPerSec: Math.round(run.polls / seconds),
    workers: run.workers,
    host: machine,
  };
}

/** Returns the SHA-256 (hex) of findings.json without `manifest.run`: equal digests are equal results. */
export function findingsDigest({
  manifest,
  findings,
  variants,
}: Pick<Report, 'manifest' | 'findings' | 'variants'>): string {
  return createHash('sha256')
    .update(findingsText({ manifest: withoutRun(manifest), findings, variants }))
    .digest('hex');
}

/** Returns the exit code of a run by precedence: a signal, then a failed threshold. */
export function exitCodeOf(runs: readonly Findings[], stoppedBy?: 130 | 143): ExitCode {
  if (stoppedBy !== undefined) return stoppedBy;
  const thresholds = runs.flatMap((run) => run.thresholds);
  return thresholds.every((threshold) => threshold.passed) ? EXIT.ok : EXIT.threshold;
}

/** A run stopped between two replications has only whole records, and is partial all the same. */
function markStopped(findings: Findings, stoppedBy: number | undefined): Findings {
  return stoppedBy === undefined || findings.interrupted ? findings : { ...findings, interrupted: true };
}
