import type { AdmissionRules } from '../engine/rules.ts';
import { formatDurationExact } from '../units/duration.ts';
import type { FaultKind, FaultPlan } from './infrastructure-plan.ts';
import { nearest } from './nearest.ts';
import { complain, type Site } from './site.ts';
import type { FaultSection } from './vocabulary/faults.ts';

type FaultKey = 'for' | 'where' | 'add' | 'share' | 'factor';

/** Which keys a kind needs and which it may have; the others mean nothing to it. */
const KEYS: Readonly<Record<FaultKind, { needs: readonly FaultKey[]; takes: readonly FaultKey[] }>> = {
  'pods-lost': { needs: [], takes: ['where', 'share'] },
  'redis-latency': { needs: ['for', 'add'], takes: ['where'] },
  'shard-failover': { needs: ['for'], takes: ['where'] },
  'backend-slow': { needs: ['for', 'factor'], takes: [] },
  'clock-skew': { needs: ['for', 'add'], takes: ['share'] },
  'node-loss': { needs: [], takes: ['share'] },
  'spot-interruption': { needs: [], takes: ['share'] },
};

const ALL_KEYS: readonly FaultKey[] = ['for', 'where', 'add', 'share', 'factor'];

const EXAMPLES: Readonly<Record<FaultKey, string>> = {
  for: '30s',
  where: '0',
  add: '20ms',
  share: '50%',
  factor: '3',
};

/** The parts that faults hit. Where a part is written but wrong, nothing about it is reported a second time. */
export interface FaultTargets {
  readonly horizonMs: number;
  /** Workloads: the gateway first. */
  readonly cluster:
    | 'absent'
    | 'unknown'
    | { readonly workloads: readonly string[]; readonly hasSpot: boolean };
  readonly redis: 'absent' | 'unknown' | { readonly shards: number };
  readonly hasBackend: boolean;
  /** Absent where the rules of admission are wrong. */
  readonly admission?: AdmissionRules | undefined;
}

/** Returns the faults by start, without those that cannot happen, which are reported. */
export function faultsPlan(
  sections: readonly FaultSection[],
  targets: FaultTargets,
  site: Site,
): readonly FaultPlan[] {
  const plans = sections.flatMap((section, i) => {
    const keysFit = reportKeys(section, i, site);
    const targetFits = reportTarget(section, i, targets, site);
    return keysFit && targetFits ? [faultPlan(section, targets)] : [];
  });
  return plans.toSorted((a, b) => a.atMs - b.atMs);
}

function faultPlan(section: FaultSection, { cluster }: FaultTargets): FaultPlan {
  const { kind, at, for: length, add, share, factor } = section;
  const gateway = typeof cluster === 'object' ? cluster.workloads[0] : undefined;
  const where = section.where ?? (kind === 'pods-lost' ? gateway : undefined);
  return {
    kind,
    atMs: at,
    forMs: length ?? 0,
    ...(where === undefined ? {} : { where }),
    addMs: add ?? 0,
    share: share ?? 1,
    factor: factor ?? 1,
  };
}

function reportKeys(section: FaultSection, index: number, site: Site): boolean {
  const { needs, takes } = KEYS[section.kind];
  let fits = true;
  for (const key of ALL_KEYS) {
    const given = section[key] !== undefined;
    if (given && !needs.includes(key) && !takes.includes(key)) {
      fits = false;
      const known = [...needs, ...takes].join(', ');
      complain(site, ['faults', index, key], {
        code: 'no-effect',
        got: key,
        expected: `${section.kind} with ${known === '' ? 'at and kind only' : `${known} only`}`,
        cure: `remove ${key}`,
      });
    }
    if (!given && needs.includes(key)) {
      fits = false;
      complain(site, ['faults', index, key], {
        code: 'missing-key',
        expected: `${key}, which ${section.kind} needs`,
        cure: `${key}: ${EXAMPLES[key]}`,
      });
    }
  }
  return fits;
}

function reportTarget(section: FaultSection, index: number, targets: FaultTargets, site: Site): boolean {
  const { kind, at } = section;
  const miss = (key: string, expected: string, cure?: string): false => {
    complain(site, ['faults', index, key], { code: 'no-such-target', expected, cure });
    return false;
  };
  if (at >= targets.horizonMs) {
    const expected = `an instant before the horizon of ${formatDurationExact(targets.horizonMs)}`;
    complain(site, ['faults', index, 'at'], { code: 'after-horizon', expected });
    return false;
  }
  switch (kind) {
    case 'redis-latency':
    case 'shard-failover':
      return fitsRedis(section, targets.redis, miss);
    case 'backend-slow':
      return targets.hasBackend || miss('kind', 'a scenario with a backend section');
    case 'clock-skew': {
      const bucket = targets.admission?.bucket;
      const pods = targets.admission === undefined || bucket?.podClocks !== undefined;
      return pods || miss('kind', 'a bucket whose pods have clocks', 'admission.bucket.clock: pod');
    }
    default:
      return fitsCluster(section, targets.cluster, miss);
  }
}

type Miss = (key: string, expected: string, cure?: string) => false;

function fitsRedis({ where }: FaultSection, redis: FaultTargets['redis'], miss: Miss): boolean {
  if (redis === 'absent') return miss('kind', 'a scenario with a redis section');
  if (where === undefined || redis === 'unknown') return true;
  const shard = /^\d{1,4}$/.test(where) ? Number(where) : undefined;
  if (shard !== undefined && shard < redis.shards) return true;
  const last = redis.shards - 1;
  return miss('where', `a shard from 0 to ${last}; redis.shards is ${redis.shards}`, String(last));
}

function fitsCluster({ kind, where }: FaultSection, cluster: FaultTargets['cluster'], miss: Miss): boolean {
  if (cluster === 'absent') return miss('kind', 'a scenario with a cluster section');
  if (cluster === 'unknown') return true;
  if (kind === 'spot-interruption' && !cluster.hasSpot) {
    return miss('kind', 'spot nodes that can be interrupted', 'cluster.nodes.spot: { share: 50% }');
  }
  if (where === undefined || cluster.workloads.includes(where)) return true;
  return miss(
    'where',
    `a workload: ${cluster.workloads.join(', ')}`,
    nearest(where, cluster.workloads) ?? cluster.workloads[0],
  );
}
