import { DRAW, keyedUniform, runKey, visitorKey } from '../random/keyed.ts';
import { type Rng, substream } from '../random/rng.ts';
import type { Plan } from '../scenario/plan.ts';
import type { Arrivals } from '../traffic/arrival-plan.ts';
import { generateArrivals } from '../traffic/generate.ts';
import { GateRim } from './gate-rim.ts';

/** Who comes when and with which tickets; all of it is known before the first event. */
export interface Crowd {
  readonly arrivals: Arrivals;
  readonly visitors: number;
  readonly tickets: number;
  readonly classOf: Uint8Array;
  readonly tabs: TabBook;
  /** 1 for visitors whose quotes are kept. */
  readonly sampled: Uint8Array;
  readonly sampledShare: number;
}

export function makeCrowd(plan: Plan, replication: number): Crowd {
  const arrivals = generateArrivals(plan.arrivals, plan.clock.horizonMs, plan.random.seed, replication);
  const visitors = arrivals.joinMs.length;
  const key = runKey(plan.random.seed, replication);
  const classOf = new Uint8Array(visitors);
  const cumulative = cumulativeShares(plan);
  for (let visitor = 0; visitor < visitors; visitor++) {
    classOf[visitor] = pickClass(cumulative, keyedUniform(visitorKey(key, visitor), DRAW.class));
  }
  const tabs = new TabBook(plan, classOf);
  return { arrivals, visitors, tickets: tabs.tickets, classOf, tabs, ...sample(plan, key, visitors) };
}

/** Which tickets are whose. The tickets of a visitor follow one another; with one tab each they have its own number. */
export class TabBook {
  readonly tickets: number;
  private readonly first: Int32Array | undefined;
  private readonly visitor: Int32Array | undefined;

  constructor(plan: Plan, classOf: Uint8Array) {
    this.tickets = classOf.length;
    if (plan.visitors.every(({ tabs }) => tabs === 1)) return;
    this.first = new Int32Array(classOf.length);
    let tickets = 0;
    for (let visitor = 0; visitor < classOf.length; visitor++) {
      this.first[visitor] = tickets;
      tickets += plan.visitors[classOf[visitor]!]!.tabs;
    }
    this.tickets = tickets;
    this.visitor = new Int32Array(tickets);
    this.first.forEach((begin, visitor) => {
      this.visitor?.fill(visitor, begin, this.first?.[visitor + 1] ?? tickets);
    });
  }

  firstTicket(visitor: number): number {
    return this.first === undefined ? visitor : this.first[visitor]!;
  }

  visitorOf(ticket: number): number {
    return this.visitor === undefined ? ticket : this.visitor[ticket]!;
  }
}

/** Everybody up to the asked number of visitors, then that many on average, by a hash of the visitor's number. */
function sample(plan: Plan, key: number, visitors: number): Pick<Crowd, 'sampled' | 'sampledShare'> {
  const sampled = new Uint8Array(visitors);
  const share = Math.min(1, plan.eta.score.visitors / Math.max(1, visitors));
  let count = 0;
  for (let visitor = 0; visitor < visitors; visitor++) {
    if (share < 1 && keyedUniform(visitorKey(key, visitor), DRAW.sample) >= share) continue;
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

/** Which slots of the line have a ticket that the server has heard of lately. */
interface ActiveSlots {
  isActive(slot: number): boolean;
}

/**
 * Slots of the line in order of joining. Where the line's score is coarser than the clock, those who join within one step
 * of it share a block of slots in random order, as a sorted set orders equal scores by member: the blocks are laid out
 * ahead where everybody joins on arrival, and otherwise each newcomer changes places with one of its step.
 */
export class SlotBook {
  readonly slots: number;
  /** Which tickets may be inside the gate; absent where slots are tickets. */
  readonly rim: GateRim | undefined;
  private readonly slotOf: Int32Array | undefined;
  private readonly ticketAt: Int32Array | undefined;
  private readonly stepMs: number;
  /** Absent where slots are given in the order of joining, or laid out ahead. */
  private readonly ties: Rng | undefined;
  /** Whether every ticket has its slot from the start. */
  private readonly laidOut: boolean;
  private next = 0;
  private step = -1;
  private stepBegin = 0;

  constructor(crowd: Crowd, plan: Plan, replication: number) {
    const mayJoinLate = plan.admission.limiter !== undefined || plan.infrastructure !== undefined;
    this.stepMs = plan.admission.scoreResolutionMs;
    this.slots = crowd.tickets;
    this.laidOut = !mayJoinLate;
    if (this.stepMs === 0 && !mayJoinLate) return;
    this.slotOf = new Int32Array(crowd.tickets);
    this.ticketAt = new Int32Array(crowd.tickets);
    this.rim = new GateRim(this, crowd.tickets);
    if (this.stepMs === 0) return;
    const ties = substream(plan.random.seed, replication, 'ties');
    if (mayJoinLate) {
      this.ties = ties;
      return;
    }
    shuffleWithinSteps(crowd, this.stepMs, ties, this.slotOf, this.ticketAt);
  }

  /** The slot of a ticket that joins now, to be taken once. */
  take(ticket: number, nowMs: number, line: ActiveSlots): number {
    if (this.laidOut) return this.slot(ticket);
    const slot = this.next++;
    const place = this.ties === undefined ? slot : this.shuffledPlace(slot, nowMs, this.ties);
    if (place === slot || !line.isActive(place)) return this.put(ticket, slot);
    this.put(this.ticket(place), slot);
    this.put(ticket, place);
    return slot;
  }

  slot(ticket: number): number {
    return this.slotOf === undefined ? ticket : this.slotOf[ticket]!;
  }

  ticket(slot: number): number {
    return this.ticketAt === undefined ? slot : this.ticketAt[slot]!;
  }

  /** A place among those of the step, the newcomer's own included, each as likely (inside-out shuffle, Fisher and Yates). */
  private shuffledPlace(slot: number, nowMs: number, ties: Rng): number {
    const step = Math.floor(nowMs / this.stepMs);
    if (step !== this.step) {
      this.step = step;
      this.stepBegin = slot;
    }
    return this.stepBegin + ties.below(slot - this.stepBegin + 1);
  }

  private put(ticket: number, slot: number): number {
    this.slotOf![ticket] = slot;
    this.ticketAt![slot] = ticket;
    this.rim?.took(ticket, slot);
    return slot;
  }
}

function shuffleWithinSteps(
  crowd: Crowd,
  stepMs: number,
  rng: Rng,
  slotOf: Int32Array,
  ticketAt: Int32Array,
): void {
  const stepOf = (ticket: number) =>
    Math.floor(crowd.arrivals.joinMs[crowd.tabs.visitorOf(ticket)]! / stepMs);
  let begin = 0;
  while (begin < crowd.tickets) {
    let end = begin + 1;
    while (end < crowd.tickets && stepOf(end) === stepOf(begin)) end++;
    for (let ticket = begin; ticket < end; ticket++) ticketAt[ticket] = ticket;
    for (let last = end - 1; last > begin; last--) {
      const other = begin + rng.below(last - begin + 1);
      const swapped = ticketAt[last]!;
      ticketAt[last] = ticketAt[other]!;
      ticketAt[other] = swapped;
    }
    for (let slot = begin; slot < end; slot++) slotOf[ticketAt[slot]!] = slot;
    begin = end;
  }
}
