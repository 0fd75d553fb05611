/** How the room stood when it answered a request. */
export interface RoomFacts {
  /** Instant at which the room answered [ms on the run clock]. */
  readonly atMs: number;
  /** Requests answered up to and with this one; a lower number than before means that history was lost. */
  readonly revision: number;
  /** Whole tokens left; absent without a bucket. */
  readonly tokens: number | undefined;
  /** Tickets let in so far. */
  readonly admitted: number;
  /** Entries of the admission log in the last 1, 5 and 15 min, as `AdmissionLog.logged` counts them. */
  readonly logged: readonly [number, number, number];
}

/** Where a ticket stands in line. */
export interface Place {
  /** Its place in the order of joining, 0-based. */
  readonly slot: number;
  /** Position as shown, 1-based. */
  readonly position: number;
  readonly activeAhead: number;
}

export type Joined = { readonly kind: 'joined'; readonly again: boolean } & Place;
type Waiting = { readonly kind: 'waiting'; readonly ready: boolean } & Place;
export type Refused = {
  readonly kind: 'refused';
  readonly why: 'not-eligible' | 'no-token' | 'no-session';
} & Place;

/** The ticket is let in, now or (again) as of an earlier request whose answer may have been lost. */
export interface Admission {
  readonly kind: 'admitted';
  /** released: by the server (push). */
  readonly how: 'paid' | 'bypassed' | 'released';
  /** Instant at which it was let in [ms]; in push before its visitor hears of it. */
  readonly admittedMs: number;
  readonly again: boolean;
}

/** Left: said so. Expired: removed for its silence. Unknown: never joined. Limited: 429, ask again. */
export interface Outside {
  readonly kind: 'left' | 'expired' | 'unknown' | 'limited';
}

/** What a tick tells of the whole room. */
export interface Standing {
  readonly kind: 'standing';
  readonly line: number;
  readonly active: number;
  /** Sessions of admitted visitors that are open. */
  readonly sessions: number;
  readonly tokenPaid: number;
  readonly bypassed: number;
  readonly tokensSpentByStatus: number;
  /** Tickets removed for their silence. */
  readonly swept: number;
  /** The bucket to the last nano-token, and when it was filled last; absent without a bucket. */
  readonly credit: number | undefined;
  readonly refilledAtMs: number | undefined;
  readonly microTokensPerSec: number | undefined;
}

export type JoinReply = RoomFacts & (Joined | Admission | Outside);
export type StatusReply = RoomFacts & (Waiting | Admission | Outside);
export type EnterReply = RoomFacts & (Refused | Admission | Outside);
export type LeaveReply = RoomFacts & (Admission | Outside);
export type TickReply = RoomFacts & Standing;
export type RoomReply = JoinReply | StatusReply | EnterReply | LeaveReply | TickReply;
