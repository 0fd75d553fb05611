import { keyedU32, visitorKey } from '../random/keyed.ts';
import { CARD, CHUNK, ENTRY, SLOT_MASK } from '../run/timing-wheel.ts';
import {
  CARD_CLASS_BITS,
  CARD_CLASS_SHIFT,
  CARD_POLLS_SHIFT,
  HURRIED,
  MOST_POLLS,
  OF_TABS,
  PLAIN,
  QUOTED,
} from '../traffic/ticket-state.ts';
import type { Gateway } from './gateway.ts';
import { FATE, LENGTHS } from './request-fate.ts';
import type { World } from './world.ts';

/** One more poll on a card. */
const ONE_POLL = 1 << CARD_POLLS_SHIFT;

/** Answers that take no time, where there is no infrastructure. */
const AT_ONCE = new Int32Array(LENGTHS);

/**
 * The polls that change nothing but their own next instant: outside the gate, by a visitor that minds no ETA, with no quote
 * due and patience left. They are nearly all events of a run, so they are done here in one loop with everything in locals,
 * which halves the time of a run; all other events go to `Gateway.act`. A test holds the two equal to the byte.
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
    this.off = !on || world.limiter !== undefined || world.infrastructure?.isPlain === false;
    this.pull = plan.admission.mode === 'pull';
    this.quotes = plan.eta.score.sampling === 'polls' ? QUOTED : 0;
    this.inactiveAfterMs = plan.admission.ghosts.inactiveAfterMs;
  }

  /** Lets the tickets of a chunk that was taken from the wheel act at an instant, in order. */
  run(chunk: number, nowMs: number): void {
    const { quotes, inactiveAfterMs, gateway } = this;
    const { wheel, visitors, book, recorder, watch, ledger, infrastructure } = this.world;
    const { fromMs, spanMs, ticketKey, deadlineMs } = visitors;
    const { tail, fineUntilMs } = wheel;
    const end = wheel.end(chunk);
    const rim = book.rim?.bits;
    const unusualBelow = infrastructure?.unusualPollsBelow ?? 0;
    const delayMs = infrastructure?.pollDelayMs ?? AT_ONCE;
    const conditions = HURRIED | OF_TABS | quotes;
    const limitMs = Math.min(fineUntilMs, nowMs + inactiveAfterMs + 1);
    let { chunks } = wheel;
    let gateSlot = this.gateSlot;
    let plain = 0;
    for (let entry = wheel.begin(chunk); entry < end; entry += ENTRY) {
      const ticket = chunks[entry]!;
      const card = chunks[entry + CARD]!;
      const polls = (card >>> CARD_POLLS_SHIFT) + 1;
      if (
        (card & PLAIN) !== 0 &&
        (rim === undefined ? ticket > gateSlot : (rim[ticket >>> 5]! & (1 << (ticket & 31))) === 0)
      ) {
        const classIndex = (card >>> CARD_CLASS_SHIFT) & CARD_CLASS_BITS;
        const bits = keyedU32(visitorKey(ticketKey, ticket), polls);
        const fate = Math.imul(bits, FATE);
        const dueMs =
          nowMs + delayMs[fate >>> 24]! + ((fromMs[classIndex]! + bits * spanMs[classIndex]!) | 0);
        const slot = dueMs & SLOT_MASK;
        const word = tail[slot]!;
        if (
          dueMs < limitMs &&
          (fate & 0xffff) >= unusualBelow &&
          (word & (CHUNK - 1)) !== 0 &&
          ((card & conditions) === 0 ||
            (((card & HURRIED) === 0 || dueMs < deadlineMs[ticket]!) &&
              ((card & quotes) === 0 || !watch.isDue(ticket, nowMs)) &&
              ((card & OF_TABS) === 0 || ledger.isLiving(ticket)))) &&
          polls < MOST_POLLS
        ) {
          chunks[word] = ticket;
          chunks[word + CARD] = card + ONE_POLL;
          tail[slot] = word + ENTRY;
          plain++;
          continue;
        }
      }
      visitors.pick(ticket, card);
      gateway.act(nowMs);
      chunks = wheel.chunks;
      gateSlot = this.gateSlot;
    }
    recorder.now.polls += plain;
    infrastructure?.countPlainPolls(plain);
  }

  /** Last slot whose polls are not plain: inside the gate, or perhaps released. */
  private get gateSlot(): number {
    const { room, book } = this.world;
    const slot = this.off ? Number.POSITIVE_INFINITY : this.pull ? room.line.gateSlot : room.line.passedSlot;
    book.rim?.cover(slot);
    return slot;
  }
}
