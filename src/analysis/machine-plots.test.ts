import { describe, expect, it } from 'vitest';
import { buildClusterRun, buildFailures, buildWorkload, counts } from '../testing/cluster-record-builder.ts';
import { buildInfrastructure, buildRedis } from '../testing/infrastructure-builder.ts';
import { buildRecord } from '../testing/record-builder.ts';
import { machinePlots } from './machine-plots.ts';

describe('the plots of machines', () => {
  it('show the fewest ready pods and the most of everything else in each column', () => {
    const sent = counts(6, (s) => s * 10);
    const run = buildClusterRun(6, buildInfrastructure(), {
      layers: { gateway: { in: sent, out: sent }, bucket: { in: sent, out: sent } },
      failures: buildFailures(6, { noPod: counts(6, (s) => (s === 4 ? 7 : 0)) }),
      workloads: [
        buildWorkload('gateway', 6, {
          desired: Int32Array.of(3, 6, 6, 6, 6, 6),
          ready: Int32Array.of(3, 3, 1, 6, 6, 6),
          starting: Int32Array.of(0, 2, 1, 0, 0, 0),
          pending: Int32Array.of(0, 1, 1, 0, 0, 0),
        }),
      ],
    });
    expect(machinePlots(run, 2)).toEqual({
      columnMs: 3_000,
      pods: { desired: [6, 6], ready: [1, 6], pending: [3, 0] },
      sentPerSec: [20, 50],
      failedPerSec: [0, 7],
    });
  });

  it('have no pods without a cluster, and are none without machines or time', () => {
    const redis = { redis: buildRedis(), faults: [], published: [], windows: [] };
    expect(machinePlots(buildClusterRun(6, redis), 3)).not.toHaveProperty('pods');
    expect(machinePlots(buildRecord({ endMs: 6_000 }), 3)).toBeUndefined();
    expect(machinePlots(buildClusterRun(0), 3)).toBeUndefined();
  });
});
