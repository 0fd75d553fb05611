import { describe, expect, it } from 'vitest';
import { buildClass, buildRules } from '../testing/record-builder.ts';
import { allowedRates, bucketPerSec, meanResidualMs } from './gate-rate.ts';

const every = (fromMs: number, toMs = fromMs) => buildClass({ poll: { kind: 'uniform', fromMs, toMs } });

describe('the rate that a gate allows', () => {
  it.each([
    // ranks, poll from, to, admissions/s = W x 2E[J] / E[J^2]
    [100, 2_000, 2_000, 100],
    [100, 5_000, 5_000, 40],
    [100, 10_000, 10_000, 20],
    [1_000, 4_000, 6_000, (1_000 * 2 * 5) / (76 / 3)],
  ])('%d ranks polling every %d..%d ms pass %d/s', (headRanks, fromMs, toMs, perSec) => {
    const allowed = allowedRates(buildRules({ headRanks }), [every(fromMs, toMs)]);
    expect(allowed.gatePerSec).toBeCloseTo(perSec, 9);
  });

  it('is that of a mean residual poll time averaged over classes by share', () => {
    const classes = [buildClass({ name: 'a', share: 0.75 }), { ...every(1_000), name: 'b', share: 0.25 }];
    expect(meanResidualMs(classes)).toBeCloseTo(0.75 * 2_500 + 0.25 * 500, 9);
  });

  it('takes adaptive polling at its floor', () => {
    const adaptive = buildClass({
      poll: { kind: 'adaptive', floorMs: 2_000, ceilingMs: 60_000, divisor: 10, jitter: 0 },
    });
    expect(meanResidualMs([adaptive])).toBeCloseTo(1_000, 9);
  });

  it('lets hidden tabs poll at most once in their time', () => {
    const hidden = buildClass({ hidden: { share: 0.5, everyMs: 60_000 } });
    expect(meanResidualMs([hidden])).toBeCloseTo(0.5 * 2_500 + 0.5 * 30_000, 9);
  });

  it('of max(J, m) agrees with a numerical integral where m cuts the interval', () => {
    const cut = { ...every(4_000, 6_000), hidden: { share: 1, everyMs: 5_000 } };
    const intervals = Array.from({ length: 20_000 }, (_, i) => Math.max(5_000, 4_000 + (i + 0.5) / 10));
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const residualMs = mean(intervals.map((ms) => ms * ms)) / (2 * mean(intervals));
    expect(meanResidualMs([cut])).toBeCloseTo(residualMs, 3);
  });

  it('is not claimed in push mode or without a gate', () => {
    expect(
      allowedRates(buildRules({ mode: 'push', headRanks: 100 }), [every(2_000)]).gatePerSec,
    ).toBeUndefined();
    expect(allowedRates(buildRules(), [every(2_000)]).gatePerSec).toBeUndefined();
  });
});

describe('the rate that a bucket allows', () => {
  it.each([
    // capacity, refill, clock step, tokens/s
    [500, 50, 1, 50],
    [500, 1_000, 1_000, 500],
    [1, 50, 1_000, 1],
  ])(
    'capacity %d, refill %d/s, clock %d ms: %d/s',
    (capacityTokens, refillPerSec, clockResolutionMs, perSec) => {
      expect(bucketPerSec({ capacityTokens, refillPerSec, clockResolutionMs }, refillPerSec)).toBe(perSec);
    },
  );

  it('does not bound the ranks that bypass it: 10 ranks polling every T add 20/T per second', () => {
    const allowed = allowedRates(buildRules({ headRanks: 100, bypassRanks: 10 }), [every(4_000)]);
    expect(allowed.bypassPerSec).toBeCloseTo(20 / 4, 9);
  });
});
