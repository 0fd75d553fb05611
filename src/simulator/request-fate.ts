/** What becomes of a request on its way to the rules. */
export const ANSWERED = 0;
/** Answered after `delayMs`, a tick or more. */
export const LATER = 1;
/** On the way; request fidelity says when it is answered. */
export const PARKED = 2;
export const ANSWERED_BY_CACHE = 3;
/** Failed, which its sender learns after `delayMs`. */
export const FAILED = 4;
/** Answered 403 by the WAF; for good where that will not change while its sender polls on. */
export const BLOCKED = 5;
export const BLOCKED_FOR_GOOD = 6;
export type Fate =
  | typeof ANSWERED
  | typeof LATER
  | typeof PARKED
  | typeof ANSWERED_BY_CACHE
  | typeof FAILED
  | typeof BLOCKED
  | typeof BLOCKED_FOR_GOOD;

/** Turns the bits that gave a poll its interval into others for its fate: an odd number near 2^32 / golden ratio. */
export const FATE = 0x9e3779b1 | 0;

/** The lower 16 bits of a fate are the luck of a request, the upper 8 say how long its answer takes. */
export const ALL = 65_536;
export const LUCK = ALL - 1;
export const LENGTHS = 256;
