import { nearest } from '../../scenario/nearest.ts';
import { parseRate } from '../../units/rate.ts';
import { LineFeed } from '../stream/line-feed.ts';
import { RowFeed } from '../stream/row-feed.ts';
import type { StreamRow } from '../stream/stream-row.ts';
import { TimeCells } from '../stream/time-cells.ts';
import type { TraceProblems } from '../trace-problems.ts';
import {
  ADMITTED,
  ETA,
  ETA_COLUMNS,
  EVENT,
  etaUnitMs,
  JOINED,
  POSITION,
  REFILL,
  TICKET,
  TIME,
  timeUnitOf,
} from './eta-columns.ts';
import { type EtaEvent, EVENT_WORDS, type EventSink, kindOf } from './eta-event.ts';
import { hashTicket } from './ticket-hash.ts';
import { VisitFeed } from './visit-feed.ts';

/** Longest wait that is taken for one that was shown [s], 14 days. */
const LONGEST_SHOWN_SEC = 1_209_600;

/**
 * Makes events of the bytes of a recording, in any of the forms of eta-trace.md, and hands them out in the order of the
 * file. It keeps nothing of what it has read but, of a recording with a row for each ticket, the ends that are still to
 * come. Problems are reported; a row that cannot be understood is left out.
 */
export class EventFeed {
  readonly event: EtaEvent = {
    atMs: 0,
    kind: 'join',
    ticket: 0,
    position: undefined,
    shownSec: undefined,
    refillPerSec: undefined,
    line: 0,
  };
  private readonly lines: LineFeed;
  private readonly rows: RowFeed;
  private readonly problems: TraceProblems;
  private readonly sink: EventSink;
  private readonly times: TimeCells;
  private visits: VisitFeed | undefined;
  private row: StreamRow | undefined;

  /** @param ignored names of columns that are passed over */
  constructor(ignored: readonly string[], problems: TraceProblems, sink: EventSink) {
    this.problems = problems;
    this.sink = sink;
    this.times = new TimeCells(problems, timeUnitOf);
    this.rows = new RowFeed(ETA_COLUMNS, ignored, problems, (row) => this.take(row));
    this.lines = new LineFeed(problems, (line, number) => this.rows.line(line, number));
  }

  /** csv or ndjson; undefined before the first row. */
  get format(): 'csv' | 'ndjson' | undefined {
    return this.rows.format;
  }

  /** Whether a row is a ticket with all that became of it; else it is an event. */
  get isWide(): boolean {
    return this.visits !== undefined;
  }

  /** Offset from UTC in which the times are written [ms]; undefined where they are numbers or do not say. */
  get utcOffsetMs(): number | undefined {
    return this.times.utcOffsetMs;
  }

  push(chunk: Uint8Array): void {
    this.lines.push(chunk);
  }

  end(): void {
    this.lines.end();
    this.visits?.end();
  }

  /** Where a field of the row in hand begins. */
  placeOf(field: number): { readonly line: number; readonly column: number } {
    return {
      line: this.event.line,
      column: this.row?.line === this.event.line ? this.row.columnOf(field) : 1,
    };
  }

  private take(row: StreamRow): void {
    this.row = row;
    const isWide = row.nameOf(JOINED) !== undefined || row.nameOf(ADMITTED) !== undefined;
    if (isWide && this.visits === undefined)
      this.visits = new VisitFeed(this.event, this.times, this.problems, this.sink);
    if (this.visits !== undefined) this.visits.take(row);
    else this.takeEvent(row);
  }

  private takeEvent(row: StreamRow): void {
    const { event } = this;
    event.line = row.line;
    event.atMs = this.times.read(row, TIME) ?? event.atMs;
    const kind = this.kindOf(row);
    if (kind === undefined) return;
    event.kind = kind;
    event.ticket = 0;
    if (kind !== 'refill') {
      const name = row.text(TICKET);
      if (name === '') {
        this.refuse(
          row,
          TICKET,
          'trace-ticket',
          'nothing',
          'the name of a ticket',
          'any text that is its own',
        );
        return;
      }
      event.ticket = hashTicket(name);
    }
    event.position = this.positionOf(row);
    event.shownSec = this.shownSecOf(row);
    event.refillPerSec = kind === 'refill' ? this.refillOf(row) : undefined;
    if (kind === 'refill' && event.refillPerSec === undefined) return;
    this.sink(event);
  }

  private kindOf(row: StreamRow): EtaEvent['kind'] | undefined {
    const word = row.text(EVENT);
    const kind = kindOf(word);
    if (kind !== undefined) return kind;
    const near = nearest(word.toLowerCase(), EVENT_WORDS);
    const expected = 'join, admit, leave, expire, poll, refuse or refill';
    this.refuse(row, EVENT, 'trace-event', word.slice(0, 40) || 'nothing', expected, near ?? 'join');
    return undefined;
  }

  private positionOf(row: StreamRow): number | undefined {
    const text = row.text(POSITION);
    if (isNone(text)) return undefined;
    if (/^\d{1,9}$/.test(text) && Number(text) > 0) return Number(text);
    this.refuse(row, POSITION, 'trace-shown', text, 'a position from 1 on, or nothing', '1');
    return undefined;
  }

  private shownSecOf(row: StreamRow): number | undefined {
    const text = row.text(ETA);
    if (isNone(text)) return undefined;
    const sec = /^\d+(\.\d+)?$/.test(text)
      ? (Number(text) * etaUnitMs(row.nameOf(ETA) ?? '')) / 1000
      : Infinity;
    if (sec <= LONGEST_SHOWN_SEC) return Math.round(sec);
    this.refuse(row, ETA, 'trace-shown', text, 'an ETA of up to 14 days as a number, or nothing', '60');
    return undefined;
  }

  private refillOf(row: StreamRow): number | undefined {
    const text = row.text(REFILL);
    const rate = /^\d+(\.\d+)?$/.test(text) ? parseRate(`${text}/s`, true) : parseRate(text, true);
    if (rate.ok) return rate.value;
    this.refuse(
      row,
      REFILL,
      'trace-rate',
      text || 'nothing',
      'tokens per second, or a rate with its unit',
      '50/s',
    );
    return undefined;
  }

  private refuse(
    row: StreamRow,
    field: number,
    code: string,
    got: string,
    expected: string,
    cure: string,
  ): void {
    const place = { line: row.line, column: row.columnOf(field) };
    const path = row.nameOf(field) ?? ETA_COLUMNS.example.split(',')[field] ?? 'row';
    this.problems.at(place, { code, path, got: got.slice(0, 40), expected, cure });
  }
}

/** Whether a cell says that nothing was shown. */
function isNone(text: string): boolean {
  return text === '' || text === '-' || text === 'null';
}
