import type { RunRecord } from '../result/run-record.ts';
import { describeCost } from './cost-findings.ts';
import { tellDecisions } from './decisions.ts';
import { describeFaults } from './fault-findings.ts';
import type { InfrastructureFindings } from './infrastructure-findings.ts';
import { describeRedis } from './redis-findings.ts';
import { describeFailures, describeLatency, describeLayers, isClusterRun } from './request-load.ts';
import { describeTiers, judgeHolds } from './saturation.ts';
import { describeBackend, describeNodes, describeSeats } from './shop-findings.ts';
import { describeWindows } from './windows.ts';
import { describeWorkloads } from './workloads.ts';

/** Returns what one run says of its machines, published figures left out; nothing where it has no infrastructure. */
export function describeInfrastructure(record: RunRecord): InfrastructureFindings {
  if (!isClusterRun(record)) return {};
  const requestsFailed = describeFailures(record);
  const tiers = describeTiers(record);
  const found = {
    holds: judgeHolds(requestsFailed, tiers),
    tiers,
    requestsFailed,
    latency: describeLatency(record),
    layers: describeLayers(record),
    cluster: unlessEmpty(describeWorkloads(record)),
    decisions: unlessNone(tellDecisions(record.cluster.decisions)),
    redis: describeRedis(record),
    backend: describeBackend(record),
    nodes: describeNodes(record),
    seats: describeSeats(record),
    faults: unlessNone(describeFaults(record)),
    cost: describeCost(record),
    windows: unlessEmpty(describeWindows(record)),
  };
  return withoutAbsent(found);
}

/** Returns means over several runs with the verdict made from them; arrays are those of the first run already. */
export function judgeMeans<T extends InfrastructureFindings>(means: T): T {
  const { requestsFailed, tiers } = means;
  if (requestsFailed === undefined || tiers === undefined) return means;
  return { ...means, holds: judgeHolds(requestsFailed, tiers) };
}

function unlessNone<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function unlessEmpty<T extends object>(record: T): T | undefined {
  return Object.keys(record).length === 0 ? undefined : record;
}

type Found = { readonly [K in keyof InfrastructureFindings]: InfrastructureFindings[K] | undefined };

function withoutAbsent(found: Found): InfrastructureFindings {
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
