import type { HpaBehavior, MetricSpec, ScalingPolicy, ScalingRules } from './hpa-spec.ts';

/** Scaling rules with every field that API defaulting fills. */
export interface DefaultedRules extends ScalingRules {
  readonly selectPolicy: 'Max' | 'Min' | 'Disabled';
  readonly policies: readonly ScalingPolicy[];
}

const UP_POLICIES: readonly ScalingPolicy[] = [
  { type: 'Pods', value: 4, periodSec: 15 },
  { type: 'Percent', value: 100, periodSec: 15 },
];
const DOWN_POLICIES: readonly ScalingPolicy[] = [{ type: 'Percent', value: 100, periodSec: 15 }];

/** Returns the rules for growth; a policy list that is given replaces the default one whole. */
export function scaleUpRules(
  rules: ScalingRules | undefined,
): DefaultedRules & { readonly stabilizationWindowSec: number } {
  return { stabilizationWindowSec: 0, selectPolicy: 'Max', policies: UP_POLICIES, ...rules };
}

/** Returns the rules for shrinking; without a window of its own the controller's applies. */
export function scaleDownRules(rules: ScalingRules | undefined): DefaultedRules {
  return { selectPolicy: 'Max', policies: DOWN_POLICIES, ...rules };
}

/** The two directions of a `behavior`, defaulted. */
export interface DefaultedBehavior {
  readonly up: DefaultedRules & { readonly stabilizationWindowSec: number };
  readonly down: DefaultedRules;
}

/**
 * Returns both directions of a `behavior` with their defaults: one stanza that is written brings the defaults of the
 * other. Source: kubernetes pkg/apis/autoscaling/v2/defaults.go.
 */
export function defaultBehavior(behavior: HpaBehavior): DefaultedBehavior {
  return { up: scaleUpRules(behavior.scaleUp), down: scaleDownRules(behavior.scaleDown) };
}

/** Returns the longest period of a direction's policies [ms]. */
export function longestPeriodMs(rules: DefaultedRules): number {
  return Math.max(0, ...rules.policies.map((policy) => policy.periodSec)) * 1000;
}

/** What an autoscaler without metrics is held to. */
export const DEFAULT_METRIC: MetricSpec = {
  kind: 'resource',
  resource: 'cpu',
  target: { kind: 'utilization', percent: 80 },
};
