/**
 * Int32 words of one ticket's row: all that a poll must read and write, a quarter of a cache line, so that 300,000 rows
 * cost one miss a poll in under 5 MB and not one for each of many arrays.
 */
export const ROW_BITS = 2;
export const STATE = 0;
export const POLLS = 1;
export const DEADLINE_MS = 2;
/** When its last quote was kept, for a watched ticket. */
export const QUOTED_MS = 3;

/** Bits of STATE: what the visitor does next, and the server's timer that stands before it. */
export const ACTION_BITS = 0b111;
export const TIMER_SHIFT = 3;
export const TIMER_BITS = 0b111 << TIMER_SHIFT;
/** Bits of STATE that a visitor is born with, or that it gets once. */
export const POLITE = 1 << 6;
export const HIDDEN = 1 << 7;
export const ANONYMOUS = 1 << 8;
/** Has been shown an ETA. */
export const TOLD = 1 << 9;
/** Its quotes are kept for scoring. */
export const WATCHED = 1 << 10;
export const RETRY_SHIFT = 11;
export const RETRY_BITS = 0b11_1111 << RETRY_SHIFT;
/** Refused requests in a row that STATE can count. */
export const MOST_RETRIES = 63;
export const CLASS_SHIFT = 17;

/** One row for each ticket. Shared by all that moves tickets; each word has one owner, named where it is written. */
export function makeTicketTable(tickets: number): Int32Array {
  return new Int32Array(tickets << ROW_BITS);
}
