import type { HpaBehavior } from './hpa-spec.ts';

/** A KEDA ScaledObject (keda.sh/v1alpha1) as a record. */
export interface KedaSpec {
  readonly pollingIntervalSec: number;
  readonly cooldownPeriodSec: number;
  readonly initialCooldownPeriodSec: number;
  /** Only 0 has an effect; absent: none. */
  readonly idleReplicaCount?: number;
  readonly minReplicaCount: number;
  readonly maxReplicaCount: number;
  readonly triggers: readonly KedaTrigger[];
  readonly fallback?: { readonly failureThreshold: number; readonly replicas: number };
  /** advanced.horizontalPodAutoscalerConfig.behavior. */
  readonly behavior?: HpaBehavior;
}

/** One source of load; its metric is an External metric of the HPA that KEDA makes. */
export interface KedaTrigger {
  readonly metric: string;
  /** AverageValue target [milli]. */
  readonly thresholdMilli: number;
  /** Active above this, strictly [milli]. */
  readonly activationMilli: number;
}
