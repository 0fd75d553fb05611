import { meanOf } from '../random/distribution.ts';
import type { RunRecord } from '../result/run-record.ts';
import { highest, highestRow, total } from './column-figures.ts';
import {
  type FailedFindings,
  type HoldsFindings,
  TIERS,
  type TierFindings,
  type TierId,
} from './infrastructure-findings.ts';
import { type ClusterRun, requestsFailed } from './request-load.ts';
import { findSpells } from './spells.ts';
import { gatewayOf } from './workloads.ts';

/** A run holds with fewer failures than this share of its requests ... */
export const HOLDS_FAILED_SHARE = 0.01;
/** ... and no tier saturated for longer than this [ms]. */
export const HOLDS_SATURATED_MS = 10_000;

/** Busy shares from which a station has no room left: at these a queue is 30 times as long as its service, or more. */
const FULL = 0.97;
/** A pool hands out its last connections: the next request waits for one. */
const POOL_FULL = 0.95;

/** Load and capacity of a tier second by second. */
interface TierCourse {
  /** Asked for over what could be served. */
  readonly utilization: Float64Array;
  readonly saturated: (s: number) => boolean;
  /** In the tier's own unit [1/s]; absent where the tier has no rate. */
  readonly load?: Int32Array;
  /** Absent: load over utilization in the second of the highest load. */
  readonly capacityPerSec?: number;
}

/**
 * Returns how loaded each tier of a run was and when it was saturated. A second is saturated when
 * the load balancer shed a request;
 * the gateway was offered at least as much CPU work as its ready pods have, or had none ready and a request came;
 * the connection pools were used to 95 %;
 * the busiest Redis shard was busy for 97 % of it;
 * the backend's servers were busy for 97 % of it.
 * Seconds count within spells, in which 5 of 10 are saturated.
 */
export function describeTiers(run: ClusterRun): Readonly<Partial<Record<TierId, TierFindings>>> {
  const failed = requestsFailed(run);
  const tiers: Partial<Record<TierId, TierFindings>> = {};
  for (const tier of TIERS) {
    const course = COURSES[tier](run);
    if (course !== undefined) tiers[tier] = describeTier(course, failed);
  }
  return tiers;
}

/** Returns whether the machines carried the load, from the findings of one run or from means over several. */
export function judgeHolds(
  failed: FailedFindings,
  tiers: Readonly<Partial<Record<TierId, TierFindings>>>,
): HoldsFindings {
  const saturated = TIERS.flatMap((tier) => {
    const found = tiers[tier];
    return found === undefined || found.saturatedMs === 0 ? [] : [{ tier, ...found }];
  });
  const first = saturated.reduce<(typeof saturated)[number] | undefined>(
    // The deepest of those that saturate in one second is what the others wait for.
    (a, b) => (a === undefined || (b.fromMs ?? 0) <= (a.fromMs ?? 0) ? b : a),
    undefined,
  );
  const longest = saturated.reduce<(typeof saturated)[number] | undefined>(
    (a, b) => (a === undefined || b.saturatedMs > a.saturatedMs ? b : a),
    undefined,
  );
  const tooLong = longest !== undefined && longest.saturatedMs > HOLDS_SATURATED_MS;
  return {
    holds: failed.share < HOLDS_FAILED_SHARE && !tooLong,
    ...(first === undefined ? {} : { first: first.tier }),
    ...(longest === undefined ? {} : { longest: longest.tier }),
  };
}

function describeTier(course: TierCourse, failed: Int32Array): TierFindings {
  const { utilization, load } = course;
  const spells = findSpells(utilization.length, course.saturated);
  const first = spells.spans[0];
  const last = spells.spans.at(-1);
  const peakSec = load === undefined ? undefined : highestRow(load);
  const capacityPerSec = course.capacityPerSec ?? capacityAt(course, peakSec);
  return {
    ...(load === undefined ? {} : { loadPeakPerSec: highest(load) }),
    ...(capacityPerSec === undefined ? {} : { capacityPerSec }),
    utilizationMax: highest(utilization),
    saturatedMs: spells.seconds * 1_000,
    ...(first === undefined || last === undefined
      ? {}
      : { fromMs: first.from * 1_000, untilMs: last.to * 1_000 }),
    failedMeanwhile: spells.spans.reduce((sum, { from, to }) => sum + total(failed, from, to), 0),
  };
}

/** Load over utilization; none in a second in which nothing could be served or nothing was asked for. */
function capacityAt({ load, utilization }: TierCourse, s: number | undefined): number | undefined {
  if (load === undefined || s === undefined || utilization[s]! === 0) return undefined;
  return load[s]! / utilization[s]!;
}

const COURSES: Readonly<Record<TierId, (run: ClusterRun) => TierCourse | undefined>> = {
  loadBalancer: ({ cluster, plan }) => {
    const limit = plan.infrastructure?.edge?.loadBalancerPerSec;
    const load = cluster.layers.loadBalancer?.in;
    if (limit === undefined || load === undefined) return undefined;
    return {
      utilization: Float64Array.from(load, (requests) => requests / limit),
      saturated: (s) => cluster.failures.shed[s]! > 0,
      load,
      capacityPerSec: limit,
    };
  },
  gateway: (run) => {
    const gateway = gatewayOf(run);
    if (gateway === undefined) return undefined;
    const { offeredLoad, ready } = gateway;
    const load = run.cluster.layers.gateway?.in;
    const { noPod } = run.cluster.failures;
    return {
      utilization: offeredLoad,
      saturated: (s) => offeredLoad[s]! >= 1 || (ready[s] === 0 && noPod[s]! > 0),
      ...(load === undefined ? {} : { load }),
    };
  },
  pool: ({ cluster }) =>
    cluster.redis === undefined ? undefined : courseOf(cluster.redis.poolUse, POOL_FULL),
  redis: ({ cluster, series }) => {
    if (cluster.redis === undefined) return undefined;
    const { shards } = cluster.redis;
    const cpu = new Float64Array(series.line.length);
    const load = new Int32Array(series.line.length);
    for (const shard of shards) {
      for (let s = 0; s < cpu.length; s += 1) {
        cpu[s] = Math.max(cpu[s]!, shard.cpu[s]!);
        load[s] = Math.max(load[s]!, shard.commands[s]!);
      }
    }
    return { ...courseOf(cpu, FULL), load };
  },
  backend: ({ cluster, plan }) => {
    if (cluster.backend === undefined) return undefined;
    const load = cluster.layers.backend?.in;
    const capacityPerSec = backendPerSec(plan);
    return {
      ...courseOf(cluster.backend.utilization, FULL),
      ...(load === undefined ? {} : { load }),
      ...(capacityPerSec === undefined ? {} : { capacityPerSec }),
    };
  },
};

function courseOf(utilization: Float64Array, full: number): TierCourse {
  return { utilization, saturated: (s) => utilization[s]! >= full };
}

/** c servers of mean service time E[S] serve c / E[S]. */
function backendPerSec({ infrastructure }: RunRecord['plan']): number | undefined {
  const backend = infrastructure?.backend;
  if (backend === undefined) return undefined;
  const meanMs = meanOf(backend.serviceMs);
  return meanMs > 0 ? (backend.servers * 1_000) / meanMs : undefined;
}
