import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeGenerator } from '../../analysis/live-findings.ts';
import type { AdmissionRules } from '../../engine/rules.ts';
import type { RunRecord } from '../../result/run-record.ts';
import type { Plan } from '../../scenario/plan.ts';
import { BOUNDS, driveAtOnce, liveOptions, VirtualRun, wireTo } from '../../testing/live-drive.ts';
import { DelayedWire } from '../../testing/live-target.ts';
import { anyPlan } from '../../testing/plan-arbitrary.ts';
import { buildClass, buildPlan, buildRules } from '../../testing/record-builder.ts';
import {
  clockOf,
  digestOf,
  instantArrivals,
  outcomesOf,
  runPlan,
  steadyArrivals,
  sumOf,
} from '../../testing/run-plan.ts';
import type { VisitorClass } from '../../traffic/visitor-class.ts';

/**
 * Within one instant a server's timers act after the requests that it hears, and the simulator's in the order in which they
 * were scheduled; so these are plans of a fixed seed in which no visitor is at the gate at the instant of another's timer.
 * Who comes first within a step of a coarse score, and which pod a request reaches, is drawn by whoever answers.
 */
const PLANS = fc.sample(anyPlan, { seed: 7, numRuns: 90 }).map(answerable);

function answerable(plan: Plan, index: number): Plan {
  const { ghosts, bucket, ...rules } = withMoreRules(plan.admission, index);
  const { podClocks: _, ...oneClock } = bucket ?? buildRules().bucket!;
  const heartbeatMs = Math.max(ghosts.heartbeatMs, ghosts.inactiveAfterMs);
  const admission = { ...rules, scoreResolutionMs: 0, ghosts: { ...ghosts, heartbeatMs } };
  const visitors = plan.visitors.map((one, i) => withMoreHabits(one, index + i));
  if (bucket === undefined) return { ...plan, visitors, admission: { ...admission, schedule: [] } };
  return { ...plan, visitors, admission: { ...admission, bucket: oneClock } };
}

/**
 * In push a server does not know a ghost for one when it releases it, so that its session lasts for a heartbeat, and one who
 * joins late in an instant may be released within it: sessions and limiters are for pull.
 */
function withMoreRules(rules: AdmissionRules, index: number): AdmissionRules {
  const noise =
    index % 3 === 0 && rules.bucket !== undefined ? { sd: 0.3, correlationMs: 30_000 } : undefined;
  const noisy = noise === undefined ? rules : { ...rules, noise };
  if (rules.mode === 'push') {
    const { sessions: _, limiter: __, ...unlimited } = noisy;
    return unlimited;
  }
  const durationMs = { kind: 'exponential', mean: 5_000 } as const;
  const limited = { ratePerSec: 20, burst: 5 + index, per: 'gateway', refill: 'exact' } as const;
  return {
    ...noisy,
    ...(index % 4 === 0
      ? { limiter: { ...limited, refill: index % 8 === 0 ? 'exact' : 'floor-refill' } }
      : {}),
    ...(index % 5 === 0 ? { sessions: { max: 1 + (index % 3), durationMs } } : {}),
  };
}

function withMoreHabits(one: VisitorClass, index: number): VisitorClass {
  return {
    ...one,
    ...(index % 4 === 1 ? { hidden: { share: 0.5, everyMs: 9_000 + index } } : {}),
    ...(index % 3 === 1 ? { balk: { aboveMs: 5_000, share: 0.5 } } : {}),
  };
}

/** The record of a live run without what only a live run has. */
function withoutLive({ live: _, ...record }: RunRecord): RunRecord {
  return record;
}

/** Visitors who poll every 200 ms from the first instant on, and of whom ten a second are let in. */
const steadyPolls = buildPlan({
  arrivals: instantArrivals(200),
  clock: clockOf(8_000),
  visitors: [buildClass({ poll: { kind: 'uniform', fromMs: 150, toMs: 250 } })],
  admission: buildRules({
    bucket: { capacityTokens: 1, refillPerSec: 10, clockResolutionMs: 1 },
    headRanks: 5,
  }),
});

describe('a live run against a target that answers at once', () => {
  it('leaves the very record of the simulated run: visits, series, quotes and totals', () => {
    for (const plan of PLANS) {
      expect(digestOf(withoutLive(driveAtOnce(plan)))).toBe(digestOf(runPlan(plan)));
    }
  });

  it('does so in pull and push, with patience, ghosts, tabs, retries, limiters, sessions, noise and schedules', () => {
    const has = (test: (plan: Plan) => boolean) => PLANS.filter(test).length;
    expect(has(({ admission }) => admission.mode === 'pull')).toBeGreaterThan(20);
    expect(has(({ admission }) => admission.mode === 'push')).toBeGreaterThan(20);
    expect(has(({ admission }) => admission.limiter !== undefined)).toBeGreaterThan(5);
    expect(has(({ admission }) => admission.sessions !== undefined)).toBeGreaterThan(5);
    expect(has(({ admission }) => admission.noise !== undefined)).toBeGreaterThan(10);
    expect(has(({ admission }) => admission.schedule.length > 0)).toBeGreaterThan(20);
    expect(has(({ visitors }) => visitors.some(({ tabs }) => tabs > 1))).toBeGreaterThan(20);
    const records = PLANS.map((plan) => runPlan(plan));
    const total = (of: (record: RunRecord) => number) => records.reduce((sum, record) => sum + of(record), 0);
    expect(total(({ totals }) => totals.swept)).toBeGreaterThan(100);
    expect(total(({ totals }) => totals.refusedByBucket)).toBeGreaterThan(100);
    expect(total((record) => outcomesOf(record).reneged)).toBeGreaterThan(100);
    expect(total((record) => outcomesOf(record).failed)).toBeGreaterThan(20);
    expect(total((record) => outcomesOf(record).balked)).toBeGreaterThan(20);
    expect(total(({ totals }) => totals.limited)).toBeGreaterThan(100);
    expect(total(({ totals }) => totals.refusedBySessions)).toBeGreaterThan(100);
    expect(total(({ quotes }) => quotes.visit.length)).toBeGreaterThan(1_000);
  });

  it('sends every request at the instant at which it is meant, and loses none', () => {
    const { live } = driveAtOnce(steadyPolls);
    const found = describeGenerator(live!);
    expect(found).toMatchObject({ failed: 0, invalid: [], lateShare: 0, ended: 'whole' });
    expect(found.sent).toBe(found.asked);
    expect(found.completed).toBe(found.sent);
    expect(found.slip.maxMs).toBe(0);
  });
});

describe('a target that stalls', () => {
  it('shows its stall in the latency of all that were meant to be sent meanwhile, not of one request', () => {
    const wire = new DelayedWire(wireTo(steadyPolls), ({ nowMs }) => ({
      delayMs: nowMs >= 3_000 && nowMs < 4_000 ? 4_000 - nowMs : 1,
    }));
    const { live } = new VirtualRun(steadyPolls, wire).finish();
    const { latencySeries } = live!;
    expect(latencySeries.p99Ms[2]).toBeLessThan(3);
    // Each of some 170 who wait asks once in the stall, most of them early in it, and is answered at its end.
    expect(latencySeries.p99Ms[4]).toBeGreaterThan(950);
    expect(latencySeries.p50Ms[5]).toBeLessThan(3);
    expect(live!.slip.maxMs).toBe(0);
  });

  it('counts a full set of requests under way as slip: nobody waits in silence', () => {
    const wire = new DelayedWire(wireTo(steadyPolls), ({ nowMs }) => ({
      delayMs: nowMs >= 3_000 && nowMs < 4_000 ? 4_000 - nowMs : 1,
    }));
    const record = new VirtualRun(steadyPolls, wire, liveOptions({ mostInFlight: 20 })).finish();
    const found = describeGenerator(record.live!);
    expect(found.peakInFlight).toBe(20);
    expect(found.heldBack).toBeGreaterThan(100);
    expect(record.live!.slipSeries.maxMs[4]).toBeGreaterThan(500);
    expect(found.invalid.map(({ kind }) => kind)).toContain('late');
  });

  it('does not keep a request beyond its timeout, and does not take the late answer for another', () => {
    const wire = new DelayedWire(wireTo(steadyPolls), ({ nowMs }) => ({
      delayMs: nowMs >= 1_000 && nowMs < 1_010 ? 9_000 : 1,
    }));
    const options = liveOptions({ timeoutMs: 500, bounds: { ...BOUNDS, errorBudget: 1 } });
    const record = new VirtualRun(steadyPolls, wire, options).finish();
    const { failures } = describeGenerator(record.live!);
    const stuck = wire.room.requests.filter(({ nowMs }) => nowMs >= 1_000 && nowMs < 1_010).length;
    expect(stuck).toBeGreaterThan(0);
    expect(failures).toEqual({ 'live-timeout': stuck });
  });
});

describe('a target that fails', () => {
  const flaky = buildPlan({
    arrivals: steadyArrivals(20, 20_000),
    clock: clockOf(60_000),
    visitors: [
      buildClass({ poll: { kind: 'uniform', fromMs: 500, toMs: 900 }, retry: { everyMs: 300, times: 3 } }),
    ],
    admission: buildRules({ bucket: { capacityTokens: 5, refillPerSec: 12, clockResolutionMs: 1 } }),
  });
  const tolerant = liveOptions({ bounds: { ...BOUNDS, errorBudget: 1 } });

  it('is asked again, as the scenario says; what was let in once counts once', () => {
    // Every fifth answer is lost after the room has acted, every seventh request before it.
    let sent = 0;
    const wire = new DelayedWire(wireTo(flaky), ({ kind }) => {
      if (kind === 'tick') return { delayMs: 1 };
      sent++;
      return { delayMs: 3, ...(sent % 5 === 0 ? { lost: 'target-lost' } : {}), unheard: sent % 7 === 0 };
    });
    const record = new VirtualRun(flaky, wire, tolerant).finish();
    const outcomes = outcomesOf(record);
    expect(record.live!.failures['target-lost']).toBeGreaterThan(100);
    expect(outcomes.admitted + outcomes.failed).toBe(record.visits.outcome.length);
    expect(outcomes.failed).toBeLessThan(record.visits.outcome.length / 20);
    const standing = wire.room.answer({ kind: 'tick', ticket: -1, serial: 0, nowMs: 60_000 });
    expect(standing.kind === 'standing' && standing.admitted).toBe(outcomes.admitted);
    expect(record.totals.admittedTickets).toBe(outcomes.admitted);
    expect(record.totals.lineIntegralMs).toBe(record.totals.ticketWaitSumMs);
  });

  it('ends the run when more than the error budget of the last five seconds has failed', () => {
    const wire = new DelayedWire(wireTo(flaky), ({ nowMs }) => ({ delayMs: 1, unheard: nowMs >= 10_000 }));
    const record = new VirtualRun(flaky, wire).finish();
    expect(record.live!.ended).toBe('error-budget');
    expect(record.interrupted?.atMs).toBe(record.endMs);
    expect(record.endMs).toBeGreaterThanOrEqual(10_000);
    expect(record.endMs).toBeLessThan(11_000);
    expect(record.totals.admittedTickets).toBeGreaterThan(90);
  });

  it('has failed also where all its requests were too few for a budget', () => {
    const lonely = buildPlan({ arrivals: instantArrivals(2), clock: clockOf(30_000) });
    const wire = new DelayedWire(wireTo(lonely), () => ({ delayMs: 1, unheard: true }));
    const record = new VirtualRun(lonely, wire).finish();
    expect(record.live!.ended).toBe('error-budget');
    expect(outcomesOf(record)).toMatchObject({ failed: 2 });
  });

  it('learns from the answers in push too, with ticks of 20 ms and answers that take 7 ms', () => {
    const push = { ...flaky, admission: { ...flaky.admission, mode: 'push' as const } };
    const wire = new DelayedWire(wireTo(push), () => ({ delayMs: 7 }));
    const record = new VirtualRun(push, wire, liveOptions({ tickMs: 20 })).finish();
    const simulated = runPlan(push);
    expect(outcomesOf(record)).toEqual(outcomesOf(simulated));
    record.visits.endMs.forEach((endMs, visitor) => {
      // Released as soon as there is a token, which hangs on the instants at which those before it joined.
      expect(Math.abs(endMs - simulated.visits.endMs[visitor]!)).toBeLessThan(100);
    });
  });
});

describe('a generator that does not keep up', () => {
  it('marks the run, and says what it held', () => {
    const virtual = new VirtualRun(steadyPolls).moveTo(3_000).freeze(500);
    const record = virtual.finish();
    const found = describeGenerator(record.live!);
    expect(found.invalid[0]).toMatchObject({ kind: 'slip', bound: 20 });
    expect(found.invalid[0]!.measured).toBeGreaterThan(400);
    expect(record.live!.slip.maxMs).toBeGreaterThan(490);
    expect(found.heldPerSec).toBeGreaterThan(700);
    expect(found.heldPerSec).toBeLessThan(1_300);
  });

  it('never passes its ceiling, and stops where it would have to', () => {
    const options = liveOptions({ bounds: { ...BOUNDS, maxPerSec: 900 } });
    const wire = wireTo(steadyPolls);
    const record = new VirtualRun(steadyPolls, wire, options).finish();
    const bySecond = (second: number) =>
      wire.requests.filter(({ nowMs }) => Math.floor(nowMs / 1_000) === second).length;
    expect(record.live!.ended).toBe('ceiling');
    expect(describeGenerator(record.live!).invalid).toMatchObject([{ kind: 'ceiling', bound: 900 }]);
    for (let second = 0; second < 8; second++) expect(bySecond(second)).toBeLessThanOrEqual(900);
  });

  it('counts in the second of asking what is asked, and in that of sending what is sent', () => {
    const record = new VirtualRun(steadyPolls).moveTo(2_500).freeze(1_000).finish();
    const { asked, sent } = record.live!.kinds.status;
    expect(sumOf(asked)).toBe(sumOf(sent));
    expect(sumOf(asked, 0, 2)).toBe(sumOf(sent, 0, 2));
  });
});
