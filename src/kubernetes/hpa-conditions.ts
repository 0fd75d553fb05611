import type { MetricSpec } from './hpa-spec.ts';
import type { LimitReason } from './scaling-policies.ts';

interface Condition<Reason extends string> {
  readonly status: 'True' | 'False';
  readonly reason: Reason;
}

/**
 * Conditions of a HorizontalPodAutoscaler that one pass sets; those it does not reach are absent. Reasons are those of
 * the controller. Not modelled, because a run has one well-formed target: FailedGetScale, FailedUpdateScale,
 * InvalidSelector and AmbiguousSelector.
 */
export interface HpaConditions {
  readonly AbleToScale: Condition<
    | 'SucceededGetScale'
    | 'ReadyForNewScale'
    | 'ScaleUpStabilized'
    | 'ScaleDownStabilized'
    | 'SucceededRescale'
  >;
  readonly ScalingActive?: Condition<'ValidMetricFound' | 'ScalingDisabled' | MetricFailureReason>;
  /** True exactly when limits changed the stabilized proposal. */
  readonly ScalingLimited?: Condition<LimitReason>;
  /** Only with the gate for scaling to zero: whether it was the autoscaler that went to zero. */
  readonly ScaledToZero?: Condition<'ScaledToZero' | 'NotScaledToZero'>;
}

export type MetricFailureReason =
  | 'FailedGetResourceMetric'
  | 'FailedGetContainerResourceMetric'
  | 'FailedGetPodsMetric'
  | 'FailedGetObjectMetric'
  | 'FailedGetExternalMetric'
  | 'InvalidMetricSourceType';

const FAILURE_REASONS: Readonly<Record<MetricSpec['kind'], MetricFailureReason>> = {
  resource: 'FailedGetResourceMetric',
  containerResource: 'FailedGetContainerResourceMetric',
  pods: 'FailedGetPodsMetric',
  object: 'FailedGetObjectMetric',
  external: 'FailedGetExternalMetric',
  unknown: 'InvalidMetricSourceType',
};

/** Returns the reason that ScalingActive gives when a metric has failed. */
export function failureReason(metric: MetricSpec): MetricFailureReason {
  return FAILURE_REASONS[metric.kind];
}
