import type { AdmissionRules } from './rules.ts';

/** A change of the bucket's rate at an instant; ascending in a list. */
export interface RefillStep {
  readonly atMs: number;
  readonly refillPerSec: number;
}

/**
 * Returns the changes of a bucket's refill during a run: those of the schedule and, with noise, one at each whole second.
 * @param noise next factor of the refill; called once for each second of the run from 0 on
 */
export function refillCourse(
  rules: AdmissionRules,
  horizonMs: number,
  noise?: () => number,
): readonly RefillStep[] {
  if (rules.bucket === undefined) return [];
  const scheduled = rules.schedule.map(({ atMs }) => atMs);
  const seconds = noise === undefined ? 0 : Math.ceil(horizonMs / 1000);
  const wholeSeconds = Array.from({ length: seconds }, (_, second) => second * 1000);
  const instants = [...new Set([...scheduled, ...wholeSeconds])].sort((a, b) => a - b);
  let configuredPerSec = rules.bucket.refillPerSec;
  let factor = 1;
  return instants.map((atMs) => {
    if (noise !== undefined && atMs % 1000 === 0) factor = noise();
    configuredPerSec =
      rules.schedule.findLast((change) => change.atMs <= atMs)?.refillPerSec ?? configuredPerSec;
    return { atMs, refillPerSec: configuredPerSec * factor };
  });
}
