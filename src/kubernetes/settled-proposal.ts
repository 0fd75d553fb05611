import type { HpaConditions } from './hpa-conditions.ts';
import { defaultBehavior } from './hpa-defaults.ts';
import type { HpaSettings } from './hpa-settings.ts';
import type { HpaSpec } from './hpa-spec.ts';
import { limitLegacy } from './legacy-scaling.ts';
import type { RecommendationLog } from './recommendation-log.ts';
import { type LimitAsk, type Limited, limitWithBehavior, type ScaleHistory } from './scaling-policies.ts';
import { stabilize, stabilizeLegacy } from './stabilization.ts';

/** A proposal after stabilization and limits. */
export interface SettledProposal {
  readonly stabilized: number;
  readonly limited: Limited;
  /** What AbleToScale says of the stabilization. */
  readonly held: HpaConditions['AbleToScale']['reason'];
}

/** What a proposal is settled with; the log takes the proposal in. */
export interface SettlingMemory {
  readonly nowMs: number;
  readonly log: RecommendationLog;
  readonly history: ScaleHistory;
}

/**
 * Returns a proposal stabilized, then held to rates and bounds: by the rules of `behavior` where the spec has any, else
 * by the older ones. Source: kubernetes horizontal.go, normalizeDesiredReplicas and ...WithBehaviors.
 */
export function settleProposal(
  { behavior }: Pick<HpaSpec, 'behavior'>,
  settings: HpaSettings,
  proposal: LimitAsk,
  { nowMs, log, history }: SettlingMemory,
): SettledProposal {
  const { currentReplicas: current, desiredReplicas: desired } = proposal;
  const windowMs = settings.downscaleStabilizationMs;
  if (behavior === undefined) {
    const stabilized = stabilizeLegacy(log, desired, windowMs, nowMs);
    const limited = limitLegacy({ ...proposal, desiredReplicas: stabilized }, settings);
    return { stabilized, limited, held: stabilized === desired ? 'ReadyForNewScale' : 'ScaleDownStabilized' };
  }
  const { up, down } = defaultBehavior(behavior);
  const windows = {
    upMs: up.stabilizationWindowSec * 1000,
    downMs: down.stabilizationWindowSec === undefined ? windowMs : down.stabilizationWindowSec * 1000,
  };
  const stabilized = stabilize(log, current, desired, windows, nowMs);
  const ask = { ...proposal, desiredReplicas: stabilized };
  const limited = limitWithBehavior(ask, { up, down }, history, nowMs);
  const direction = desired >= current ? 'ScaleUpStabilized' : 'ScaleDownStabilized';
  return { stabilized, limited, held: stabilized === desired ? 'ReadyForNewScale' : direction };
}
