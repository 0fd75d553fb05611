import type { HpaSettings } from './hpa-settings.ts';
import type { HpaBehavior } from './hpa-spec.ts';

/** Shares by which usage may be above (up) or below (down) its target without a change (0..1). */
export interface Tolerance {
  readonly up: number;
  readonly down: number;
}

/** Returns whether usage / target is close enough to 1 to leave the replicas alone; both ends belong. False for NaN. */
export function isWithin(ratio: number, tolerance: Tolerance): boolean {
  return 1 - tolerance.down <= ratio && ratio <= 1 + tolerance.up;
}

/** Returns the tolerances of an autoscaler: its own where it has them and the gate is on, else the controller's. */
export function toleranceOf(
  behavior: HpaBehavior | undefined,
  settings: Pick<HpaSettings, 'tolerance' | 'configurableTolerance'>,
): Tolerance {
  const own = settings.configurableTolerance ? behavior : undefined;
  return {
    up: own?.scaleUp?.tolerance ?? settings.tolerance,
    down: own?.scaleDown?.tolerance ?? settings.tolerance,
  };
}
