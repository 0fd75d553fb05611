import { describe, expect, it } from 'vitest';
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

function chain(
  gateway: { timeoutMs?: number; queueLimitPerPod?: number },
  redis: Partial<RedisPlan>,
): InfrastructurePlan {
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
};

function run(
  settings: Settings,
  replications: number,
): { readonly flow: PathOutcome; readonly request: PathOutcome }[] {
  const shards = Array.from({ length: settings.infrastructure.redis!.shards }, () => ({
    addedMs: 0,
    down: false,
  }));
  const capacityAt = (ms: number) => ({ readyPods: settings.podsAt(ms), lineLength: LINE, shards });
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
  const narrowGateway = (
    limits: { timeoutMs?: number; queueLimitPerPod?: number },
    loadAt: (ms: number) => number,
  ) => ({
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
