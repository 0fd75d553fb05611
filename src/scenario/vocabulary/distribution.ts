import type { Distribution } from '../../random/distribution.ts';
import { checked } from '../schema/choice.ts';
import { object } from '../schema/object.ts';
import { duration, plainNumber } from '../schema/scalar.ts';
import { type KeyGroup, type ObjectOf, optional, required } from '../schema/schema.ts';

const quantiles = {
  p50: required(duration(1), 'Median.'),
  p90: required(duration(1), '90 % quantile, above the median.'),
};
const ends = { from: required(duration(), 'Shortest.'), to: required(duration(1), 'Longest.') };

/** The ways to write a distribution of durations; exactly one is used. */
export const distributionFields = {
  fixed: optional(duration(1), 'Always the same duration.'),
  exponential: optional(object({ mean: required(duration(1), 'Mean.') }), 'Exponential with this mean.'),
  lognormal: optional(
    checked(object(quantiles), ({ p50, p90 }) =>
      p90 > p50 ? undefined : { code: 'out-of-range', key: 'p90', expected: 'a duration above p50' },
    ),
    'Lognormal by its median and 90 % quantile.',
  ),
  weibull: optional(
    object({
      shape: required(
        plainNumber({ min: 0.05, max: 100 }),
        'Shape: below 1 the hazard falls, above 1 it rises.',
      ),
      scale: required(duration(1), 'Scale: the 63.2 % quantile.'),
    }),
    'Weibull by shape and scale.',
  ),
  uniform: optional(
    checked(object(ends), ({ from, to }) =>
      to > from ? undefined : { code: 'out-of-range', key: 'to', expected: 'a duration above from' },
    ),
    'Evenly spread between two durations.',
  ),
};

/** Exactly one of the distributions. */
export const distributionGroup: KeyGroup = {
  need: 'one',
  ways: [['fixed'], ['exponential'], ['lognormal'], ['weibull'], ['uniform']],
};

/** A distribution of durations on its own. */
export const distributionSchema = object(distributionFields, { groups: [distributionGroup] });

/** Returns the distribution that a section names [ms]. */
export function distributionOf(section: ObjectOf<typeof distributionFields>): Distribution {
  const { fixed, exponential, lognormal, weibull, uniform } = section;
  if (exponential !== undefined) return { kind: 'exponential', mean: exponential.mean };
  if (lognormal !== undefined) return { kind: 'lognormal', p50: lognormal.p50, p90: lognormal.p90 };
  if (weibull !== undefined) return { kind: 'weibull', shape: weibull.shape, scale: weibull.scale };
  if (uniform !== undefined) return { kind: 'uniform', from: uniform.from, to: uniform.to };
  return { kind: 'fixed', value: fixed ?? 0 };
}
