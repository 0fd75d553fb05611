import { startOwnServer } from './embedded-redis.ts';
import { openRedisTarget, type RedisTargetOptions } from './redis-target.ts';
import type { LiveTarget } from './target.ts';

/**
 * Opens a waiting room in a server of its own, which ends with it.
 * @throws TargetError `embedded-missing`, `embedded-start`, and those of `openRedisTarget`
 */
export async function openEmbeddedTarget(
  options: RedisTargetOptions & { readonly path: string | undefined },
): Promise<LiveTarget> {
  const server = await startOwnServer({ path: options.path });
  try {
    const target = await openRedisTarget(`redis://127.0.0.1:${server.port}`, { ...options, environment: {} });
    return withServer(target, server.stop);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function withServer(target: LiveTarget, stop: () => Promise<void>): LiveTarget {
  return {
    name: 'embedded',
    get losses() {
      return target.losses;
    },
    begin: (inMs) => target.begin(inMs),
    join: (ticket, nowMs) => target.join(ticket, nowMs),
    status: (ticket, nowMs) => target.status(ticket, nowMs),
    enter: (ticket, nowMs) => target.enter(ticket, nowMs),
    leave: (ticket, nowMs) => target.leave(ticket, nowMs),
    tick: (nowMs) => target.tick(nowMs),
    close: async () => {
      try {
        await target.close();
      } finally {
        await stop();
      }
    },
  };
}
