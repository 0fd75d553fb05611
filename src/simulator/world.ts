import { Limiter } from '../engine/limiter.ts';
import { WaitingRoom } from '../engine/waiting-room.ts';
import { runKey } from '../random/keyed.ts';
import { substream } from '../random/rng.ts';
import { SeriesRecorder } from '../result/series-recorder.ts';
import { type Crowd, makeCrowd, SlotBook } from '../run/crowd.ts';
import { EtaWatch } from '../run/eta-watch.ts';
import { LineLedger } from '../run/line-ledger.ts';
import { makeRefill, type Refill } from '../run/refill.ts';
import { TimingWheel } from '../run/timing-wheel.ts';
import { Visits } from '../run/visits.ts';
import type { Plan } from '../scenario/plan.ts';
import { Visitors } from '../traffic/visitors.ts';
import { Infrastructure } from './infrastructure.ts';

/** All parts of one replication, each with its own invariant; who does what with them is in the files beside. */
export interface World {
  readonly plan: Plan;
  readonly replication: number;
  readonly crowd: Crowd;
  readonly visitors: Visitors;
  readonly visits: Visits;
  readonly book: SlotBook;
  readonly room: WaitingRoom;
  readonly ledger: LineLedger;
  readonly wheel: TimingWheel;
  readonly watch: EtaWatch;
  readonly recorder: SeriesRecorder;
  readonly limiter: Limiter | undefined;
  readonly refill: Refill | undefined;
  /** Absent where the plan has none: requests then take no time and never fail. */
  readonly infrastructure: Infrastructure | undefined;
  /** Returns what the clock that the bucket goes by shows at an instant [ms]. */
  readonly bucketMs: (nowMs: number) => number;
}

export function makeWorld(plan: Plan, replication: number, ticketStream: number): World {
  const { admission, clock, random } = plan;
  const crowd = makeCrowd(plan, replication);
  const book = new SlotBook(crowd, plan, replication);
  const room = new WaitingRoom(admission, book.slots);
  const withSliding = plan.eta.estimators.includes('sliding');
  const wheel = new TimingWheel(clock.horizonMs);
  const recorder = new SeriesRecorder(Math.ceil(clock.horizonMs / 1000), withSliding);
  const infrastructure =
    plan.infrastructure === undefined
      ? undefined
      : new Infrastructure(plan, plan.infrastructure, replication, { crowd, room, wheel, recorder });
  const observed = infrastructure?.edge.rateRule?.observed;
  return {
    plan,
    replication,
    crowd,
    visitors: new Visitors(
      plan.visitors,
      runKey(random.seed, replication),
      crowd.tickets,
      observed,
      ticketStream,
    ),
    visits: new Visits(crowd),
    book,
    room,
    ledger: new LineLedger(crowd.tickets),
    wheel,
    watch: new EtaWatch(plan, room, crowd),
    recorder,
    limiter: admission.limiter === undefined ? undefined : new Limiter(admission.limiter, crowd.tickets),
    refill: makeRefill(plan, replication, room),
    infrastructure,
    bucketMs: makeBucketClock(plan, replication, infrastructure),
  };
}

/** The server's clock, or that of the pod that a request happens to reach; faults may move it. */
function makeBucketClock(
  { admission, random }: Plan,
  replication: number,
  infrastructure: Infrastructure | undefined,
): (nowMs: number) => number {
  const clocks = admission.bucket?.podClocks;
  if (clocks === undefined)
    return infrastructure === undefined ? (nowMs) => nowMs : (nowMs) => nowMs + infrastructure.clockSkewMs;
  const skewMs = (rank: number) => infrastructure?.faults.clockSkewMs(rank) ?? 0;
  const rng = substream(random.seed, replication, 'pods');
  const spread = (pod: number) => (clocks.pods === 1 ? 0 : (2 * pod) / (clocks.pods - 1) - 1);
  const offsetsMs = Array.from({ length: clocks.pods }, (_, pod) => Math.round(spread(pod) * clocks.skewMs));
  return (nowMs) => {
    const pod = rng.below(clocks.pods);
    return nowMs + offsetsMs[pod]! + skewMs(pod / clocks.pods);
  };
}
