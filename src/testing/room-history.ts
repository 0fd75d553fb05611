import fc from 'fast-check';
import type { RefillStep } from '../engine/refill-course.ts';
import type { RoomReply } from '../engine/room-reply.ts';
import type { AdmissionRules } from '../engine/rules.ts';
import { TicketRoom } from '../engine/ticket-room.ts';
import type { Draws, LiveTarget } from '../live/target.ts';
import { buildRules } from './record-builder.ts';

/** A request of a history; what it brings along is drawn with it, so that every room is told the same. */
export interface HistoryRequest {
  readonly kind: 'join' | 'status' | 'enter' | 'leave' | 'tick';
  readonly ticket: number;
  /** May lie before that of the request before. */
  readonly atMs: number;
  readonly podOffsetMs: number;
}

/** Rules, what tickets bring along, and requests at instants: all that a room's answers depend on. */
export interface RoomHistory {
  readonly rules: AdmissionRules;
  readonly refills: readonly RefillStep[];
  /** By ticket; null: anonymous. */
  readonly users: readonly (number | null)[];
  readonly ties: readonly number[];
  readonly sessionMs: readonly number[];
  readonly requests: readonly HistoryRequest[];
}

/** Returns the draws of a history, and where to say which request comes next. */
export function drawsOf(history: RoomHistory): {
  readonly draws: Draws;
  next(request: HistoryRequest): void;
} {
  let podOffsetMs = 0;
  return {
    draws: {
      user: (ticket) => history.users[ticket] ?? undefined,
      tie: (ticket) => history.ties[ticket]!,
      sessionMs: (ticket) => history.sessionMs[ticket]!,
      podOffsetMs: () => podOffsetMs,
    },
    next: (request) => {
      podOffsetMs = request.podOffsetMs;
    },
  };
}

/** Returns the answers of the engine. */
export function answersOfEngine(history: RoomHistory): readonly RoomReply[] {
  const room = new TicketRoom(history.rules, history.users.length, history.refills);
  return history.requests.map((request) => answerOfEngine(room, history, request));
}

function answerOfEngine(
  room: TicketRoom,
  { rules, users, ties, sessionMs }: RoomHistory,
  { kind, ticket, atMs, podOffsetMs }: HistoryRequest,
): RoomReply {
  const hasPods = rules.bucket?.podClocks !== undefined;
  const asking = { podOffsetMs: hasPods ? podOffsetMs : 0, sessionMs: sessionMs[ticket]! };
  const user = users[ticket] ?? undefined;
  switch (kind) {
    case 'join':
      return room.join(ticket, atMs, { tie: ties[ticket]!, ...(user === undefined ? {} : { user }) });
    case 'status':
      return room.status(ticket, atMs, asking);
    case 'enter':
      return room.enter(ticket, atMs, asking);
    case 'leave':
      return room.leave(ticket, atMs);
    case 'tick':
      return room.tick(atMs);
  }
}

/** Returns the answers of a target, asked one after the other. */
export async function answersOfTarget(
  history: RoomHistory,
  target: LiveTarget,
  next: (request: HistoryRequest) => void,
): Promise<readonly RoomReply[]> {
  const answers: RoomReply[] = [];
  for (const request of history.requests) {
    next(request);
    answers.push(await answerOf(target, request));
  }
  return answers;
}

/** Returns a target's answer to one request. */
export function answerOf(target: LiveTarget, { kind, ticket, atMs }: HistoryRequest): Promise<RoomReply> {
  return kind === 'tick' ? target.tick(atMs) : target[kind](ticket, atMs);
}

const TICKETS = 40;

const ms = (from: number, to: number) => fc.integer({ min: from, max: to });

type Wish = Omit<AdmissionRules, 'bucket' | 'sessions' | 'limiter' | 'headRanks'> & {
  readonly [K in 'bucket' | 'sessions' | 'limiter' | 'headRanks']: AdmissionRules[K] | undefined;
};

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

const anyRules: fc.Arbitrary<AdmissionRules> = fc
  .record<Wish>({
    mode: fc.constantFrom('pull', 'push'),
    bucket: fc.option(
      fc
        .record({
          capacityTokens: fc.constantFrom(1, 3, 20, 9_000_000),
          refillPerSec: fc.constantFrom(0, 0.3, 0.000_001, 7.300_001, 1_000),
          clockResolutionMs: fc.constantFrom(1, 7, 1_000),
          hasPods: fc.boolean(),
        })
        .map(({ hasPods, ...bucket }) =>
          hasPods ? { ...bucket, podClocks: { pods: 3, skewMs: 2_000 } } : bucket,
        ),
      { nil: undefined, freq: 8 },
    ),
    headRanks: maybe(fc.constantFrom(1, 4, 20)),
    bypassRanks: fc.constantFrom(0, 0, 2),
    minWaits: fc.constantFrom(
      [],
      [{ waitMs: 2_000 }],
      [{ upToRank: 2, waitMs: 0 }, { upToRank: 6, waitMs: 1_500 }, { waitMs: 4_000 }],
      [{ upToRank: 3, waitMs: 500 }],
    ),
    ghosts: fc
      .record({
        inactiveAfterMs: ms(1, 8_000),
        beyondMs: fc.constantFrom(0, 1, 5_000, 30_000),
        sweepMs: maybe(fc.constantFrom(1, 777, 4_000)),
        skip: fc.boolean(),
      })
      .map(({ inactiveAfterMs, beyondMs, sweepMs, skip }) => ({
        inactiveAfterMs,
        heartbeatMs: inactiveAfterMs + beyondMs,
        ...(sweepMs === undefined ? {} : { sweepMs }),
        skip,
      })),
    sessions: maybe(
      fc.record({
        max: fc.constantFrom(1, 3, 10),
        durationMs: fc.constant({ kind: 'exponential' as const, mean: 3_000 }),
      }),
    ),
    limiter: fc.option(
      fc.record({
        ratePerSec: fc.constantFrom(0.7, 3, 1_000 / 3),
        burst: fc.constantFrom(2, 30),
        per: fc.constantFrom('gateway' as const, 'visitor' as const),
        refill: fc.constantFrom('exact' as const, 'floor-refill' as const),
      }),
      { nil: undefined, freq: 2 },
    ),
    schedule: fc.constant([]),
    shownPosition: fc.constantFrom('remaining', 'joined'),
    statusSpendsTokens: fc.boolean(),
    admissionLog: fc.constantFrom('by-visit', 'by-user'),
    scoreResolutionMs: fc.constantFrom(0, 0, 50, 3_000),
    etaWindows: fc.constant('full-length' as const),
    hourWeight: fc.constant(false),
  })
  .map(({ bucket, sessions, limiter, headRanks, ...rest }) => {
    const { bucket: _, ...free } = buildRules();
    return {
      ...free,
      ...rest,
      ...(bucket === undefined ? {} : { bucket }),
      ...(sessions === undefined ? {} : { sessions }),
      ...(limiter === undefined ? {} : { limiter }),
      ...(headRanks === undefined ? {} : { headRanks }),
    };
  });

const refills = fc
  .uniqueArray(fc.record({ atMs: ms(0, 40_000), refillPerSec: fc.constantFrom(0, 0.5, 12.345_678) }), {
    maxLength: 4,
    selector: ({ atMs }) => atMs,
  })
  .map((steps) => steps.sort((a, b) => a.atMs - b.atMs));

type Draft = Omit<RoomHistory, 'requests'> & {
  readonly requests: readonly (Omit<HistoryRequest, 'atMs'> & {
    readonly gapMs: number;
    readonly isStray: boolean;
  })[];
};

/** Time to the next request: mostly none or little, at times long, and at times back. */
const anyGapMs = fc.oneof(
  { weight: 60, arbitrary: ms(0, 3) },
  { weight: 60, arbitrary: ms(0, 900) },
  { weight: 15, arbitrary: ms(1_000, 9_000) },
  { weight: 8, arbitrary: ms(-2_000, 0) },
  { weight: 1, arbitrary: fc.constantFrom(61_000, 299_999, 1_000_000) },
);

/** Gaps at which admissions leave the windows of 1, 5 and 15 min, and a little less and more. */
const windowGapMs = fc.constantFrom(
  ...[0, 0, 0, 0, 500, 1_000, 2_000, 59_000, 60_000, 61_000, 240_000, 300_000, 301_000, 600_000],
  ...[840_000, 899_000, 900_000, 901_000, 902_000, 1_900_000],
);

const anyKind = fc.constantFrom<HistoryRequest['kind'][]>(
  ...(['join', 'join', 'join', 'status', 'status', 'status', 'enter', 'enter', 'leave', 'tick'] as const),
);

function draft(
  rules: fc.Arbitrary<AdmissionRules>,
  gapMs: fc.Arbitrary<number> = anyGapMs,
): fc.Arbitrary<Draft> {
  const request = fc.record({
    kind: anyKind,
    ticket: fc.nat(TICKETS - 1),
    isStray: fc.constantFrom(true, ...new Array<boolean>(19).fill(false)),
    gapMs,
    podOffsetMs: fc.constantFrom(-2_000, 0, 0, 2_000),
  });
  const byTicket = <T>(arbitrary: fc.Arbitrary<T>) =>
    fc.array(arbitrary, { minLength: TICKETS, maxLength: TICKETS });
  return fc.record({
    rules,
    refills,
    users: byTicket(fc.constantFrom(null, null, 1, 2, 3, 4, 5)),
    ties: byTicket(fc.nat(0xffff_ffff)),
    sessionMs: byTicket(ms(1, 9_000)),
    requests: fc.array(request, { minLength: 40, maxLength: 250, size: 'max' }),
  });
}

/** Everybody is let in at once and nobody is forgotten, so that all there is to see is the admission log. */
const openRules = fc
  .record({
    admissionLog: fc.constantFrom('by-visit' as const, 'by-user' as const),
    mode: fc.constantFrom('pull' as const, 'push' as const),
  })
  .map((fields) => {
    const { bucket: _, ...free } = buildRules();
    const ghosts = { heartbeatMs: 100_000_000, inactiveAfterMs: 100_000_000, skip: false };
    return { ...free, ...fields, ghosts };
  });

/** A limiter that refuses much, before a room with few sessions that forgets soon. */
const limitedRules = fc
  .tuple(
    anyRules,
    fc.record({
      ratePerSec: fc.constantFrom(0.7, 3, 1_000 / 3),
      burst: fc.constantFrom(2, 5),
      per: fc.constantFrom('gateway' as const, 'visitor' as const),
      refill: fc.constantFrom('exact' as const, 'floor-refill' as const),
    }),
    ms(100, 3_000),
  )
  .map(([rules, limiter, heartbeatMs]) => ({
    ...rules,
    limiter,
    ghosts: { ...rules.ghosts, inactiveAfterMs: 100, heartbeatMs },
    sessions: { max: 3, durationMs: { kind: 'fixed' as const, value: 1_000 } },
  }));

/** Puts requests on the run clock, and mostly lets those ask who have joined. */
function timed({ requests, ...rest }: Draft): RoomHistory {
  let nowMs = 0;
  const joined: number[] = [];
  const onClock = requests.map(({ gapMs, isStray, kind, ticket: drawn, podOffsetMs }) => {
    nowMs = Math.max(0, nowMs + gapMs);
    if (kind === 'join') joined.push(drawn);
    const known = joined[drawn % joined.length] ?? drawn;
    return { kind, ticket: kind === 'join' || isStray ? drawn : known, atMs: nowMs, podOffsetMs };
  });
  return { ...rest, refills: rest.rules.bucket === undefined ? [] : rest.refills, requests: onClock };
}

/** Histories of forty tickets that between them turn every rule a live room can have, at instants that repeat and run back. */
export const anyRoomHistory: fc.Arbitrary<RoomHistory> = fc
  .oneof(
    { weight: 3, arbitrary: draft(anyRules) },
    { weight: 1, arbitrary: draft(openRules, windowGapMs) },
    { weight: 1, arbitrary: draft(limitedRules, fc.oneof(ms(0, 20), ms(0, 900))) },
  )
  .map(timed);
