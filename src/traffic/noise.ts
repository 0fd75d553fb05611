import { LogAr1 } from '../random/log-ar1.ts';
import type { Rng } from '../random/rng.ts';
import type { ArrivalPlan } from './arrival-plan.ts';
import { clipSegment, type RateSegment, scaleSegment } from './rate-profile.ts';

/** Returns one factor for each whole second of the run, mean 1 and the sd given; see `LogAr1` for the recursion. */
export function noiseFactors(
  noise: NonNullable<ArrivalPlan['noise']>,
  horizonMs: number,
  rng: Rng,
): Float64Array {
  const factors = new LogAr1(noise, 1000, rng);
  return Float64Array.from({ length: Math.ceil(horizonMs / 1000) }, () => factors.next());
}

/**
 * Returns a profile with the rate of second s multiplied by factors[s]: each segment is cut at whole seconds, so that
 * inversion stays exact.
 */
export function applyNoise(profile: readonly RateSegment[], factors: Float64Array): readonly RateSegment[] {
  const noisy: RateSegment[] = [];
  for (const segment of profile) {
    const last = Math.min(factors.length, Math.ceil(segment.endMs / 1000));
    for (let second = Math.floor(segment.startMs / 1000); second < last; second++) {
      const part = clipSegment(segment, { startMs: second * 1000, endMs: (second + 1) * 1000 });
      if (part !== undefined) noisy.push(scaleSegment(part, factors[second]!));
    }
  }
  return noisy;
}
