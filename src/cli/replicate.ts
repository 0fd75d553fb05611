import { type RunSummary, summarizeRuns } from '../analysis/summarize.ts';
import { TacosError } from '../errors.ts';
import type { VariantReport } from '../report/report.ts';
import type { RunRecord } from '../result/run-record.ts';
import type { Plan } from '../scenario/plan.ts';
import type { Host } from './host.ts';
import { ReplicationSeries } from './replication-series.ts';
import type { RunTask } from './run-task.ts';
import { type TaskOptions, type TaskQueue, type WorkDone, workThrough } from './work-through.ts';

/** The replications of a plan, and what happened meanwhile. */
export interface Replications extends WorkDone {
  /** At least one, in order; partial only where the first of them was interrupted and none was whole. */
  readonly summaries: readonly RunSummary[];
  /** Of the first replication, as far as it came. */
  readonly record: RunRecord;
  /** What the plan's variants came to; those that were not run to the end are left out. */
  readonly variants: readonly VariantReport[];
  /** Events and polls of all replications that were kept, those of the variants among them. */
  readonly events: number;
  readonly polls: number;
  readonly startedAtEpochMs: number;
  readonly elapsedMs: number;
}

/**
 * Runs the replications of a plan and of its variants, on threads where that is worth it. Stops early once the plan's
 * half-width is reached. Interrupted: complete replications are kept and those begun are dropped; where there is no complete
 * one, the first is kept as far as it came, and marked.
 * @throws TacosError with the signal's exit code where not even a part of the first was to be had
 */
export async function replicate(plan: Plan, options: TaskOptions, host: Host): Promise<Replications> {
  const startedAtEpochMs = host.clock.epochMs();
  const startedMs = host.clock.monotonicMs();
  const base = new ReplicationSeries(plan, { name: '', keepFirst: true });
  const beside = plan.variants.map((variant) => ({
    variant,
    series: new ReplicationSeries(variant.plan, { name: variant.name, keepFirst: false }),
  }));
  const all = [base, ...beside.map(({ series }) => series)];
  const done = await workThrough(seriesQueue(all), options, host);
  const { first } = base;
  if (first?.record === undefined) throw endedTooSoon(done);
  const summaries = base.summaries.length > 0 ? base.summaries : [first.summary];
  const kept = [...summaries, ...beside.flatMap(({ series }) => series.summaries)];
  return {
    ...done,
    summaries,
    record: first.record,
    variants: beside
      .filter(({ series }) => series.isComplete)
      .map(({ variant, series }) => ({
        ...variant,
        findings: summarizeRuns(variant.plan, series.summaries),
      })),
    events: kept.reduce((sum, { events }) => sum + events, 0),
    polls: kept.reduce((sum, { findings }) => sum + findings.requests.polls, 0),
    startedAtEpochMs,
    elapsedMs: host.clock.monotonicMs() - startedMs,
  };
}

/** Returns one queue over several series: those before go first, and lend their lanes to those behind while they wait. */
function seriesQueue(all: readonly ReplicationSeries[]): TaskQueue {
  const seriesOf = new Map<RunTask, ReplicationSeries>();
  return {
    get waiting() {
      return all.reduce((sum, { waiting }) => sum + waiting, 0);
    },
    next(lanes) {
      for (const series of all) {
        const task = series.next(lanes);
        if (task === undefined) continue;
        seriesOf.set(task, series);
        return task;
      }
      return undefined;
    },
    finish(task, worked) {
      seriesOf.get(task)?.finish(task, worked);
      seriesOf.delete(task);
    },
    isObsolete: (task) => seriesOf.get(task)?.isObsolete(task) === true,
  };
}

function endedTooSoon({ stoppedBy }: WorkDone): Error {
  if (stoppedBy === undefined) return new RangeError('a plan without a replication has no result');
  const hint = 'the first Ctrl-C keeps what there is; a second one ends at once';
  return new TacosError(
    'stopped',
    'ended before anything was finished; nothing was written',
    stoppedBy,
    hint,
  );
}
