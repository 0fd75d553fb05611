import type { ReplicaProposal } from './pod-replicas.ts';

/** What one metric asked for in one pass. */
export interface MetricProposal extends ReplicaProposal {
  readonly kind: 'proposal';
  /** Whole percent of the requests, for utilization targets. */
  readonly utilizationPercent?: number;
  /** Mean per pod: of the samples, or of an object or external value over the pods of the status [milli-units]. */
  readonly averageMilli?: number;
  /** The object or external value, for `value` targets [milli-units]. */
  readonly valueMilli?: number;
}

/** A metric that gave no answer, and why. */
export interface MetricFailure {
  readonly kind: 'failed';
  readonly error: string;
}

export type MetricOutcome = MetricProposal | MetricFailure;

export function failure(error: string): MetricFailure {
  return { kind: 'failed', error };
}
