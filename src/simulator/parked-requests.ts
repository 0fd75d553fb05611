import type { TimingWheel } from '../run/timing-wheel.ts';
import { CARD_POLLS_SHIFT } from '../traffic/ticket-state.ts';
import type { PathListener } from './request-path.ts';

/** No card: that of a ticket without polls, of which nothing is to be kept. */
const NONE = 0;

/** Tickets whose requests are on their way in request fidelity; the path says when each is back, and how. */
export class ParkedRequests implements PathListener {
  private readonly wheel: TimingWheel;
  private readonly cards: Int32Array;
  private readonly lost: Uint8Array;

  constructor(wheel: TimingWheel, tickets: number) {
    this.wheel = wheel;
    this.cards = new Int32Array(tickets);
    this.lost = new Uint8Array(tickets);
  }

  /** Keeps the card of a ticket whose request is on its way. */
  park(ticket: number, card: number): void {
    this.cards[ticket] = card;
  }

  /** Whether the last request of a ticket was answered when it came back. */
  landed(ticket: number): boolean {
    return this.lost[ticket] === 0;
  }

  answered(ticket: number, _kind: number, atMs: number): void {
    this.land(ticket, 0, atMs);
  }

  failed(ticket: number, _kind: number, _failure: number, atMs: number): void {
    this.land(ticket, 1, atMs);
  }

  /** Calls back for each ticket that is still on its way with its polls; none is afterwards. */
  drain(each: (ticket: number, polls: number) => void): void {
    this.cards.forEach((card, ticket) => {
      if (card !== NONE) each(ticket, card >>> CARD_POLLS_SHIFT);
    });
    this.cards.fill(NONE);
  }

  private land(ticket: number, lost: number, atMs: number): void {
    this.lost[ticket] = lost;
    this.wheel.schedule(ticket, this.cards[ticket]!, Math.ceil(atMs));
    this.cards[ticket] = NONE;
  }
}
