/**
 * A ticket's state travels with its pending event: these words, side by side. 300,000 tickets polled in random order out
 * of a table of their own would cost a trip to main memory for each poll; in an event list they are read in a row.
 */
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
export const RETRY_BITS = 0b11_1111 << RETRY_SHIFT;
/** Refused requests in a row that STATE can count. */
export const MOST_RETRIES = 63;
export const CLASS_SHIFT = 18;

/** The state of the ticket that acts now. */
export type Hand = Int32Array;
