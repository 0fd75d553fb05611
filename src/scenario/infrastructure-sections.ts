import type { AdmissionRules } from '../engine/rules.ts';
import type { ClusterPlan, NodePlan } from '../kubernetes/workload-plan.ts';
import { costPlan } from './cost-plan.ts';
import { edgePlan } from './edge-plan.ts';
import { type FaultTargets, faultsPlan } from './faults-plan.ts';
import type { InfrastructurePlan } from './infrastructure-plan.ts';
import type { MetricNames } from './metrics.ts';
import { nodesPlan, reportLargePods } from './nodes-plan.ts';
import type { ClockPlan } from './plan.ts';
import { redisPlan } from './redis-plan.ts';
import type { ObjectOf } from './schema/schema.ts';
import { backendPlan, seatsPlan } from './shop-plan.ts';
import { complain, type Site } from './site.ts';
import type { SourceReader } from './source.ts';
import { valueAt } from './value.ts';
import type { ClusterSection } from './vocabulary/cluster.ts';
import type { SCENARIO_FIELDS } from './vocabulary/scenario.ts';
import { publishedPlan, windowsPlan } from './windows-plan.ts';
import { workloadsPlan } from './workloads-plan.ts';

type Sections = Partial<ObjectOf<typeof SCENARIO_FIELDS>>;

/** What the infrastructure needs to know of the rest of a scenario. */
export interface InfrastructureContext {
  readonly site: Site;
  readonly read: SourceReader;
  readonly file: string;
  readonly names: MetricNames;
  /** Absent where the clock is wrong. */
  readonly clock: ClockPlan | undefined;
  readonly admission: AdmissionRules | undefined;
}

/**
 * Returns what stands around the waiting room, undefined where the scenario names none of its parts. What is wrong is
 * reported; such parts are left out.
 */
export function infrastructurePlan(
  sections: Sections,
  context: InfrastructureContext,
): InfrastructurePlan | undefined {
  const { site, clock } = context;
  const { edge, backend, seats, cost, faults = [], windows = [], published = [] } = sections;
  const redis = sections.redis === undefined ? undefined : redisPlan(sections.redis);
  const cluster =
    sections.cluster === undefined ? undefined : clusterPlan(sections.cluster, redis !== undefined, context);
  const day = (clock?.start ?? '').slice(0, 10);
  const incomplete = isWrong('cluster', cluster, site) || isWrong('redis', redis, site);
  const paid = { nodes: cluster?.nodes, redis, day, incomplete };
  const costs = cost === undefined ? undefined : costPlan(cost, paid, site);
  if (redis?.nodeType !== undefined && valueAt(site.root, ['cost']) === undefined) {
    const complaint = { expected: 'a cost section: the type is for the price', cure: 'cost: {}' };
    complain(site, ['redis', 'nodeType'], { code: 'no-effect', ...complaint });
  }
  const horizonMs = clock?.horizonMs ?? Number.POSITIVE_INFINITY;
  const plan: InfrastructurePlan = {
    ...(edge === undefined ? {} : { edge: edgePlan(edge) }),
    ...(redis === undefined ? {} : { redis }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(backend === undefined ? {} : { backend: backendPlan(backend) }),
    ...(seats === undefined ? {} : { seats: seatsPlan(seats) }),
    ...(costs === undefined ? {} : { cost: costs }),
    faults: faultsPlan(faults, faultTargets(sections, cluster, horizonMs, context), site),
    published: publishedPlan(published, context.names, site),
    windows: windowsPlan(windows, horizonMs, site),
  };
  return isEmpty(plan) ? undefined : plan;
}

/** Returns whether a section is written and could not be made a plan. */
function isWrong(key: string, plan: object | undefined, site: Site): boolean {
  return plan === undefined && valueAt(site.root, [key]) !== undefined;
}

function isEmpty({ faults, published, windows, ...parts }: InfrastructurePlan): boolean {
  return faults.length + published.length + windows.length + Object.keys(parts).length === 0;
}

function clusterPlan(
  section: ClusterSection,
  hasRedis: boolean,
  { site, read, file }: InfrastructureContext,
): ClusterPlan | undefined {
  const workloads = workloadsPlan(section.workloads, { site, read, file }, hasRedis);
  const nodes: NodePlan | undefined = nodesPlan(section.nodes, site);
  if (nodes === undefined) return undefined;
  reportLargePods(workloads, nodes, site);
  return { workloads, nodes, fidelity: section.fidelity };
}

function faultTargets(
  sections: Sections,
  cluster: ClusterPlan | undefined,
  horizonMs: number,
  { site, admission }: InfrastructureContext,
): FaultTargets {
  const { redis } = sections;
  const unknownOr = (key: string, plan: object | undefined) =>
    isWrong(key, plan, site) ? 'unknown' : 'absent';
  return {
    horizonMs,
    cluster:
      cluster === undefined
        ? unknownOr('cluster', cluster)
        : {
            workloads: cluster.workloads.map(({ name }) => name),
            hasSpot: cluster.nodes.spotShare > 0,
          },
    redis: redis === undefined ? unknownOr('redis', redis) : { shards: redis.shards },
    hasBackend: valueAt(site.root, ['backend']) !== undefined,
    admission,
  };
}
