/** What a visitor is told of its remaining wait. */
export type Promised =
  /** The wait cannot be foretold, e.g. because admission is paused. */
  | { readonly kind: 'unknown' }
  /** From and to are multiples of the same step, and differ. */
  | { readonly kind: 'range'; readonly fromSec: number; readonly toSec: number };

/** Steps that people read at a glance [s]: up to 30 s in seconds, up to 30 min in minutes, then hours. */
const STEPS_SEC = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 86_400] as const;

/** A step is at most this share of the interval's width, so rounding moves an end by a sixth of it at most. */
const STEP_SHARE = 1 / 3;

/**
 * Returns the interval as shown: both ends rounded to the nearest multiple of the largest readable step that is at most a
 * third of its width, and of 1 s where the width is below 3 s. A wait that is known to a minute is not shown to the second, so
 * 11 min 53 s to 15 min 20 s becomes 12 to 15 min. Ends that would coincide are set one step apart.
 * @param lowSec, highSec 0 <= low <= high [s]; undefined where there is no interval
 * @param paused admission stands still and nobody knows for how long
 */
export function promisedWait(
  interval: { readonly lowSec: number; readonly highSec: number } | undefined,
  paused: boolean,
): Promised {
  if (paused || interval === undefined) return { kind: 'unknown' };
  const { lowSec, highSec } = interval;
  const stepSec = stepFor(highSec - lowSec);
  const fromSec = Math.round(lowSec / stepSec) * stepSec;
  const toSec = Math.max(fromSec + stepSec, Math.round(highSec / stepSec) * stepSec);
  return { kind: 'range', fromSec, toSec };
}

function stepFor(widthSec: number): number {
  return STEPS_SEC.findLast((stepSec) => stepSec <= widthSec * STEP_SHARE) ?? 1;
}
