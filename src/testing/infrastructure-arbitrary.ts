import fc from 'fast-check';
import { REQUEST_KINDS, type RequestKind } from '../kubernetes/workload-plan.ts';
import type { EdgePlan, FaultPlan, InfrastructurePlan, RedisPlan } from '../scenario/infrastructure-plan.ts';
import type { Plan } from '../scenario/plan.ts';
import {
  buildCluster,
  buildCost,
  buildGateway,
  buildInfrastructure,
  buildRedis,
} from './infrastructure-builder.ts';
import { anyPlan } from './plan-arbitrary.ts';

const ms = (from: number, to: number) => fc.integer({ min: from, max: to });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const perKind = (value: fc.Arbitrary<number>): fc.Arbitrary<Record<RequestKind, number>> =>
  value.map(
    (each) => Object.fromEntries(REQUEST_KINDS.map((kind) => [kind, each])) as Record<RequestKind, number>,
  );

const edge: fc.Arbitrary<EdgePlan> = fc
  .record({
    cdnAbsorbs: fc.constantFrom(0, 0, 0.3),
    ratePerSource: maybe(fc.record({ requests: ms(2, 20), windowMs: fc.constantFrom(10_000, 60_000) })),
    botsBlocked: fc.constantFrom(0, 0.5),
    geoBlocked: fc.constantFrom(0, 0, 0.2),
    loadBalancerPerSec: maybe(fc.constantFrom(10, 100)),
  })
  .map(({ ratePerSource, loadBalancerPerSec, ...shares }) => ({
    ...shares,
    ...(ratePerSource === undefined ? {} : { ratePerSource }),
    ...(loadBalancerPerSec === undefined ? {} : { loadBalancerPerSec }),
  }));

const redis: fc.Arbitrary<RedisPlan> = fc
  .record({
    shards: ms(1, 3),
    hashTagged: fc.boolean(),
    positionLookup: fc.constantFrom('zrank' as const, 'keys-scan' as const),
    cpuMicrosPerCommand: fc.constantFrom(10, 2_000, 20_000),
    roundTripMs: fc.constantFrom(0.2, 40, 300),
    connections: fc.constantFrom(1, 10),
  })
  .map(({ connections, ...parts }) =>
    buildRedis({ ...parts, pool: { connectionsPerPod: connections, timeoutMs: 2_000, maxClients: 1_000 } }),
  );

const where = fc.constantFrom('gateway', '0');
const fault: fc.Arbitrary<FaultPlan> = fc
  .record({
    kind: fc.constantFrom(
      'pods-lost' as const,
      'redis-latency' as const,
      'shard-failover' as const,
      'node-loss' as const,
    ),
    atMs: ms(0, 30_000),
    forMs: ms(0, 15_000),
    where,
    addMs: ms(1, 400),
    share: fc.constantFrom(0.3, 1),
    factor: fc.constant(1),
  })
  .map(({ kind, ...parts }) => ({
    ...parts,
    kind,
    where: kind === 'pods-lost' ? 'gateway' : '0',
  }));

/** Parts that a few visitors a second are enough to overload: a request costs up to a quarter of a core second. */
const infrastructure: fc.Arbitrary<InfrastructurePlan> = fc
  .record({
    edge: maybe(edge),
    redis: maybe(redis),
    cpuMicros: perKind(fc.constantFrom(100, 20_000, 250_000)),
    queueLimitPerPod: fc.constantFrom(2, 50),
    timeoutMs: fc.constantFrom(500, 5_000),
    bootMs: ms(100, 20_000),
    asksRedis: fc.boolean(),
    faults: fc.array(fault, { maxLength: 2 }),
    seats: maybe(ms(1, 60)),
    withBackend: fc.boolean(),
  })
  .map((parts) => {
    const gateway = buildGateway();
    if (gateway.role.kind !== 'gateway') throw new RangeError('the builder makes a gateway');
    const { queueLimitPerPod, timeoutMs, cpuMicros, bootMs, asksRedis } = parts;
    const workload = buildGateway({
      role: { ...gateway.role, cpuMicrosPerRequest: cpuMicros, queueLimitPerPod, timeoutMs },
      startup: { ...gateway.startup, bootMs: { kind: 'fixed', value: bootMs } },
      readiness: { ...gateway.readiness, timeoutMs: 1_000, asksRedis },
    });
    const faults = parts.faults.filter(({ kind }) => parts.redis !== undefined || !/redis|shard/.test(kind));
    return buildInfrastructure({
      cluster: buildCluster({ workloads: [workload] }),
      cost: buildCost(),
      faults: faults.sort((a, b) => a.atMs - b.atMs),
      ...(parts.edge === undefined ? {} : { edge: parts.edge }),
      ...(parts.redis === undefined ? {} : { redis: parts.redis }),
      ...(parts.seats === undefined ? {} : { seats: seatsOf(parts.seats) }),
      ...(parts.withBackend ? { backend: BACKEND } : {}),
    });
  });

const BACKEND = {
  servers: 2,
  serviceMs: { kind: 'exponential', mean: 150 },
  requestsPerAdmission: 1,
  queueLimit: 5,
  timeoutMs: 2_000,
} as const;

const seatsOf = (count: number) =>
  ({ count, holdMs: 5_000, perVisitor: 1, buyShare: 0.7, buyMs: { kind: 'fixed', value: 3_000 } }) as const;

/** Plans of a few hundred visitors with an infrastructure that may be too small for them. */
export const anyServedPlan: fc.Arbitrary<Plan> = fc.tuple(anyPlan, infrastructure).map(([plan, parts]) => ({
  ...plan,
  visitors: plan.visitors.map((each, i) => (i === 1 ? { ...each, bot: true as const } : each)),
  infrastructure: parts,
}));

/** Returns the plan with every request sent through true queues. */
export function byRequest(plan: Plan): Plan {
  const { infrastructure: parts } = plan;
  if (parts?.cluster === undefined) return plan;
  return { ...plan, infrastructure: { ...parts, cluster: { ...parts.cluster, fidelity: 'request' } } };
}
