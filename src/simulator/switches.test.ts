import { describe, expect, it } from 'vitest';
import type { AdmissionRules } from '../engine/rules.ts';
import type { RunRecord } from '../result/run-record.ts';
import type { Plan } from '../scenario/plan.ts';
import { buildClass, buildPlan, buildRules } from '../testing/record-builder.ts';
import { clockOf, runPlan, steadyArrivals, sumOf } from '../testing/run-plan.ts';

/** A line of two minutes in which a fifth gives up silently and half are anonymous: every defect has something to spoil. */
function worldWith(rules: Partial<AdmissionRules>, plan: Partial<Plan> = {}): Plan {
  return buildPlan({
    arrivals: steadyArrivals(30, 20_000),
    clock: clockOf(120_000),
    visitors: [
      buildClass({
        poll: { kind: 'uniform', fromMs: 800, toMs: 1_200 },
        politeShare: 0,
        anonymousShare: 0.5,
        patience: { impatientShare: 0.2, durationMs: { kind: 'exponential', mean: 20_000 } },
      }),
    ],
    admission: buildRules({
      headRanks: 30,
      bucket: { capacityTokens: 4, refillPerSec: 6, clockResolutionMs: 1 },
      ghosts: { heartbeatMs: 30_000, inactiveAfterMs: 5_000, sweepMs: 10_000, skip: true },
      etaWindows: 'observed-time',
      ...rules,
    }),
    ...plan,
  });
}

const CURED = runPlan(worldWith({}));
const BUCKET = { capacityTokens: 4, refillPerSec: 6, clockResolutionMs: 1 };

function run(rules: Partial<AdmissionRules>): RunRecord {
  return runPlan(worldWith(rules));
}

function meanQuote({ quotes }: RunRecord, id: 'moving-count' | 'sliding'): number {
  const shown = quotes.shownSec[id]!;
  return sumOf(shown) / shown.length;
}

describe('a named switch changes the record as its defect says', () => {
  it('position joined: the shown position of a visitor never falls', () => {
    const positionsOf = ({ quotes }: RunRecord) => {
      const last = new Map<number, number>();
      let falls = 0;
      quotes.visit.forEach((visit, row) => {
        if (quotes.position[row]! < (last.get(visit) ?? 0)) falls++;
        last.set(visit, quotes.position[row]!);
      });
      return falls;
    };
    expect(positionsOf(CURED)).toBeGreaterThan(100);
    const defect = run({ shownPosition: 'joined' });
    expect(positionsOf(defect)).toBe(0);
    expect(defect.visits.endMs).toEqual(CURED.visits.endMs);
  });

  it('ghosts never: nobody is removed, the gate fills with ghosts, fewer get in', () => {
    const defect = run({ ghosts: { heartbeatMs: 30_000, inactiveAfterMs: 5_000, skip: false } });
    expect(CURED.totals.swept).toBeGreaterThan(0);
    expect(defect.totals.swept).toBe(0);
    expect(defect.series.ghosts.at(-1)).toBeGreaterThan(CURED.series.ghosts.at(-1)!);
    expect(defect.totals.admittedTickets).toBeLessThan(CURED.totals.admittedTickets);
  });

  it('clock resolution 1 s: a bucket smaller than a second of refill loses the rest of it', () => {
    const defect = run({ bucket: { ...BUCKET, clockResolutionMs: 1_000 } });
    const busy = (record: RunRecord) => sumOf(record.series.admitted, 20, 60) / 40;
    expect(busy(CURED)).toBeGreaterThan(5.5);
    expect(busy(defect)).toBeLessThanOrEqual(4.2);
  });

  it('clock pod: pods whose clocks differ break the law of the bucket', () => {
    const skewed = run({ bucket: { ...BUCKET, podClocks: { pods: 4, skewMs: 500 } } });
    const most = (record: RunRecord) => Math.max(...record.series.admitted);
    // capacity + refill x (1 s + 1 ms): what any one second may take.
    expect(most(CURED)).toBeLessThanOrEqual(10);
    expect(most(skewed)).toBeGreaterThan(10);
    const inStep = run({ bucket: { ...BUCKET, podClocks: { pods: 4, skewMs: 0 } } });
    expect(inStep.visits.endMs).toEqual(CURED.visits.endMs);
  });

  it('status spends tokens: polls take what enters should have', () => {
    const defect = run({ statusSpendsTokens: true });
    expect(CURED.totals.tokensSpentByStatus).toBe(0);
    expect(defect.totals.tokensSpentByStatus).toBeGreaterThan(100);
    expect(defect.totals.admittedTickets).toBeLessThan(0.8 * CURED.totals.admittedTickets);
  });

  it('admission log by user: the anonymous count as one, so the gateway believes it is slower', () => {
    const defect = run({ admissionLog: 'by-user' });
    expect(defect.series.admitted).toEqual(CURED.series.admitted);
    expect(sumOf(defect.series.sliding!.count1Min)).toBeLessThan(
      0.7 * sumOf(CURED.series.sliding!.count1Min),
    );
    expect(meanQuote(defect, 'moving-count')).toBeGreaterThan(meanQuote(CURED, 'moving-count'));
  });

  it('score resolution 1 s: those who join in one second are served in another order', () => {
    const push = {
      mode: 'push',
      ghosts: { heartbeatMs: 30_000, inactiveAfterMs: 5_000, skip: false },
    } as const;
    const overtakes = (record: RunRecord) => record.visits.overtook.filter((tickets) => tickets > 0).length;
    const early = (record: RunRecord) =>
      [...record.visits.joinMs.keys()].filter((visit) => {
        const next = record.visits.endMs[visit + 1];
        return (
          record.visits.outcome[visit] === 0 &&
          record.visits.outcome[visit + 1] === 0 &&
          next! < record.visits.endMs[visit]!
        );
      }).length;
    expect(early(run(push))).toBe(0);
    expect(early(run({ ...push, scoreResolutionMs: 1_000 }))).toBeGreaterThan(50);
    expect(overtakes(run(push))).toBe(0);
  });

  it('full-length windows: with little history the rate reads too low and the ETA too high', () => {
    const defect = run({ etaWindows: 'full-length' });
    expect(defect.series.sliding!.rate15Min[40]!).toBeLessThan(0.2 * CURED.series.sliding!.rate15Min[40]!);
    expect(meanQuote(defect, 'sliding')).toBeGreaterThan(1.5 * meanQuote(CURED, 'sliding'));
    expect(defect.visits.endMs).toEqual(CURED.visits.endMs);
  });

  it('hour weight: the ETA is divided by the weight of the local hour', () => {
    const hourWeights = Array.from({ length: 24 }, (_, hour) => (hour === 20 ? 2 : 1));
    const weighted = worldWith({ hourWeight: true });
    const defect = runPlan({ ...weighted, eta: { ...weighted.eta, hourWeights } });
    expect(defect.series.sliding!.hourWeight[10]).toBe(2);
    expect(meanQuote(defect, 'sliding')).toBeLessThan(0.6 * meanQuote(CURED, 'sliding'));
  });

  it('floor refill: a limiter called more often than once a token never refills', () => {
    const limited = (refill: 'exact' | 'floor-refill') =>
      run({ limiter: { ratePerSec: 40, burst: 100, per: 'gateway', refill } });
    const passed = ({ totals, series }: RunRecord) =>
      totals.joins + sumOf(series.polls) + totals.enters - totals.limited;
    const exact = limited('exact');
    const floor = limited('floor-refill');
    expect(exact.totals.admittedTickets).toBeGreaterThan(0);
    expect(floor.totals.limited).toBeGreaterThan(0);
    expect(passed(floor)).toBeLessThan(0.5 * passed(exact));
  });
});
