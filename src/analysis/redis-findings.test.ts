import { describe, expect, it } from 'vitest';
import { buildClusterRun, counts, levels } from '../testing/cluster-record-builder.ts';
import { buildInfrastructure, buildRedis } from '../testing/infrastructure-builder.ts';
import { describeRedis } from './redis-findings.ts';

const shard = (commands: number, cpu: number) => ({
  commands: counts(10, (s) => (s === 5 ? 2 * commands : commands)),
  cpu: levels(10, (s) => (s === 5 ? 2 * cpu : cpu)),
});

const requests = counts(10, (s) => (s < 2 ? 100 : 0));
const run = buildClusterRun(10, buildInfrastructure({ redis: buildRedis({ shards: 3 }) }), {
  layers: { gateway: { in: requests, out: requests }, bucket: { in: requests, out: requests } },
  redis: {
    shards: [shard(0, 0.02), shard(300, 0.4), shard(100, 0.1)],
    latencyMs: levels(10, (s) => (s === 0 ? 4 : s === 1 ? 2 : 0)),
    poolUse: levels(10, (s) => s / 20),
    connections: counts(10, (s) => s * 100),
  },
});

describe('Redis', () => {
  it('has a busiest shard, by mean CPU, with its share of all commands', () => {
    expect(describeRedis(run)).toMatchObject({
      busiest: '1',
      cpuMax: 0.8,
      busiestShare: 0.75,
      idleShards: 1,
      commands: 4_400,
      commandsPeakPerSec: 800,
      poolUseMax: 0.45,
      connectionsPeak: 900,
      maxClients: 65_000,
    });
    expect(describeRedis(run)?.cpuMean).toBeCloseTo(0.44, 12);
  });

  it('takes its mean latency over requests, not over seconds', () => {
    expect(describeRedis(run)?.latency).toEqual({ meanMs: 3, maxMs: 4 });
  });

  it('has no mean latency and no shares where nobody asked', () => {
    const found = describeRedis(buildClusterRun(5, buildInfrastructure({ redis: buildRedis() })));
    expect(found).toMatchObject({ busiest: '0', busiestShare: 0, idleShards: 5, latency: { maxMs: 0 } });
    expect(found?.latency).not.toHaveProperty('meanMs');
  });

  it('is absent where the scenario has none', () => {
    expect(describeRedis(buildClusterRun(5))).toBeUndefined();
  });
});
