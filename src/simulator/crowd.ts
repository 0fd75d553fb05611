import { DRAW, keyedUniform, runKey, visitorKey } from '../random/keyed.ts';
import { substream } from '../random/rng.ts';
import type { Plan } from '../scenario/plan.ts';
import type { Arrivals } from '../traffic/arrival-plan.ts';
import { generateArrivals } from '../traffic/generate.ts';

/** Keys are spaced so that each visitor has one for every tab; the same spacing as the visitor's own. */
const TABS = 16;

/** Who comes when and with which tickets; all of it is known before the first event. */
export interface Crowd {
  readonly arrivals: Arrivals;
  readonly visitors: number;
  readonly tickets: number;
  readonly classOf: Uint8Array;
  /** First ticket of each visitor; its tickets follow one another. */
  readonly firstTicket: Int32Array;
  readonly visitorOf: Int32Array;
  /** 1 for visitors whose quotes are kept. */
  readonly sampled: Uint8Array;
  readonly sampledShare: number;
}

export function makeCrowd(plan: Plan, replication: number): Crowd {
  const arrivals = generateArrivals(plan.arrivals, plan.clock.horizonMs, plan.random.seed, replication);
  const visitors = arrivals.joinMs.length;
  const key = runKey(plan.random.seed, replication);
  const classOf = new Uint8Array(visitors);
  const firstTicket = new Int32Array(visitors);
  const cumulative = cumulativeShares(plan);
  let tickets = 0;
  for (let visitor = 0; visitor < visitors; visitor++) {
    const index = pickClass(cumulative, keyedUniform(visitorKey(key, visitor * TABS), DRAW.class));
    classOf[visitor] = index;
    firstTicket[visitor] = tickets;
    tickets += plan.visitors[index]!.tabs;
  }
  const visitorOf = new Int32Array(tickets);
  for (let visitor = 0; visitor < visitors; visitor++) {
    visitorOf.fill(visitor, firstTicket[visitor]!, firstTicket[visitor + 1] ?? tickets);
  }
  return { arrivals, visitors, tickets, classOf, firstTicket, visitorOf, ...sample(plan, key, visitors) };
}

/** Everybody up to the asked number of visitors, then that many on average, by a hash of the visitor's number. */
function sample(plan: Plan, key: number, visitors: number): Pick<Crowd, 'sampled' | 'sampledShare'> {
  const sampled = new Uint8Array(visitors);
  const share = Math.min(1, plan.eta.score.visitors / Math.max(1, visitors));
  let count = 0;
  for (let visitor = 0; visitor < visitors; visitor++) {
    if (share < 1 && keyedUniform(visitorKey(key, visitor * TABS), DRAW.sample) >= share) continue;
    sampled[visitor] = 1;
    count++;
  }
  return { sampled, sampledShare: visitors === 0 ? 1 : count / visitors };
}

function cumulativeShares(plan: Plan): readonly number[] {
  let sum = 0;
  return plan.visitors.map(({ share }) => {
    sum += share;
    return sum;
  });
}

function pickClass(cumulative: readonly number[], uniform: number): number {
  const index = cumulative.findIndex((edge) => uniform < edge);
  return index < 0 ? cumulative.length - 1 : index;
}

/**
 * Slots of the line in order of joining. Where the line's score is coarser than the clock, those who arrive within one
 * step of it share a block of slots in random order, as a sorted set orders equal scores by member.
 */
export class SlotBook {
  readonly slots: number;
  private readonly slotOf: Int32Array;
  private readonly ticketAt: Int32Array;
  private next = 0;

  constructor(crowd: Crowd, plan: Plan, replication: number) {
    const stepMs = plan.admission.scoreResolutionMs;
    const mayForfeit = plan.admission.limiter !== undefined;
    this.slots = crowd.tickets * (mayForfeit && stepMs > 0 ? 2 : 1);
    this.slotOf = new Int32Array(crowd.tickets).fill(-1);
    this.ticketAt = new Int32Array(this.slots);
    if (stepMs > 0) this.reserveShuffled(crowd, stepMs, plan.random.seed, replication);
  }

  /** The slot of a ticket that joins now. */
  take(ticket: number): number {
    if (this.slotOf[ticket] === -1) {
      this.slotOf[ticket] = this.next;
      this.ticketAt[this.next] = ticket;
      this.next++;
    }
    return this.slotOf[ticket]!;
  }

  slot(ticket: number): number {
    return this.slotOf[ticket]!;
  }

  ticket(slot: number): number {
    return this.ticketAt[slot]!;
  }

  /** A reserved slot is lost by a ticket that was not let into the line at once; it takes one at the end later. */
  forfeit(ticket: number): void {
    this.slotOf[ticket] = -1;
  }

  private reserveShuffled(crowd: Crowd, stepMs: number, seed: number, replication: number): void {
    const rng = substream(seed, replication, 'ties');
    const { joinMs } = crowd.arrivals;
    let begin = 0;
    while (begin < crowd.tickets) {
      const step = Math.floor(joinMs[crowd.visitorOf[begin]!]! / stepMs);
      let end = begin;
      while (end < crowd.tickets && Math.floor(joinMs[crowd.visitorOf[end]!]! / stepMs) === step) end++;
      for (let ticket = begin; ticket < end; ticket++) this.ticketAt[ticket] = ticket;
      for (let last = end - 1; last > begin; last--) {
        const other = begin + rng.below(last - begin + 1);
        const swapped = this.ticketAt[last]!;
        this.ticketAt[last] = this.ticketAt[other]!;
        this.ticketAt[other] = swapped;
      }
      for (let slot = begin; slot < end; slot++) this.slotOf[this.ticketAt[slot]!] = slot;
      begin = end;
    }
    this.next = crowd.tickets;
  }
}
