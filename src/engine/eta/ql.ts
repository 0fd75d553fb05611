import { effectiveRefillPerSec } from '../token-bucket.ts';
import { drainSec, type Estimator } from './estimator.ts';

/**
 * Queue length over service rate with what the gateway knows: active visitors ahead over the effective refill,
 * min(refill, capacity / clock step). No estimate in a pause or without a bucket.
 * Source: Ibrahim and Whitt 2009, "Real-time delay estimation based on delay history", the QL estimator.
 */
export const ql: Estimator = {
  quote: (query, facts) =>
    facts.refillPerSec === undefined
      ? undefined
      : drainSec(
          query.activeAhead,
          effectiveRefillPerSec(facts.refillPerSec, facts.capacityTokens, facts.clockResolutionMs),
        ),
};
