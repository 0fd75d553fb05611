import type { Estimator } from './estimator.ts';
import { referenceEtaSec } from './reference-eta.ts';

/**
 * v1.1, published as "Simple EMA": log entries of the last 60 s over 60 as the rate. It is a moving count, not an
 * exponential average, and its window holds 61 seconds. Source: reference gateway v1.1.
 */
export const movingCount: Estimator = {
  quote: (query, facts) => referenceEtaSec(query.position, facts.log.logged(0) / 60),
};
