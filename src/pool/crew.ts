/** How far a lane is with its task. */
export interface LaneProgress {
  /** Of the task, 0..1. */
  readonly doneShare: number;
  /** What the work counts as it goes, such as visitors let in. */
  readonly count: number;
}

/** What a piece of work looks at, and tells, between two slices. */
export interface Watch {
  isStopped(): boolean;
  report(progress: LaneProgress): void;
}

/**
 * So many lanes, numbered from 0, each of which works on one task at a time: threads, or this process itself. Whoever
 * gives out the tasks sees no difference.
 */
export interface Crew<Task, Result> {
  readonly lanes: number;
  /** Works on a task. @throws what the work threw, or TacosError `worker-died` with exit code 1 */
  run(lane: number, task: Task): Promise<Result>;
  /** Asks the task of a lane to come to its end. It is answered all the same, within a slice. */
  stop(lane: number): void;
  progress(lane: number): LaneProgress;
  /** Ends the crew, in the middle of a task where there is one; may be called twice. */
  close(): Promise<void>;
}
