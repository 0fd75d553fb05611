import type { ShardSeries } from '../result/cluster-record.ts';
import { highest, mean, total, weightedMean } from './column-figures.ts';
import type { RedisFindings, ShardFindings } from './infrastructure-findings.ts';
import type { ClusterRun } from './request-load.ts';

/** Returns how the load lay on the shards, and what Redis did to requests; absent where the scenario has no Redis. */
export function describeRedis({ cluster, plan }: ClusterRun): RedisFindings | undefined {
  const { redis } = cluster;
  const maxClients = plan.infrastructure?.redis?.pool.maxClients;
  if (redis === undefined || maxClients === undefined) return undefined;
  const busiest = busiestShard(redis.shards);
  const all = sumOfShards(redis.shards);
  const commands = total(all);
  const shards = redis.shards.map((shard) => describeShard(shard, commands));
  const requests = cluster.layers.gateway?.in;
  const meanMs = requests === undefined ? undefined : weightedMean(redis.latencyMs, requests);
  return {
    shards: Object.fromEntries(shards.map((shard, index) => [String(index), shard])),
    busiest: String(busiest),
    cpuMean: shards[busiest]?.cpuMean ?? 0,
    cpuMax: shards[busiest]?.cpuMax ?? 0,
    idleShards: shards.filter((shard) => shard.commands === 0).length,
    commands,
    commandsPeakPerSec: highest(all),
    busiestShare: shards[busiest]?.share ?? 0,
    latency: { ...(meanMs === undefined ? {} : { meanMs }), maxMs: highest(redis.latencyMs) },
    poolUseMax: highest(redis.poolUse),
    connectionsPeak: highest(redis.connections),
    maxClients,
  };
}

/** Returns the number of the shard with the highest mean CPU over the rows from..to-1, the first of equals. */
export function busiestShard(shards: readonly ShardSeries[], from?: number, to?: number): number {
  const means = shards.map(({ cpu }) => mean(cpu, from, to) ?? 0);
  return Math.max(0, means.indexOf(means.reduce((a, b) => Math.max(a, b), 0)));
}

function describeShard({ commands, cpu }: ShardSeries, ofAll: number): ShardFindings {
  const own = total(commands);
  return {
    cpuMean: mean(cpu) ?? 0,
    cpuMax: highest(cpu),
    commands: own,
    commandsPeakPerSec: highest(commands),
    share: ofAll === 0 ? 0 : own / ofAll,
  };
}

function sumOfShards(shards: readonly ShardSeries[]): Float64Array {
  const sum = new Float64Array(shards[0]?.commands.length ?? 0);
  for (const { commands } of shards) for (let s = 0; s < sum.length; s += 1) sum[s] = sum[s]! + commands[s]!;
  return sum;
}
