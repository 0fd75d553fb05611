import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildRecord } from '../testing/record-builder.ts';
import { describeAdmission, findPeaks, littleLaw } from './flow.ts';

describe('peaks', () => {
  it('count joins and requests apart and say when', () => {
    const peak = findPeaks(
      buildRecord({
        seconds: [
          { joins: 30, polls: 10, line: 30 },
          { joins: 20, polls: 40, enters: 3, leaves: 2, line: 45 },
          { joins: 30, polls: 20, line: 44 },
        ],
      }),
    );
    expect(peak).toEqual({
      joinsPerSec: 30,
      joinsAtMs: 0,
      requestsPerSec: 65,
      requestsAtMs: 1_000,
      lineLength: 45,
      lineAtMs: 1_000,
    });
  });
});

describe('admission', () => {
  it('is admitted tickets over the time from the first to the last of them', () => {
    const visits = [2, 4, 6, 12].map((sec) => ({ joinMs: 0, endMs: sec * 1_000 }));
    expect(describeAdmission(buildRecord({ visits, endMs: 900_000 })).perSecMean).toBeCloseTo(0.4, 12);
  });

  it('that happens in one instant is taken over one second', () => {
    const visits = [5, 5, 5].map((sec) => ({ joinMs: 0, endMs: sec * 1_000 }));
    expect(describeAdmission(buildRecord({ visits })).perSecMean).toBe(3);
  });

  it('shares refused enters over all enters and limited requests over all requests', () => {
    const { refused403Share, limitedShare } = describeAdmission(
      buildRecord({
        seconds: [
          {
            enters: 10,
            joins: 20,
            polls: 10,
            refusedByBucket: 3,
            refusedBySessions: 1,
            refusedByGate: 1,
            limited: 8,
          },
        ],
      }),
    );
    expect(refused403Share).toBe(0.5);
    expect(limitedShare).toBe(0.2);
  });

  it('of an empty run is nothing, not a division by zero', () => {
    expect(describeAdmission(buildRecord())).toMatchObject({
      perSecMean: 0,
      refused403Share: 0,
      limitedShare: 0,
    });
  });
});

describe("Little's law", () => {
  it('holds where the integral of the line is the sum of the waits', () => {
    const visit = fc
      .tuple(fc.nat(1_000_000), fc.nat(1_000_000))
      .map(([joinMs, waitMs]) => ({ joinMs, endMs: joinMs + waitMs }));
    fc.assert(
      fc.property(fc.array(visit, { maxLength: 20 }), (visits) => {
        expect(littleLaw(buildRecord({ visits })).relativeError).toBeLessThan(1e-12);
      }),
      { numRuns: 30 },
    );
  });

  it('shows a counter that does not agree', () => {
    const visits = [{ joinMs: 0, endMs: 100_000 }];
    const broken = buildRecord({ visits, totals: { lineIntegralMs: 80_000 } });
    expect(littleLaw(broken)).toEqual({
      lineMean: 0.8,
      lambdaTimesWait: 1,
      relativeError: expect.closeTo(0.2, 12) as number,
    });
  });
});
