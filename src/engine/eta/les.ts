import type { Estimator } from './estimator.ts';

/**
 * Last to enter service: the wait of the ticket let in last, less what the asker has waited already, not below 0 [s]. Right
 * where waits change slowly; in a flash crowd everybody has waited as long as the last one, so it promises admission at once.
 * Source: Ibrahim and Whitt 2009, "Real-time delay estimation based on delay history", the LES estimator.
 */
export const les: Estimator = {
  watches: 'waits',
  quote: ({ ageSec }, { lastWaitSec }) =>
    lastWaitSec === undefined ? undefined : Math.round(Math.max(0, lastWaitSec - ageSec)),
};
