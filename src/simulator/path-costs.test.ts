import { describe, expect, it } from 'vitest';
import {
  buildCluster,
  buildGateway,
  buildInfrastructure,
  buildRedis,
} from '../testing/infrastructure-builder.ts';
import { connectionsPerPod, pathCosts, priceLookups, roundTripsMs } from './path-costs.ts';

const KINDS = 4;
const POLL = 1;
const LEAVE = 3;

describe('what a request costs', () => {
  it('at the gateway: as many servers as the limit has cores begun, sharing it', () => {
    const workload = buildGateway({ limits: { cpuMillicores: 1200, memoryMiB: 1024 } });
    const { gateway } = pathCosts(buildInfrastructure({ cluster: buildCluster({ workloads: [workload] }) }));
    expect(gateway.servers).toBe(2);
    expect(gateway.servers * gateway.speed).toBeCloseTo(1.2);
    expect([...gateway.cpuMs]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it('nothing where there is neither a gateway nor Redis', () => {
    const { gateway, redis } = pathCosts({ faults: [], published: [], windows: [] });
    expect([...gateway.cpuMs]).toEqual([0, 0, 0, 0]);
    expect(redis).toBeUndefined();
  });

  it('at Redis: ZRANK by the doublings of its event’s line, and only for who looks up a position', () => {
    const plan = buildRedis({ events: 2, commands: { join: 6, poll: 3, enter: 5, leave: 3 } });
    const redis = pathCosts(buildInfrastructure({ redis: plan })).redis!;
    priceLookups(redis, 2 * 1023);
    expect(redis.workMs[POLL]).toBeCloseTo(
      (4 * plan.cpuMicrosPerCommand + 10 * plan.cpuMicrosPerLineDoubling) / 1000,
    );
    expect(redis.workMs[LEAVE]).toBeCloseTo((3 * plan.cpuMicrosPerCommand) / 1000);
    expect([...redis.commands]).toEqual([6, 4, 6, 3]);
  });

  it('at Redis: KEYS by the keys of the shard, all of them where the one event is', () => {
    const plan = buildRedis({ positionLookup: 'keys-scan', otherKeys: 4_000, keysPerTicket: 3 });
    const redis = pathCosts(buildInfrastructure({ redis: plan })).redis!;
    priceLookups(redis, 10_000);
    const hot = redis.share.indexOf(1);
    const scanMs = (34_000 * plan.cpuNanosPerKeyScanned) / 1e6;
    expect(redis.workMs[hot * KINDS + POLL]).toBeCloseTo((4 * plan.cpuMicrosPerCommand) / 1000 + scanMs);
  });

  it('spreads over all shards alike without a hash tag, and fails where several keys are touched', () => {
    const redis = pathCosts(buildInfrastructure({ redis: buildRedis({ hashTagged: false }) })).redis!;
    expect([...redis.share]).toEqual([0.2, 0.2, 0.2, 0.2, 0.2]);
    expect(redis.crossSlot).toEqual([true, false, true, false]);
    const single = pathCosts(buildInfrastructure({ redis: buildRedis({ hashTagged: false, shards: 1 }) }))
      .redis!;
    expect(single.crossSlot).toEqual([false, false, false, false]);
  });

  it('holds no more connections than the server takes', () => {
    const pool = { connectionsPerPod: 100, timeoutMs: 4000, maxClients: 1000 };
    const redis = pathCosts(buildInfrastructure({ redis: buildRedis({ pool }) })).redis!;
    expect([0, 3, 10, 16, 5000].map((pods) => connectionsPerPod(redis, pods))).toEqual([
      100, 100, 100, 62, 1,
    ]);
  });

  it('adds a shard’s latency to every round trip', () => {
    const roundTrips = { join: 7, poll: 1, enter: 1, leave: 1 };
    const redis = pathCosts(buildInfrastructure({ redis: buildRedis({ roundTrips, roundTripMs: 0.5 }) }))
      .redis!;
    const capacity = { readyPods: 1, lineLength: 0, shards: [{ addedMs: 2, down: false }] };
    expect(roundTripsMs(redis, 0, capacity, 0)).toBe(7 * 2.5);
    expect(roundTripsMs(redis, POLL, capacity, 0)).toBe(2.5);
  });
});
