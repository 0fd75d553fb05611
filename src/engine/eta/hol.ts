import type { Estimator } from './estimator.ts';

/**
 * Head of line: the wait so far of the first active ticket, less what the asker has waited already, not below 0 [s].
 * Source: Ibrahim and Whitt 2009, "Real-time delay estimation based on delay history", the HOL estimator.
 */
export const hol: Estimator = {
  watches: 'waits',
  quote: ({ ageSec, headAgeSec }) =>
    headAgeSec === undefined ? undefined : Math.round(Math.max(0, headAgeSec - ageSec)),
};
