import type { HpaSpec } from '../kubernetes/hpa-spec.ts';
import type { WorkloadPlan } from '../kubernetes/workload-plan.ts';
import { formatCount } from '../units/count.ts';
import { formatDuration, formatRunInstant } from '../units/duration.ts';
import { formatRate } from '../units/rate.ts';
import { formatShare } from '../units/share.ts';
import { causeNotes } from './cause-notes.ts';
import type { Note } from './findings.ts';
import type { WorkloadFindings } from './infrastructure-findings.ts';
import { type MachinesSeen, machineNote } from './machine-note.ts';

/** The controller's own tolerance. Source: Kubernetes, horizontal-pod-autoscaler-tolerance. */
const TOLERANCE = 0.1;
/** Pods that come later than this after the peak are worth a word [ms]. */
const LATE_MS = 15_000;

/** Returns one sentence of why for each figure of the machines that would surprise. */
export function clusterNotes(seen: MachinesSeen): readonly Note[] {
  const workloads = seen.plan.infrastructure?.cluster?.workloads ?? [];
  return [
    ...hotSlot(seen),
    ...workloads.flatMap((plan) => {
      const found = seen.findings.cluster?.[plan.name];
      return found === undefined ? [] : workloadNotes(plan, found);
    }),
    ...causeNotes(seen),
  ];
}

function hotSlot({ findings, plan }: MachinesSeen): readonly Note[] {
  const { redis } = findings;
  const rules = plan.infrastructure?.redis;
  if (redis === undefined || rules === undefined) return [];
  const oneSlot = rules.shards > 1 && rules.hashTagged && rules.events === 1;
  if (!oneSlot || redis.commands === 0 || redis.busiestShare < 0.9) return [];
  const which = redis.busiestShare === 1 ? 'all' : formatShare(redis.busiestShare, 0);
  const idle = redis.idleShards === 0 ? '' : `; ${formatCount(redis.idleShards)} had nothing to do`;
  return machineNote(
    'hot-slot',
    `One event is one hash slot: ${which} of the commands, up to ${formatRate(redis.commandsPeakPerSec)}, ` +
      `went to shard ${redis.busiest}, one of ${formatCount(rules.shards)}${idle}.`,
  );
}

function workloadNotes(plan: WorkloadPlan, found: WorkloadFindings): readonly Note[] {
  return [
    ...fixedRange(plan),
    ...generations(plan, found),
    ...podsLate(plan, found),
    ...memoryHolds(plan, found),
  ];
}

function fixedRange({ name, scaling }: WorkloadPlan): readonly Note[] {
  if (scaling.kind === 'fixed') return [];
  const [min, max] =
    scaling.kind === 'hpa'
      ? [scaling.spec.minReplicas, scaling.spec.maxReplicas]
      : [scaling.spec.minReplicaCount, scaling.spec.maxReplicaCount];
  if (min !== max) return [];
  const pods = `${formatCount(min)} ${min === 1 ? 'pod' : 'pods'}`;
  return machineNote(
    'autoscaler-cannot-act',
    `${name}: minimum and maximum are both ${pods}, so its autoscaler cannot act, whatever the load.`,
  );
}

function generations({ name, scaling }: WorkloadPlan, found: WorkloadFindings): readonly Note[] {
  const target = scaling.kind === 'hpa' ? utilizationTarget(scaling.spec, 'cpu') : undefined;
  if (scaling.kind !== 'hpa' || target === undefined || found.cpuMax < 0.98 * found.cpuCap) return [];
  const cap = formatShare(found.cpuCap, 0);
  const tolerance = scaling.spec.behavior?.scaleUp?.tolerance ?? TOLERANCE;
  if (found.cpuCap <= target * (1 + tolerance)) {
    return machineNote(
      'pod-generations',
      `${name}: CPU as the HPA sees it cannot exceed limit/request = ${cap}, which is within the tolerance of ` +
        `its target of ${formatShare(target, 0)}: it never grows.`,
    );
  }
  if (found.scaleUps === 0) return [];
  return machineNote(
    'pod-generations',
    `${name}: CPU as the HPA sees it cannot exceed limit/request = ${cap}, so a pass asks for ` +
      `${(found.cpuCap / target).toFixed(1)} times the pods at most: they come in generations.`,
  );
}

function podsLate({ name }: WorkloadPlan, found: WorkloadFindings): readonly Note[] {
  const { peakAtMs, lastPodsAfterMs, enoughAfterMs, podsNeeded, saturatedMs } = found;
  if (peakAtMs === undefined || lastPodsAfterMs === undefined || saturatedMs === 0) return [];
  if (enoughAfterMs !== undefined && enoughAfterMs < LATE_MS) return [];
  const enough =
    enoughAfterMs === undefined
      ? 'never were that many'
      : `were there ${formatDuration(enoughAfterMs)} too late`;
  return machineNote(
    'pods-late',
    `The ${formatCount(podsNeeded)} pods that the peak of ${name} at ${formatRunInstant(peakAtMs)} needed ${enough}; ` +
      `the last were ready ${formatDuration(lastPodsAfterMs)} after it.`,
  );
}

function memoryHolds({ name, scaling }: WorkloadPlan, found: WorkloadFindings): readonly Note[] {
  if (scaling.kind !== 'hpa') return [];
  const memory = utilizationTarget(scaling.spec, 'memory');
  const cpu = utilizationTarget(scaling.spec, 'cpu');
  const { atEnd, podsPeak } = found;
  if (memory === undefined || podsPeak <= scaling.spec.minReplicas) return [];
  const held = atEnd.pods >= 0.9 * podsPeak && atEnd.memory >= memory * (1 - TOLERANCE);
  if (!held || atEnd.cpu >= 0.5 * (cpu ?? 1)) return [];
  return machineNote(
    'memory-holds-pods',
    `${name} ends with ${formatCount(atEnd.pods)} pods at ${formatShare(atEnd.cpu, 0)} CPU: memory at ` +
      `${formatShare(atEnd.memory, 0)} of request, held to ${formatShare(memory, 0)}, keeps them up after the burst.`,
  );
}

/** Share 0..1 (or more) that an HPA holds a resource to; absent where it does not, or by another kind of target. */
function utilizationTarget({ metrics }: HpaSpec, resource: string): number | undefined {
  for (const metric of metrics) {
    const ofResource = metric.kind === 'resource' || metric.kind === 'containerResource';
    if (ofResource && metric.resource === resource && metric.target.kind === 'utilization') {
      return metric.target.percent / 100;
    }
  }
  return undefined;
}
