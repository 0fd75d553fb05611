import type { WorkloadPlan } from '../kubernetes/workload-plan.ts';
import type { ScalingDecision, WorkloadSeries } from '../result/cluster-record.ts';
import { highest, highestRow, mean, total, weightedMean } from './column-figures.ts';
import type { WorkloadFindings } from './infrastructure-findings.ts';
import { type ClusterRun, describeLatency } from './request-load.ts';
import { findSpells } from './spells.ts';

/** Length of the run's end that `atEnd` speaks of. */
const END_SEC = 60;

/** Returns the plan of the workload that serves the visitors' requests; absent where there is none. */
export function gatewayPlan({ infrastructure }: ClusterRun['plan']): WorkloadPlan | undefined {
  return infrastructure?.cluster?.workloads.find(({ role }) => role.kind === 'gateway');
}

/** Returns the series of the workload that serves the visitors' requests; absent where there is none. */
export function gatewayOf({ cluster, plan }: ClusterRun): WorkloadSeries | undefined {
  const name = gatewayPlan(plan)?.name;
  return cluster.workloads.find((workload) => workload.name === name);
}

/** Returns what became of each workload's pods, by name. */
export function describeWorkloads(run: ClusterRun): Readonly<Record<string, WorkloadFindings>> {
  const plans = run.plan.infrastructure?.cluster?.workloads ?? [];
  const found: Record<string, WorkloadFindings> = {};
  for (const plan of plans) {
    const series = run.cluster.workloads.find(({ name }) => name === plan.name);
    if (series !== undefined) found[plan.name] = describeWorkload(plan, series, run);
  }
  return found;
}

function describeWorkload(plan: WorkloadPlan, series: WorkloadSeries, run: ClusterRun): WorkloadFindings {
  const gateway = plan.role.kind === 'gateway';
  const latency = gateway ? describeLatency(run) : undefined;
  return {
    role: plan.role.kind,
    podsAtStart: series.ready[0] ?? 0,
    podsPeak: highest(series.ready),
    podsMean: mean(series.ready) ?? 0,
    desiredPeak: highest(series.desired),
    pendingPeak: highest(series.pending),
    cpuMean: whileReady(series.cpuOfRequest, series),
    cpuMax: highest(series.cpuOfRequest),
    cpuCap: plan.limits.cpuMillicores / plan.requests.cpuMillicores,
    memoryMax: highest(series.memoryOfRequest),
    offeredMax: highest(series.offeredLoad),
    saturatedMs: overloadedMs(series),
    ...(gateway ? {} : { backlogMax: highest(series.backlog) }),
    ...countDecisions(run.cluster.decisions.filter(({ workload }) => workload === plan.name)),
    ...describeReaction(run.cluster.decisions, series),
    ...describePeak(series, gateway ? run.cluster.layers.gateway?.in : undefined),
    atEnd: describeEnd(series),
    ...(latency === undefined ? {} : { latency }),
  };
}

/** Mean over the seconds that have ready pods; 0 without any. */
function whileReady(column: Float64Array, { ready }: WorkloadSeries): number {
  return (
    weightedMean(
      column,
      Int32Array.from(ready, (pods) => (pods > 0 ? 1 : 0)),
    ) ?? 0
  );
}

function overloadedMs({ offeredLoad }: WorkloadSeries): number {
  return findSpells(offeredLoad.length, (s) => offeredLoad[s]! >= 1).seconds * 1_000;
}

function countDecisions(
  decisions: readonly ScalingDecision[],
): Pick<WorkloadFindings, 'scaleUps' | 'scaleDowns' | 'heldBack'> {
  const count = (is: (decision: ScalingDecision) => boolean) => decisions.filter(is).length;
  return {
    scaleUps: count(({ from, to }) => to > from),
    scaleDowns: count(({ from, to }) => to < from),
    heldBack: count(isHeldBack),
  };
}

/** Returns whether a decision went less far than its proposal, or not at all. */
export function isHeldBack({ from, to, wanted }: ScalingDecision): boolean {
  return Math.abs(to - from) < Math.abs(wanted - from);
}

/** When the autoscaler first wanted more pods, and how long it took until there was one more that takes requests. */
function describeReaction(
  decisions: readonly ScalingDecision[],
  { name, ready }: WorkloadSeries,
): Pick<WorkloadFindings, 'firstWishMs' | 'firstNewPodAfterMs'> {
  const wish = decisions.find(
    ({ workload, by, wanted, from, atMs }) =>
      workload === name && by !== 'schedule' && wanted > from && atMs >= 0,
  );
  if (wish === undefined) return {};
  const wishSec = Math.floor(wish.atMs / 1_000);
  const more = ready.findIndex((pods, s) => s > wishSec && pods > (ready[wishSec] ?? 0));
  return {
    firstWishMs: wish.atMs,
    ...(more === -1 ? {} : { firstNewPodAfterMs: Math.max(0, more * 1_000 - wish.atMs) }),
  };
}

/**
 * When there was the most work, and whether the pods were there for it. Work is measured in pods whose CPU limit it would
 * fill: offered load x ready pods. In seconds without a ready pod, a gateway's work is taken from its requests, at the
 * run's mean work per request.
 */
function describePeak(
  series: WorkloadSeries,
  requests: Int32Array | undefined,
): Pick<WorkloadFindings, 'peakAtMs' | 'podsNeeded' | 'enoughAfterMs' | 'lastPodsAfterMs'> {
  const { ready, offeredLoad } = series;
  const work = offeredLoad.map((load, s) => load * ready[s]!);
  if (requests !== undefined) {
    const served = total(requests.filter((_, s) => ready[s]! > 0));
    const perRequest = served === 0 ? 0 : total(work) / served;
    for (let s = 0; s < work.length; s += 1) if (ready[s] === 0) work[s] = requests[s]! * perRequest;
  }
  const peakSec = highestRow(work);
  if (peakSec === undefined) return { podsNeeded: 0 };
  // A rounding error above a whole number of pods must not ask for one more.
  const podsNeeded = Math.ceil(work[peakSec]! - 1e-9);
  const enough = ready.findIndex((pods, s) => s >= peakSec && pods >= podsNeeded);
  const last = highestRow(ready) ?? 0;
  return {
    peakAtMs: peakSec * 1_000,
    podsNeeded,
    ...(enough === -1 ? {} : { enoughAfterMs: (enough - peakSec) * 1_000 }),
    ...(last > peakSec ? { lastPodsAfterMs: (last - peakSec) * 1_000 } : {}),
  };
}

function describeEnd(series: WorkloadSeries): WorkloadFindings['atEnd'] {
  const to = series.ready.length;
  const from = Math.max(0, to - END_SEC);
  return {
    pods: mean(series.ready, from, to) ?? 0,
    cpu: mean(series.cpuOfRequest, from, to) ?? 0,
    memory: mean(series.memoryOfRequest, from, to) ?? 0,
  };
}
