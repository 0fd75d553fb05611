import { runKey } from '../../random/keyed.ts';
import { substream } from '../../random/rng.ts';
import { makeCrowd } from '../../run/crowd.ts';
import type { Plan } from '../../scenario/plan.ts';
import { Visitors } from '../../traffic/visitors.ts';
import { planDraws } from '../plan-draws.ts';
import type { Draws } from '../target.ts';
import { LIVE_REPLICATION } from './live-parts.ts';

/**
 * Returns what the tickets of a plan bring along to a target; the same wherever it is asked, except that the pods that
 * requests reach are drawn anew for each request.
 * @param lane number of the thread that asks, 0-based
 */
export function visitorDraws(plan: Plan, lane: number): Draws {
  const { random, admission } = plan;
  const { tabs, classOf, tickets } = makeCrowd(plan, LIVE_REPLICATION);
  const visitors = new Visitors(plan.visitors, runKey(random.seed, LIVE_REPLICATION), tickets);
  const holders = {
    userOf(ticket: number) {
      const visitor = tabs.visitorOf(ticket);
      return visitors.isAnonymous(visitor, classOf[visitor]!) ? undefined : visitor;
    },
  };
  return planDraws(admission, visitors.ticketKey, holders, substream(random.seed, lane, 'pods'));
}
