import { runRatios } from '../analysis/eta-intervals.ts';
import { quoteTruth } from '../analysis/quote-truth.ts';
import { type RunSummary, summarizeRun } from '../analysis/summarize.ts';
import type { RunRatios } from '../engine/eta/conformal/ratio-counter.ts';
import type { LaneProgress } from '../pool/crew.ts';
import type { RunRecord } from '../result/run-record.ts';
import type { Plan } from '../scenario/plan.ts';
import { Simulation } from '../simulator/simulation.ts';

/** One replication of a plan to be run, and what is wanted of it beside its summary. Plain data: it crosses to a thread. */
export interface RunTask {
  readonly plan: Plan;
  /** 0-based. */
  readonly replication: number;
  /** What is being done, for the progress line, e.g. `replication 2 of 20`. */
  readonly label: string;
  /** Bring the record back, not the summary alone. */
  readonly keepRecord?: boolean;
  /** Bring back how far the quotes were off, to calibrate intervals with. */
  readonly keepRatios?: boolean;
  /** Bring back what there is when the run is stopped before its end, marked as interrupted. */
  readonly keepPartial?: boolean;
}

/** What came of a task. */
export interface TaskResult {
  readonly summary: RunSummary;
  /** Present where the task asked for it. */
  readonly record?: RunRecord;
  /** Present where the task asked for it. */
  readonly ratios?: RunRatios;
}

/** What came of working on a task. */
export interface Worked {
  /** The run came to its end. */
  readonly isWhole: boolean;
  /** Absent where the run was stopped and nobody wanted what there was. */
  readonly result?: TaskResult;
}

/** Wall-clock time that a slice of work aims at: short enough for Ctrl-C and the progress line. */
const SLICE_MS = 120;

/** Simulated time of the first slice, before its speed is known. */
const FIRST_SLICE_MS = 1_000;

/** A task that is being worked on, slice by slice, so that signals are heard in between. */
export class TaskInSlices {
  private readonly task: RunTask;
  private readonly clockMs: () => number;
  private readonly simulation: Simulation;
  private sliceMs = FIRST_SLICE_MS;

  /** @param clockMs reads a monotonic clock [ms] */
  constructor(task: RunTask, clockMs: () => number) {
    this.task = task;
    this.clockMs = clockMs;
    this.simulation = new Simulation(task.plan, task.replication);
  }

  get isDone(): boolean {
    return this.simulation.done;
  }

  get progress(): LaneProgress {
    const { nowMs, admitted } = this.simulation;
    return { doneShare: Math.min(1, nowMs / this.task.plan.clock.horizonMs), count: admitted };
  }

  /** Goes on for about a tenth of a second. */
  advance(): void {
    const beganMs = this.clockMs();
    this.simulation.advance(this.simulation.nowMs + this.sliceMs);
    const tookMs = Math.max(1, this.clockMs() - beganMs);
    const factor = Math.min(4, Math.max(0.25, SLICE_MS / tookMs));
    this.sliceMs = Math.max(1, Math.round(this.sliceMs * factor));
  }

  /** Ends the work and returns what came of it. */
  finish(): Worked {
    const isWhole = this.simulation.done;
    if (!isWhole && this.task.keepPartial !== true) return { isWhole };
    return { isWhole, result: readRecord(this.task, this.simulation.record(!isWhole)) };
  }
}

/** Returns what a task wants of its record: the one place where a record is read before it is let go. */
function readRecord({ keepRecord, keepRatios }: RunTask, record: RunRecord): TaskResult {
  return {
    summary: summarizeRun(record),
    ...(keepRecord === true ? { record } : {}),
    ...(keepRatios === true ? { ratios: runRatios(record.quotes, quoteTruth(record)) } : {}),
  };
}
