import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RoomReply } from '../engine/room-reply.ts';
import { startRedis } from '../testing/redis-servers.ts';
import {
  answersOfEngine,
  answersOfTarget,
  anyRoomHistory,
  drawsOf,
  type RoomHistory,
} from '../testing/room-history.ts';
import type { OwnServer } from './embedded-redis.ts';
import { openRedisTarget } from './redis-target.ts';

/*
 * One file drives both engines. The property tests hold them equal whatever they answer; this holds what they answer.
 */
const FILE = new URL('../../fixtures/vectors/room.json', import.meta.url);

interface Vector {
  readonly history: RoomHistory;
  /** One line for each answer: its fields in the order of their names. */
  readonly answers: readonly string[];
}

/** Returns an answer in one line; fields that are absent are left out. */
function lineOf(reply: RoomReply): string {
  return Object.entries(reply)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

function makeVectors(): readonly Vector[] {
  return fc.sample(anyRoomHistory, { numRuns: 20, seed: 20_261_003 }).map((history) => ({
    history: { ...history, requests: history.requests.slice(0, 60) },
    answers: answersOfEngine({ ...history, requests: history.requests.slice(0, 60) }).map(lineOf),
  }));
}

if (process.env.TACOS_GOLDEN === 'write') {
  const vectors = makeVectors().map((vector) => JSON.stringify(vector));
  writeFileSync(FILE, `[\n${vectors.join(',\n')}\n]\n`);
}
const vectors = JSON.parse(readFileSync(FILE, 'utf8')) as readonly Vector[];

let server: OwnServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

describe('the vectors of the waiting room', () => {
  it('are what the engine answers', () => {
    for (const { history, answers } of vectors) expect(answersOfEngine(history).map(lineOf)).toEqual(answers);
  });

  it('are what the room in Redis answers', async () => {
    for (const [i, { history, answers }] of vectors.entries()) {
      const { draws, next } = drawsOf(history);
      const { rules, refills } = history;
      const target = await openRedisTarget(`redis://127.0.0.1:${server.port}`, {
        rules,
        refills,
        draws,
        run: `vector-${i}`,
        event: 'e',
        role: 'owner',
      });
      expect((await answersOfTarget(history, target, next)).map(lineOf)).toEqual(answers);
      await target.close();
    }
  });
});
