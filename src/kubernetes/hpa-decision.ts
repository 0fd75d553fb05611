import type { HpaConditions } from './hpa-conditions.ts';
import type { MetricOutcome } from './metric-outcome.ts';
import type { ScaleLimit } from './scaling-policies.ts';

/** What one pass of the autoscaler decided, and every step on the way. */
export interface HpaDecision {
  readonly atMs: number;
  readonly currentReplicas: number;
  /** What the scale's spec holds after the pass. */
  readonly desiredReplicas: number;
  readonly rescaled: boolean;
  /** One for each metric of the spec, in its order; empty where the pass was settled before any was read. */
  readonly metrics: readonly MetricOutcome[];
  /** Absent where the pass was settled before any metric was read, or by failed metrics. */
  readonly steps?: DecisionSteps;
  readonly conditions: HpaConditions;
  /** Which metrics failed, also where the pass acted on the others; absent: none. */
  readonly error?: string;
  /** One sentence for people, without a full stop. */
  readonly explanation: string;
}

/** The way of a proposal through stabilization and limits. */
export interface DecisionSteps {
  /** Highest proposal of the metrics. */
  readonly proposed: number;
  /** Index of the metric that made it. */
  readonly decidedBy: number;
  readonly stabilized: number;
  /** After policies and bounds. */
  readonly limited: number;
  /** What policies allow; absent without `behavior`, or where neither direction was asked for. */
  readonly policyLimit?: ScaleLimit;
}
