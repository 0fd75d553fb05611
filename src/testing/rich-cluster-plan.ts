import type { InfrastructurePlan, PublishedFigure } from '../scenario/infrastructure-plan.ts';
import type { Plan } from '../scenario/plan.ts';
import {
  buildCluster,
  buildCost,
  buildGateway,
  buildInfrastructure,
  buildRedis,
  buildWorker,
} from './infrastructure-builder.ts';
import { richPlan } from './rich-record.ts';

const RICH_SHOP: Pick<InfrastructurePlan, 'backend' | 'seats'> = {
  backend: {
    servers: 50,
    serviceMs: { kind: 'fixed', value: 100 },
    requestsPerAdmission: 2,
    queueLimit: 100,
    timeoutMs: 5_000,
  },
  seats: {
    count: 1_000,
    holdMs: 30_000,
    perVisitor: 1,
    buyShare: 0.9,
    buyMs: { kind: 'fixed', value: 10_000 },
  },
};

const RICH_PUBLISHED: readonly PublishedFigure[] = [
  {
    label: 'gateway at the peak',
    metric: 'layers.gateway.inPeakPerSec',
    value: 10_000,
    text: '10,000/s',
    calibrated: false,
  },
  {
    label: 'Redis CPU in the calm',
    metric: 'windows.calm.redisCpu',
    value: 0.4,
    text: '40 %',
    calibrated: true,
  },
];

/** The rich plan with a part of every kind under it. */
export function richClusterPlan(overrides: Partial<InfrastructurePlan> = {}): Plan {
  const plan = richPlan({ name: 'rich-cluster', title: 'A rich plan with machines' });
  return {
    ...plan,
    visitors: plan.visitors.map((each) => (each.name === 'bot' ? { ...each, bot: true } : each)),
    infrastructure: richInfrastructure(overrides),
  };
}

function richInfrastructure(overrides: Partial<InfrastructurePlan>): InfrastructurePlan {
  return buildInfrastructure({
    edge: {
      cdnAbsorbs: 0.1,
      ratePerSource: { requests: 100, windowMs: 300_000 },
      botsBlocked: 0.9,
      geoBlocked: 0.01,
      loadBalancerPerSec: 100_000,
    },
    redis: buildRedis(),
    cluster: buildCluster({ workloads: [buildGateway(), buildWorker()] }),
    ...RICH_SHOP,
    cost: buildCost(),
    faults: [
      { kind: 'redis-latency', atMs: 900_000, forMs: 30_000, where: '2', addMs: 20, share: 1, factor: 1 },
    ],
    published: RICH_PUBLISHED,
    windows: [
      { name: 'storm', fromMs: 0, toMs: 120_000 },
      { name: 'calm', fromMs: 1_200_000, toMs: 1_800_000 },
    ],
    ...overrides,
  });
}
