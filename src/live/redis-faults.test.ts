import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { EnterReply } from '../engine/room-reply.ts';
import { TicketRoom } from '../engine/ticket-room.ts';
import type { TargetError } from '../errors.ts';
import { openRoom, rejectionOf } from '../testing/live-room.ts';
import { buildRules } from '../testing/record-builder.ts';
import { ask, infoOf, startCluster, startRedis, startReplica, until } from '../testing/redis-servers.ts';
import { freePort, type OwnServer } from './embedded-redis.ts';

/*
 * What becomes of a room when its server is killed, comes back, is taken over from, stalls or loses a node: real processes, on
 * loopback. Either the run goes on as if nothing had been, or it says what is lost.
 */
const DURABLE = ['appendonly yes', 'appendfsync always'];
const RICH = { bucket: { capacityTokens: 1_000, refillPerSec: 0, clockResolutionMs: 1 } };

const started: OwnServer[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folderOfOwn(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tacos-fault-'));
  folders.push(folder);
  return folder;
}

async function start(...parts: Parameters<typeof startRedis>): Promise<OwnServer> {
  const server = await startRedis(...parts);
  started.push(server);
  return server;
}

const urlOf = (server: OwnServer) => `redis://127.0.0.1:${server.port}`;

async function kill(server: OwnServer): Promise<void> {
  process.kill(server.pid, 'SIGKILL');
  await server.ended;
}

describe('a server that is killed', () => {
  it('and comes back with all it had written goes on as the engine does, in the middle of requests', async () => {
    const folder = folderOfOwn();
    const server = await start(DURABLE, { folder });
    const target = await openRoom(urlOf(server), RICH);
    const room = new TicketRoom(buildRules(RICH), 300, []);
    for (let ticket = 0; ticket < 200; ticket++) await target.join(ticket, ticket);
    for (let ticket = 0; ticket < 200; ticket++) room.join(ticket, ticket, { user: ticket });
    const enters = Array.from({ length: 200 }, (_, ticket) => target.enter(ticket, 1_000));
    await Promise.race(enters);
    await kill(server);
    await start(DURABLE, { folder, port: server.port });
    const replies = await Promise.all(enters);
    for (let ticket = 0; ticket < 200; ticket++) room.enter(ticket, 1_000);
    expect(replies.map(({ kind }) => kind)).toEqual(new Array(200).fill('admitted'));
    expect(await target.join(200, 1_001)).toMatchObject({
      kind: 'joined',
      admitted: 200,
      slot: 200,
      position: 1,
    });
    room.join(200, 1_001);
    const { revision: _, ...standing } = room.tick(1_002);
    expect(await target.tick(1_002)).toMatchObject(standing);
    expect(target.losses).toEqual({ requests: 0, tickets: 0 });
    await target.close();
  });

  it('and comes back empty ends the run: the room is gone', async () => {
    const server = await start();
    const target = await openRoom(urlOf(server));
    await target.join(1, 0);
    await kill(server);
    const next = rejectionOf(target.status(1, 1));
    const after = await start([], { port: server.port });
    expect(await next).toMatchObject({ code: 'target-room-gone', exitCode: 6 });
    await target.close();
    expect(await ask(after, 'DBSIZE')).toBe(0);
  });

  it('and stays away ends the run once its time for coming back is over', async () => {
    const server = await start();
    const target = await openRoom(urlOf(server), {}, { reconnectForMs: 300 });
    await target.join(1, 0);
    const waiting = [target.status(1, 1), target.status(1, 1)];
    await kill(server);
    const beforeMs = Date.now();
    const codes = (await Promise.allSettled([...waiting, target.enter(1, 2)])).map((one) =>
      one.status === 'rejected' ? (one.reason as TargetError).code : 'answered',
    );
    expect(codes.at(-1)).toBe('target-lost');
    expect(Date.now() - beforeMs).toBeLessThan(2_000);
    expect(await rejectionOf(target.tick(3))).toMatchObject({ code: 'target-lost' });
    await rejectionOf(target.close());
  });
});

describe('a server that comes back with an old state', () => {
  /** A room of ten with five let in, restarted from the state before they were. */
  async function setBack(onLoss: 'fail' | 'report') {
    const folder = folderOfOwn();
    const old = folderOfOwn();
    const server = await start(DURABLE, { folder });
    const target = await openRoom(urlOf(server), RICH, { onLoss });
    for (let ticket = 0; ticket < 10; ticket++) await target.join(ticket, 0);
    cpSync(folder, old, { recursive: true });
    for (let ticket = 0; ticket < 5; ticket++) await target.enter(ticket, 1);
    await target.join(10, 1);
    await kill(server);
    await start(DURABLE, { folder: old, port: server.port });
    return target;
  }

  it('is found out at the first answer', async () => {
    const target = await setBack('fail');
    expect(await rejectionOf(target.status(9, 2))).toMatchObject({ code: 'target-lost-history' });
    expect(await rejectionOf(target.enter(1, 2))).toMatchObject({ code: 'target-lost-history' });
    expect(target.losses.requests).toBeGreaterThan(0);
    await target.close();
  });

  it('lets nobody in twice where the run goes on, and every lost position is reported', async () => {
    const target = await setBack('report');
    const again = await target.enter(1, 2);
    expect(again).toMatchObject({ kind: 'admitted', again: true, admittedMs: 1 });
    // Six requests were answered and forgotten, and ticket 10 is not in line any more.
    expect(target.losses).toEqual({ requests: 6, tickets: 0 });
    expect(await target.status(10, 2)).toMatchObject({ kind: 'unknown' });
    expect(target.losses).toEqual({ requests: 6, tickets: 1 });
    await target.close();
  });
});

describe('a failover', () => {
  it('to a replica in step goes on where the primary was, by Sentinel', async () => {
    const primary = await start();
    const replica = await startReplica(primary);
    started.push(replica);
    const sentinel = await start(
      [
        `sentinel monitor concert 127.0.0.1 ${primary.port} 1`,
        'sentinel down-after-milliseconds concert 300',
        'sentinel failover-timeout concert 3000',
      ],
      { args: ['--sentinel'] },
    );
    await until(async () =>
      String(await ask(sentinel, 'SENTINEL', 'REPLICAS', 'concert')).includes(String(replica.port)),
    );
    const url = `redis+sentinel://127.0.0.1:${sentinel.port}/concert`;
    const target = await openRoom(url, RICH, { reconnectForMs: 20_000, timeoutMs: 20_000 });
    for (let ticket = 0; ticket < 50; ticket++) await target.join(ticket, 0);
    const first = await Promise.all(Array.from({ length: 20 }, (_, ticket) => target.enter(ticket, 1)));
    await until(async () => inStep(await infoOf(primary)));
    await kill(primary);
    const second = await Promise.all(Array.from({ length: 40 }, (_, ticket) => target.enter(ticket, 2)));
    expect(new Set([...first, ...second].map(({ kind }) => kind))).toEqual(new Set(['admitted']));
    expect(second.filter((reply) => (reply as EnterReply & { again?: boolean }).again)).toHaveLength(20);
    expect(await target.tick(3)).toMatchObject({ admitted: 40, tokenPaid: 40, line: 10 });
    expect(target.losses).toEqual({ requests: 0, tickets: 0 });
    await target.close();
  }, 90_000);

  /** Whether a primary's replica has all that it wrote. */
  function inStep(info: string): boolean {
    const written = /master_repl_offset:(\d+)/.exec(info)?.[1];
    return new RegExp(`slave0:.*offset=${written},`).test(info);
  }
});

describe('a server that stalls', () => {
  it('is given up on in time, and asked again it tells what it did meanwhile', async () => {
    const server = await start(['enable-debug-command yes']);
    const target = await openRoom(urlOf(server), RICH, { timeoutMs: 300 });
    await target.join(1, 0);
    const stall = ask(server, 'DEBUG', 'SLEEP', '1').catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await rejectionOf(target.enter(1, 1))).toMatchObject({ code: 'target-timeout' });
    await stall;
    expect(await target.enter(1, 2)).toMatchObject({
      kind: 'admitted',
      admittedMs: 1,
      again: true,
      admitted: 1,
    });
    await target.close();
  });
});

describe('a Cluster', () => {
  it('that loses a node does not serve the room, says so, and goes on when the node is back', async () => {
    const cluster = await startCluster(DURABLE);
    started.push(...cluster.nodes);
    const folder = folderOfOwn();
    const target = await openRoom(cluster.url, RICH, { reconnectForMs: 1_000, timeoutMs: 3_000 });
    await target.join(1, 0);
    const holders = await Promise.all(cluster.nodes.map(async (node) => Number(await ask(node, 'DBSIZE'))));
    const other = cluster.nodes[holders.indexOf(0)]!;
    cpSync(other.folder, folder, { recursive: true });
    await kill(other);
    await until(async () =>
      String(await ask(cluster.nodes.find((node) => node !== other)!, 'CLUSTER', 'INFO')).includes(
        'cluster_state:fail',
      ),
    );
    expect(await rejectionOf(target.status(1, 1))).toMatchObject({ code: 'target-cluster-down' });
    const config = readFileSync(join(folder, 'tacos.conf'), 'utf8')
      .split('\n')
      .filter((line) => !/^(dir|logfile) /.test(line));
    await start(config, { folder, port: other.port });
    await until(async () => (await target.status(1, 2).catch(() => undefined))?.kind === 'waiting');
    expect(await target.enter(1, 3)).toMatchObject({ kind: 'admitted', again: false });
    await target.close();
  }, 90_000);
});

describe('a connection by TLS', () => {
  it('is made where the authority is known, and refused where it is not', async () => {
    const folder = folderOfOwn();
    const file = (name: string) => join(folder, name);
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
        ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
        ...['-keyout', file('key.pem'), '-out', file('cert.pem')],
      ],
      { stdio: 'ignore' },
    );
    const tlsPort = await freePort();
    await start([
      `tls-port ${tlsPort}`,
      `tls-cert-file ${file('cert.pem')}`,
      `tls-key-file ${file('key.pem')}`,
      `tls-ca-cert-file ${file('cert.pem')}`,
      'tls-auth-clients no',
    ]);
    const url = `rediss://127.0.0.1:${tlsPort}`;
    expect(await rejectionOf(openRoom(url))).toMatchObject({ code: 'target-tls' });
    const target = await openRoom(url, {}, { ca: readFileSync(file('cert.pem'), 'utf8') });
    expect(await target.join(1, 0)).toMatchObject({ kind: 'joined' });
    await target.close();
  });
});
