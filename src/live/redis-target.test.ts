import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScenarioError, TargetError } from '../errors.ts';
import { openRoom, rejectionOf } from '../testing/live-room.ts';
import { ask, startRedis, startReplica } from '../testing/redis-servers.ts';
import { freePort, type OwnServer } from './embedded-redis.ts';
import { openTarget } from './registry.ts';

const SECRET = 'p@ss/w:ord%';
const WITH_SECRET = encodeURIComponent(SECRET);

let server: OwnServer;
let url: string;
beforeAll(async () => {
  server = await startRedis();
  url = `redis://127.0.0.1:${server.port}`;
});
afterAll(() => server.stop());

const keys = async (pattern = '*') => (await ask(server, 'KEYS', pattern)) as string[];

/** Opens a room that cannot be opened; returns the code, after making sure that the error is worth reading. */
async function codeOf(opening: Promise<unknown>): Promise<string | undefined> {
  const error = await rejectionOf(opening);
  expect(error).toBeInstanceOf(TargetError);
  const { message, hint, exitCode } = error as TargetError;
  expect(exitCode).toBe(6);
  expect(`${message} ${hint}`).not.toContain(SECRET);
  expect(`${message} ${hint}`).not.toContain(WITH_SECRET);
  return error.code;
}

describe('a room in Redis', () => {
  it('leaves nothing behind when it is closed, and nobody else touched', async () => {
    await ask(server, 'SET', 'somebody:else', '1');
    const target = await openRoom(url, {}, { run: 'tidy' });
    await Promise.all(Array.from({ length: 50 }, (_, ticket) => target.join(ticket, 0)));
    expect((await keys('tacos:*')).every((key) => key.startsWith('tacos:tidy:{concert}:'))).toBe(true);
    await target.close();
    await target.close();
    expect(await keys()).toEqual(['somebody:else']);
  });

  it('refuses keys that stand under its prefix, and lets them stand', async () => {
    await ask(server, 'SET', 'tacos:mine:{other}:state', 'x');
    expect(await codeOf(openRoom(url, {}, { run: 'mine' }))).toBe('target-foreign-keys');
    expect(await keys('tacos:*')).toEqual(['tacos:mine:{other}:state']);
    await ask(server, 'DEL', 'tacos:mine:{other}:state');
  });

  it('is shared with guests of the same rules, and refused to those of others', async () => {
    const owner = await openRoom(url, {}, { run: 'shared' });
    const guest = await openRoom(url, {}, { run: 'shared', role: 'guest' });
    await owner.join(1, 0);
    expect(await guest.status(1, 5)).toMatchObject({ kind: 'waiting', position: 1, revision: 3 });
    expect(await codeOf(openRoom(url, { bypassRanks: 3 }, { run: 'shared', role: 'guest' }))).toBe(
      'target-other-rules',
    );
    await guest.close();
    expect(await owner.status(1, 6)).toMatchObject({ kind: 'waiting' });
    await owner.close();
    expect(await codeOf(openRoom(url, {}, { run: 'shared', role: 'guest' }))).toBe('target-room-gone');
  });

  it('goes by the clock of the server where no instant is given', async () => {
    const bucket = { capacityTokens: 1, refillPerSec: 0.001, clockResolutionMs: 1 };
    const target = await openRoom(url, { bucket, minWaits: [{ waitMs: 300 }] });
    await target.begin(0);
    const first = await target.join(1, undefined);
    expect(first.atMs).toBeGreaterThanOrEqual(0);
    expect(first.atMs).toBeLessThan(2_000);
    expect(await target.enter(1, undefined)).toMatchObject({ kind: 'refused', why: 'not-eligible' });
    let later = await target.enter(1, undefined);
    while (later.kind === 'refused') later = await target.enter(1, undefined);
    expect(later).toMatchObject({ kind: 'admitted', how: 'paid', again: false });
    expect(later.atMs - first.atMs).toBeGreaterThanOrEqual(300);
    await target.close();
  });

  it('does not know of instants before the run', async () => {
    const target = await openRoom(url);
    await target.begin(60_000);
    expect(await target.join(1, undefined)).toMatchObject({ atMs: 0 });
    await target.close();
  });

  it('goes on after the server has forgotten its scripts', async () => {
    const target = await openRoom(url);
    await target.join(1, 0);
    await ask(server, 'SCRIPT', 'FLUSH');
    const answers = await Promise.all([target.join(2, 1), target.status(1, 1), target.enter(1, 1)]);
    expect(answers.map(({ kind }) => kind)).toEqual(['joined', 'waiting', 'admitted']);
    await target.close();
  });

  it('takes one round trip and a bounded number of commands for a request', async () => {
    const target = await openRoom(url, { headRanks: 100 });
    for (let ticket = 0; ticket < 300; ticket++) await target.join(ticket, 0);
    const count = async () => {
      const stats = String(await ask(server, 'INFO', 'commandstats'));
      const calls = [...stats.matchAll(/cmdstat_(\w+):calls=(\d+)/g)].filter(([, name]) => name !== 'info');
      return {
        scripts: Number(calls.find(([, name]) => name === 'evalsha')?.[2]),
        all: calls.reduce((sum, [, , number]) => sum + Number(number), 0),
      };
    };
    const before = await count();
    for (let ticket = 0; ticket < 300; ticket++) await target.status(ticket, 1);
    const after = await count();
    expect(after.scripts - before.scripts).toBe(300);
    expect((after.all - before.all) / 300).toBeLessThan(9);
    await target.close();
  });

  it('cannot have rules that it would have to ignore', async () => {
    const ghosts = { heartbeatMs: 10, inactiveAfterMs: 20, skip: false };
    const bucket = { capacityTokens: 10_000_000, refillPerSec: 1, clockResolutionMs: 1 };
    const error = await rejectionOf(openRoom(url, { ghosts, bucket }));
    expect((error as ScenarioError).problems.map(({ path }) => path)).toEqual([
      'admission.ghosts.heartbeat',
      'admission.bucket.capacity',
    ]);
  });
});

describe('a target that cannot be used says so', () => {
  it('when it is no URL of a target', async () => {
    const open = (target: string) => openTarget(target, undefined as never);
    expect(await codeOf(open('http://127.0.0.1'))).toBe('target-url');
    expect(await codeOf(openRoom(`redis://:${WITH_SECRET}@host:0`))).toBe('target-url');
    expect(await codeOf(openRoom(url, {}, { run: 'a*b' }))).toBe('target-name');
  });

  it('when nobody listens, or the name is not known', async () => {
    expect(await codeOf(openRoom(`redis://127.0.0.1:${await freePort()}`))).toBe('target-refused');
    expect(await codeOf(openRoom(`redis+cluster://127.0.0.1:${await freePort()}`))).toBe('target-refused');
    expect(await codeOf(openRoom(`redis+sentinel://127.0.0.1:${await freePort()}/concert`))).toBe(
      'target-sentinel',
    );
    expect(await codeOf(openRoom('redis://no-such-host.invalid'))).toBe('target-unknown-host');
  });

  it('when it is not this machine and was not allowed', async () => {
    for (const host of ['192.0.2.1', '0.0.0.0', '[2001:db8::1]', '[::]', '[::ffff:192.0.2.1]']) {
      expect(await codeOf(openRoom(`redis://:${WITH_SECRET}@${host}:6379`))).toBe('target-not-allowed');
      expect(await codeOf(openRoom(`redis+cluster://127.0.0.1,${host}`))).toBe('target-not-allowed');
    }
    const allowed = await openRoom(`redis://localhost:${server.port}`, {}, { allowedHosts: ['192.0.2.1'] });
    await allowed.close();
  });

  it('when the password is wrong, missing, or for less than it takes', async () => {
    const locked = await startRedis([`requirepass "${SECRET}"`, 'user small on >small ~* +@all -@scripting']);
    const at = (user: string) => `redis://${user}127.0.0.1:${locked.port}`;
    expect(await codeOf(openRoom(at(`:${WITH_SECRET}x@`)))).toBe('target-password');
    expect(await codeOf(openRoom(at('')))).toBe('target-no-password');
    expect(await codeOf(openRoom(at('small:small@')))).toBe('target-permission');
    const inUrl = await openRoom(at(`:${WITH_SECRET}@`));
    expect(inUrl.name).toBe(`redis://***@127.0.0.1:${locked.port}`);
    await inUrl.close();
    const inEnvironment = await openRoom(at(''), {}, { environment: { TACOS_REDIS_PASSWORD: SECRET } });
    await inEnvironment.close();
    await locked.stop();
  });

  it('when it is a replica', async () => {
    const replica = await startReplica(server);
    expect(await codeOf(openRoom(`redis://127.0.0.1:${replica.port}`))).toBe('target-read-only');
    await replica.stop();
  });

  it('when the Cluster has no node for the keys', async () => {
    const node = await startRedis(['cluster-enabled yes']);
    expect(await codeOf(openRoom(`redis+cluster://127.0.0.1:${node.port}`))).toBe('target-cluster-down');
    expect(await codeOf(openRoom(`redis://127.0.0.1:${node.port}`))).toBe('target-cluster-down');
    expect(await codeOf(openRoom(`redis+cluster://127.0.0.1:${server.port}`))).toBe('target-no-cluster');
    await node.stop();
  });

  it('when it is full', async () => {
    const full = await startRedis(['maxmemory 2mb', 'maxmemory-policy noeviction']);
    const target = await openRoom(`redis://127.0.0.1:${full.port}`);
    let joined = 0;
    const codes = new Set<string>();
    while (codes.size === 0 && joined < 50_000) {
      const joins = Array.from({ length: 200 }, (_, i) => target.join(joined + i, 0));
      for (const one of await Promise.allSettled(joins)) {
        if (one.status === 'fulfilled') joined++;
        else codes.add((one.reason as TargetError).code);
      }
    }
    expect([...codes]).toEqual(['target-memory']);
    // Whoever was told to be in line is in line, and nobody else.
    await ask(full, 'CONFIG', 'SET', 'maxmemory', '0');
    expect(await target.tick(0)).toMatchObject({ line: joined });
    await target.close();
    await full.stop();
  });

  it('when it is too old, or still loads', async () => {
    expect(await codeOf(openRoom(await pretender('redis_version:5.0.7')))).toBe('target-too-old');
    expect(await codeOf(openRoom(await pretender('redis_version:7.0.15\r\nloading:1')))).toBe(
      'target-loading',
    );
    expect(await codeOf(openRoom(await pretender('redis_version:6.2.0\r\nrole:slave')))).toBe(
      'target-read-only',
    );
  });

  it('when it is silent', async () => {
    expect(await codeOf(openRoom(await pretender(undefined), {}, { timeoutMs: 200 }))).toBe('target-timeout');
  });
});

/** Listens like a server that says no more than its INFO; undefined: nothing at all. Ends with the test. */
async function pretender(info: string | undefined): Promise<string> {
  const listener = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => {
      if (info === undefined) return;
      for (const command of data.toString().matchAll(/\$\d+\r\n(info|hello|client)\r\n/gi)) {
        const isInfo = command[1]!.toLowerCase() === 'info';
        socket.write(isInfo ? `$${info.length}\r\n${info}\r\n` : "-ERR unknown command 'HELLO'\r\n");
      }
    });
  });
  listener.unref();
  return new Promise((resolve) => {
    listener.listen(0, '127.0.0.1', () => {
      const address = listener.address();
      resolve(`redis://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`);
    });
  });
}
