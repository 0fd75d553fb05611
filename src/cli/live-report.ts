import { summarizeRun, summarizeRuns } from '../analysis/summarize.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import type { Report } from '../report/report.ts';
import type { Manifest, RunFacts } from '../result/manifest.ts';
import type { RunRecord } from '../result/run-record.ts';
import type { Plan } from '../scenario/plan.ts';
import { exitCodeOf, manifestOf } from './make-report.ts';
import { quoteWord } from './quote-word.ts';

/** What of a command line belongs into the command that repeats it. */
interface LiveWords {
  readonly target: string;
  readonly event?: string;
  readonly speed: string;
  readonly maxRate?: string;
  readonly allowTarget: readonly string[];
  readonly errorBudget: string;
  readonly workers: number;
}

/** Returns the report of a live run, without the names of its files. */
export function makeLiveReport(
  plan: Plan,
  record: RunRecord,
  words: LiveWords,
  course: { readonly stoppedBy?: 130 | 143 | undefined; readonly facts?: RunFacts | undefined },
): Report {
  const findings = summarizeRuns(plan, [summarizeRun(record)]);
  return {
    plan,
    findings,
    record,
    variants: [],
    manifest: liveManifest(plan, record, words, course.facts),
    exitCode: exitCodeOfLive(findings, course.stoppedBy),
  };
}

/** Returns the exit code by precedence: a signal, a target that failed, a generator that did not keep up, a threshold. */
function exitCodeOfLive(findings: Report['findings'], stoppedBy: 130 | 143 | undefined): ExitCode {
  if (stoppedBy !== undefined) return stoppedBy;
  if (findings.generator?.ended === 'error-budget') return EXIT.target;
  if ((findings.generator?.invalid.length ?? 0) > 0) return EXIT.saturated;
  return exitCodeOf([findings]);
}

function liveManifest(
  plan: Plan,
  record: RunRecord,
  words: LiveWords,
  facts: RunFacts | undefined,
): Manifest {
  // The record names a target without its password.
  const target = words.target === 'embedded' ? words.target : (record.live?.target ?? words.target);
  const { file, overrides } = plan.source;
  const command = [
    ...['tacos', 'live', file, '--target', target],
    ...flag('--event', words.event),
    ...(words.speed === '1x' ? [] : ['--speed', words.speed]),
    ...flag('--max-rate', words.maxRate),
    ...words.allowTarget.flatMap((host) => ['--allow-target', host]),
    ...(words.errorBudget === '1%' ? [] : ['--error-budget', words.errorBudget]),
    ...(words.workers === 1 ? [] : ['--workers', String(words.workers)]),
    ...overrides.flatMap((each) => ['--set', each]),
    ...['--seed', String(plan.random.seed)],
  ];
  return { ...manifestOf(plan, 1, facts), command: command.map(quoteWord).join(' '), live: { target } };
}

function flag(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [name, value];
}
