import { TraceProblems } from '../trace-problems.ts';
import { JOINED, TICKET, TIME } from './eta-columns.ts';
import type { EtaEvent, EventKind } from './eta-event.ts';
import type { EtaTraceFacts } from './eta-trace-facts.ts';
import type { EtaTraceOptions } from './eta-trace-options.ts';
import { EventFeed } from './event-feed.ts';
import { TicketTable } from './ticket-table.ts';

/** Longest recording, as long as the longest run [ms]: 14 days. */
const LONGEST_MS = 14 * 86_400_000;

/** Suspects that are remembered, as many as problems are listed. */
const MOST_SUSPECTS = 20;

/**
 * First reading of a recording: finds every problem, and the facts that the second reading needs before it begins. Holds
 * the tickets in line and nothing of those that have gone.
 */
export class EtaTraceCheck {
  readonly problems: TraceProblems;
  /** Tickets that were let in without being in line, by the line of the file: the first ones. */
  readonly suspects = new Map<number, number>();
  private readonly feed: EventFeed;
  private readonly options: EtaTraceOptions;
  /** By ticket in line: the line of the file in which it joined. */
  private readonly waiting = new TicketTable();
  private readonly counts: Record<EventKind, number> = {
    join: 0,
    admit: 0,
    leave: 0,
    expire: 0,
    poll: 0,
    refuse: 0,
    refill: 0,
  };
  private firstMs: number | undefined;
  private lastMs = 0;
  private outside = 0;
  private strangers = 0;
  private positions = 0;
  private shown = 0;
  private firstRefillPerSec: number | undefined;
  private disorder: { readonly line: number; readonly column: number } | undefined;
  private disordered = 0;
  private isTooLong = false;

  constructor(file: string, options: EtaTraceOptions) {
    this.problems = new TraceProblems(file);
    this.options = options;
    this.feed = new EventFeed(options.ignored, this.problems, (event) => this.take(event));
  }

  push(chunk: Uint8Array): void {
    this.feed.push(chunk);
  }

  /** Returns the facts once the recording is over, or undefined where there are problems. */
  end(): EtaTraceFacts | undefined {
    this.feed.end();
    this.reportDisorder();
    if (!this.problems.any) this.reportLack();
    const { firstMs, counts, feed } = this;
    if (this.problems.any || firstMs === undefined) return undefined;
    return {
      format: feed.format ?? 'csv',
      isWide: feed.isWide,
      firstMs,
      lastMs: this.lastMs,
      ...(feed.utcOffsetMs === undefined ? {} : { utcOffsetMs: feed.utcOffsetMs }),
      events: { ...counts },
      outside: this.outside,
      strangers: this.strangers,
      positions: this.positions,
      shown: this.shown,
      ...(this.firstRefillPerSec === undefined ? {} : { firstRefillPerSec: this.firstRefillPerSec }),
    };
  }

  private take(event: EtaEvent): void {
    this.counts[event.kind]++;
    this.keepTime(event);
    if (event.position !== undefined) this.positions++;
    if (event.shownSec !== undefined) this.shown++;
    switch (event.kind) {
      case 'refill':
        this.firstRefillPerSec ??= event.refillPerSec;
        return;
      case 'join':
        this.join(event);
        return;
      case 'admit':
        this.admit(event);
        return;
      case 'leave':
      case 'expire':
        if (this.waiting.get(event.ticket) === undefined) this.outside++;
        else this.waiting.delete(event.ticket);
        return;
      case 'poll':
      case 'refuse':
        if (this.waiting.get(event.ticket) === undefined) this.outside++;
        return;
    }
  }

  private keepTime({ atMs }: EtaEvent): void {
    this.firstMs ??= atMs;
    if (atMs < this.lastMs) {
      this.disorder ??= this.feed.placeOf(this.feed.isWide ? JOINED : TIME);
      this.disordered++;
      return;
    }
    this.lastMs = atMs;
    if (this.isTooLong || atMs - this.firstMs <= LONGEST_MS) return;
    this.isTooLong = true;
    this.problems.at(this.feed.placeOf(TIME), {
      code: 'trace-time',
      path: 'at',
      got: `${Math.floor((atMs - this.firstMs) / 86_400_000)} days after the first row`,
      expected: 'a recording of at most 14 days',
      cure: 'one sale at a time; times in the unit of their column',
    });
  }

  private join(event: EtaEvent): void {
    const joinedLine = this.waiting.get(event.ticket);
    if (joinedLine === undefined) {
      this.waiting.set(event.ticket, event.line);
      return;
    }
    this.problems.at(this.feed.placeOf(TICKET), {
      code: 'trace-duplicate',
      path: 'ticket',
      got: `a second join; it joined in line ${joinedLine} and still waits`,
      expected: 'one join for each time that a ticket waits',
      cure: 'remove the row, or name tickets so that no two are the same',
    });
  }

  private admit(event: EtaEvent): void {
    if (this.waiting.get(event.ticket) !== undefined) {
      this.waiting.delete(event.ticket);
      return;
    }
    if (this.options.partial) {
      this.strangers++;
      return;
    }
    if (this.suspects.size < MOST_SUSPECTS) this.suspects.set(event.line, event.ticket);
    this.problems.at(this.feed.placeOf(TICKET), {
      code: 'trace-order',
      path: 'ticket',
      got: 'an admission of a ticket that is not in line',
      expected: 'a join before each admission, and no admission twice',
      cure: '--partial, if the recording begins in the middle of a sale',
    });
  }

  private reportDisorder(): void {
    if (this.disorder === undefined) return;
    const more = this.disordered - 1;
    this.problems.at(this.disorder, {
      code: 'trace-unsorted',
      path: 'at',
      got: `a time before that of an earlier row${more > 0 ? `, and ${more} more` : ''}`,
      expected: 'rows in ascending order of time',
      cure: 'sort the rows by time, those of one time as they were written',
    });
  }

  private reportLack(): void {
    const { join, admit } = this.counts;
    if (join > 0 && admit > 0) return;
    const got = join + admit === 0 ? 'neither joins nor admissions' : join === 0 ? 'no join' : 'no admission';
    this.problems.at(undefined, {
      code: 'trace-empty',
      got,
      expected: 'joins and admissions: without both nobody has waited for a known time',
      cure: 'at,event,ticket',
    });
  }
}
