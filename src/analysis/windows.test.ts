import { describe, expect, it } from 'vitest';
import {
  buildClusterRun,
  buildFailures,
  buildWorkload,
  counts,
  levels,
} from '../testing/cluster-record-builder.ts';
import { buildInfrastructure, buildRedis } from '../testing/infrastructure-builder.ts';
import { describeFaults } from './fault-findings.ts';
import { describeWindows } from './windows.ts';

const SECONDS = 100;
const sent = counts(SECONDS, (s) => (s < 50 ? 100 : 300));

function windowsOf(...spans: readonly (readonly [name: string, fromSec: number, toSec: number])[]) {
  const windows = spans.map(([name, from, to]) => ({ name, fromMs: from * 1_000, toMs: to * 1_000 }));
  return describeWindows(
    buildClusterRun(SECONDS, buildInfrastructure({ redis: buildRedis({ shards: 2 }), windows }), {
      layers: { gateway: { in: sent, out: sent }, bucket: { in: sent, out: sent } },
      failures: buildFailures(SECONDS, { timedOut: counts(SECONDS, (s) => (s === 60 ? 30 : 0)) }),
      latency: {
        p50Ms: levels(SECONDS, (s) => (s < 50 ? 4 : 8)),
        p95Ms: levels(SECONDS, (s) => (s < 50 ? 10 : 30)),
        p99Ms: levels(SECONDS, (s) => (s < 50 ? 20 : 60)),
        overall: { count: 20_000, meanMs: 6, p50Ms: 4, p95Ms: 30, p99Ms: 60, maxMs: 90 },
      },
      workloads: [
        buildWorkload('gateway', SECONDS, {
          ready: counts(SECONDS, (s) => (s < 50 ? 3 : 5)),
          cpuOfRequest: levels(SECONDS, () => 0.15),
        }),
      ],
      redis: {
        shards: [
          { commands: counts(SECONDS), cpu: levels(SECONDS, (s) => (s < 50 ? 0.6 : 0.1)) },
          { commands: counts(SECONDS), cpu: levels(SECONDS, (s) => (s < 50 ? 0.1 : 0.7)) },
        ],
        latencyMs: levels(SECONDS),
        poolUse: levels(SECONDS),
        connections: counts(SECONDS),
      },
    }),
  );
}

describe('a window', () => {
  it('has the means of its seconds and the shard that is the busiest within it', () => {
    const { low, high } = windowsOf(['low', 0, 50], ['high', 50, 100]);
    expect(low).toMatchObject({ requestsPerSec: 100, failedShare: 0, gatewayPods: 3, latencyP95Ms: 10 });
    expect(low?.redisCpu).toBeCloseTo(0.6, 12);
    expect(high).toMatchObject({ requestsPerSec: 300, failedShare: 30 / 15_000, gatewayPods: 5 });
    expect(high?.redisCpu).toBeCloseTo(0.7, 12);
    expect(high?.gatewayCpu).toBeCloseTo(0.15, 12);
  });

  it('weighs the quantiles of seconds by their requests', () => {
    // 50 s of 100 requests at 10 ms and 50 s of 300 at 30 ms.
    expect(windowsOf(['all', 0, 100]).all?.latencyP95Ms).toBeCloseTo((10 + 3 * 30) / 4, 12);
  });

  it('is cut off at the end of the run, and absent behind it', () => {
    const found = windowsOf(['last', 90, 200], ['never', 100, 200]);
    expect(found.last).toMatchObject({ fromMs: 90_000, toMs: 100_000, requestsPerSec: 300 });
    expect(found).not.toHaveProperty('never');
  });
});

describe('a fault', () => {
  const run = buildClusterRun(300, buildInfrastructure(), {
    layers: {
      gateway: { in: counts(300, () => 10), out: counts(300) },
      bucket: { in: counts(300), out: counts(300) },
    },
    failures: buildFailures(300, { redis: counts(300, (s) => (s >= 100 && s < 130 ? 6 : s < 100 ? 1 : 0)) }),
    faults: [
      { kind: 'redis-latency', atMs: 100_000, untilMs: 120_000, text: 'slow' },
      { kind: 'pods-lost', atMs: 290_000, untilMs: 290_000, text: 'lost' },
    ],
  });

  it('stands beside the failures of the minute before it, and until a minute after its end', () => {
    const [slow, lost] = describeFaults(run);
    expect(slow).toMatchObject({ failedShareBefore: 0.1, failedAfter: 180, failedShareAfter: 180 / 800 });
    expect(lost).toMatchObject({ failedShareBefore: 0, failedAfter: 0 });
  });
});
