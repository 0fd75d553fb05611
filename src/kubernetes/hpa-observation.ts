import type { MetricReading } from './metric-reading.ts';
import type { PodState } from './pod-state.ts';

/**
 * All that the autoscaler sees in one pass; whoever runs the loop makes it. Amounts are in milli-units, instants on one
 * clock of any origin.
 */
export interface HpaObservation {
  readonly nowMs: number;
  /** Replicas asked for by the scale's spec. */
  readonly specReplicas: number;
  /** Replicas that exist, by the scale's status; pods that are being deleted do not count. */
  readonly statusReplicas: number;
  /** Every pod that the selector matches. */
  readonly pods: readonly PodState[];
  /** One for each metric of the spec, in its order. */
  readonly readings: readonly MetricReading[];
  /** A floor under the spec's minimum, as a schedule sets it, never above the maximum; absent: none. */
  readonly floorReplicas?: number;
}
