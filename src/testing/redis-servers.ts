import { Redis } from 'ioredis';
import { freePort, type OwnServer, type OwnServerOptions, startOwnServer } from '../live/embedded-redis.ts';

/** Slots of a Cluster. */
const SLOTS = 16_384;
const SETTLED_WITHIN_MS = 15_000;

/** Starts a server of the test's own; stop exactly this one when done. */
export function startRedis(
  config: readonly string[] = [],
  place: Pick<OwnServerOptions, 'port' | 'folder' | 'args'> = {},
): Promise<OwnServer> {
  return startOwnServer({ path: process.env.PATH, config, ...place });
}

/** Starts a replica of a server, in step with it. */
export async function startReplica(primary: OwnServer, config: readonly string[] = []): Promise<OwnServer> {
  await ask(primary, 'CONFIG', 'SET', 'repl-diskless-sync-delay', '0');
  const replica = await startRedis([`replicaof 127.0.0.1 ${primary.port}`, ...config]);
  await until(async () => (await infoOf(replica)).includes('master_link_status:up'));
  return replica;
}

/** A Cluster of three primaries of the test's own. */
export interface OwnCluster {
  readonly nodes: readonly OwnServer[];
  readonly url: string;
  stop(): Promise<void>;
}

export async function startCluster(config: readonly string[] = []): Promise<OwnCluster> {
  const nodes = await Promise.all([0, 1, 2].map(() => startClusterNode(config)));
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.stop()));
  };
  try {
    await Promise.all(nodes.map((node, i) => giveSlots(node, i)));
    for (const { port, busPort } of nodes.slice(1)) {
      await ask(nodes[0]!, 'CLUSTER', 'MEET', '127.0.0.1', String(port), String(busPort));
    }
    await until(async () => {
      const infos = await Promise.all(nodes.map((node) => ask(node, 'CLUSTER', 'INFO')));
      return infos.every(
        (info) => /cluster_state:ok/.test(String(info)) && /cluster_known_nodes:3/.test(String(info)),
      );
    });
  } catch (error) {
    await stop();
    throw error;
  }
  const hosts = nodes.map(({ port }) => `127.0.0.1:${port}`).join(',');
  return { nodes, url: `redis+cluster://${hosts}`, stop };
}

interface ClusterNode extends OwnServer {
  /** Port of the nodes' own talk. */
  readonly busPort: number;
}

async function startClusterNode(config: readonly string[]): Promise<ClusterNode> {
  const busPort = await freePort();
  const node = await startRedis([
    'cluster-enabled yes',
    'cluster-node-timeout 1000',
    `cluster-port ${busPort}`,
    ...config,
  ]);
  return { ...node, busPort };
}

async function giveSlots(node: OwnServer, third: number): Promise<void> {
  const from = Math.floor((SLOTS * third) / 3);
  const to = Math.floor((SLOTS * (third + 1)) / 3);
  const slots = Array.from({ length: to - from }, (_, i) => String(from + i));
  await ask(node, 'CLUSTER', 'ADDSLOTS', ...slots);
  await ask(node, 'CLUSTER', 'SET-CONFIG-EPOCH', String(third + 1));
}

/** Sends one command to a server over a connection of its own. */
export async function ask(server: OwnServer, command: string, ...args: readonly string[]): Promise<unknown> {
  const client = new Redis({
    port: server.port,
    host: '127.0.0.1',
    lazyConnect: true,
    retryStrategy: () => null,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return await client.call(command, ...args);
  } finally {
    client.disconnect();
  }
}

export async function infoOf(server: OwnServer): Promise<string> {
  return String(await ask(server, 'INFO'));
}

/** Waits until a condition holds, looking every few milliseconds. */
export async function until(condition: () => Promise<boolean>, withinMs = SETTLED_WITHIN_MS): Promise<void> {
  const giveUpMs = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > giveUpMs) throw new Error(`not so after ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
