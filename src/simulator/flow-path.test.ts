import { describe, expect, it } from 'vitest';
import { FAILURES } from '../result/cluster-record.ts';
import type { InfrastructurePlan, RedisPlan } from '../scenario/infrastructure-plan.ts';
import {
  buildCluster,
  buildGateway,
  buildInfrastructure,
  buildRedis,
} from '../testing/infrastructure-builder.ts';
import { FlowPath } from './flow-path.ts';
import type { ShardCapacity } from './service-path.ts';

const JOIN = 0;
const POLL = 1;
const ALL = 65_536;
const UP = { addedMs: 0, down: false };

/** One core a pod, 1 ms of CPU for any request, at most 1 s of waiting. */
function chain(redis?: Partial<RedisPlan>): InfrastructurePlan {
  const workload = buildGateway({
    limits: { cpuMillicores: 1000, memoryMiB: 1024 },
    role: {
      kind: 'gateway',
      cpuMicrosPerRequest: { join: 1000, poll: 1000, enter: 1000, leave: 1000 },
      queueLimitPerPod: 100_000,
      timeoutMs: 1000,
      idleCpuMillicores: 0,
    },
  });
  return buildInfrastructure({
    cluster: buildCluster({ workloads: [workload] }),
    ...(redis !== undefined && { redis: buildRedis(redis) }),
  });
}

/** A path, and how to let ticks with so many requests of a kind pass; those who are due to fail are told. */
function open(plan: InfrastructurePlan, pods = 10, shard: ShardCapacity = UP) {
  const path = new FlowPath(plan);
  const shards = Array.from({ length: plan.redis?.shards ?? 0 }, () => shard);
  let nowMs = 0;
  const tick = (readyPods = pods, state = shard) =>
    path.tick(nowMs, { readyPods, lineLength: 1000, shards: shards.map(() => state) });
  tick();
  const pass = (perTick: number, ticks = 1, kind = POLL) => {
    for (let i = 0; i < ticks; i++) {
      path.came[kind]! += perTick;
      const failing = Math.round((perTick * path.failBelow[kind]!) / ALL);
      for (let f = 0; f < failing; f++)
        path.failure(kind, Math.floor(((f + 0.5) / failing) * path.failBelow[kind]!));
      nowMs += 100;
      tick();
    }
  };
  return { path, pass, tick };
}

const nameOf = (failure: number) => FAILURES[failure];

describe('FlowPath', () => {
  it('lets everybody fail at once while there is no pod, and nobody once there is one', () => {
    const { path, tick } = open(chain(), 0);
    expect([...path.failBelow]).toEqual([ALL, ALL, ALL, ALL]);
    expect(path.failure(POLL, 5)).toEqual({ failure: FAILURES.indexOf('noPod'), delayMs: 0 });
    tick(2);
    expect([...path.failBelow]).toEqual([0, 0, 0, 0]);
    expect(new Set(path.pollDelayMs)).toEqual(new Set([1]));
  });

  it('answers in the time of work and round trip when it is idle', () => {
    const roundTrips = { join: 7, poll: 1, enter: 1, leave: 1 };
    const { path } = open(
      chain({ roundTripMs: 5, roundTrips, cpuMicrosPerCommand: 0, cpuMicrosPerLineDoubling: 0 }),
    );
    expect(new Set(path.pollDelayMs)).toEqual(new Set([6]));
    expect(new Set(path.delayMs.slice(JOIN, 256))).toEqual(new Set([36]));
  });

  it('does what it can under overload, although nearly all answers are too late for their senders', () => {
    const { path, pass } = open(chain());
    pass(2000, 60);
    path.takeUse();
    path.latency.takeSecond();
    pass(2000, 10);
    expect(path.failBelow[POLL]! / ALL).toBeGreaterThan(0.9);
    expect(nameOf(path.failure(POLL, 0).failure)).toBe('timedOut');
    expect(path.failure(POLL, 0).delayMs).toBe(1000);
    const use = path.takeUse();
    expect(use.came).toBe(20_000);
    expect(use.cpuMs).toBeCloseTo(10 * 1000, -2);
    expect(use.offeredCpuMs).toBe(20_000);
    expect(use.came - use.answered).toBeCloseTo(use.failures.timedOut, 6);
    expect(path.latency.takeSecond().p95Ms).toBeGreaterThan(970);
  });

  it('gives no answer after the timeout, however long Redis takes, and does its work all the same', () => {
    const { path, pass, tick } = open(chain({ events: 1 }));
    pass(300, 20);
    expect(path.failBelow[POLL]).toBe(0);
    tick(10, { addedMs: 990, down: false });
    expect(path.failBelow[POLL]).toBe(0);
    expect(Math.max(...path.pollDelayMs)).toBeLessThanOrEqual(1000);
    tick(10, { addedMs: 1001, down: false });
    expect(path.failBelow[POLL]).toBe(ALL);
    expect(path.failure(POLL, 7)).toEqual({ failure: FAILURES.indexOf('timedOut'), delayMs: 1000 });
    path.takeUse();
    path.came[POLL]! += 300;
    tick(10, { addedMs: 1001, down: false });
    const { cpuMs, commands } = path.takeUse();
    expect(cpuMs).toBeGreaterThan(250);
    expect(Math.max(...commands)).toBeGreaterThan(0);
  });

  it('has the same odds, use and latency whether or not idle ticks are worked out', () => {
    const outcomes = [false, true].map((isWorkedOut) => {
      const changes = (i: number) => isWorkedOut && i > 100 && i < 1999 && i % 2 === 0;
      const { path, pass } = open(chain({ events: 1 }));
      const shards = Array.from({ length: 5 }, () => UP);
      pass(900, 30);
      for (let i = 0; i < 2001; i++) {
        path.tick(0, { readyPods: 10, lineLength: changes(i) ? 1001 : 1000, shards });
      }
      pass(1050, 17);
      return JSON.stringify([
        path.takeUse(),
        path.latency.takeSecond(),
        [...path.delayMs],
        [...path.failBelow],
      ]);
    });
    expect(outcomes[0]).toBe(outcomes[1]);
  });

  it('sends all requests of one event to one shard, and spreads those of many', () => {
    const one = open(chain({ events: 1 }));
    one.pass(500, 10);
    const { commands, busyMs } = one.path.takeUse();
    expect(commands.filter((count) => count > 0)).toHaveLength(1);
    expect(busyMs.filter((ms) => ms > 0)).toHaveLength(1);
    const many = open(chain({ events: 200 }));
    many.pass(500, 10);
    expect(many.path.takeUse().commands.every((count) => count > 0)).toBe(true);
  });

  it('costs as the keys that KEYS looks at, and saturates the shard with them', () => {
    const scan = {
      positionLookup: 'keys-scan',
      otherKeys: 0,
      keysPerTicket: 3,
      cpuNanosPerKeyScanned: 40,
    } as const;
    const { path, pass } = open(chain({ ...scan, cpuMicrosPerCommand: 0, idleCpu: 0 }));
    pass(100, 20);
    path.takeUse();
    pass(100, 10);
    // 3,000 keys at 40 ns are 120 us for each of 1,000 polls a second.
    expect(Math.max(...path.takeUse().busyMs)).toBeCloseTo(120, 0);
  });

  it('fails joins with CROSSSLOT after the gateway’s work without a hash tag', () => {
    const { path } = open(chain({ hashTagged: false }));
    expect(path.failBelow[JOIN]).toBe(ALL);
    expect(path.failBelow[POLL]).toBe(0);
    const { failure, delayMs } = path.failure(JOIN, 9);
    expect([nameOf(failure), delayMs]).toEqual(['crossSlot', 1]);
  });

  it('fails at a shard that is down, after its timeout, and not when it is back in time', () => {
    const { path, pass, tick } = open(chain({ events: 1, timeoutMs: 700 }));
    pass(100, 5);
    tick(10, { addedMs: 0, down: true });
    expect(path.failBelow[POLL]).toBe(ALL);
    const { failure, delayMs } = path.failure(POLL, 100);
    expect(nameOf(failure)).toBe('redis');
    expect(delayMs).toBeGreaterThanOrEqual(701);
    tick(10, { addedMs: 0, down: true, upInMs: 300 });
    expect(path.failBelow[POLL]).toBe(0);
    expect(path.pollDelayMs.reduce((sum, ms) => sum + ms, 0) / 256).toBeGreaterThan(250);
    tick(10, UP);
    expect(path.failBelow[POLL]).toBe(0);
  });

  it('adds the latency of Redis to every answer', () => {
    const { path, pass, tick } = open(chain({}));
    pass(100, 5);
    const before = path.pollDelayMs[0]!;
    tick(10, { addedMs: 40, down: false });
    expect(path.pollDelayMs[0]! - before).toBe(40);
  });

  it('answers probes that would be answered, and fails those of a stalled Redis', () => {
    const { path, pass, tick } = open(chain({}));
    expect(path.answersProbe(100, true, 0.5)).toBe(true);
    tick(10, { addedMs: 200, down: false });
    expect(path.answersProbe(100, true, 0.5)).toBe(false);
    expect(path.answersProbe(100, false, 0.5)).toBe(true);
    tick(10, { addedMs: 0, down: true });
    expect(path.answersProbe(10_000, true, 0.5)).toBe(false);
    tick(10, UP);
    pass(3000, 30);
    expect(path.answersProbe(100, false, 0.5)).toBe(false);
  });

  it('counts every request once, whatever becomes of it', () => {
    const { path, pass } = open(chain({ events: 1, cpuMicrosPerCommand: 60 }), 20);
    let came = 0;
    let ended = 0;
    for (const load of [100, 900, 2500, 4000, 300, 0, 50]) {
      pass(load, 10);
      const use = path.takeUse();
      came += use.came;
      ended += use.answered + Object.values(use.failures).reduce((sum, count) => sum + count, 0);
      path.latency.takeSecond();
    }
    expect(ended).toBe(came);
    expect(path.latency.overall().count).toBe(came);
  });

  it('never books more of a shard than its thread has', () => {
    const { path, pass } = open(chain({ events: 1, cpuMicrosPerCommand: 60, idleCpu: 0.1 }), 30);
    for (let second = 0; second < 20; second++) {
      pass(1500, 10);
      for (const busyMs of path.takeUse().busyMs) expect(busyMs).toBeLessThanOrEqual(900 + 1e-6);
    }
  });
});
