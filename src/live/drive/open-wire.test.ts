import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeGenerator } from '../../analysis/live-findings.ts';
import type { Plan } from '../../scenario/plan.ts';
import { type BuiltWorker, buildWorker } from '../../testing/built-worker.ts';
import { liveOptions } from '../../testing/live-drive.ts';
import { buildClass, buildPlan, buildRules } from '../../testing/record-builder.ts';
import { clockOf, outcomesOf, runPlan, steadyArrivals } from '../../testing/run-plan.ts';
import { drive } from './drive.ts';
import { LiveRun } from './live-run.ts';
import { openWire, type WireOrder } from './open-wire.ts';
import type { Answer, Wire } from './wire.ts';

let built: BuiltWorker;
beforeAll(() => {
  built = buildWorker('src/live/lane-worker.ts');
});
afterAll(() => built.remove());

const plan = buildPlan({
  arrivals: steadyArrivals(20, 5_000),
  clock: clockOf(15_000),
  visitors: [
    buildClass({
      poll: { kind: 'uniform', fromMs: 800, toMs: 1_200 },
      patience: { impatientShare: 0.3, durationMs: { kind: 'fixed', value: 4_000 } },
      politeShare: 0.5,
    }),
  ],
  admission: buildRules({
    bucket: { capacityTokens: 5, refillPerSec: 12, clockResolutionMs: 1 },
    headRanks: 10,
    ghosts: { heartbeatMs: 6_000, inactiveAfterMs: 2_000, sweepMs: 1_000, skip: true },
  }),
});

function order(overrides: Partial<WireOrder> = {}): WireOrder {
  return {
    target: 'embedded',
    run: 'open-wire-test',
    event: 'door',
    speed: 10,
    allowedHosts: [],
    timeoutMs: 2_000,
    env: process.env,
    workers: 1,
    laneFile: built.file,
    onError: (error) => {
      throw error;
    },
    ...overrides,
  };
}

/** The record of a plan against a target, and what the target says of itself in the end. */
async function driven(of: Plan, by: WireOrder) {
  const opened = await openWire(of, by);
  try {
    let nowMs = () => 0;
    const run = new LiveRun(of, opened.wire, () => nowMs(), liveOptions({ speed: by.speed, tickMs: 10 }));
    const clock = await opened.start();
    nowMs = clock.nowMs;
    const record = await drive(run, clock, { isStopped: () => false, look: () => {} });
    return { record, standing: await standingOf(opened.wire, of.clock.horizonMs - 1) };
  } finally {
    await opened.close();
  }
}

function standingOf(wire: Wire, nowMs: number): Promise<Answer> {
  return new Promise((resolve) => {
    wire.answered = (_, answer) => resolve(answer);
    wire.send({ kind: 'tick', ticket: -1, serial: 0, nowMs });
  });
}

describe('a live run against a Redis of its own', () => {
  it.each([
    ['pull, on the loop of the driver', 'pull', 1],
    ['pull, on two threads', 'pull', 2],
    ['push, on the loop of the driver', 'push', 1],
  ] as const)('comes to what the simulator says: %s', async (_, mode, workers) => {
    const of = { ...plan, admission: { ...plan.admission, mode } };
    const { record, standing } = await driven(of, order({ workers }));
    const simulated = runPlan(of);
    const found = describeGenerator(record.live!);
    expect(found).toMatchObject({ failed: 0, lostRequests: 0, lostTickets: 0 });
    expect(found.completed).toBe(found.sent);
    expect(record.visits.outcome.length).toBe(simulated.visits.outcome.length);
    // The books that are kept from its answers are the target's own.
    const { admittedTickets, tokenPaid } = record.totals;
    expect(standing).toMatchObject({ kind: 'standing', admitted: admittedTickets, tokenPaid });
    // The same people; ten times as fast, a busy machine's milliseconds are tens of theirs.
    const admitted = outcomesOf(simulated).admitted;
    expect(Math.abs(outcomesOf(record).admitted - admitted)).toBeLessThan(admitted * 0.3);
    expect(Math.abs(record.totals.swept - simulated.totals.swept)).toBeLessThan(10);
    expect(record.totals.lineIntegralMs).toBe(record.totals.ticketWaitSumMs);
  });

  it('keeps the time of the target where it is real time', async () => {
    const short = { ...plan, clock: clockOf(1_500) };
    const { record } = await driven(short, order({ speed: 1 }));
    expect(record.endMs).toBe(1_500);
    expect(record.totals.admittedTickets).toBeGreaterThan(0);
    expect(describeGenerator(record.live!).failed).toBe(0);
  });

  it('refuses a target that cannot be reached, and leaves no thread behind', async () => {
    const dead = order({ target: 'redis://127.0.0.1:1', workers: 2 });
    await expect(openWire(plan, dead)).rejects.toMatchObject({ code: 'target-refused', exitCode: 6 });
    const fileless = order({ workers: 2, laneFile: new URL('file:///nowhere/lane-worker.js') });
    await expect(openWire(plan, fileless)).rejects.toMatchObject({ code: 'live-worker', exitCode: 6 });
  });
});
