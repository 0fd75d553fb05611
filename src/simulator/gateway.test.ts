import { describe, expect, it } from 'vitest';
import type { AdmissionRules } from '../engine/rules.ts';
import type { Plan } from '../scenario/plan.ts';
import { buildClass, buildPlan, buildRules } from '../testing/record-builder.ts';
import { clockOf, instantArrivals, outcomesOf, runPlan, sumOf } from '../testing/run-plan.ts';
import type { VisitorClass } from '../traffic/visitor-class.ts';

const NO_GHOST_RULES = { heartbeatMs: 300_000, inactiveAfterMs: 15_000, skip: false };

function planOf(
  arrivals: Plan['arrivals'],
  rules: Partial<AdmissionRules>,
  visitor: Partial<VisitorClass> = {},
): Plan {
  return buildPlan({
    arrivals,
    clock: clockOf(120_000),
    visitors: [buildClass(visitor)],
    admission: buildRules(rules),
  });
}

describe('push admission', () => {
  const bucket = { capacityTokens: 1, refillPerSec: 0.25, clockResolutionMs: 1 };

  it('ends the wait at the release, however late the visitor asks', () => {
    const { visits, totals, endMs } = runPlan(planOf(instantArrivals(5), { mode: 'push', bucket }));
    expect([...visits.endMs]).toEqual([0, 4_000, 8_000, 12_000, 16_000]);
    // Each learns of it at its next poll, at a multiple of 5 s.
    expect([...visits.polls]).toEqual([1, 1, 2, 3, 4]);
    expect(totals.enters).toBe(5);
    expect(endMs).toBe(20_001);
  });

  it('goes on telling the released while others wait for a session', () => {
    const sessions = { max: 5, durationMs: { kind: 'fixed', value: 20_000 } } as const;
    const rules = { mode: 'push', scoreResolutionMs: 1_000, sessions } as const;
    const { visits, totals } = runPlan(planOf(instantArrivals(25), rules));
    // Five at a time: 20 s of session from the poll at which they learn; releases come before what ends in their instant.
    expect([...visits.endMs].sort((a, b) => a - b).filter((_, i) => i % 5 === 4)).toEqual([
      0, 25_001, 50_001, 75_001, 100_001,
    ]);
    expect(totals.enters).toBe(25);
  });

  it('wastes the release of a visitor who has gone without a word, or goes before it knows', () => {
    const gone = { impatientShare: 1, durationMs: { kind: 'fixed', value: 3_000 } } as const;
    const record = runPlan(
      planOf(
        instantArrivals(3),
        { mode: 'push', bucket, ghosts: NO_GHOST_RULES },
        { patience: gone, politeShare: 0 },
      ),
    );
    expect(outcomesOf(record)).toMatchObject({ admitted: 0, reneged: 3 });
    expect(record.totals.wastedReleases).toBe(1);
    expect(sumOf(record.visits.overtook)).toBe(0);
    expect(record.emptyMs).toBe(3_000);
  });
});

describe('several tabs', () => {
  const bucket = { capacityTokens: 1, refillPerSec: 1, clockResolutionMs: 1 };
  const tabs = { tabs: 3, poll: { kind: 'uniform', fromMs: 900, toMs: 1_100 } } as const;

  it.each(['pull', 'push'] as const)(
    'of one ticket: one enters, the others stay behind as ghosts (%s)',
    (mode) => {
      const record = runPlan(
        planOf(instantArrivals(8), { mode, bucket, ghosts: NO_GHOST_RULES }, { ...tabs, oneTicket: true }),
      );
      expect(outcomesOf(record).admitted).toBe(8);
      expect(record.totals.tickets).toBe(24);
      expect(record.totals.admittedTickets).toBe(8);
    },
  );

  it.each(['pull', 'push'] as const)(
    'of several tickets: all enter, and the visitor counts once (%s)',
    (mode) => {
      const record = runPlan(
        planOf(instantArrivals(8), { mode, bucket, ghosts: NO_GHOST_RULES }, { ...tabs, oneTicket: false }),
      );
      expect(outcomesOf(record).admitted).toBe(8);
      expect(record.totals.admittedTickets).toBe(24);
      expect(record.visits.endMs).toHaveLength(8);
    },
  );

  it('leave the outcome of a visitor who is inside alone when a released tab of it is given up', () => {
    const patience = { impatientShare: 1, durationMs: { kind: 'fixed', value: 10_000 } } as const;
    const poll = { kind: 'uniform', fromMs: 4_000, toMs: 4_000 } as const;
    const slow = { capacityTokens: 1, refillPerSec: 0.11, clockResolutionMs: 1 };
    // One tab is released at once and knows at 4 s; the other is released at 9.1 s and would know at 12 s.
    const record = runPlan(
      planOf(
        instantArrivals(1),
        { mode: 'push', bucket: slow },
        { tabs: 2, oneTicket: false, poll, patience },
      ),
    );
    expect(outcomesOf(record)).toMatchObject({ admitted: 1, reneged: 0 });
    expect(record.totals).toMatchObject({ admittedTickets: 2, wastedReleases: 1 });
    expect(sumOf(record.series.reneged)).toBe(0);
  });
});

describe('a session cap', () => {
  it('is never exceeded, refuses with its own count, and lets in again as sessions end', () => {
    const sessions = { max: 4, durationMs: { kind: 'fixed', value: 10_000 } } as const;
    const poll = { kind: 'uniform', fromMs: 500, toMs: 700 } as const;
    const { series, totals, visits } = runPlan(
      planOf(
        instantArrivals(20),
        { sessions, bucket: { capacityTokens: 99, refillPerSec: 1, clockResolutionMs: 1 } },
        { poll },
      ),
    );
    expect(Math.max(...series.sessions)).toBe(4);
    expect(totals.admittedTickets).toBe(20);
    expect(totals.refusedBySessions).toBeGreaterThan(0);
    expect(totals.refusedByBucket).toBe(0);
    // In any 10 s at most four enter.
    const ends = [...visits.endMs].sort((a, b) => a - b);
    expect(ends.every((endMs, i) => i < 4 || endMs - ends[i - 4]! >= 10_000)).toBe(true);
  });
});

describe('giving up', () => {
  const patience = { impatientShare: 1, durationMs: { kind: 'fixed', value: 7_000 } } as const;
  const rules = {
    bucket: { capacityTokens: 1, refillPerSec: 0.001, clockResolutionMs: 1 },
    headRanks: 1,
    ghosts: NO_GHOST_RULES,
  };

  it('politely empties the line at once and tells the server', () => {
    const { totals, series, visits, emptyMs } = runPlan(
      planOf(instantArrivals(6), rules, { patience, politeShare: 1 }),
    );
    expect(totals.leaves).toBe(5);
    expect(sumOf(visits.polite)).toBe(5);
    expect(Math.max(...series.ghosts)).toBe(0);
    expect(emptyMs).toBe(7_000);
  });

  it('silently leaves a ghost in the line until something removes it', () => {
    const sweeping = {
      ...rules,
      ghosts: { heartbeatMs: 20_000, inactiveAfterMs: 5_000, sweepMs: 10_000, skip: false },
    };
    // Somebody who comes at 50 s keeps the run going.
    const late = [6, ...Array.from({ length: 49 }, () => 0), 1];
    const { totals, series } = runPlan(
      planOf(instantArrivals(...late), sweeping, { patience, politeShare: 0 }),
    );
    expect(totals.leaves).toBe(0);
    expect(series.ghosts[8]).toBe(5);
    expect(series.line[8]).toBe(5);
    // Heard of last at 5 s, expired at 25 s, removed by the sweep at 30 s.
    expect(series.ghosts[29]).toBe(5);
    expect(series.ghosts[30]).toBe(0);
    expect(totals.swept).toBe(5);
  });
});
