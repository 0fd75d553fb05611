import type { HpaBehavior, ScalingRules } from '../kubernetes/hpa-spec.ts';
import type { ScaleEvent } from '../kubernetes/scale-events.ts';
import type { VectorEvent, VectorRules } from './hpa-vector-file.ts';
import { ago } from './hpa-vector-pods.ts';

/** Returns the scaling rules of a case; null fields are absent ones. */
export function scalingRules(rules: VectorRules): ScalingRules {
  const { stabilizationWindowSeconds, selectPolicy, policies, tolerance } = rules;
  return {
    ...(typeof stabilizationWindowSeconds === 'number' && {
      stabilizationWindowSec: stabilizationWindowSeconds,
    }),
    ...(selectPolicy && { selectPolicy }),
    ...(policies && {
      policies: policies.map(({ type, value, periodSeconds }) => ({ type, value, periodSec: periodSeconds })),
    }),
    ...(typeof tolerance === 'number' && { tolerance }),
  };
}

export interface VectorBehavior {
  readonly scaleUp?: VectorRules | null;
  readonly scaleDown?: VectorRules | null;
}

export function hpaBehavior({ scaleUp, scaleDown }: VectorBehavior): HpaBehavior {
  return {
    ...(scaleUp && { scaleUp: scalingRules(scaleUp) }),
    ...(scaleDown && { scaleDown: scalingRules(scaleDown) }),
  };
}

/** Returns rules in the words of a vectors file. */
export function vectorRules(rules: ScalingRules): VectorRules {
  return {
    stabilizationWindowSeconds: rules.stabilizationWindowSec ?? null,
    selectPolicy: rules.selectPolicy ?? null,
    policies:
      rules.policies?.map(({ type, value, periodSec }) => ({ type, value, periodSeconds: periodSec })) ??
      null,
    ...(rules.tolerance !== undefined && { tolerance: rules.tolerance }),
  };
}

export function scaleEvents(events: readonly VectorEvent[] | null | undefined): readonly ScaleEvent[] {
  return (events ?? []).map(({ replicaChange, ageSeconds }) => ({
    replicaChange,
    atMs: ago(ageSeconds),
    outdated: false,
  }));
}
