import { keyedU32, visitorKey } from '../random/keyed.ts';
import {
  ACTION_BITS,
  CLASS_SHIFT,
  DEADLINE_MS,
  POLLS,
  SPECIAL,
  STATE,
  TAB,
  TICKET,
  TIMER_BITS,
  WATCHED,
  WORDS,
} from '../traffic/ticket-state.ts';
import { POLL } from '../traffic/visitors.ts';
import type { Gateway } from './gateway.ts';
import { CHUNK, SLOT_MASK } from './timing-wheel.ts';
import type { World } from './world.ts';

/** Whatever makes a poll more than plain. */
const NOT_PLAIN = ACTION_BITS | TIMER_BITS | SPECIAL;

/**
 * The polls that change nothing but their own next instant: outside the gate, by a visitor that minds no ETA, with no quote
 * due and patience left. They are nearly all events of a run, so they are done here in one loop with everything in locals,
 * at about four times the speed of `Gateway.act`; all other events go there. A test holds the two equal to the byte.
 */
export class PlainPolls {
  private readonly world: World;
  private readonly gateway: Gateway;
  private readonly off: boolean;
  private readonly pull: boolean;
  private readonly quotes: number;
  private readonly inactiveAfterMs: number;

  /** @param on false: every poll goes to the gateway, as all do where a limiter must see them. */
  constructor(world: World, gateway: Gateway, on: boolean) {
    const { plan } = world;
    this.world = world;
    this.gateway = gateway;
    this.off = !on || world.limiter !== undefined;
    this.pull = plan.admission.mode === 'pull';
    this.quotes = plan.eta.score.sampling === 'polls' ? WATCHED : 0;
    this.inactiveAfterMs = plan.admission.ghosts.inactiveAfterMs;
  }

  /** Lets the tickets of a chunk that was taken from the wheel act at an instant, in order. */
  run(chunk: number, nowMs: number): void {
    const { quotes, inactiveAfterMs, gateway } = this;
    const { wheel, visitors, book, recorder, watch, ledger } = this.world;
    const { fromMs, spanMs, ticketKey, hand } = visitors;
    const { tail, fineUntilMs } = wheel;
    const end = wheel.end(chunk);
    let { chunks } = wheel;
    let gateSlot = this.gateSlot;
    let plain = 0;
    for (let entry = wheel.begin(chunk); entry < end; entry += WORDS) {
      const ticket = chunks[entry + TICKET]!;
      const state = chunks[entry + STATE]!;
      const polls = chunks[entry + POLLS]! + 1;
      const deadlineMs = chunks[entry + DEADLINE_MS]!;
      if ((state & NOT_PLAIN) === POLL && book.slot(ticket) > gateSlot) {
        const classIndex = state >>> CLASS_SHIFT;
        const bits = keyedU32(visitorKey(ticketKey, ticket), polls);
        const dueMs = nowMs + ((fromMs[classIndex]! + bits * spanMs[classIndex]!) | 0);
        const slot = dueMs & SLOT_MASK;
        const word = tail[slot]!;
        if (
          dueMs < deadlineMs &&
          dueMs < fineUntilMs &&
          dueMs - nowMs <= inactiveAfterMs &&
          (word & (CHUNK - 1)) !== 0 &&
          ((state & quotes) === 0 || !watch.isDue(ticket, nowMs)) &&
          ((state & TAB) === 0 || ledger.isLiving(ticket))
        ) {
          chunks[word + TICKET] = ticket;
          chunks[word + STATE] = state;
          chunks[word + POLLS] = polls;
          chunks[word + DEADLINE_MS] = deadlineMs;
          tail[slot] = word + WORDS;
          plain++;
          continue;
        }
      }
      hand[TICKET] = ticket;
      hand[STATE] = state;
      hand[POLLS] = polls - 1;
      hand[DEADLINE_MS] = deadlineMs;
      gateway.act(nowMs);
      chunks = wheel.chunks;
      gateSlot = this.gateSlot;
    }
    recorder.now.polls += plain;
  }

  /** Last slot whose polls are not plain: inside the gate, or perhaps released. */
  private get gateSlot(): number {
    if (this.off) return Number.POSITIVE_INFINITY;
    const { line } = this.world.room;
    return this.pull ? line.gateSlot : line.passedSlot;
  }
}
