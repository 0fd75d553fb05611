import type { Admission, RoomFacts, RoomReply } from '../engine/room-reply.ts';
import { TargetError } from '../errors.ts';
import type { Losses } from './target.ts';

/** How far the target's count of requests had come when a request was sent. */
export interface Mark {
  readonly revision: number;
  readonly epoch: number;
}

/**
 * What a target has answered so far, against which its further answers are held: a failover to a replica that lags, or a
 * restart from an old file, silently brings back an earlier state. A count of requests that goes back tells of it at once; a
 * ticket that had joined and is not known any more tells of it for sure. Nobody who was let in is let in again.
 */
export class History {
  private readonly name: string;
  private readonly onLoss: 'fail' | 'report';
  private readonly joinedTickets = new Set<number>();
  private readonly lostTickets = new Set<number>();
  private readonly admissions = new Map<number, Admission>();
  private revision = 0;
  private lostRequests = 0;
  /** Losses so far: what was sent before one says nothing about the time after it. */
  private epoch = 0;

  constructor(name: string, onLoss: 'fail' | 'report') {
    this.name = name;
    this.onLoss = onLoss;
  }

  get losses(): Losses {
    return { requests: this.lostRequests, tickets: this.lostTickets.size };
  }

  /** @throws TargetError `target-lost-history`, once something was lost and the run is to fail */
  check(): void {
    if (this.onLoss === 'report' || (this.lostRequests === 0 && this.lostTickets.size === 0)) return;
    throw new TargetError(
      'target-lost-history',
      `${this.name} has forgotten ${this.lostRequests} answered requests and ${this.lostTickets.size} tickets`,
      'a replica took over that was behind, or the server was restarted from an old file: run again',
    );
  }

  /** A request is sent: hand it back with the reply. */
  get mark(): Mark {
    return { revision: this.revision, epoch: this.epoch };
  }

  joined<Reply extends RoomReply>(ticket: number, reply: Reply, mark: Mark): Reply {
    this.seen(reply, mark);
    if (reply.kind === 'joined') this.joinedTickets.add(ticket);
    return reply;
  }

  /** A reply to a ticket that asked. One that this target was told to be let in stays so, whatever is said now. */
  asked<Reply extends RoomReply>(ticket: number, reply: Reply, mark: Mark): Reply {
    this.seen(reply, mark);
    const before = this.admissions.get(ticket);
    if (before !== undefined) return remember(reply, before);
    if (reply.kind === 'admitted') {
      this.admissions.set(ticket, {
        kind: 'admitted',
        how: reply.how,
        admittedMs: reply.admittedMs,
        again: true,
      });
    }
    if (reply.kind === 'unknown' && this.joinedTickets.has(ticket)) {
      this.lostTickets.add(ticket);
      this.check();
    }
    return reply;
  }

  /** A reply comes after all that were known when its request was sent, unless the target has forgotten them. */
  seen<Reply extends RoomFacts>(reply: Reply, mark: Mark): Reply {
    if (reply.revision <= mark.revision && mark.epoch === this.epoch) {
      this.lostRequests += mark.revision - reply.revision + 1;
      this.revision = reply.revision;
      this.epoch++;
      this.check();
    }
    this.revision = Math.max(this.revision, mark.epoch === this.epoch ? reply.revision : 0);
    return reply;
  }
}

/** Returns a reply to a ticket that was let in before, unless it tells of that same admission, with the admission in it. */
function remember<Reply extends RoomReply>(reply: Reply, before: Admission): Reply {
  if (reply.kind === 'admitted' && reply.admittedMs === before.admittedMs) return reply;
  const { atMs, revision, tokens, admitted, logged } = reply;
  return { atMs, revision, tokens, admitted, logged, ...before } as RoomReply as Reply;
}
