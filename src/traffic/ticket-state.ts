/** Words of the ticket in hand. */
export const WORDS = 4;
export const TICKET = 0;
export const STATE = 1;
export const POLLS = 2;
export const DEADLINE_MS = 3;

/** Bits of STATE: what the visitor does next, and the server's timer that stands before it. */
export const ACTION_BITS = 0b111;
export const TIMER_SHIFT = 3;
export const TIMER_BITS = 0b111 << TIMER_SHIFT;
/** Bits of STATE that a visitor is born with, or that it gets once. */
export const POLITE = 1 << 6;
export const HIDDEN = 1 << 7;
/** Has been shown an ETA. */
export const TOLD = 1 << 8;
/** Its quotes are kept for scoring. */
export const WATCHED = 1 << 9;
/** Its class minds what it is told, or it is hidden: not a plain poller. */
export const SPECIAL = 1 << 10;
/** One of several tabs of its visitor, who may go on in another. */
export const TAB = 1 << 11;
export const RETRY_SHIFT = 12;
export const RETRY_BITS = 0xff << RETRY_SHIFT;
/** Refused requests in a row that a class may try again after; RETRY_BITS hold up to 255. */
export const MOST_RETRIES = 200;
/** Its request is on the way; what follows is its answer. */
export const IN_FLIGHT = 1 << 20;
/** Its last request failed: the server has not heard of it since the instant in `seen`. */
export const UNHEARD = 1 << 21;
export const CLASS_SHIFT = 22;

/** The state of the ticket that acts now. */
export type Hand = Int32Array;

/**
 * A ticket's card travels with its pending event: all that a plain poll must know. 300,000 tickets that poll in random
 * order out of a table would cost a trip to main memory for each poll; in an event list their cards are read in a row.
 *
 *     polls (24 bits) | class (4 bits) | HURRIED | OF_TABS | QUOTED | PLAIN
 */
export const PLAIN = 1;
/** As WATCHED, TAB. */
export const QUOTED = 2;
export const OF_TABS = 4;
/** Its patience may end. */
export const HURRIED = 8;
export const CARD_CLASS_SHIFT = 4;
export const CARD_CLASS_BITS = 0b1111;
export const CARD_POLLS_SHIFT = 8;
/** A ticket's polls go into its visitor's books, and its count begins anew, before a card is too small for them. */
export const MOST_POLLS = 2 ** 24 - 1;
const NEVER = 0x7fff_ffff;
const POLL = 1;

/** Returns the card of the ticket in hand. */
export function cardOf(hand: Hand): number {
  const state = hand[STATE]!;
  const classIndex = state >>> CLASS_SHIFT;
  const unusual = TIMER_BITS | SPECIAL | IN_FLIGHT | UNHEARD;
  const isPlain = (state & (ACTION_BITS | unusual)) === POLL && classIndex <= CARD_CLASS_BITS;
  return (
    (isPlain ? PLAIN : 0) |
    ((state & WATCHED) !== 0 ? QUOTED : 0) |
    ((state & TAB) !== 0 ? OF_TABS : 0) |
    (hand[DEADLINE_MS] === NEVER ? 0 : HURRIED) |
    ((classIndex & CARD_CLASS_BITS) << CARD_CLASS_SHIFT) |
    (hand[POLLS]! << CARD_POLLS_SHIFT)
  );
}
