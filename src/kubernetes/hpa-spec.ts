/** A HorizontalPodAutoscaler (autoscaling/v2) as a record; amounts in milli-units (1 core = 1000, 1 byte = 1000). */
export interface HpaSpec {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** At least one; API defaulting (CPU 80 %) has been done. */
  readonly metrics: readonly MetricSpec[];
  /** As written, not yet defaulted; absent: the legacy path. */
  readonly behavior?: HpaBehavior;
}

export interface HpaBehavior {
  readonly scaleUp?: ScalingRules;
  readonly scaleDown?: ScalingRules;
}

export interface ScalingRules {
  readonly stabilizationWindowSec?: number;
  readonly selectPolicy?: 'Max' | 'Min' | 'Disabled';
  readonly policies?: readonly ScalingPolicy[];
  /** Share, 0..1; absent: the controller's 0.1. */
  readonly tolerance?: number;
}

export interface ScalingPolicy {
  readonly type: 'Pods' | 'Percent';
  readonly value: number;
  readonly periodSec: number;
}

/** What a metric is held to. */
export type MetricTarget =
  | { readonly kind: 'utilization'; readonly percent: number }
  | { readonly kind: 'averageValue'; readonly milli: number }
  | { readonly kind: 'value'; readonly milli: number };

export type MetricSpec =
  | { readonly kind: 'resource'; readonly resource: string; readonly target: MetricTarget }
  | {
      readonly kind: 'containerResource';
      readonly resource: string;
      readonly container: string;
      readonly target: MetricTarget;
    }
  | { readonly kind: 'pods'; readonly metric: string; readonly target: MetricTarget }
  | { readonly kind: 'object'; readonly metric: string; readonly target: MetricTarget }
  | { readonly kind: 'external'; readonly metric: string; readonly target: MetricTarget }
  /** A source type that the controller does not know; it fails in every pass. */
  | { readonly kind: 'unknown'; readonly type: string };

/** Checks what the arithmetic needs of a spec. @throws RangeError where the API server would refuse it too. */
export function checkHpaSpec(spec: HpaSpec): void {
  const { minReplicas, maxReplicas, metrics } = spec;
  if (!(minReplicas >= 0 && maxReplicas >= Math.max(1, minReplicas))) {
    throw new RangeError(`minimum ${minReplicas} and maximum ${maxReplicas} are no range of replicas`);
  }
  if (metrics.length === 0) throw new RangeError('an autoscaler without a metric');
  for (const metric of metrics) {
    if (metric.kind === 'unknown') continue;
    const { target } = metric;
    const amount = target.kind === 'utilization' ? target.percent : target.milli;
    if (!(amount > 0)) throw new RangeError(`a target of ${amount} for metric ${metric.kind}`);
  }
}
