import type { EnterReply, JoinReply, LeaveReply, StatusReply, TickReply } from '../engine/room-reply.ts';

/**
 * A waiting room somewhere else, asked over a wire. Instants are on the run clock [ms]; where none is given the target's
 * own clock counts, from `begin` on. Requests may be repeated: what became of a ticket is told again.
 *
 * Every method rejects with a TargetError when the target cannot answer.
 */
export interface LiveTarget {
  /** Where it is, without credentials. */
  readonly name: string;
  /** Puts the run's instant 0 a time ahead on the target's own clock [ms]. */
  begin(inMs: number): Promise<void>;
  join(ticket: number, nowMs: number | undefined): Promise<JoinReply>;
  /** In push it is how a released ticket hears of its release. */
  status(ticket: number, nowMs: number | undefined): Promise<StatusReply>;
  enter(ticket: number, nowMs: number | undefined): Promise<EnterReply>;
  leave(ticket: number, nowMs: number | undefined): Promise<LeaveReply>;
  /** Does what is due without a request of its own (releases, sweeps, the schedule), and tells of the whole room. */
  tick(nowMs: number | undefined): Promise<TickReply>;
  /** What the target has forgotten of what it had answered. */
  readonly losses: Losses;
  /** Removes what the run left there, if it is this one's to remove, and hangs up. May be called again. */
  close(): Promise<void>;
}

/** History that a target lost, by a failover or a restart. */
export interface Losses {
  /** Answered requests that it forgot, as far as its count of them tells. */
  readonly requests: number;
  /** Tickets that had joined and that it no longer knows. */
  readonly tickets: number;
}

/** What tickets bring along that the room does not draw itself. */
export interface Draws {
  /** Number of a ticket's user; undefined: anonymous. */
  user(ticket: number): number | undefined;
  /** 32 random bits that order a ticket among those of one step of the score. */
  tie(ticket: number): number;
  /** Length of a ticket's session, 1 or more [ms]. */
  sessionMs(ticket: number): number;
  /** How far the clock of the pod that a request reaches is ahead [ms]. */
  podOffsetMs(): number;
}
