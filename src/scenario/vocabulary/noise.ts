import { object } from '../schema/object.ts';
import { duration, share } from '../schema/scalar.ts';
import { type ObjectOf, required } from '../schema/schema.ts';

const fields = {
  sd: required(share({ zeroAllowed: false }), 'Standard deviation of the factor, whose mean is 1.'),
  correlation: required(duration(1), 'Time in which the correlation of the factor falls to 1/e.'),
};

/** A log-AR(1) factor with mean 1, one value a second. */
export const noiseSchema = object(fields);

/** Returns the noise in the units of a plan. */
export function noisePlan(noise: ObjectOf<typeof fields>): { sd: number; correlationMs: number } {
  return { sd: noise.sd, correlationMs: noise.correlation };
}
