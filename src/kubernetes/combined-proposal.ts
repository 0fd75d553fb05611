import type { MetricFailure, MetricOutcome } from './metric-outcome.ts';

/** What all metrics of a pass make together. Indices are those of the spec's metrics. */
export type CombinedProposal =
  | {
      readonly kind: 'proposal';
      /** The highest proposal, not below 0. */
      readonly replicas: number;
      /** The first metric that asked for it. */
      readonly decidedBy: number;
      readonly failures: MetricFailures;
    }
  /** Every metric failed, or some did and the others would shrink. */
  | { readonly kind: 'none'; readonly failures: MetricFailures };

export interface MetricFailures {
  readonly count: number;
  readonly outOf: number;
  readonly first?: { readonly index: number; readonly error: string };
}

/**
 * Returns the highest of the proposals. Partial data may let the workload grow or stay, never shrink.
 * Source: kubernetes horizontal.go, computeReplicasForMetrics.
 */
export function combineProposals(
  outcomes: readonly MetricOutcome[],
  currentReplicas: number,
): CombinedProposal {
  let highest = Number.NEGATIVE_INFINITY;
  let decidedBy = -1;
  outcomes.forEach((outcome, index) => {
    if (outcome.kind === 'failed' || outcome.replicas <= highest) return;
    highest = outcome.replicas;
    decidedBy = index;
  });
  const failures = failuresOf(outcomes);
  if (decidedBy < 0 || (failures.count > 0 && highest < currentReplicas)) return { kind: 'none', failures };
  return { kind: 'proposal', replicas: Math.max(0, highest), decidedBy, failures };
}

function failuresOf(outcomes: readonly MetricOutcome[]): MetricFailures {
  const failed = (outcome: MetricOutcome): outcome is MetricFailure => outcome.kind === 'failed';
  const count = outcomes.filter(failed).length;
  const first = outcomes.find(failed);
  if (first === undefined) return { count, outOf: outcomes.length };
  return { count, outOf: outcomes.length, first: { index: outcomes.indexOf(first), error: first.error } };
}

/** Returns the `error` of a decision some of whose metrics failed; empty when none did. */
export function failureText({ count, outOf, first }: MetricFailures): { readonly error?: string } {
  return first === undefined
    ? {}
    : { error: `${count} of ${outOf} metrics failed, the first with: ${first.error}` };
}
