import { type RefillStep, refillCourse } from '../../engine/refill-course.ts';
import { LogAr1 } from '../../random/log-ar1.ts';
import { substream } from '../../random/rng.ts';
import type { Plan } from '../../scenario/plan.ts';
import { LIVE_REPLICATION } from './live-parts.ts';

/** Returns the changes of the refill that a target is told, noise included: the very rates of the simulated run. */
export function refillsOf({ admission, clock, random }: Plan): readonly RefillStep[] {
  const { noise } = admission;
  if (noise === undefined) return refillCourse(admission, clock.horizonMs);
  const factors = new LogAr1(noise, 1000, substream(random.seed, LIVE_REPLICATION, 'refill-noise'));
  return refillCourse(admission, clock.horizonMs, () => factors.next());
}
