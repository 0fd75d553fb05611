import type { HpaSettings } from './hpa-settings.ts';
import type { LimitAsk, Limited } from './scaling-policies.ts';

/**
 * Returns the replicas after the limits of an autoscaler without `behavior`: growth to max(factor x current, minimum)
 * replicas a pass, no memory of past changes, then the bounds.
 * Source: kubernetes horizontal.go, convertDesiredReplicasWithRules and calculateScaleUpLimit.
 */
export function limitLegacy(
  { currentReplicas, desiredReplicas, minReplicas, maxReplicas }: LimitAsk,
  settings: Pick<HpaSettings, 'legacyScaleUpFactor' | 'legacyScaleUpMinimum'>,
): Limited {
  const upLimit = Math.max(settings.legacyScaleUpFactor * currentReplicas, settings.legacyScaleUpMinimum);
  if (desiredReplicas < minReplicas) return { replicas: minReplicas, reason: 'TooFewReplicas' };
  if (desiredReplicas <= Math.min(maxReplicas, upLimit)) {
    return { replicas: desiredReplicas, reason: 'DesiredWithinRange' };
  }
  return maxReplicas > upLimit
    ? { replicas: upLimit, reason: 'ScaleUpLimit' }
    : { replicas: maxReplicas, reason: 'TooManyReplicas' };
}
