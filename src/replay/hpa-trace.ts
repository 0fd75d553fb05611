import type { Allowances } from './observation.ts';

/** A recording of a workload's pods, brought to one form; see hpa-trace.md for what it is read from. */
export interface HpaTrace {
  /** Path as the user gave it. */
  readonly file: string;
  /** Whether single pods were recorded; else the workload as a whole. */
  readonly perPod: boolean;
  /** Whether the replicas were written down; else the pods of each frame are counted, if there are any. */
  readonly tellsReplicas: boolean;
  /** Names of what was measured: cpu, memory, requestsPerSec or a metric's own. */
  readonly measures: readonly string[];
  /** When the first frame was on the wall clock [ms since 1970]; absent where times count from a start. */
  readonly startEpochMs?: number;
  /** Usual time from one frame to the next [ms]. */
  readonly stepMs: number;
  /** At least two, ascending, the first at 0. */
  readonly frames: readonly TraceFrame[];
  readonly allowances: Allowances;
}

/** The workload at an instant. An amount is the mean of the time since the frame before. */
export interface TraceFrame {
  /** Since the first frame [ms]. */
  readonly atMs: number;
  /** Of the whole workload, by measure [milli-units]. */
  readonly totals: ReadonlyMap<string, number>;
  /** Pods that existed; absent where nothing says. */
  readonly replicas?: number;
  /** Of them Ready; absent where nothing says. */
  readonly ready?: number;
  /** Of a recording per pod. */
  readonly pods: readonly TracePod[];
}

export interface TracePod {
  readonly name: string;
  /** Absent where nothing says. */
  readonly ready?: boolean;
  /** When it was measured last, which may be before the frame [ms]. */
  readonly sampledAtMs: number;
  /** By measure [milli-units]. */
  readonly values: ReadonlyMap<string, number>;
}
