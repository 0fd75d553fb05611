import { describe, expect, it } from 'vitest';
import type { LimiterRules } from '../../engine/rules.ts';
import { buildPlan, buildRules } from '../../testing/record-builder.ts';
import { describeLimit } from './limits.ts';

describe('a request limiter as the limit', () => {
  it.each([
    ['gateway', 'request limiter 20/s'],
    ['visitor', 'limiter 20/s per visitor'],
  ] as const)('says whose rate it is: %s', (per, text) => {
    const limiter: LimiterRules = { ratePerSec: 20, burst: 5, per, refill: 'exact' };
    const plan = buildPlan({ admission: buildRules({ limiter }) });
    expect(describeLimit({ kind: 'limiter', firstAtMs: 0, share: 1 }, plan)).toBe(text);
  });
});
