import { describe, expect, it } from 'vitest';
import type { RequestKind } from '../kubernetes/workload-plan.ts';
import type { InfrastructurePlan, RedisPlan } from '../scenario/infrastructure-plan.ts';
import {
  buildCluster,
  buildGateway,
  buildInfrastructure,
  buildRedis,
} from '../testing/infrastructure-builder.ts';
import { comparePaths, type PathComparisonPlan, type PathOutcome } from '../testing/path-comparison.ts';

/*
 * Flow fidelity stands for request fidelity on the whole chain gateway pod -> connection -> shard -> answer: mean and 95 %
 * point of the time to the answer, failures included, agree within 10 %, shares of failures within three hundredths.
 */
const TOLERANCE = 0.1;
const SHARE_TOLERANCE = 0.03;

/** Joins, polls, enters, leaves. */
const MIX = [0.05, 0.85, 0.05, 0.05];
const CPU_MICROS = { join: 1500, poll: 1000, enter: 1200, leave: 800 };
const GATEWAY_MS = 0.05 * 1.5 + 0.85 * 1 + 0.05 * 1.2 + 0.05 * 0.8;

/** A command that is slow enough for one shard to be the narrowest place of 20 pods. */
const SLOW_COMMAND_MICROS = 60;
const LINE = 1000;

const PODS = 5;
const MANY_PODS = 20;

interface GatewayLimits {
  timeoutMs?: number;
  queueLimitPerPod?: number;
  cpuMicrosPerRequest?: Readonly<Record<RequestKind, number>>;
}

function chain(gateway: GatewayLimits, redis: Partial<RedisPlan>): InfrastructurePlan {
  const workload = buildGateway({
    limits: { cpuMillicores: 1000, memoryMiB: 1024 },
    role: {
      kind: 'gateway',
      cpuMicrosPerRequest: CPU_MICROS,
      queueLimitPerPod: 5000,
      timeoutMs: 15_000,
      idleCpuMillicores: 10,
      ...gateway,
    },
  });
  return buildInfrastructure({ cluster: buildCluster({ workloads: [workload] }), redis: buildRedis(redis) });
}

/** Requests per second that one shard serves. */
function shardPerSec({ redis }: InfrastructurePlan): number {
  const { commands, cpuMicrosPerCommand, cpuMicrosPerLineDoubling, idleCpu } = redis!;
  const lookup = cpuMicrosPerCommand + cpuMicrosPerLineDoubling * Math.log2(1 + LINE);
  const plain = MIX.reduce(
    (sum, share, kind) => sum + share * [commands.join, commands.poll, commands.enter, commands.leave][kind]!,
    0,
  );
  return ((1 - idleCpu) * 1e6) / (plain * cpuMicrosPerCommand + (MIX[1]! + MIX[2]!) * lookup);
}

type Settings = Omit<PathComparisonPlan, 'seed' | 'mix' | 'capacityAt'> & {
  readonly podsAt: (ms: number) => number;
  /** Added to each reply of Redis [ms]; absent: nothing. */
  readonly addedMsAt?: (ms: number) => number;
};

function run(
  settings: Settings,
  replications: number,
): { readonly flow: PathOutcome; readonly request: PathOutcome }[] {
  const { shards } = settings.infrastructure.redis!;
  const capacityAt = (ms: number) => {
    const shard = { addedMs: settings.addedMsAt?.(ms) ?? 0, down: false };
    return {
      readyPods: settings.podsAt(ms),
      lineLength: LINE,
      shards: Array.from({ length: shards }, () => shard),
    };
  };
  return Array.from({ length: replications }, (_, seed) =>
    comparePaths({ ...settings, mix: MIX, capacityAt, seed }),
  );
}

function expectAgreement(settings: Settings, replications: number): void {
  const runs = run(settings, replications);
  const ratio = (of: (outcome: PathOutcome) => number) => {
    const sum = (side: 'flow' | 'request') => runs.reduce((total, pair) => total + of(pair[side]), 0);
    return sum('flow') / sum('request');
  };
  expect(Math.abs(ratio((outcome) => outcome.meanMs) - 1)).toBeLessThan(TOLERANCE);
  expect(Math.abs(ratio((outcome) => outcome.p95Ms) - 1)).toBeLessThan(TOLERANCE);
  for (const { flow, request } of runs) {
    for (const [cause, share] of Object.entries(flow.failed)) {
      expect(Math.abs(share - request.failed[cause]!), cause).toBeLessThan(SHARE_TOLERANCE);
    }
  }
}

/** The same with the shares of failures over all replications within 10 % too, which the noise of one would hide. */
function expectAgreementOfShares(settings: Settings, replications: number): void {
  const runs = run(settings, replications);
  const mean = (side: 'flow' | 'request', of: (outcome: PathOutcome) => number) =>
    runs.reduce((sum, pair) => sum + of(pair[side]), 0) / replications;
  for (const of of [(outcome: PathOutcome) => outcome.meanMs, (outcome: PathOutcome) => outcome.p95Ms]) {
    expect(Math.abs(mean('flow', of) / mean('request', of) - 1)).toBeLessThan(TOLERANCE);
  }
  for (const cause of Object.keys(runs[0]!.flow.failed)) {
    const share = mean('request', (outcome) => outcome.failed[cause]!);
    const difference = mean('flow', (outcome) => outcome.failed[cause]!) - share;
    expect(Math.abs(difference), cause).toBeLessThan(TOLERANCE * share + 0.01);
  }
}

/** Half the capacity, up to `top` between 4 s and 6 s, and back between 10 s and 12 s. */
function ramp(top: number): (ms: number) => number {
  const height = (ms: number) =>
    Math.min(1, Math.max(0, ms <= 8_000 ? (ms - 4_000) / 2_000 : (12_000 - ms) / 2_000));
  return (ms) => 0.5 + (top - 0.5) * height(ms);
}

const steady = (share: number) => () => share;
const OVERLOAD = { fromMs: 3_000, untilMs: 14_000 };
const RECOVERY = { fromMs: 12_000, untilMs: 14_000 };

describe('the chain in flow and in request fidelity', () => {
  const gatewayPerSec = (PODS * 1000) / GATEWAY_MS;
  const narrowGateway = (limits: GatewayLimits, loadAt: (ms: number) => number) => ({
    infrastructure: chain(limits, {}),
    requestsPerSecAt: (ms: number) => gatewayPerSec * loadAt(ms),
    podsAt: () => PODS,
  });

  it.each([0.3, 0.5, 0.8, 0.9, 0.95])('agree with the gateway at utilization %d', (rho) => {
    const span = { fromMs: 2_000, untilMs: rho < 0.85 ? 8_000 : 22_000 };
    expectAgreement({ ...narrowGateway({}, steady(rho)), ...span }, rho < 0.85 ? 2 : 4);
  });

  it.each([
    { top: 1.5, limits: { timeoutMs: 1000 } },
    { top: 3, limits: { timeoutMs: 1000 } },
    { top: 3, limits: { queueLimitPerPod: 300 } },
  ])('agree through an overload of the gateway of $top with $limits', ({ top, limits }) => {
    expectAgreement({ ...narrowGateway(limits, ramp(top)), ...OVERLOAD }, 2);
  });

  it('agree while the gateway works its backlog off', () => {
    expectAgreement({ ...narrowGateway({ timeoutMs: 1000 }, ramp(2)), ...RECOVERY }, 4);
  });

  it('agree when pods join an overloaded gateway', () => {
    const limits = { timeoutMs: 1000, queueLimitPerPod: 5000 };
    const settings = narrowGateway(limits, (ms) => (ms < 2000 ? 0.5 : 1.4));
    const podsAt = (ms: number) => (ms < 6_000 ? PODS : 2 * PODS);
    expectAgreement({ ...settings, podsAt, fromMs: 4_000, untilMs: 12_000 }, 2);
  });

  const narrowRedis = (redis: Partial<RedisPlan>, loadAt: (ms: number) => number) => {
    const infrastructure = chain({}, { cpuMicrosPerCommand: SLOW_COMMAND_MICROS, ...redis });
    const perSec = shardPerSec(infrastructure);
    return { infrastructure, requestsPerSecAt: (ms: number) => perSec * loadAt(ms), podsAt: () => MANY_PODS };
  };

  it.each([0.3, 0.5, 0.8, 0.9, 0.95])('agree with the hot shard at utilization %d', (rho) => {
    const span = { fromMs: 2_000, untilMs: rho < 0.85 ? 10_000 : 22_000 };
    expectAgreement({ ...narrowRedis({}, steady(rho)), ...span }, rho < 0.85 ? 2 : 5);
  });

  it.each([1.5, 3])('agree through an overload of the shard of %d that its timeout bounds', (top) => {
    const pool = { connectionsPerPod: 1000, timeoutMs: 1000, maxClients: 100_000 };
    expectAgreement({ ...narrowRedis({ pool, timeoutMs: 500 }, ramp(top)), ...OVERLOAD }, 2);
  });

  it.each([1.5, 3])('agree through an overload of the shard of %d that the connections bound', (top) => {
    const pool = { connectionsPerPod: 10, timeoutMs: 1000, maxClients: 10_000 };
    expectAgreement({ ...narrowRedis({ pool, timeoutMs: 3000 }, ramp(top)), ...OVERLOAD }, 2);
  });

  it('agree while the shard works its backlog off', () => {
    const pool = { connectionsPerPod: 10, timeoutMs: 1000, maxClients: 10_000 };
    expectAgreement({ ...narrowRedis({ pool, timeoutMs: 3000 }, ramp(2)), ...RECOVERY }, 4);
  });

  /** Pods with cores to spare, whose connections are held for a given time and are what binds. */
  const narrowPool = (
    { connections, holdMs, pods }: { connections: number; holdMs: number; pods: number },
    loadAt: (ms: number) => number,
    timeoutMs = 15_000,
  ) => {
    const pool = { connectionsPerPod: connections, timeoutMs: 1000, maxClients: 10_000 };
    const cpuMicrosPerRequest = { join: 50, poll: 50, enter: 50, leave: 50 };
    return {
      infrastructure: chain(
        { timeoutMs, cpuMicrosPerRequest },
        { pool, roundTripMs: holdMs, cpuMicrosPerCommand: 1 },
      ),
      requestsPerSecAt: (ms: number) => ((connections * pods) / (holdMs / 1000)) * loadAt(ms),
      podsAt: () => pods,
    };
  };
  const FEW = { connections: 10, holdMs: 60, pods: 5 };
  const QUICK = { connections: 10, holdMs: 6, pods: 1 };
  const MANY = { connections: 100, holdMs: 60, pods: 1 };
  const MOST = { connections: 150, holdMs: 60, pods: 2 };
  const QUICKEST = { connections: 10, holdMs: 1, pods: 1 };

  describe.each([FEW, QUICK, MANY, MOST])('with $connections connections held for $holdMs ms', (shape) => {
    it.each([0.5, 0.8, 0.95])('agree at utilization %d', (rho) => {
      const span = { fromMs: 2_000, untilMs: rho < 0.85 ? 6_000 : 22_000 };
      expectAgreement({ ...narrowPool(shape, steady(rho)), ...span }, rho > 0.85 && shape === FEW ? 4 : 1);
    });
  });

  describe.each([FEW, QUICK, MANY, QUICKEST])(
    'with $connections connections held for $holdMs ms',
    (shape) => {
      it.each([1.5, 3])('agree through an overload of %d that their timeout bounds', (top) => {
        expectAgreementOfShares({ ...narrowPool(shape, ramp(top)), ...OVERLOAD }, 1);
      });

      it('agree while they work their backlog off', () => {
        expectAgreement({ ...narrowPool(shape, ramp(2)), ...RECOVERY }, shape.pods > 1 ? 4 : 1);
      });
    },
  );

  it.each([
    { perSec: 1_200, untilMs: 12_000 },
    { perSec: 2_500, untilMs: 8_000 },
  ])('agree when Redis is slow for a while at $perSec/s, up to $untilMs ms', ({ perSec, ...span }) => {
    const settings = narrowPool({ ...MANY, holdMs: 0.5 }, steady(perSec / 200_000));
    const addedMsAt = (ms: number) => (ms >= 4_000 && ms < 9_000 ? 60 : 0);
    expectAgreementOfShares({ ...settings, addedMsAt, fromMs: 4_000, ...span }, 1);
  });

  it('agree that nobody waits or fails as soon as Redis is quick again', () => {
    const settings = narrowPool({ ...MANY, holdMs: 0.5 }, steady(2_500 / 200_000));
    const addedMsAt = (ms: number) => (ms >= 4_000 && ms < 9_000 ? 60 : 0);
    const { flow, request } = run({ ...settings, addedMsAt, fromMs: 9_000, untilMs: 12_000 }, 1)[0]!;
    for (const { meanMs, failed } of [flow, request]) {
      expect(meanMs).toBeLessThan(2);
      expect(failed).toMatchObject({ pool: 0, redis: 0, timedOut: 0 });
    }
  });

  it.each([
    { timeoutMs: 70, rho: 0.8 },
    { timeoutMs: 100, rho: 0.95 },
    { timeoutMs: 150, rho: 0.95 },
    { timeoutMs: 300, rho: 1.5 },
  ])('agree on who is too late after $timeoutMs ms at $rho of the connections', ({ timeoutMs, rho }) => {
    const settings = narrowPool(FEW, steady(rho), timeoutMs);
    expectAgreementOfShares({ ...settings, fromMs: 6_000, untilMs: 20_000 }, rho === 0.95 ? 8 : 2);
  });

  it('agree on who is too late although a pod served him in time', () => {
    for (const rho of [1.5, 2]) {
      const settings = narrowGateway({ timeoutMs: 500 }, steady(rho));
      expectAgreementOfShares({ ...settings, fromMs: 6_000, untilMs: 14_000 }, 4);
    }
  });

  it('agree with several events on several shards, one of them near saturation', () => {
    expectAgreement({ ...narrowRedis({ events: 7 }, steady(2.2)), fromMs: 2_000, untilMs: 12_000 }, 2);
  });

  it('agree without a hash tag, where polls spread evenly and joins fail', () => {
    expectAgreement({ ...narrowRedis({ hashTagged: false }, steady(2.5)), fromMs: 2_000, untilMs: 8_000 }, 1);
  });

  it('book the same work, commands and connections', () => {
    const settings = { ...narrowRedis({ events: 7 }, steady(1.5)), fromMs: 2_000, untilMs: 8_000 };
    const { flow, request } = run(settings, 1)[0]!;
    const near = (a: number, b: number) =>
      expect(Math.abs(a - b)).toBeLessThanOrEqual(0.03 * Math.abs(b) + 1);
    near(flow.use.cpuMs, request.use.cpuMs);
    near(flow.use.offeredCpuMs, request.use.offeredCpuMs);
    near(flow.use.answered, request.use.answered);
    for (let shard = 0; shard < flow.use.commands.length; shard++) {
      near(flow.use.commands[shard]!, request.use.commands[shard]!);
      near(flow.use.busyMs[shard]!, request.use.busyMs[shard]!);
    }
    expect(Math.abs(flow.use.redisMs / request.use.redisMs - 1)).toBeLessThan(TOLERANCE);
    expect(Math.abs(flow.use.connectionsInUse / request.use.connectionsInUse - 1)).toBeLessThan(TOLERANCE);
  });
});
