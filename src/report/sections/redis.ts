import type { RedisFindings } from '../../analysis/infrastructure-findings.ts';
import { formatCount } from '../../units/count.ts';
import { formatRate } from '../../units/rate.ts';
import type { Block } from '../document.ts';
import { ABSENT, figure, fineShare } from '../figures.ts';
import type { Report } from '../report.ts';

/** Returns the load of each Redis shard; shards without any command share a row. */
export function composeRedis({ findings }: Report): readonly Block[] {
  const { redis } = findings;
  if (redis === undefined) return [];
  const busy = Object.entries(redis.shards).filter(([, { commands }]) => commands > 0);
  const idle = Object.entries(redis.shards).filter(([, { commands }]) => commands === 0);
  return [
    { kind: 'heading', text: 'Redis', aside: aside(redis) },
    {
      kind: 'table',
      columns: [
        { header: 'shard', align: 'left' },
        { header: 'of all commands', shortHeader: 'share', align: 'right' },
        { header: 'peak commands', align: 'right' },
        { header: 'CPU mean', align: 'right' },
        { header: 'CPU max', align: 'right' },
      ],
      rows: [
        ...busy.map(([shard, found]) => [
          shard,
          fineShare(found.share),
          formatRate(found.commandsPeakPerSec),
          fineShare(found.cpuMean),
          fineShare(found.cpuMax),
        ]),
        ...(idle.length === 0
          ? []
          : [[idle.map(([shard]) => shard).join(', '), fineShare(0), formatRate(0), ABSENT, ABSENT]]),
      ],
    },
  ];
}

function aside(redis: RedisFindings): string {
  const { latency } = redis;
  const slow =
    latency.meanMs === undefined
      ? ''
      : `a request spends ${figure('ms', latency.meanMs)} there, ${figure('ms', latency.maxMs)} in the slowest second; `;
  return `${slow}pools used to ${fineShare(redis.poolUseMax)}, ${formatCount(redis.connectionsPeak)} connections of ${formatCount(redis.maxClients)}`;
}
