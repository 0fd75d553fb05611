import { WaitingRoom } from '../../engine/waiting-room.ts';
import { runKey } from '../../random/keyed.ts';
import { SeriesRecorder } from '../../result/series-recorder.ts';
import { makeCrowd } from '../../run/crowd.ts';
import { EtaWatch } from '../../run/eta-watch.ts';
import { LineLedger } from '../../run/line-ledger.ts';
import { makeRefill, type Refill } from '../../run/refill.ts';
import type { RunParts } from '../../run/run-parts.ts';
import { TimingWheel } from '../../run/timing-wheel.ts';
import { Visits } from '../../run/visits.ts';
import type { Plan } from '../../scenario/plan.ts';
import { Visitors } from '../../traffic/visitors.ts';
import { LinePlaces } from './line-places.ts';

/** The replication whose people come to a target. */
export const LIVE_REPLICATION = 0;

/**
 * All parts of a live run: the people of the simulator's first replication, and a copy of the target's line that is kept from
 * its answers, so that the estimators see what the target sees.
 */
export interface LiveParts extends RunParts {
  readonly book: LinePlaces;
  readonly refill: Refill | undefined;
}

export function makeLiveParts(plan: Plan): LiveParts {
  const crowd = makeCrowd(plan, LIVE_REPLICATION);
  const room = new WaitingRoom(plan.admission, crowd.tickets);
  const seconds = Math.ceil(plan.clock.horizonMs / 1000);
  return {
    plan,
    crowd,
    room,
    visitors: new Visitors(plan.visitors, runKey(plan.random.seed, LIVE_REPLICATION), crowd.tickets),
    visits: new Visits(crowd),
    book: new LinePlaces(crowd.tickets),
    ledger: new LineLedger(crowd.tickets),
    wheel: new TimingWheel(plan.clock.horizonMs),
    watch: new EtaWatch(plan, room, crowd),
    recorder: new SeriesRecorder(seconds, plan.eta.estimators.includes('sliding')),
    refill: makeRefill(plan, LIVE_REPLICATION, room),
    infrastructure: undefined,
  };
}
