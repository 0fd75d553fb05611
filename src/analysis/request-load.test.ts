import { describe, expect, it } from 'vitest';
import { buildClusterRun, buildFailures, counts } from '../testing/cluster-record-builder.ts';
import { buildInfrastructure } from '../testing/infrastructure-builder.ts';
import { describeFailures, describeLatency, describeLayers, requestsSent } from './request-load.ts';

const edge = { cdnAbsorbs: 0.5, botsBlocked: 0.9, geoBlocked: 0 };
const run = buildClusterRun(4, buildInfrastructure({ edge }), {
  layers: {
    cdn: { in: counts(4, () => 100), out: counts(4, () => 50) },
    waf: { in: counts(4, () => 50), out: counts(4, (s) => (s === 2 ? 30 : 45)) },
    gateway: { in: counts(4, () => 45), out: counts(4, () => 40) },
    bucket: { in: counts(4), out: counts(4) },
  },
  failures: buildFailures(4, {
    blocked: counts(4, () => 10),
    noPod: counts(4, (s) => s),
    redis: counts(4, (s) => (s === 1 ? 2 : 0)),
  }),
  stopped: { bots: 5, geo: 1 },
});

describe('failed requests', () => {
  it('are shares of what the first layer received', () => {
    expect(requestsSent(run)).toEqual(Int32Array.of(100, 100, 100, 100));
    expect(describeFailures(run)).toMatchObject({ sent: 400, noPodShare: 6 / 400, redisShare: 2 / 400 });
  });

  it('are all but those that the WAF blocks on purpose', () => {
    const found = describeFailures(run);
    expect(found).toMatchObject({ count: 8, share: 0.02, blocked: 40, blockedShare: 0.1 });
    // Six visitors were stopped at their first request, one request each.
    expect(found.blockedByRate).toBe(34);
  });

  it('have a worst second, the first of equals', () => {
    expect(describeFailures(run)).toMatchObject({ peakAtMs: 1_000, peakPerSec: 3 });
  });

  it('are none, and no NaN, where nobody sent a request', () => {
    const found = describeFailures(buildClusterRun(3));
    expect(found).toMatchObject({ sent: 0, share: 0, count: 0, peakPerSec: 0 });
    expect(found).not.toHaveProperty('peakAtMs');
    expect(describeLatency(buildClusterRun(3))).toBeUndefined();
  });
});

describe('layers', () => {
  it('are those of the scenario with totals and highest seconds', () => {
    const found = describeLayers(run);
    expect(Object.keys(found)).toEqual(['cdn', 'waf', 'gateway', 'bucket']);
    expect(found.waf).toEqual({ in: 200, out: 165, inPeakPerSec: 50, outPeakPerSec: 45 });
  });
});
