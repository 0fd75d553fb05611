/** What happened to a ticket, or to the refill. */
const EVENT_KINDS = ['join', 'admit', 'leave', 'expire', 'poll', 'refuse', 'refill'] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** One thing that a log has recorded. The same object is used for each, so whoever wants to keep something copies it. */
export interface EtaEvent {
  /** On the clock of the recording [whole ms], of 1970 or of a start of its own. */
  atMs: number;
  kind: EventKind;
  /** Hash of the ticket's name, see ticket-hash.ts; 0 for a refill. */
  ticket: number;
  /** Position as it was shown, 1-based. */
  position: number | undefined;
  /** ETA as it was shown [whole s]. */
  shownSec: number | undefined;
  /** Of a refill: the configured rate from now on [tokens/s]. */
  refillPerSec: number | undefined;
  /** Where it stands in the file, 1-based. */
  line: number;
}

/** Receives each event in the order of the file. */
export type EventSink = (event: EtaEvent) => void;

/** Words of logs for each kind, in small letters without anything but letters and digits. */
const WORDS: Readonly<Record<EventKind, string>> = {
  join: 'join joined enqueue enqueued queued arrive arrived',
  admit: 'admit admitted entered grant granted release released allow allowed',
  leave: 'leave left abandon abandoned cancel canceled cancelled renege reneged quit gaveup',
  expire: 'expire expired evict evicted swept timeout timedout removed',
  poll: 'poll polled status ping heartbeat',
  refuse: 'refuse refused deny denied reject rejected 403',
  refill: 'refill rate',
};

const KIND_OF: ReadonlyMap<string, EventKind> = new Map(
  EVENT_KINDS.flatMap((kind) => WORDS[kind].split(' ').map((word) => [word, kind] as const)),
);

/** Returns the kind that a word of a log stands for; letter case and punctuation do not count. */
export function kindOf(word: string): EventKind | undefined {
  return KIND_OF.get(word) ?? KIND_OF.get(word.toLowerCase().replace(/[^a-z0-9]/g, ''));
}

/** Every word that is known, for suggestions. */
export const EVENT_WORDS: readonly string[] = [...KIND_OF.keys()];
