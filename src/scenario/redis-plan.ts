import type { RedisPlan } from './infrastructure-plan.ts';
import type { RedisSection } from './vocabulary/redis.ts';

/** Returns Redis in the units of a plan. */
export function redisPlan(section: RedisSection): RedisPlan {
  const { pool, cpuPerCommand, capacityPerShard, nodeType } = section;
  // Exactly one of the two is there: the first has a default that gives way to the second.
  const cpuMicrosPerCommand = cpuPerCommand ?? 1e6 / (capacityPerShard ?? Number.POSITIVE_INFINITY);
  return {
    shards: section.shards,
    replicas: section.replicas,
    hashTagged: section.hashTag !== 'none',
    events: section.events,
    positionLookup: section.positionLookup,
    commands: section.commands,
    cpuMicrosPerCommand,
    cpuMicrosPerLineDoubling: section.cpuPerLineDoubling,
    cpuNanosPerKeyScanned: section.cpuPerKeyScanned * 1000,
    otherKeys: section.otherKeys,
    keysPerTicket: section.keysPerTicket,
    idleCpu: section.idleCpu,
    roundTripMs: section.roundTrip / 1000,
    roundTrips: section.roundTrips,
    pool: { connectionsPerPod: pool.connections, timeoutMs: pool.timeout, maxClients: pool.maxClients },
    timeoutMs: section.timeout,
    ...(nodeType === undefined ? {} : { nodeType }),
  };
}
