import { stoppingRule } from '../analysis/stopping-rule.ts';
import type { RunSummary } from '../analysis/summarize.ts';
import type { RunRecord } from '../result/run-record.ts';
import type { Plan } from '../scenario/plan.ts';
import type { RunTask, TaskResult, Worked } from './run-task.ts';

/** What a series is, beside its plan. */
export interface SeriesOptions {
  /** For the progress line; empty for the scenario as written. */
  readonly name: string;
  /** Bring the first record back, as far as it came where the run is stopped. */
  readonly keepFirst: boolean;
}

/**
 * The replications of one plan. They are run ahead of each other, no further than there are lanes, while the stopping rule looks
 * at those that are done in their order: what has run beyond the point at which it stops is dropped, so that the
 * result does not depend on how many ran at once.
 */
export class ReplicationSeries {
  private readonly plan: Plan;
  private readonly options: SeriesOptions;
  private readonly results: (TaskResult | undefined)[] = [];
  private readonly isEnough: (first: readonly RunSummary[]) => boolean;
  /** Replications at most: fewer once the rule has stopped. */
  private limit: number;
  private begun = 0;
  /** The first so many are all done. */
  private done = 0;
  private partial: TaskResult | undefined;

  constructor(plan: Plan, options: SeriesOptions) {
    this.plan = plan;
    this.options = options;
    this.isEnough = stoppingRule(plan);
    this.limit = plan.random.replications.max;
  }

  get waiting(): number {
    return Math.max(0, this.limit - this.begun);
  }

  /** Every replication that is wanted is done. */
  get isComplete(): boolean {
    return this.done >= this.limit;
  }

  /** What is kept of the whole replications, in order. */
  get summaries(): readonly RunSummary[] {
    return this.results.slice(0, this.limit).flatMap((result) => result?.summary ?? []);
  }

  /** The first replication as far as it came; undefined where it was not asked for, or never begun. */
  get first(): { readonly record?: RunRecord; readonly summary: RunSummary } | undefined {
    return this.results[0] ?? this.partial;
  }

  /** Takes the next replication; undefined while it must wait for those before it, or where none is left. */
  next(lanes: number): RunTask | undefined {
    const { min, max } = this.plan.random.replications;
    const replication = this.begun;
    if (replication >= this.limit || (replication >= min && replication >= this.done + lanes))
      return undefined;
    this.begun += 1;
    const keepFirst = this.options.keepFirst && replication === 0;
    const count = max > 1 ? `replication ${replication + 1} of ${max}` : '';
    return {
      plan: this.plan,
      replication,
      label: [this.options.name, count].filter((part) => part !== '').join(', '),
      ...(keepFirst ? { keepRecord: true, keepPartial: true } : {}),
    };
  }

  finish({ replication }: RunTask, { isWhole, result }: Worked): void {
    if (!isWhole) {
      this.partial ??= result;
      return;
    }
    this.results[replication] = result;
    while (this.done < this.limit && this.results[this.done] !== undefined) {
      this.done += 1;
      if (this.isEnough(this.summaries.slice(0, this.done))) this.limit = this.done;
    }
  }

  /** Whether a replication lies beyond the point at which the rule has stopped. */
  isObsolete({ replication }: RunTask): boolean {
    return replication >= this.limit;
  }
}
