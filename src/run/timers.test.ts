import { describe, expect, it } from 'vitest';
import type { AdmissionRules } from '../engine/rules.ts';
import type { RunRecord } from '../result/run-record.ts';
import { buildClass, buildPlan, buildRules } from '../testing/record-builder.ts';
import { clockOf, instantArrivals, outcomesOf, runPlan } from '../testing/run-plan.ts';
import type { VisitorClass } from '../traffic/visitor-class.ts';

/** One visitor or a few behind a bucket that gives nothing for a long time after its first token. */
function runOf(
  visitors: number,
  ghosts: AdmissionRules['ghosts'],
  visitor: Partial<VisitorClass>,
  rules: Partial<AdmissionRules> = {},
): RunRecord {
  return runPlan(
    buildPlan({
      arrivals: instantArrivals(visitors),
      clock: clockOf(200_000),
      visitors: [buildClass(visitor)],
      admission: buildRules({
        bucket: { capacityTokens: 1, refillPerSec: 0.001, clockResolutionMs: 1 },
        ghosts,
        ...rules,
      }),
    }),
  );
}

const RARELY = { kind: 'uniform', fromMs: 60_000, toMs: 60_000 } as const;

describe('the timers of a silent ticket', () => {
  it('remove a living visitor who polls more rarely than the heartbeat; it fails when it comes back', () => {
    const ghosts = { heartbeatMs: 30_000, inactiveAfterMs: 10_000, sweepMs: 7_000, skip: true };
    const { series, totals, visits, ...record } = runOf(3, ghosts, { poll: RARELY });
    expect(series.active[9]).toBe(3);
    expect(series.active[10]).toBe(0);
    expect(series.line[34]).toBe(3);
    // The first sweep after 30 s is that at 35 s.
    expect(series.line[35]).toBe(0);
    expect(totals.swept).toBe(3);
    expect(outcomesOf({ ...record, series, totals, visits })).toMatchObject({ failed: 3, admitted: 0 });
    expect([...visits.endMs]).toEqual([60_000, 60_000, 60_000]);
    expect(record.endMs).toBe(60_001);
  });

  it('take it out of the active and back in when it is heard of in time', () => {
    const ghosts = { heartbeatMs: 90_000, inactiveAfterMs: 10_000, sweepMs: 7_000, skip: true };
    const { series, totals } = runOf(
      3,
      ghosts,
      { poll: RARELY, retry: { everyMs: 1_000, times: 0 } },
      { headRanks: 1 },
    );
    expect([9, 10, 59, 60, 69, 70].map((second) => series.active[second])).toEqual([3, 0, 0, 2, 2, 0]);
    expect(totals.swept).toBe(0);
    expect(totals.admittedTickets).toBe(1);
  });

  it('never remove anybody without a sweep', () => {
    const ghosts = { heartbeatMs: 20_000, inactiveAfterMs: 10_000, skip: true };
    const { totals, series, visits } = runOf(4, ghosts, { poll: RARELY });
    expect(totals.swept).toBe(0);
    expect(series.line.at(-1)).toBe(3);
    expect(visits.outcome.filter((outcome) => outcome !== 0)).toHaveLength(3);
  });

  it('let a run end when the tabs of an admitted visitor have expired, without another poll from them', () => {
    const ghosts = { heartbeatMs: 20_000, inactiveAfterMs: 10_000, sweepMs: 5_000, skip: false };
    const poll = { kind: 'uniform', fromMs: 1_000, toMs: 100_000 } as const;
    const record = runOf(
      30,
      ghosts,
      { tabs: 3, oneTicket: true, poll },
      { bucket: { capacityTokens: 30, refillPerSec: 1, clockResolutionMs: 1 } },
    );
    expect(outcomesOf(record).censored).toBe(0);
    expect(record.endMs).toBeLessThan(record.plan.clock.horizonMs);
    expect(record.totals.lineIntegralMs).toBe(record.totals.ticketWaitSumMs);
  });
});
