import type { Redis } from 'ioredis';
import { TargetError } from '../errors.ts';
import { type HostGuard, notAllowed } from './host-guard.ts';
import type { RedisUrl } from './target-url.ts';

/**
 * Looks at what a server says of itself (INFO).
 * @throws TargetError when it is too old; an error as the server would give it when it loads or is a replica
 */
export function checkInfo(info: string, url: RedisUrl): void {
  const version = field(info, 'redis_version') ?? '0';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 6 || (major === 6 && minor < 2)) {
    throw new TargetError(
      'target-too-old',
      `${url.name} runs Redis ${version}, which is older than 6.2`,
      'update the server, or use --target embedded',
    );
  }
  if (field(info, 'loading') === '1') throw new Error('LOADING Redis is loading the dataset in memory');
  if (field(info, 'role') === 'slave' && url.kind !== 'cluster') {
    throw new Error('READONLY it is a replica (INFO replication)');
  }
}

/** Returns a field of an INFO text, or undefined. */
export function field(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
}

/**
 * Looks at a node of a Cluster: whether it is fit, whether all slots are served, and where the others are.
 * @throws TargetError, or an error as the server would give it
 */
export async function checkCluster(node: Redis, url: RedisUrl, guard: HostGuard): Promise<void> {
  const info = await node.info();
  checkInfo(info, url);
  if (field(info, 'cluster_enabled') !== '1') {
    throw new TargetError(
      'target-no-cluster',
      `${url.name} is a server of its own and no Cluster`,
      'write redis://',
    );
  }
  const state = String(await node.cluster('INFO'));
  if (field(state, 'cluster_state') !== 'ok') {
    throw new Error(`CLUSTERDOWN ${field(state, 'cluster_slots_ok')} of 16384 slots are served`);
  }
  for (const line of String(await node.cluster('NODES'))
    .trim()
    .split('\n')) {
    const address = line
      .split(' ')[1]!
      .replace(/[@,].*$/, '')
      .replace(/:\d+$/, '')
      .replace(/^\[|\]$/g, '');
    if (address !== '' && !guard.permits(address)) throw notAllowed(address, address);
  }
}
