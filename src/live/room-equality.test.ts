import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoomReply } from '../engine/room-reply.ts';
import { type OwnCluster, startCluster, startRedis } from '../testing/redis-servers.ts';
import {
  answerOf,
  answersOfEngine,
  answersOfTarget,
  anyRoomHistory,
  drawsOf,
  type RoomHistory,
} from '../testing/room-history.ts';
import type { OwnServer } from './embedded-redis.ts';
import { openRedisTarget } from './redis-target.ts';
import type { LiveTarget } from './target.ts';

/*
 * The room in Redis gives the engine's answers, every field of every one, whatever the rules and the history: bucket to the
 * nano-token, line, eligibility, ghosts, sessions, limiter and windows. TACOS_EQUALITY_RUNS asks for more histories.
 */
const RUNS = Number(process.env.TACOS_EQUALITY_RUNS ?? 60);
const NO_TIME_MS = 600_000;

let server: OwnServer;
let cluster: OwnCluster;
let url: string;

beforeAll(async () => {
  [server, cluster] = await Promise.all([startRedis(), startCluster()]);
  url = `redis://127.0.0.1:${server.port}`;
});
afterAll(() => Promise.all([server.stop(), cluster.stop()]));

let serial = 0;

/** Opens a room for a history, hands it on, and removes it. */
async function withRoom<Result>(
  at: string,
  history: RoomHistory,
  use: (target: LiveTarget, next: ReturnType<typeof drawsOf>['next']) => Promise<Result>,
  budget?: number,
): Promise<Result> {
  const { draws, next } = drawsOf(history);
  const { rules, refills } = history;
  const run = `equal-${serial++}`;
  const bounded = budget === undefined ? {} : { budget };
  const target = await openRedisTarget(at, {
    rules,
    refills,
    draws,
    run,
    event: 'e',
    role: 'owner',
    ...bounded,
  });
  try {
    return await use(target, next);
  } finally {
    await target.close();
  }
}

async function expectEqual(at: string, history: RoomHistory, budget?: number): Promise<readonly RoomReply[]> {
  const answers = await withRoom(
    at,
    history,
    (target, next) => answersOfTarget(history, target, next),
    budget,
  );
  expect(answers).toEqual(answersOfEngine(history));
  return answers;
}

describe('a room in Redis answers every history as the engine does', () => {
  it(
    'on a single server',
    async () => {
      const kinds = new Set<string>();
      const whys = new Set<string>();
      await fc.assert(
        fc.asyncProperty(anyRoomHistory, async (history) => {
          for (const reply of await expectEqual(url, history)) {
            kinds.add(reply.kind);
            if (reply.kind === 'refused') whys.add(reply.why);
            if (reply.kind === 'admitted') whys.add(reply.how);
          }
        }),
        { numRuns: RUNS },
      );
      expect([...kinds].sort()).toEqual([
        'admitted',
        'expired',
        'joined',
        'left',
        'limited',
        'refused',
        'standing',
        'unknown',
        'waiting',
      ]);
      expect([...whys].sort()).toEqual([
        'bypassed',
        'no-session',
        'no-token',
        'not-eligible',
        'paid',
        'released',
      ]);
    },
    NO_TIME_MS,
  );

  it(
    'on a Cluster of three nodes, wherever the event lies',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyRoomHistory, async (history) => {
          await expectEqual(cluster.url, history);
        }),
        { numRuns: Math.ceil(RUNS / 8), seed: 2 },
      );
    },
    NO_TIME_MS,
  );

  it(
    'however little one call may catch up with',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyRoomHistory, fc.integer({ min: 1, max: 4 }), async (history, budget) => {
          await expectEqual(url, history, budget);
        }),
        { numRuns: Math.ceil(RUNS / 4), seed: 3 },
      );
    },
    NO_TIME_MS,
  );

  it(
    'when the requests of one instant are in flight together, in the order of their sending',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyRoomHistory, async (history) => {
          // All at once: what a request brings along beyond its ticket would be that of the last.
          const still = { ...history, requests: history.requests.map((one) => ({ ...one, podOffsetMs: 0 })) };
          const answers = await withRoom(url, still, (target) =>
            Promise.all(still.requests.map((one) => answerOf(target, one))),
          );
          expect(answers).toEqual(answersOfEngine(still));
        }),
        { numRuns: Math.ceil(RUNS / 4), seed: 4 },
      );
    },
    NO_TIME_MS,
  );
});
