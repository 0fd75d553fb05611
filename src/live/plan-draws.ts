import type { AdmissionRules } from '../engine/rules.ts';
import { quantileOf } from '../random/distribution.ts';
import { DRAW, keyedU32, keyedUniform, visitorKey } from '../random/keyed.ts';
import type { Rng } from '../random/rng.ts';
import type { Draws } from './target.ts';

/** Who holds which ticket, as far as a room asks. */
export interface TicketHolders {
  /** Number of a ticket's user; undefined: anonymous. */
  userOf(ticket: number): number | undefined;
}

/**
 * Returns what tickets bring along, drawn as a simulated run draws it: sessions by the ticket's own key. Pods are drawn one for
 * each request; their clocks are spread evenly over -skew..+skew.
 * @param ticketKey `Visitors.ticketKey` of the run
 * @param pods sequence of the pods that requests reach
 */
export function planDraws(
  rules: AdmissionRules,
  ticketKey: number,
  holders: TicketHolders,
  pods: Rng,
): Draws {
  const clocks = rules.bucket?.podClocks;
  const spread = (pod: number, of: number) => (of === 1 ? 0 : (2 * pod) / (of - 1) - 1);
  return {
    user: (ticket) => holders.userOf(ticket),
    tie: (ticket) => keyedU32(visitorKey(ticketKey, ticket), DRAW.tie),
    sessionMs: (ticket) => {
      if (rules.sessions === undefined) return 1;
      const uniform = keyedUniform(visitorKey(ticketKey, ticket), DRAW.session);
      return Math.max(1, Math.round(quantileOf(rules.sessions.durationMs, uniform)));
    },
    podOffsetMs: () =>
      clocks === undefined ? 0 : Math.round(spread(pods.below(clocks.pods), clocks.pods) * clocks.skewMs),
  };
}
