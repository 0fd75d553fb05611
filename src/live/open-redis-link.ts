import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { checkCluster, checkInfo } from './check-server.ts';
import { guardHosts, type HostGuard, notAllowed } from './host-guard.ts';
import { type LinkState, RedisLink } from './redis-link.ts';
import { targetError } from './target-error.ts';
import type { RedisUrl } from './target-url.ts';

export interface LinkOptions {
  /** Hosts beyond this machine that may be talked to, by name or address. */
  readonly allowedHosts: readonly string[];
  /** Certificates of authorities to trust beyond the usual ones, PEM; for TLS. */
  readonly ca?: string | undefined;
  /** Longest time for making the first connection, and for one command [ms]. */
  readonly timeoutMs: number;
  /** Longest time for making a broken connection again [ms]; commands wait for it. 0: never. */
  readonly reconnectForMs: number;
}

/** Replies keep the shapes of RESP2. */
type PlainOptions = Omit<RedisOptions, 'replyMapping'>;

const FIRST_RETRY_MS = 20;
const LONGEST_RETRY_MS = 250;

/**
 * Connects, once every host is known to be this machine or allowed.
 * @throws TargetError
 */
export async function openRedisLink(url: RedisUrl, options: LinkOptions): Promise<RedisLink> {
  const state: LinkState = {
    lastError: undefined,
    isOpen: false,
    isClosing: false,
    brokenSinceMs: undefined,
  };
  try {
    const guard = await guardHosts(
      url.endpoints.map(({ host }) => host),
      options.allowedHosts,
    );
    if (url.kind === 'cluster') await lookAtCluster(url, options, guard);
    const client = makeClient(url, options, state, guard);
    const link = new RedisLink(client, url, state);
    try {
      await connect(client, options.timeoutMs, state);
      await checkServer(link, url);
    } catch (error) {
      link.hangUp();
      throw error;
    }
    state.isOpen = true;
    if (client instanceof Redis) client.options.enableReadyCheck = true;
    return link;
  } catch (error) {
    throw targetError(error, url.name, url.password);
  }
}

function makeClient(
  url: RedisUrl,
  options: LinkOptions,
  state: LinkState,
  guard: HostGuard,
): Redis | Cluster {
  if (url.kind === 'cluster') {
    const cluster = new Cluster([...url.endpoints], clusterOptions(url, options, state));
    cluster.on('error', () => {});
    cluster.on('+node', (node) => watchNode(node, state, guard));
    return cluster;
  }
  const redis = new Redis(redisOptions(url, options, state));
  watchNode(redis, state, guard);
  return redis;
}

/** Remembers what goes wrong, and hangs up on a machine that may not be talked to. */
function watchNode(node: Redis, state: LinkState, guard: HostGuard): void {
  node.on('error', (error) => {
    state.lastError = error;
  });
  node.on('connect', () => {
    const address = (node as unknown as { stream: { remoteAddress?: string } }).stream.remoteAddress;
    if (address === undefined || guard.permits(address)) return;
    state.lastError = notAllowed(address, address);
    state.isClosing = true;
    node.disconnect();
  });
}

/** Delay before the next attempt [ms], or undefined when it is time to give up. */
function retryAfter(attempt: number, state: LinkState, reconnectForMs: number): number | undefined {
  if (!state.isOpen || state.isClosing) return undefined;
  const nowMs = Date.now();
  if (attempt === 1) state.brokenSinceMs = nowMs;
  if (nowMs - (state.brokenSinceMs ?? nowMs) >= reconnectForMs) return undefined;
  return Math.min(FIRST_RETRY_MS * attempt, LONGEST_RETRY_MS);
}

function sharedOptions(url: RedisUrl, { timeoutMs, ca }: LinkOptions): PlainOptions {
  return {
    ...(url.username === undefined ? {} : { username: url.username }),
    ...(url.password === undefined ? {} : { password: url.password }),
    ...(url.tls ? { tls: ca === undefined ? {} : { ca } } : {}),
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    disableClientInfo: true,
    maxRetriesPerRequest: null,
    noDelay: true,
  };
}

function redisOptions(url: RedisUrl, options: LinkOptions, state: LinkState): PlainOptions {
  const [first] = url.endpoints;
  const retry = (attempt: number) => retryAfter(attempt, state, options.reconnectForMs);
  return {
    ...sharedOptions(url, options),
    ...(url.kind === 'sentinel'
      ? {
          sentinels: [...url.endpoints],
          name: url.master!,
          sentinelRetryStrategy: retry,
          ...(url.tls ? { enableTLSForSentinelMode: true } : {}),
        }
      : { host: first!.host, port: first!.port }),
    db: url.database,
    lazyConnect: true,
    // The first connection is looked at in checkServer; later ones wait until a restarted server has loaded its data.
    enableReadyCheck: false,
    maxLoadingRetryTime: LONGEST_RETRY_MS,
    retryStrategy: retry,
  };
}

/** No auto-pipelining: with it, MOVED and ASK come back to the caller while slots move. */
function clusterOptions(url: RedisUrl, options: LinkOptions, state: LinkState) {
  return {
    lazyConnect: true,
    enableReadyCheck: false,
    enableAutoPipelining: false,
    slotsRefreshTimeout: options.timeoutMs,
    retryDelayOnFailover: 100,
    retryDelayOnClusterDown: 100,
    maxRedirections: Math.max(4, Math.ceil(options.reconnectForMs / 100)),
    clusterRetryStrategy: (attempt: number) => retryAfter(attempt, state, options.reconnectForMs),
    redisOptions: sharedOptions(url, options),
  };
}

/**
 * A Cluster's client keeps to itself why it cannot be reached, and follows wherever its nodes point. So one node is asked
 * first: whether it is fit, whether all slots are served, and where the others are.
 */
async function lookAtCluster(url: RedisUrl, options: LinkOptions, guard: HostGuard): Promise<void> {
  let firstError: unknown;
  for (const endpoint of url.endpoints) {
    const state: LinkState = {
      lastError: undefined,
      isOpen: false,
      isClosing: false,
      brokenSinceMs: undefined,
    };
    const one: RedisUrl = { ...url, kind: 'single', endpoints: [endpoint] };
    const node = new Redis(redisOptions(one, options, state));
    watchNode(node, state, guard);
    try {
      await connect(node, options.timeoutMs, state);
    } catch (error) {
      firstError ??= error;
      node.disconnect();
      continue;
    }
    try {
      await checkCluster(node, url, guard);
      return;
    } finally {
      node.disconnect();
    }
  }
  throw firstError;
}

async function connect(client: Redis | Cluster, timeoutMs: number, state: LinkState): Promise<void> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('connecting timed out')), timeoutMs).unref();
  });
  try {
    await Promise.race([client.connect(), late]);
  } catch (error) {
    throw state.lastError ?? error;
  }
}

async function checkServer(link: RedisLink, url: RedisUrl): Promise<void> {
  for (const info of await link.info()) checkInfo(info, url);
}
