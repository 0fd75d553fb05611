import { describe, expect, it } from 'vitest';
import type { TierFindings } from '../../analysis/infrastructure-findings.ts';
import { clusterReport, richReport } from '../../testing/report-builder.ts';
import { composeTiers, holdsLine } from './tiers.ts';

const { requestsFailed } = clusterReport().findings;
if (requestsFailed === undefined) throw new Error('the rich cluster has requests');
const failed = (share: number) => ({ ...requestsFailed, share, sent: 1_000_000 });
const saturated = (fromSec: number, sec: number, failedMeanwhile: number): TierFindings => ({
  utilizationMax: 2,
  saturatedMs: sec * 1_000,
  fromMs: fromSec * 1_000,
  untilMs: (fromSec + sec) * 1_000,
  failedMeanwhile,
});

describe('whether it holds, in a sentence', () => {
  it('says so when nothing saturated', () => {
    expect(holdsLine({ holds: { holds: true }, tiers: {}, requestsFailed: failed(0) })).toBe(
      'It holds: no tier saturates, 0 % of 1,000,000 requests failed.',
    );
  });

  it('says how many failed when no tier is to blame', () => {
    expect(holdsLine({ holds: { holds: false }, tiers: {}, requestsFailed: failed(0.03) })).toBe(
      'Does not hold: 3 % of 1,000,000 requests failed.',
    );
  });

  it('names the tier, the span, and what failed meanwhile', () => {
    const tiers = { gateway: saturated(4, 176, 931_399) };
    const holds = { holds: false, first: 'gateway', longest: 'gateway' } as const;
    expect(holdsLine({ holds, tiers, requestsFailed: failed(0.047) })).toBe(
      'Does not hold: the gateway saturates from T+00:04 to T+03:00 (2m 56s in all); 931,399 requests fail ' +
        'meanwhile, 5 % of 1,000,000 requests failed in all.',
    );
  });

  it('names the tier that was saturated for longest where another one came first', () => {
    const tiers = { redis: saturated(4, 12, 10), gateway: saturated(5, 60, 20) };
    const holds = { holds: false, first: 'redis', longest: 'gateway' } as const;
    expect(holdsLine({ holds, tiers, requestsFailed: failed(0) })).toMatch(
      /the busiest Redis shard saturates from T\+00:04 to T\+00:16 .* Longest: the gateway saturates, 1m\.$/,
    );
  });

  it('says that a short saturation did no harm', () => {
    const tiers = { backend: saturated(4, 6, 0) };
    const holds = { holds: true, first: 'backend', longest: 'backend' } as const;
    expect(holdsLine({ holds, tiers, requestsFailed: failed(0) })).toMatch(
      /^It holds, though the backend saturates/,
    );
  });

  it('is nothing where there are no machines', () => {
    expect(holdsLine(richReport().findings)).toBeUndefined();
    expect(composeTiers(richReport())).toEqual([]);
  });
});
