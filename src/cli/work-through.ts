import type { Crew } from '../pool/crew.ts';
import type { Host } from './host.ts';
import { inProcess } from './in-process.ts';
import { Progress } from './progress.ts';
import { remainingMs } from './remaining.ts';
import type { RunTask, Worked } from './run-task.ts';

export interface TaskOptions {
  readonly quiet: boolean;
  /** Worker threads, 1 for none; absent: as many as the machine has, and tasks are worth. */
  readonly workers?: number;
}

/** Tasks in the order in which they should begin; what comes of one may decide which are left. */
export interface TaskQueue {
  /** How many have not begun, at most. */
  readonly waiting: number;
  /** Takes the next task; undefined where none is left, or none can be said before one that runs is done. */
  next(lanes: number): RunTask | undefined;
  /** Hears what came of a task, in no particular order. */
  finish(task: RunTask, worked: Worked): void;
  /** Whether a task that runs is not wanted any more. */
  isObsolete(task: RunTask): boolean;
}

/** How the work went. */
export interface WorkDone {
  /** Threads it was done on; 1 is this process. */
  readonly workers: number;
  /** Code of the signal that ended the work early. */
  readonly stoppedBy?: 130 | 143;
}

/**
 * Works through a queue on threads, or in this process where there is one task, one worker or no threads to be had. A
 * signal stops every lane at its next look and no task is begun after it; a second one ends the threads where they are.
 * @throws what a task threw, or TacosError `worker-died`; no thread is left then either
 */
export async function workThrough(queue: TaskQueue, options: TaskOptions, host: Host): Promise<WorkDone> {
  const work = new Work(queue, host, options.quiet ? undefined : new Progress(host));
  const stopListening = host.onStop((code) => work.hear(code));
  try {
    const lanes = Math.min(options.workers ?? host.threads.parallelism, queue.waiting);
    const onTick = () => work.show();
    const threads = lanes > 1 ? host.threads.open(lanes, onTick) : undefined;
    await work.run((await threads) ?? inProcess(host, onTick));
  } finally {
    stopListening();
    await work.end();
  }
  return work.done;
}

interface Landed {
  readonly lane: number;
  readonly task: RunTask;
  readonly worked?: Worked;
  readonly error?: unknown;
}

class Work {
  private readonly queue: TaskQueue;
  private readonly host: Host;
  private readonly view: Progress | undefined;
  private readonly startedMs: number;
  private readonly running = new Map<number, { readonly task: RunTask; readonly landing: Promise<Landed> }>();
  private crew: Crew<RunTask, Worked> | undefined;
  private finished = 0;
  private stoppedBy: 130 | 143 | undefined;
  private isKilled = false;

  constructor(queue: TaskQueue, host: Host, view: Progress | undefined) {
    this.queue = queue;
    this.host = host;
    this.view = view;
    this.startedMs = host.clock.monotonicMs();
  }

  get done(): WorkDone {
    const { stoppedBy } = this;
    return { workers: this.crew?.lanes ?? 1, ...(stoppedBy === undefined ? {} : { stoppedBy }) };
  }

  async run(crew: Crew<RunTask, Worked>): Promise<void> {
    this.crew = crew;
    for (;;) {
      this.fill(crew);
      if (this.running.size === 0) return;
      const landed = await Promise.race([...this.running.values()].map(({ landing }) => landing));
      this.land(landed);
      for (const [lane, { task }] of this.running) if (this.queue.isObsolete(task)) crew.stop(lane);
    }
  }

  /** The first signal asks for an end, the second makes one. */
  hear(code: 130 | 143): void {
    this.isKilled = this.stoppedBy !== undefined;
    this.stoppedBy ??= code;
    if (this.isKilled) void this.crew?.close();
    for (const lane of this.running.keys()) this.crew?.stop(lane);
  }

  show(): void {
    const [oldest] = this.running;
    if (this.view === undefined || this.crew === undefined || oldest === undefined) return;
    const { crew } = this;
    const [lane, { task }] = oldest;
    const shares = [...this.running.keys()].map((each) => crew.progress(each).doneShare);
    const done = shares.reduce((sum, share) => sum + share, this.finished);
    const { waiting } = this.queue;
    const elapsedMs = this.host.clock.monotonicMs() - this.startedMs;
    const leftMs = remainingMs({ elapsedMs, done, shares, waiting, lanes: crew.lanes });
    this.view.show({
      doneShare: done / (this.finished + shares.length + waiting),
      label: task.label,
      admitted: crew.progress(lane).count,
      ...(leftMs === undefined ? {} : { leftMs }),
    });
  }

  async end(): Promise<void> {
    this.view?.end();
    await this.crew?.close();
  }

  private fill(crew: Crew<RunTask, Worked>): void {
    for (let lane = 0; lane < crew.lanes; lane++) {
      if (this.running.has(lane)) continue;
      const task = this.stoppedBy === undefined ? this.queue.next(crew.lanes) : undefined;
      if (task === undefined) return;
      const landing = crew.run(lane, task).then(
        (worked): Landed => ({ lane, task, worked }),
        (error: unknown): Landed => ({ lane, task, error }),
      );
      this.running.set(lane, { task, landing });
    }
  }

  private land({ lane, task, worked, error }: Landed): void {
    this.running.delete(lane);
    if (worked === undefined) {
      if (!this.isKilled) throw error;
      return;
    }
    this.finished += 1;
    this.queue.finish(task, worked);
  }
}
