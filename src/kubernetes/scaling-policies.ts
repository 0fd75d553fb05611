import type { DefaultedBehavior, DefaultedRules } from './hpa-defaults.ts';
import type { ScalingPolicy } from './hpa-spec.ts';
import type { ScaleEvents } from './scale-events.ts';

/** Both directions: each policy counts what was added and what was removed in its period. */
export interface ScaleHistory {
  readonly ups: ScaleEvents;
  readonly downs: ScaleEvents;
}

/** The replicas that policies allow, and the policy that decided; no policy where the direction is disabled. */
export interface ScaleLimit {
  readonly replicas: number;
  readonly policy?: ScalingPolicy;
}

/** Why the result differs from the stabilized proposal, in the autoscaler's own words. */
export type LimitReason =
  | 'DesiredWithinRange'
  | 'TooFewReplicas'
  | 'TooManyReplicas'
  | 'ScaleUpLimit'
  | 'ScaleDownLimit';

/** Replicas after limits. `policyLimit` is what policies allow, where the direction has been asked for. */
export interface Limited {
  readonly replicas: number;
  readonly reason: LimitReason;
  readonly policyLimit?: ScaleLimit;
}

/** Returns the most replicas that the policies for growth allow; it may be below the current count. */
export function scaleUpLimit(
  current: number,
  rules: DefaultedRules,
  history: ScaleHistory,
  nowMs: number,
): ScaleLimit {
  return limitOf(current, rules, history, nowMs, rules.selectPolicy === 'Min' ? -1 : 1, (start, policy) =>
    policy.type === 'Pods' ? start + policy.value : Math.ceil(start * (1 + policy.value / 100)),
  );
}

/** Returns the fewest replicas that the policies for shrinking allow; it may be above the current count. */
export function scaleDownLimit(
  current: number,
  rules: DefaultedRules,
  history: ScaleHistory,
  nowMs: number,
): ScaleLimit {
  return limitOf(current, rules, history, nowMs, rules.selectPolicy === 'Min' ? 1 : -1, (start, policy) =>
    policy.type === 'Pods' ? start - policy.value : Math.trunc(start * (1 - policy.value / 100)),
  );
}

/**
 * Returns the highest (sign 1) or lowest (sign -1) of the policies' answers, each from the replicas at the start of its
 * own period: what was added in it is taken off and what was removed is put back, in either direction.
 * Source: kubernetes horizontal.go, calculateScaleUpLimitWithScalingRules and calculateScaleDownLimitWithBehaviors.
 */
function limitOf(
  current: number,
  rules: DefaultedRules,
  { ups, downs }: ScaleHistory,
  nowMs: number,
  sign: 1 | -1,
  allowed: (start: number, policy: ScalingPolicy) => number,
): ScaleLimit {
  if (rules.selectPolicy === 'Disabled') return { replicas: current };
  let best: ScaleLimit = { replicas: sign * Number.NEGATIVE_INFINITY };
  for (const policy of rules.policies) {
    const periodMs = policy.periodSec * 1000;
    const start = current - ups.changeWithin(periodMs, nowMs) + downs.changeWithin(periodMs, nowMs);
    const replicas = allowed(start, policy);
    if (sign * (replicas - best.replicas) > 0) best = { replicas, policy };
  }
  return best;
}

/** What a pass with `behavior` is limited by. */
export interface LimitAsk {
  readonly currentReplicas: number;
  /** After stabilization. */
  readonly desiredReplicas: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

/**
 * Returns the replicas after rate limits and bounds. Equal to the current count, a proposal is not even held to the
 * bounds: that case was settled before any metric was read.
 * Source: kubernetes horizontal.go, convertDesiredReplicasWithBehaviorRate.
 */
export function limitWithBehavior(
  ask: LimitAsk,
  behavior: DefaultedBehavior,
  history: ScaleHistory,
  nowMs: number,
): Limited {
  const { currentReplicas: current, desiredReplicas: desired, minReplicas, maxReplicas } = ask;
  if (desired > current) {
    const found = scaleUpLimit(current, behavior.up, history, nowMs);
    const policyLimit = { ...found, replicas: Math.max(found.replicas, current) };
    const cap = Math.min(maxReplicas, policyLimit.replicas);
    if (desired <= cap) return { replicas: desired, reason: 'DesiredWithinRange', policyLimit };
    const reason = policyLimit.replicas < maxReplicas ? 'ScaleUpLimit' : 'TooManyReplicas';
    return { replicas: cap, reason, policyLimit };
  }
  if (desired < current) {
    const found = scaleDownLimit(current, behavior.down, history, nowMs);
    const policyLimit = { ...found, replicas: Math.min(found.replicas, current) };
    const floor = Math.max(minReplicas, policyLimit.replicas);
    if (desired >= floor) return { replicas: desired, reason: 'DesiredWithinRange', policyLimit };
    const reason = policyLimit.replicas > minReplicas ? 'ScaleDownLimit' : 'TooFewReplicas';
    return { replicas: floor, reason, policyLimit };
  }
  return { replicas: desired, reason: 'DesiredWithinRange' };
}
