import type { Fleet } from '../fleet/fleet.ts';
import type { RunSeed } from '../fleet/fleet-draws.ts';
import type { MetricsPipeline } from './metrics-pipeline.ts';
import type { ScalingDecision } from './scaling-decision.ts';

/** Returns the value of an object or external metric now [milli-units]; undefined when nobody knows it. */
export type MetricValues = (name: string) => number | undefined;

/** What a scaler of a workload works with. */
export interface ScalerParts {
  /** Index of the workload. */
  readonly workload: number;
  readonly fleet: Fleet;
  readonly metrics: MetricsPipeline;
  readonly values: MetricValues;
  readonly run: RunSeed;
  readonly startMs: number;
}

/** Whoever sets the number of pods of one workload. */
export interface WorkloadScaler {
  /** Instant from which it has something to do [ms]. */
  readonly nextMs: number;
  readonly decisions: readonly ScalingDecision[];
  /** Does what is due; to be called when `nextMs` has come. */
  step(nowMs: number): void;
}
