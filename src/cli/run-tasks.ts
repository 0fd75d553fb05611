import type { Host } from './host.ts';
import type { RunTask, TaskResult } from './run-task.ts';
import { type TaskOptions, type TaskQueue, workThrough } from './work-through.ts';

export type { RunTask, TaskOptions };

export interface TaskRun {
  /** By task, in the order given; undefined for those that were not run to their end. */
  readonly results: readonly (TaskResult | undefined)[];
  /** Threads it was done on; 1 is this process. */
  readonly workers: number;
  /** Code of the signal that ended the work early. */
  readonly stoppedBy?: 130 | 143;
}

/** Runs tasks and brings back what is kept of each. The results are the same on any number of workers. */
export async function runTasks(
  tasks: readonly RunTask[],
  options: TaskOptions,
  host: Host,
): Promise<TaskRun> {
  const results = tasks.map((): TaskResult | undefined => undefined);
  const done = await workThrough(listQueue(tasks, results), options, host);
  return { results, ...done };
}

/** Returns the queue of a list whose tasks do not depend on each other; it fills in their results, row by row. */
function listQueue(list: readonly RunTask[], results: (TaskResult | undefined)[]): TaskQueue {
  const tasks = list.map((task) => ({ ...task }));
  const rows = new Map<RunTask, number>(tasks.map((task, row) => [task, row]));
  let begun = 0;
  return {
    get waiting() {
      return tasks.length - begun;
    },
    next: () => (begun < tasks.length ? tasks[begun++] : undefined),
    finish(task, { isWhole, result }) {
      if (isWhole) results[rows.get(task)!] = result;
    },
    isObsolete: () => false,
  };
}
