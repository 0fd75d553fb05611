import { describe, expect, it } from 'vitest';
import { jumpingClock, liveOptions, wireTo } from '../../testing/live-drive.ts';
import { DelayedWire } from '../../testing/live-target.ts';
import { buildClass, buildPlan } from '../../testing/record-builder.ts';
import { clockOf, digestOf, runPlan, steadyArrivals } from '../../testing/run-plan.ts';
import { DRAIN_MS, drive } from './drive.ts';
import { LiveRun } from './live-run.ts';
import { realClock } from './run-clock.ts';

const plan = buildPlan({
  arrivals: steadyArrivals(10, 10_000),
  clock: clockOf(30_000),
  visitors: [buildClass({ poll: { kind: 'uniform', fromMs: 400, toMs: 600 } })],
});
const quiet = { isStopped: () => false, look: () => {} };

describe('drive', () => {
  it('takes a run to its end by whatever clock it is given, with the same record', async () => {
    const clock = jumpingClock();
    const run = new LiveRun(plan, wireTo(plan), clock.nowMs, liveOptions());
    const { live: _, ...record } = await drive(run, clock, quiet);
    expect(digestOf(record)).toBe(digestOf(runPlan(plan)));
  });

  it('stops when it is told to, sends no more, and waits for the answers that are under way', async () => {
    const wire = new DelayedWire(wireTo(plan), () => ({ delayMs: 40 }));
    const clock = jumpingClock(wire);
    const run = new LiveRun(plan, wire, clock.nowMs, liveOptions());
    const record = await drive(run, clock, { isStopped: () => clock.nowMs() >= 7_000, look: () => {} });
    expect(record.live?.ended).toBe('stopped');
    expect(record.endMs).toBeGreaterThanOrEqual(7_000);
    expect(record.endMs).toBeLessThan(7_100);
    expect(run.underWay).toBe(0);
    expect(wire.room.requests.every(({ nowMs }) => nowMs <= record.endMs)).toBe(true);
    expect(record.series.joins.length).toBe(8);
  });

  it('does not wait for a target that has fallen silent for longer than it may', async () => {
    const wire = new DelayedWire(wireTo(plan), ({ nowMs }) => ({
      delayMs: nowMs < 5_000 ? 1 : Number.POSITIVE_INFINITY,
    }));
    const clock = jumpingClock(wire);
    const options = liveOptions({ timeoutMs: 60_000 });
    const run = new LiveRun(plan, wire, clock.nowMs, options);
    const record = await drive(run, clock, quiet);
    expect(run.underWay).toBeGreaterThan(0);
    expect(record.endMs).toBe(30_000);
    expect(clock.nowMs()).toBeLessThan(30_000 + DRAIN_MS + 10);
  });

  it('keeps real time, ten times as fast', async () => {
    const short = { ...plan, clock: clockOf(8_000) };
    const startedMs = performance.now();
    const clock = realClock(startedMs, 10);
    const run = new LiveRun(short, wireTo(short), clock.nowMs, liveOptions({ speed: 10 }));
    const record = await drive(run, clock, quiet);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(800);
    expect(record.endMs).toBe(8_000);
    expect(record.visits.outcome.length).toBe(runPlan(short).visits.outcome.length);
    expect(record.live?.slip.maxMs).toBeGreaterThan(0);
  });
});
