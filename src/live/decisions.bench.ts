import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PLAIN_DRAWS } from '../testing/live-room.ts';
import { buildRules } from '../testing/record-builder.ts';
import { ask, startRedis } from '../testing/redis-servers.ts';
import type { OwnServer } from './embedded-redis.ts';
import { openRedisTarget } from './redis-target.ts';
import { roomKeys } from './room-keys.ts';
import { roomScripts } from './room-scripts.ts';
import type { LiveTarget } from './target.ts';

const run = promisify(execFile);

/** Tickets in line; all are inside the gate, and the bucket is empty but for the first of them. */
const TICKETS = 10_000;
const EVENT = 'concert';
const RUN = 'bench';
const RULES = buildRules({
  headRanks: 100_000,
  minWaits: [{ upToRank: 10, waitMs: 0 }, { waitMs: 500 }],
  bucket: { capacityTokens: 1, refillPerSec: 0, clockResolutionMs: 1 },
  ghosts: { heartbeatMs: 300_000, inactiveAfterMs: 15_000, sweepMs: 30_000, skip: true },
});

export interface DecisionRate {
  readonly name: string;
  /** Decisions per second of wall time, one for each round. */
  readonly perSec: readonly number[];
  /** Time in the server per decision [us]; absent where it is the client that is looked at. */
  readonly serverMicros: number;
}

/**
 * Returns how many enters per second a room decides, asked through the target and by redis-benchmark running the very same
 * EVALSHA: rank, minimum wait and an empty bucket for each of 10,000 tickets in line. Rounds of all are interleaved.
 */
export async function decisionRates(rounds: number, decisions: number): Promise<readonly DecisionRate[]> {
  const server = await startRedis();
  const target = await openRedisTarget(`redis://127.0.0.1:${server.port}`, {
    rules: RULES,
    refills: [],
    draws: PLAIN_DRAWS,
    run: RUN,
    event: EVENT,
    role: 'owner',
  });
  try {
    for (let from = 0; from < TICKETS; from += 500) {
      await Promise.all(Array.from({ length: 500 }, (_, i) => target.join(from + i, 0)));
    }
    await target.enter(0, 1_000);
    const contenders = [
      ...[64, 256].map((inFlight) => ({
        name: `target, ${inFlight} in flight`,
        go: () => throughTarget(target, inFlight, decisions),
      })),
      ...[1, 16, 100].map((pipeline) => ({
        name: `redis-benchmark -P ${pipeline} -c 50`,
        go: () => byBenchmark(server, pipeline, decisions),
      })),
    ];
    const rates = contenders.map(({ name }) => ({ name, perSec: [] as number[], serverMicros: 0 }));
    for (let round = 0; round < rounds; round++) {
      for (const [i, { go }] of contenders.entries()) {
        await ask(server, 'CONFIG', 'RESETSTAT');
        rates[i]!.perSec.push(await go());
        rates[i]!.serverMicros = await microsPerScript(server);
      }
    }
    return rates;
  } finally {
    await target.close();
    await server.stop();
  }
}

async function throughTarget(target: LiveTarget, inFlight: number, decisions: number): Promise<number> {
  let sent = 0;
  let refused = 0;
  const lane = async () => {
    while (sent < decisions) {
      const reply = await target.enter(1 + (sent++ % (TICKETS - 1)), 1_000);
      if (reply.kind === 'refused') refused++;
    }
  };
  const startMs = performance.now();
  await Promise.all(Array.from({ length: inFlight }, lane));
  if (refused !== decisions) throw new Error(`${refused} of ${decisions} were refused`);
  return (decisions * 1_000) / (performance.now() - startMs);
}

async function byBenchmark(server: OwnServer, pipeline: number, decisions: number): Promise<number> {
  const { sha } = roomScripts(RULES).enter;
  const keys = roomKeys(RUN, EVENT);
  // The client writes random numbers with twelve digits; those are tickets of their own, known since the first round.
  const command = ['EVALSHA', sha, String(keys.length), ...keys, '__rand_int__', '1000', '0', '1'];
  await knowPadded(server);
  const { stdout } = await run(
    'redis-benchmark',
    [
      ...['-p', String(server.port), '-c', '50', '-P', String(pipeline), '-n', String(decisions)],
      ...['-r', String(TICKETS), '--csv', ...command],
    ],
    { maxBuffer: 1 << 24 },
  );
  const perSec = Number(/^"EVALSHA[^\n]*?","([\d.]+)"/m.exec(stdout)?.[1]);
  if (!(perSec > 0)) throw new Error(`redis-benchmark says ${stdout}`);
  return perSec;
}

/** Puts the tickets that redis-benchmark asks for into the line. */
async function knowPadded(server: OwnServer): Promise<void> {
  const { join } = roomScripts(RULES);
  const keys = roomKeys(RUN, EVENT);
  if ((await ask(server, 'ZSCORE', keys[2]!, '000000000000')) !== null) return;
  const joiner = `for i = 0, ${TICKETS - 1} do redis.call('HSET', KEYS[2], string.format('t%012d', i),
    struct.pack('<Bddd', 1, 0, ${TICKETS} + i, -1))
    redis.call('ZADD', KEYS[3], ${TICKETS} + i, string.format('%012d', i))
    redis.call('ZADD', KEYS[4], ${TICKETS} + i, string.format('%012d', i))
    redis.call('ZADD', KEYS[5], 0, string.format('%012d', i)) end`;
  await ask(server, 'EVAL', joiner, String(keys.length), ...keys);
  await ask(server, 'SCRIPT', 'LOAD', join.text);
}

async function microsPerScript(server: OwnServer): Promise<number> {
  const stats = String(await ask(server, 'INFO', 'commandstats'));
  return Number(/cmdstat_evalsha:.*?usec_per_call=([\d.]+)/.exec(stats)?.[1] ?? 0);
}
