import type { Problem } from '../../errors.ts';
import { TraceProblems } from '../trace-problems.ts';
import type { EtaEvent, EventKind } from './eta-event.ts';
import type { EtaTraceOptions } from './eta-trace-options.ts';
import { EventFeed } from './event-feed.ts';

/** What is said of a ticket by the last thing that happened to it. */
const FATES: Readonly<Partial<Record<EventKind, string>>> = {
  admit: 'was let in',
  leave: 'left',
  expire: 'was removed',
};

/**
 * A further reading of a recording in which tickets were let in that are not in line: looks up what had become of them. The
 * first reading forgets whoever has gone, because it would have to remember everybody.
 */
export class TicketHistory {
  private readonly feed: EventFeed;
  /** By ticket: the last thing that ended its waiting, and where. */
  private readonly last = new Map<number, { readonly kind: EventKind; readonly line: number } | undefined>();
  private readonly suspects: ReadonlyMap<number, number>;
  private readonly told = new Map<number, string>();

  /** @param suspects tickets by the line of the file in which they were let in */
  constructor(file: string, suspects: ReadonlyMap<number, number>, options: EtaTraceOptions) {
    this.suspects = suspects;
    for (const ticket of suspects.values()) this.last.set(ticket, undefined);
    this.feed = new EventFeed(options.ignored, new TraceProblems(file), (event) => this.take(event));
  }

  push(chunk: Uint8Array): void {
    this.feed.push(chunk);
  }

  end(): void {
    this.feed.end();
  }

  /** Returns a problem with what had become of its ticket, where this is one of those that were looked up. */
  tell(problem: Problem): Problem {
    const found = problem.code === 'trace-order' ? this.told.get(problem.place?.line ?? 0) : undefined;
    return found === undefined ? problem : { ...problem, got: found };
  }

  private take({ kind, ticket, line }: EtaEvent): void {
    if (!this.last.has(ticket)) return;
    if (kind === 'admit' && this.suspects.get(line) === ticket) {
      const before = this.last.get(ticket);
      const fate = before === undefined ? undefined : FATES[before.kind];
      this.told.set(
        line,
        before === undefined || fate === undefined
          ? 'an admission of a ticket that has not joined'
          : `an admission of a ticket that ${fate} in line ${before.line}`,
      );
    }
    if (FATES[kind] !== undefined) this.last.set(ticket, { kind, line });
  }
}
