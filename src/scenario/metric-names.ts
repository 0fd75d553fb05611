import type { EdgePlan } from './infrastructure-plan.ts';
import type { MetricPart } from './metric.ts';
import type { Plan } from './plan.ts';
import { nameOf, type Value, valueAt } from './value.ts';

/** Names of one scenario that the stand-ins of metrics may take. */
export interface MetricNames {
  readonly estimators: readonly string[];
  readonly classes: readonly string[];
  /** The scenario names a calibration, so that its ETAs have intervals. */
  readonly calibrated?: boolean;
  /** Absent where the scenario has no infrastructure. */
  readonly infrastructure?: InfrastructureNames;
}

interface InfrastructureNames {
  readonly parts: readonly MetricPart[];
  readonly gateway?: string;
  readonly workers: readonly string[];
  readonly layers: readonly string[];
  readonly tiers: readonly string[];
  readonly windows: readonly string[];
}

/** What decides which layers, tiers and parts a scenario has. */
interface PresentParts {
  readonly edge: { readonly cdn: boolean; readonly waf: boolean; readonly loadBalancer: boolean };
  readonly cluster: boolean;
  readonly redis: boolean;
  readonly backend: boolean;
  readonly seats: boolean;
  readonly cost: boolean;
  readonly gateway?: string;
  readonly workers: readonly string[];
  readonly windows: readonly string[];
}

/** Returns the names that metrics of the infrastructure may use. */
function infrastructureNames(present: PresentParts): InfrastructureNames {
  const { edge, cluster, redis, backend, seats, cost, gateway, workers, windows } = present;
  const parts = { cluster, redis, backend, seats, cost };
  const when = (condition: boolean | undefined, ...names: string[]): readonly string[] =>
    condition === true ? names : [];
  return {
    parts: [
      'infrastructure',
      ...(Object.keys(parts) as (keyof typeof parts)[]).filter((part) => parts[part]),
    ],
    ...(gateway === undefined ? {} : { gateway }),
    workers,
    layers: [
      ...when(edge.cdn, 'cdn'),
      ...when(edge.waf, 'waf'),
      ...when(edge.loadBalancer, 'loadBalancer'),
      ...when(cluster || redis, 'gateway'),
      'bucket',
      ...when(backend, 'backend'),
    ],
    tiers: [
      ...when(edge.loadBalancer, 'loadBalancer'),
      ...when(gateway !== undefined, 'gateway'),
      ...when(redis, 'pool', 'redis'),
      ...when(backend, 'backend'),
    ],
    windows,
  };
}

/** Returns which layers in front of the gateway a plan has; one that does nothing is none. */
function edgeLayers(edge: EdgePlan | undefined): PresentParts['edge'] {
  return {
    cdn: (edge?.cdnAbsorbs ?? 0) > 0,
    waf:
      edge !== undefined && (edge.ratePerSource !== undefined || edge.botsBlocked > 0 || edge.geoBlocked > 0),
    loadBalancer: edge?.loadBalancerPerSec !== undefined,
  };
}

/** Returns the names that metrics of a plan may use. */
export function namesOfPlan(
  plan: Pick<Plan, 'eta' | 'visitors' | 'calibration' | 'infrastructure'>,
): MetricNames {
  const { eta, visitors, calibration, infrastructure } = plan;
  const classes = visitors.map(({ name }) => name);
  const names = { estimators: eta.estimators, classes, calibrated: calibration !== undefined };
  if (infrastructure === undefined) return names;
  const { edge, cluster, redis, backend, seats, cost, windows } = infrastructure;
  const gateway = cluster?.workloads.find(({ role }) => role.kind === 'gateway');
  const workers = (cluster?.workloads ?? []).filter((each) => each !== gateway);
  return {
    ...names,
    infrastructure: infrastructureNames({
      edge: edgeLayers(edge),
      cluster: cluster !== undefined,
      redis: redis !== undefined,
      backend: backend !== undefined,
      seats: seats !== undefined,
      cost: cost !== undefined,
      ...(gateway === undefined ? {} : { gateway: gateway.name }),
      workers: workers.map(({ name }) => name),
      windows: windows.map(({ name }) => name),
    }),
  };
}

/** Returns the names that metrics may use from what is written, also where a section is wrong. */
export function writtenNames(root: Value, estimators: readonly string[]): MetricNames {
  const has = (...way: string[]): boolean => valueAt(root, way) !== undefined;
  const members = (...way: string[]): readonly Value[] => {
    const written = valueAt(root, way);
    return written?.kind === 'list' ? written.items : [];
  };
  const namesOf = (values: readonly Value[]): readonly string[] =>
    values.map(nameOf).filter((name) => name !== undefined);
  const calibrated = has('eta', 'calibration');
  const names = { estimators, classes: namesOf(members('visitors')), calibrated };
  const empty = PART_KEYS.every((key) => !has(key)) && LISTED_KEYS.every((key) => members(key).length === 0);
  if (empty) return names;
  const workloads = members('cluster', 'workloads');
  const gateway = workloads.find((each) => roleOf(each) === 'gateway') ?? workloads[0];
  const gatewayName = gateway === undefined || roleOf(gateway) === 'worker' ? undefined : nameOf(gateway);
  return {
    ...names,
    infrastructure: infrastructureNames({
      edge: { cdn: has('edge', 'cdn'), waf: has('edge', 'waf'), loadBalancer: has('edge', 'loadBalancer') },
      cluster: has('cluster'),
      redis: has('redis'),
      backend: has('backend'),
      seats: has('seats'),
      cost: has('cost'),
      ...(gatewayName === undefined ? {} : { gateway: gatewayName }),
      workers: namesOf(workloads).filter((name) => name !== gatewayName),
      windows: namesOf(members('windows')),
    }),
  };
}

const PART_KEYS = ['edge', 'redis', 'cluster', 'backend', 'seats', 'cost'];
const LISTED_KEYS = ['faults', 'windows', 'published'];

function roleOf(workload: Value): string | undefined {
  const role = valueAt(workload, ['role']);
  return role?.kind === 'scalar' ? role.text : undefined;
}
