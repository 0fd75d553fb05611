import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refillCourse } from '../engine/refill-course.ts';
import { TicketRoom } from '../engine/ticket-room.ts';
import { quantileOf } from '../random/distribution.ts';
import { DRAW } from '../random/keyed.ts';
import { LogAr1 } from '../random/log-ar1.ts';
import { substream } from '../random/rng.ts';
import { CARD, ENTRY, NONE } from '../run/timing-wheel.ts';
import type { Plan } from '../scenario/plan.ts';
import { buildClass, buildPlan, buildRules } from '../testing/record-builder.ts';
import { clockOf, instantArrivals } from '../testing/run-plan.ts';
import { STATE, TICKET, TIMER_BITS, TIMER_SHIFT } from '../traffic/ticket-state.ts';
import type { VisitorClass } from '../traffic/visitor-class.ts';
import { BALK, ENTER, JOIN, LEAVE, POLL } from '../traffic/visitors.ts';
import { Gateway } from './gateway.ts';
import { makeWorld, type World } from './world.ts';

/*
 * The room that is asked ticket by ticket does lazily what the simulator's timers do: the same requests, in the order in
 * which a simulated crowd makes them, get the same answers and leave the same line, sessions, windows and bucket.
 *
 * Visitors act on multiples of 10 ms only and the server's timers run down elsewhere, because within one instant the
 * simulator lets visitors and timers act in the order in which they were scheduled, and the room lets visitors act first.
 */
const TENTHS = [500, 1_000, 1_300, 2_710, 5_000, 14_000, 21_000, 27_000];
const HORIZON_MS = 45_000;
/** Kinds of the simulator's timers that stand before a visitor's own action: none, and the one that wakes it. */
const OWN_ACTION = [0, 3];

const tens = (from: number, to: number) =>
  fc.integer({ min: from / 10, max: to / 10 }).map((tenth) => tenth * 10);

const visitor = fc
  .record({
    everyMs: fc.constantFrom(...TENTHS),
    patienceMs: tens(1_000, 30_000),
    impatientShare: fc.constantFrom(0, 0.5),
    politeShare: fc.constantFrom(0, 0.5, 1),
    retries: fc.integer({ min: 0, max: 3 }),
    anonymousShare: fc.constantFrom(0, 0.5),
  })
  .map(({ everyMs, patienceMs, impatientShare, politeShare, retries, anonymousShare }) =>
    buildClass({
      poll: { kind: 'uniform', fromMs: everyMs, toMs: everyMs },
      patience: { impatientShare, durationMs: { kind: 'fixed', value: patienceMs } },
      politeShare,
      retry: { everyMs: 700, times: retries },
      anonymousShare,
    }),
  );

const rules = fc
  .record({
    mode: fc.constantFrom('pull' as const, 'push' as const),
    bucket: fc.record({
      capacityTokens: fc.constantFrom(1, 4, 20),
      refillPerSec: fc.constantFrom(0.4, 2, 7.3),
      clockResolutionMs: fc.constantFrom(1, 20, 1_000),
    }),
    hasBucket: fc.boolean(),
    pods: fc.boolean(),
    headRanks: fc.constantFrom(1, 4, 20),
    bypassRanks: fc.constantFrom(0, 0, 1),
    minWaits: fc.constantFrom([], [{ waitMs: 3_000 }], [{ upToRank: 3, waitMs: 0 }, { waitMs: 4_000 }]),
    ghosts: fc.record({
      heartbeatMs: fc.integer({ min: 1_600, max: 2_500 }).map((tenth) => tenth * 10),
      inactiveAfterMs: fc.integer({ min: 100, max: 1_500 }).map((tenth) => tenth * 10 + 3),
      skip: fc.boolean(),
    }),
    sweepMs: fc.constantFrom(undefined, 5_001),
    sessions: fc.option(fc.constantFrom(1, 3, 12), { nil: undefined, freq: 2 }),
    limiter: fc.option(
      fc.record({
        ratePerSec: fc.constantFrom(0.3, 20),
        burst: fc.constantFrom(2, 15),
        per: fc.constantFrom('gateway' as const, 'visitor' as const),
        refill: fc.constantFrom('exact' as const, 'floor-refill' as const),
      }),
      { nil: undefined, freq: 2 },
    ),
    schedule: fc.constantFrom(
      [],
      [
        { atMs: 7_005, refillPerSec: 0 },
        { atMs: 15_000, refillPerSec: 5 },
      ],
    ),
    noise: fc.boolean(),
    statusSpendsTokens: fc.boolean(),
    admissionLog: fc.constantFrom('by-user' as const, 'by-visit' as const),
  })
  .map(
    ({ bucket, hasBucket, pods, ghosts, sweepMs, sessions, limiter, noise, statusSpendsTokens, ...rest }) => {
      const { bucket: _, ...free } = buildRules();
      const withBucket = { bucket: pods ? { ...bucket, podClocks: { pods: 3, skewMs: 900 } } : bucket };
      return {
        ...free,
        ...rest,
        ...(hasBucket ? withBucket : { schedule: [] }),
        // What a pod's clock shows is drawn once for each question of the bucket, and status asks one more.
        statusSpendsTokens: statusSpendsTokens && !pods,
        ghosts: { ...ghosts, ...(sweepMs === undefined ? {} : { sweepMs }) },
        ...(sessions === undefined
          ? {}
          : { sessions: { max: sessions, durationMs: { kind: 'fixed' as const, value: 6_007 } } }),
        ...(limiter === undefined ? {} : { limiter }),
        ...(noise && hasBucket ? { noise: { sd: 0.3, correlationMs: 5_000 } } : {}),
      };
    },
  );

const plan: fc.Arbitrary<Plan> = fc
  .record({
    visitor,
    admission: rules,
    counts: fc.array(fc.integer({ min: 0, max: 25 }), { minLength: 1, maxLength: 6 }),
    seed: fc.nat(1_000_000),
  })
  .map(({ visitor: one, admission, counts, seed }) =>
    buildPlan({
      visitors: ['sessions' in admission ? knowable(one) : one],
      admission,
      arrivals: instantArrivals(...counts),
      clock: clockOf(HORIZON_MS),
      random: { seed, replications: { min: 1, max: 1 } },
    }),
  );

/**
 * A ghost that is released takes no session in the simulator, which knows it for one, and a released visitor keeps its own
 * however late it hears of it. A server can know neither, so nobody vanishes or is silent for a heartbeat here.
 */
function knowable(one: VisitorClass): VisitorClass {
  const { poll } = one;
  if (poll.kind !== 'uniform' || poll.fromMs <= 14_000) return { ...one, politeShare: 1 };
  return { ...one, politeShare: 1, poll: { kind: 'uniform', fromMs: 14_000, toMs: 14_000 } };
}

/** A simulated crowd before two rooms: the simulator's and the one that is asked. */
class Pair {
  answers = 0;
  readonly kinds = new Set<string>();
  private readonly world: World;
  private readonly gateway: Gateway;
  private readonly asked: TicketRoom;
  private podMs: number | undefined;
  private nextVisitor = 0;

  constructor(from: Plan) {
    const world = makeWorld(from, 0, 0);
    this.world = {
      ...world,
      bucketMs: (nowMs) => {
        this.podMs = world.bucketMs(nowMs);
        return this.podMs;
      },
    };
    this.gateway = new Gateway(this.world);
    const { noise } = from.admission;
    const factors =
      noise === undefined
        ? undefined
        : new LogAr1(noise, 1_000, substream(from.random.seed, 0, 'refill-noise'));
    const course = refillCourse(from.admission, HORIZON_MS, factors && (() => factors.next()));
    this.asked = new TicketRoom(from.admission, world.crowd.tickets, course);
  }

  run(): void {
    for (let nowMs = 0; nowMs < HORIZON_MS; nowMs++) this.instant(nowMs);
  }

  private instant(nowMs: number): void {
    const { refill, wheel, crowd, room } = this.world;
    if (nowMs % 1_000 === 0) room.log.advanceTo(nowMs / 1_000);
    if (refill !== undefined && nowMs >= refill.dueMs) refill.moveTo(nowMs);
    const { joinMs } = crowd.arrivals;
    while (this.nextVisitor < joinMs.length && joinMs[this.nextVisitor]! <= nowMs) {
      const ticket = this.nextVisitor++;
      this.world.visitors.arrive(ticket, ticket, 0, nowMs);
      this.gateway.arrive(ticket, nowMs);
      this.join(ticket, nowMs);
    }
    if (this.world.plan.admission.mode === 'push') {
      this.gateway.admissions.releaseAll(nowMs);
      // The releases of this instant are over: who joins from now on, refused before, is released after it.
      if (nowMs % 10 === 0) this.asked.tick(nowMs);
      if (nowMs % 1_000 === 0) this.compare(nowMs);
    }
    for (let chunk = wheel.open(nowMs); chunk !== NONE; chunk = wheel.next(chunk)) {
      const end = wheel.end(chunk);
      for (let entry = wheel.begin(chunk); entry < end; entry += ENTRY) {
        this.act(wheel.chunks[entry]!, wheel.chunks[entry + CARD]!, nowMs);
      }
    }
  }

  private act(ticket: number, card: number, nowMs: number): void {
    const { visitors, ledger, room, recorder } = this.world;
    visitors.pick(ticket, card);
    const timer = (visitors.hand[STATE]! & TIMER_BITS) >> TIMER_SHIFT;
    const action = visitors.action;
    const before = {
      admitted: room.log.total,
      limited: recorder.now.limited,
      released: ledger.isReleased(ticket),
      expired: ledger.isExpired(ticket),
      inLine: ledger.has(ticket),
    };
    this.podMs = undefined;
    this.gateway.act(nowMs);
    expect(visitors.hand[TICKET]).toBe(ticket);
    if (!OWN_ACTION.includes(timer)) return;
    const wasLimited = recorder.now.limited > before.limited;
    const wasAdmitted = room.log.total > before.admitted;
    if (action === LEAVE || action === BALK) {
      const isKnown = before.inLine || before.released;
      const left = this.asked.leave(ticket, nowMs);
      this.expectKind(left.kind, before.expired ? 'expired' : isKnown ? 'left' : 'unknown');
    } else if (action === POLL) {
      this.poll(ticket, nowMs, { ...before, wasLimited, wasAdmitted });
    } else if (action === ENTER) {
      this.enter(ticket, nowMs, before.expired ? 'expired' : wasLimited ? 'limited' : outcome(wasAdmitted));
    } else if (action === JOIN) {
      this.join(ticket, nowMs);
    } else if (before.released) {
      // The simulator knows at once that nobody will come for it.
      this.asked.leave(ticket, nowMs);
    }
    this.compare(nowMs);
  }

  private join(ticket: number, nowMs: number): void {
    const { ledger, visitors } = this.world;
    const user = visitors.isAnonymous(ticket, 0) ? {} : { user: ticket };
    const reply = this.asked.join(ticket, nowMs, user);
    this.expectKind(reply.kind, ledger.has(ticket) ? 'joined' : 'limited');
  }

  private poll(
    ticket: number,
    nowMs: number,
    seen: {
      readonly released: boolean;
      readonly expired: boolean;
      readonly wasLimited: boolean;
      readonly wasAdmitted: boolean;
    },
  ): void {
    const { room, book, recorder } = this.world;
    const { statusSpendsTokens } = this.world.plan.admission;
    const position = room.line.has(book.slot(ticket)) ? room.line.shownPosition(book.slot(ticket)) : 0;
    const reply = this.asked.status(ticket, nowMs, this.asking(ticket, nowMs));
    // In pull a visitor that is ready enters in the same breath, and the limiter sees that request too.
    if (!seen.expired && reply.kind === 'waiting' && reply.ready) {
      expect(recorder.now.enters).toBeGreaterThan(0);
      this.enter(ticket, nowMs, seen.wasLimited ? 'limited' : outcome(seen.wasAdmitted));
      return;
    }
    const told = seen.wasLimited ? 'limited' : seen.released ? 'admitted' : 'waiting';
    this.expectKind(reply.kind, seen.expired ? 'expired' : told);
    if (told === 'waiting') expect(seen.wasAdmitted).toBe(false);
    if (reply.kind === 'waiting' && !statusSpendsTokens) expect(reply.position).toBe(position);
  }

  private enter(ticket: number, nowMs: number, kind: string): void {
    this.expectKind(this.asked.enter(ticket, nowMs, this.asking(ticket, nowMs)).kind, kind);
  }

  private asking(ticket: number, nowMs: number): { podOffsetMs: number; sessionMs: number } {
    const { plan: of, visitors } = this.world;
    const { sessions } = of.admission;
    const lengthMs =
      sessions === undefined ? 1 : quantileOf(sessions.durationMs, visitors.uniform(ticket, DRAW.session));
    return { podOffsetMs: (this.podMs ?? nowMs) - nowMs, sessionMs: lengthMs };
  }

  private expectKind(kind: string, expected: string): void {
    this.answers++;
    this.kinds.add(kind);
    expect(kind).toBe(expected);
  }

  private compare(nowMs: number): void {
    const { room } = this.world;
    const { line, log, bucket, sessions, tokensSpentByStatus } = room;
    const standing = this.asked.tick(nowMs);
    expect(standing).toMatchObject({
      line: line.length,
      active: line.activeLength,
      admitted: log.total,
      logged: [log.logged(0), log.logged(1), log.logged(2)],
      tokenPaid: this.gateway.admissions.tokenPaid,
      swept: this.gateway.timers.swept,
      sessions,
      tokensSpentByStatus,
      tokens: bucket?.tokensAt(nowMs),
    });
  }
}

const outcome = (wasAdmitted: boolean): string => (wasAdmitted ? 'admitted' : 'refused');

describe('a room that is asked ticket by ticket', () => {
  it('answers a simulated crowd as the simulator does, and stands as its room stands', () => {
    const kinds = new Set<string>();
    let answers = 0;
    fc.assert(
      fc.property(plan, (one) => {
        const pair = new Pair(one);
        pair.run();
        answers += pair.answers;
        for (const kind of pair.kinds) kinds.add(kind);
      }),
      { numRuns: 60 },
    );
    expect([...kinds].sort()).toEqual([
      'admitted',
      'expired',
      'joined',
      'left',
      'limited',
      'refused',
      'unknown',
      'waiting',
    ]);
    expect(answers).toBeGreaterThan(10_000);
  });
});
