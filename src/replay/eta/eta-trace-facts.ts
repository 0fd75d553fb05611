import type { EventKind } from './eta-event.ts';

/** What the first reading of a recording has found. */
export interface EtaTraceFacts {
  readonly format: 'csv' | 'ndjson';
  /** A row is a ticket with all that became of it; else an event. */
  readonly isWide: boolean;
  /** On the recording's own clock [whole ms]. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** Offset from UTC in which its times are written; absent where they are numbers or do not say. */
  readonly utcOffsetMs?: number;
  readonly events: Readonly<Record<EventKind, number>>;
  /** Polls, refusals and departures of tickets that were not in line. */
  readonly outside: number;
  /** Admissions of tickets whose joining is not recorded. */
  readonly strangers: number;
  /** Rows that say which position, and which ETA, was shown. */
  readonly positions: number;
  readonly shown: number;
  readonly firstRefillPerSec?: number;
}
