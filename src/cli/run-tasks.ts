import { type RunSummary, summarizeRun } from '../analysis/summarize.ts';
import type { RunRecord } from '../result/run-record.ts';
import type { Plan } from '../scenario/plan.ts';
import { Simulation } from '../simulator/simulation.ts';
import type { Host } from './host.ts';
import { Progress } from './progress.ts';

/** One replication of a plan to be run. */
export interface RunTask {
  readonly plan: Plan;
  /** 0-based. */
  readonly replication: number;
  /** What is being done, for the progress line, e.g. `replication 2 of 20`. */
  readonly label: string;
  /** Bring the record back, not the summary alone. */
  readonly keepRecord?: boolean;
}

/** What came of a task. */
export interface TaskResult {
  readonly summary: RunSummary;
  /** Present where the task asked for it. */
  readonly record?: RunRecord;
}

export interface TaskRun {
  /** By task, in the order given; undefined for those that were not run to their end. */
  readonly results: readonly (TaskResult | undefined)[];
  /** Code of the signal that ended the work early. */
  readonly stoppedBy?: 130 | 143;
}

export interface TaskOptions {
  readonly quiet: boolean;
  /** Worker threads; absent: as many as the machine has, and tasks are worth. */
  readonly workers?: number;
}

/** Simulated time between two looks at signals [ms]. */
const SLICE_MS = 10_000;

/** Runs tasks and brings back what is kept of each. The results are the same on any number of workers. */
export async function runTasks(
  tasks: readonly RunTask[],
  options: TaskOptions,
  host: Host,
): Promise<TaskRun> {
  const progress = options.quiet ? undefined : new Progress(host);
  const results: (TaskResult | undefined)[] = [];
  let stoppedBy: 130 | 143 | undefined;
  const stopListening = host.onStop((code) => {
    stoppedBy ??= code;
  });
  try {
    for (const [index, { plan, replication, label, keepRecord }] of tasks.entries()) {
      const simulation = new Simulation(plan, replication);
      while (!simulation.done && stoppedBy === undefined) {
        simulation.advance(simulation.nowMs + SLICE_MS);
        const share = Math.min(1, simulation.nowMs / plan.clock.horizonMs);
        progress?.show({ doneShare: (index + share) / tasks.length, label });
        await host.breathe();
      }
      if (stoppedBy !== undefined) break;
      const record = simulation.record();
      results.push({ summary: summarizeRun(record), ...(keepRecord === true ? { record } : {}) });
    }
  } finally {
    stopListening();
    progress?.end();
  }
  return { results, ...(stoppedBy === undefined ? {} : { stoppedBy }) };
}
