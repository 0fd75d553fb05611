import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAILURES } from '../result/cluster-record.ts';
import type { InfrastructurePlan, RedisPlan } from '../scenario/infrastructure-plan.ts';
import {
  buildCluster,
  buildGateway,
  buildInfrastructure,
  buildRedis,
} from '../testing/infrastructure-builder.ts';
import { RequestPath } from './request-path.ts';
import type { ShardCapacity } from './service-path.ts';

const JOIN = 0;
const POLL = 1;
const RUN = { seed: 1, replication: 0 };
const UP = { addedMs: 0, down: false };

/** One core: 10 ms of CPU for any request. Redis: one shard, 2 ms a command (a poll has 1 and its lookup), round trip 1 ms. */
function chain(
  gateway: { queueLimitPerPod?: number; timeoutMs?: number } = {},
  redis?: Partial<RedisPlan>,
): InfrastructurePlan {
  const workload = buildGateway({
    limits: { cpuMillicores: 1000, memoryMiB: 1024 },
    role: {
      kind: 'gateway',
      cpuMicrosPerRequest: { join: 10_000, poll: 10_000, enter: 10_000, leave: 10_000 },
      queueLimitPerPod: 1000,
      timeoutMs: 60_000,
      idleCpuMillicores: 0,
      ...gateway,
    },
  });
  const defaults: Partial<RedisPlan> = {
    shards: 1,
    commands: { join: 1, poll: 1, enter: 1, leave: 1 },
    cpuMicrosPerCommand: 2_000,
    cpuMicrosPerLineDoubling: 0,
    idleCpu: 0,
    roundTripMs: 1,
    timeoutMs: 10_000,
    pool: { connectionsPerPod: 10, timeoutMs: 10_000, maxClients: 1000 },
  };
  return buildInfrastructure({
    cluster: buildCluster({ workloads: [workload] }),
    ...(redis !== undefined && { redis: buildRedis({ ...defaults, ...redis }) }),
  });
}

/** A path with its capacity, and a log of `ticket outcome` with the time since it was sent [ms], up to the sub-millisecond spread. */
function open(plan: InfrastructurePlan, readyPods = 1, shard: ShardCapacity = UP) {
  const log: { readonly ticket: number; readonly outcome: string; readonly atMs: number }[] = [];
  const path = new RequestPath(plan, RUN, {
    answered: (ticket, _, atMs) => log.push({ ticket, outcome: 'answered', atMs }),
    failed: (ticket, _, failure, atMs) => log.push({ ticket, outcome: FAILURES[failure]!, atMs }),
  });
  const shards = Array.from({ length: plan.redis?.shards ?? 0 }, () => shard);
  const set = (nowMs: number, pods: number, state = shard) =>
    path.tick(nowMs, { readyPods: pods, lineLength: 0, shards: shards.map(() => state) });
  set(0, readyPods);
  const sendAll = (tickets: number, nowMs: number, kind = POLL) => {
    for (let ticket = 0; ticket < tickets; ticket++) path.send(ticket, kind, ticket, nowMs);
  };
  const outcomes = () => log.map(({ outcome }) => outcome).sort();
  return { path, log, set, sendAll, outcomes };
}

describe('a request through true queues', () => {
  it('takes its CPU, its commands and its round trip', () => {
    const { path, log, sendAll } = open(chain({}, {}));
    sendAll(1, 5);
    path.advance(100);
    expect(log).toHaveLength(1);
    path.latency.takeSecond();
    const { meanMs } = path.latency.overall();
    expect(meanMs).toBeCloseTo(10 + 2 * 2 + 1, 6);
    expect(log[0]!.atMs - 5 - meanMs).toBeGreaterThan(0);
    expect(log[0]!.atMs - 5 - meanMs).toBeLessThan(1);
  });

  it('takes only its CPU where there is no Redis', () => {
    const { path, sendAll } = open(chain());
    sendAll(1, 0);
    path.advance(50);
    path.latency.takeSecond();
    expect(path.latency.overall().meanMs).toBeCloseTo(10, 6);
  });

  it('waits for those before it, in the order in which they came', () => {
    const { path, log, sendAll } = open(chain());
    sendAll(5, 0);
    path.advance(100);
    const gaps = log.slice(1).map(({ atMs }, i) => atMs - log[i]!.atMs);
    for (const gap of gaps) expect(gap).toBeCloseTo(10, 6);
  });

  it('is turned away when the queue is full, and gives up when it has waited too long', () => {
    const full = open(chain({ queueLimitPerPod: 2 }));
    full.sendAll(5, 0);
    full.path.advance(1000);
    expect(full.outcomes()).toEqual(['answered', 'answered', 'answered', 'queueFull', 'queueFull']);
    const slow = open(chain({ timeoutMs: 15 }));
    slow.sendAll(5, 0);
    slow.path.advance(1000);
    expect(slow.outcomes()).toEqual(['answered', 'timedOut', 'timedOut', 'timedOut', 'timedOut']);
  });

  it.each([
    { at: 'its pod', redis: undefined, timeoutMs: 15, cpuMs: 20, answered: 1 },
    { at: 'Redis', redis: { roundTripMs: 100 }, timeoutMs: 50, cpuMs: 30, answered: 0 },
    {
      at: 'the pool',
      redis: { roundTripMs: 10, pool: { connectionsPerPod: 1, timeoutMs: 500, maxClients: 9 } },
      timeoutMs: 35,
      cpuMs: 30,
      answered: 1,
    },
  ])('is too late for its sender after its timeout at $at too, and is done all the same', (plan) => {
    const { path, log, set, sendAll } = open(chain({ timeoutMs: plan.timeoutMs }, plan.redis));
    sendAll(3, 0);
    path.advance(1000);
    expect(log.map(({ ticket }) => ticket).sort()).toEqual([0, 1, 2]);
    const late = log.filter(({ outcome }) => outcome === 'timedOut');
    expect(late).toHaveLength(3 - plan.answered);
    for (const { atMs } of late) {
      expect(atMs).toBeGreaterThan(plan.timeoutMs);
      expect(atMs).toBeLessThanOrEqual(plan.timeoutMs + 1);
    }
    path.latency.takeSecond();
    expect(path.latency.overall()).toMatchObject({ count: 3 });
    expect(path.latency.overall().maxMs).toBeCloseTo(plan.timeoutMs, 6);
    const use = path.takeUse();
    expect(use).toMatchObject({ came: 3, answered: plan.answered });
    expect(use.cpuMs).toBeCloseTo(plan.cpuMs, 6);
    set(1000, 0);
    expect(path.nextMs()).toBe(Infinity);
  });

  it('finds no pod', () => {
    const { path, log, sendAll } = open(chain(), 0);
    sendAll(1, 3);
    path.advance(4);
    expect(log[0]).toMatchObject({ ticket: 0, outcome: 'noPod' });
  });

  it('waits for a connection, and fails when it gets none in time', () => {
    const pool = { connectionsPerPod: 1, timeoutMs: 30, maxClients: 1000 };
    const { path, sendAll, outcomes } = open(chain({}, { pool, roundTripMs: 100 }), 1);
    sendAll(3, 0);
    path.advance(1000);
    expect(outcomes()).toEqual(['answered', 'pool', 'pool']);
    path.latency.takeSecond();
    expect(path.latency.overall().maxMs).toBeLessThan(10 + 104 + 1);
  });

  it('fails when its shard does not answer in time, and not when it comes back before', () => {
    const down = { addedMs: 0, down: true };
    const lost = open(chain({}, { timeoutMs: 50 }), 1, down);
    lost.sendAll(2, 0);
    lost.path.advance(1000);
    expect(lost.outcomes()).toEqual(['redis', 'redis']);
    const back = open(chain({}, { timeoutMs: 500 }), 1, down);
    back.sendAll(2, 0);
    back.set(200, 1, UP);
    back.path.advance(1000);
    expect(back.outcomes()).toEqual(['answered', 'answered']);
    expect(back.log[0]!.atMs).toBeCloseTo(200 + 4 + 1, 6);
  });

  it('fails with CROSSSLOT after the gateway’s work when its keys lie in several slots', () => {
    const { path, sendAll, outcomes } = open(chain({}, { shards: 3, hashTagged: false }));
    sendAll(2, 0, JOIN);
    sendAll(2, 100, POLL);
    path.advance(1000);
    expect(outcomes()).toEqual(['answered', 'answered', 'crossSlot', 'crossSlot']);
    expect(path.takeUse().cpuMs).toBeCloseTo(40, 6);
  });

  it('is finished by its pod even when the pod is taken away, and a new pod is empty', () => {
    const { path, log, set, sendAll } = open(chain());
    sendAll(6, 0);
    set(20, 0);
    path.send(90, POLL, 0, 21);
    set(30, 1);
    path.send(91, POLL, 0, 31);
    path.advance(1000);
    const at = (ticket: number) => log.find((entry) => entry.ticket === ticket)!;
    expect(at(90).outcome).toBe('noPod');
    expect(at(91).atMs).toBeLessThan(31 + 11);
    expect(log.filter(({ outcome }) => outcome === 'answered')).toHaveLength(7);
  });

  it('asks the shard of its event', () => {
    const { path, sendAll } = open(chain({}, { shards: 5, events: 1 }), 20);
    sendAll(30, 0);
    path.advance(1000);
    const { commands, busyMs } = path.takeUse();
    expect(commands.filter((count) => count > 0)).toEqual([60]);
    expect(Math.max(...busyMs)).toBeCloseTo(120, 6);
  });
});

describe('the books of true queues', () => {
  it('come out even: all who came were answered or failed, and Little’s law holds for connections', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 3 })), {
          maxLength: 120,
        }),
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 3 }),
        (requests, pods, later) => {
          const pool = { connectionsPerPod: 2, timeoutMs: 20, maxClients: 1000 };
          const { path, log, set } = open(
            chain({ timeoutMs: 100, queueLimitPerPod: 5 }, { pool, timeoutMs: 15 }),
            pods,
          );
          const sorted = [...requests].sort((a, b) => a[0] - b[0]);
          let held = false;
          sorted.forEach(([atMs, kind], ticket) => {
            if (!held && atMs >= 200) set(200, later);
            held ||= atMs >= 200;
            path.advance(atMs);
            path.send(ticket, kind, ticket, atMs);
          });
          path.advance(5_000);
          const use = path.takeUse();
          const failed = Object.values(use.failures).reduce((sum, count) => sum + count, 0);
          expect(log).toHaveLength(requests.length);
          expect([use.came, use.answered + failed]).toEqual([requests.length, requests.length]);
          expect(log.filter(({ outcome }) => outcome === 'answered')).toHaveLength(use.answered);
          expect(use.cpuMs).toBeLessThanOrEqual(use.offeredCpuMs + 1e-6);
          const throughRedis = use.answered + use.failures.redis;
          expect(use.connectionsInUse * 5_000).toBeCloseTo(use.redisMs * throughRedis, 3);
          expect(path.nextMs()).toBe(Infinity);
        },
      ),
    );
  });

  it('are the same for the same seed', () => {
    const runs = [0, 1].map(() => {
      const { path, log, sendAll } = open(chain({}, {}), 3);
      sendAll(50, 0);
      path.advance(2000);
      return log;
    });
    expect(runs[0]).toEqual(runs[1]);
  });

  it('answer probes as requests would be: in time from an idle pod, too late behind a queue', () => {
    const { path, sendAll } = open(chain({}, {}));
    expect(path.answersProbe(100, true, 0.5)).toBe(true);
    sendAll(50, 0);
    path.advance(10);
    expect(path.answersProbe(100, false, 0.5)).toBe(false);
    expect(path.answersProbe(1000, true, 0.5)).toBe(true);
    const down = open(chain({}, {}), 1, { addedMs: 0, down: true });
    expect(down.path.answersProbe(100, true, 0.5)).toBe(false);
    expect(down.path.answersProbe(100, false, 0.5)).toBe(true);
  });
});
