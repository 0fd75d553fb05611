import type { EnterReply, JoinReply, LeaveReply, StatusReply, TickReply } from '../../engine/room-reply.ts';
import type { RequestKind } from '../../result/live-record.ts';
import type { Losses } from '../target.ts';

/** A request on its way to the target. */
export interface WireRequest {
  /** tick: of the driver's own; does what is due at the target and tells of the whole room. */
  readonly kind: RequestKind | 'tick';
  /** -1 for a tick. */
  readonly ticket: number;
  /** Tells the answer of this request from a late one of an earlier request of the ticket. */
  readonly serial: number;
  /** The run clock as it is sent, whole ms. A target that goes by its own clock leaves it. */
  readonly nowMs: number;
}

/** A request that got no answer from the rules: the code of what went wrong, as `tacos explain` knows it. */
interface LostReply {
  readonly kind: 'lost';
  readonly code: string;
}

export type VisitorAnswer = VisitorReply | LostReply;
export type Answer = VisitorAnswer | TickReply;
export type VisitorReply = JoinReply | StatusReply | EnterReply | LeaveReply;

/** Takes the answer of a request: once for each, perhaps before `send` returns. */
export type Answered = (request: WireRequest, answer: Answer) => void;

/** What carries requests to a target. It never throws: what goes wrong is an answer too. */
export interface Wire {
  send(request: WireRequest): void;
  /** Who takes the answers; set before the first request is sent. */
  answered: Answered;
  /** What the target has forgotten of what it had answered. */
  readonly losses: Losses;
}
