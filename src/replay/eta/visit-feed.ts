import type { StreamRow } from '../stream/stream-row.ts';
import type { TimeCells } from '../stream/time-cells.ts';
import type { TraceProblems } from '../trace-problems.ts';
import { ADMITTED, ETA, EVENT, JOINED, LEFT, POSITION, REFILL, TICKET, TIME } from './eta-columns.ts';
import type { EtaEvent, EventSink } from './eta-event.ts';
import { PendingEnds } from './pending-ends.ts';
import { hashTicket } from './ticket-hash.ts';

/** Fields that say something of an instant, for which a row of a ticket has no place. */
const OF_EVENTS = [TIME, EVENT, POSITION, ETA, REFILL] as const;

/**
 * Makes events of rows that hold a ticket each, in order of joining: when it joined, and when it was let in or left. Ends
 * wait until a ticket joins later than they are; those of one instant follow the joining.
 */
export class VisitFeed {
  private readonly event: EtaEvent;
  private readonly times: TimeCells;
  private readonly problems: TraceProblems;
  private readonly sink: EventSink;
  private readonly ends = new PendingEnds();
  private checked = false;

  constructor(event: EtaEvent, times: TimeCells, problems: TraceProblems, sink: EventSink) {
    this.event = event;
    this.times = times;
    this.problems = problems;
    this.sink = sink;
  }

  take(row: StreamRow): void {
    if (!this.checked) this.checkColumns(row);
    const joinedMs = this.times.read(row, JOINED);
    const name = row.text(TICKET);
    if (name === '')
      this.refuse(row, TICKET, 'trace-ticket', 'the name of a ticket', 'any text that is its own');
    if (joinedMs === undefined || name === '') return;
    const ticket = hashTicket(name);
    this.emitBefore(joinedMs);
    this.emit(joinedMs, 'join', ticket, row.line);
    const admittedMs = this.endOf(row, ADMITTED, joinedMs);
    const leftMs = this.endOf(row, LEFT, joinedMs);
    if (admittedMs !== undefined) {
      this.ends.push(admittedMs, true, ticket, row.line);
      if (leftMs !== undefined && leftMs < admittedMs)
        this.refuse(
          row,
          LEFT,
          'trace-order',
          'no leaving before the admission',
          'empty, or a row of its own',
        );
    } else if (leftMs !== undefined) this.ends.push(leftMs, false, ticket, row.line);
  }

  /** Hands out the ends that no joining came after. */
  end(): void {
    this.emitBefore(Number.POSITIVE_INFINITY);
  }

  private emitBefore(untilMs: number): void {
    const { ends } = this;
    while (ends.size > 0 && ends.firstMs < untilMs) {
      const { atMs, isAdmission, ticket, line } = ends.pop();
      this.emit(atMs, isAdmission ? 'admit' : 'leave', ticket, line);
    }
  }

  private emit(atMs: number, kind: EtaEvent['kind'], ticket: number, line: number): void {
    const { event } = this;
    event.atMs = atMs;
    event.kind = kind;
    event.ticket = ticket;
    event.line = line;
    this.sink(event);
  }

  private endOf(row: StreamRow, field: number, joinedMs: number): number | undefined {
    const text = row.text(field);
    if (text === '' || text === '-') return undefined;
    const atMs = this.times.read(row, field);
    if (atMs === undefined || atMs >= joinedMs) return atMs;
    this.refuse(row, field, 'trace-order', 'an instant that is not before the joining', 'look at the clocks');
    return undefined;
  }

  private checkColumns(row: StreamRow): void {
    this.checked = true;
    for (const field of OF_EVENTS) {
      const name = row.nameOf(field);
      if (name === undefined) continue;
      const expected = 'rows of tickets (ticket, joinedAt, admittedAt, leftAt) or rows of events, not both';
      this.problems.at(
        { line: 1, column: 1 },
        { code: 'trace-columns', path: 'header', got: name, expected, cure: `--ignore ${name}` },
      );
    }
  }

  private refuse(row: StreamRow, field: number, code: string, expected: string, cure: string): void {
    const got = field === TICKET ? 'nothing' : row.text(field).slice(0, 40);
    const place = { line: row.line, column: row.columnOf(field) };
    this.problems.at(place, { code, path: row.nameOf(field) ?? 'ticket', got, expected, cure });
  }
}
