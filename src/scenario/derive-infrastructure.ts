import type { NodePlan, PodResources, WorkloadPlan } from '../kubernetes/workload-plan.ts';
import { formatDurationExact } from '../units/duration.ts';
import { formatQuantity } from '../units/quantity.ts';
import { formatShortTime } from '../units/short-time.ts';
import type { InfrastructurePlan } from './infrastructure-plan.ts';
import type { Way } from './site.ts';
import type { Literal } from './value.ts';

/** A value that follows from others, with where it belongs and what it follows from. */
export interface DerivedValue {
  readonly way: Way;
  readonly literal: Literal;
  readonly from: string;
}

/** Returns the values of the infrastructure that a scenario may leave out, as they are in force. */
export function derivedInfrastructure(plan: InfrastructurePlan): readonly DerivedValue[] {
  const { cluster, published } = plan;
  return [
    ...(cluster?.workloads.flatMap(derivedWorkload) ?? []),
    ...(cluster === undefined ? [] : derivedNodes(cluster.nodes)),
    ...published.map(({ label }, i) => value(['published', i, 'label'], label, 'metric')),
  ];
}

function value(way: Way, literal: Literal, from: string): DerivedValue {
  return { way, literal, from };
}

function derivedWorkload({ name, role, limits, readiness, memory }: WorkloadPlan): readonly DerivedValue[] {
  const way = ['cluster', 'workloads', name];
  return [
    value([...way, 'role'], role.kind, 'its place'),
    value([...way, 'limits', 'cpu'], cpuText(limits), 'requests'),
    value([...way, 'limits', 'memory'], memoryText(limits.memoryMiB), 'requests'),
    ...derivedRole(way, role),
    value([...way, 'probes', 'readiness', 'asksRedis'], readiness.asksRedis, 'redis'),
    value([...way, 'memory', 'base'], memoryText(memory.baseMiB), 'requests'),
  ];
}

function derivedRole(way: Way, role: WorkloadPlan['role']): readonly DerivedValue[] {
  if (role.kind === 'worker') {
    return [
      value([...way, 'messageRate'], `${role.messagesPerSecPerPod}/s`, 'default'),
      value([...way, 'cpuPerMessage'], formatShortTime(role.cpuMicrosPerMessage), 'default'),
    ];
  }
  const micros = Object.entries(role.cpuMicrosPerRequest).map(([kind, us]) => [kind, formatShortTime(us)]);
  return [
    value([...way, 'cpuPerRequest'], Object.fromEntries(micros), 'default'),
    value([...way, 'queueLimit'], role.queueLimitPerPod, 'default'),
    value([...way, 'timeout'], formatDurationExact(role.timeoutMs), 'default'),
  ];
}

function derivedNodes(nodes: NodePlan): readonly DerivedValue[] {
  const way = ['cluster', 'nodes'];
  const { allocatable, provisioner, provisionMs, consolidateAfterMs } = nodes;
  const size = [
    value([...way, 'vcpu'], nodes.vcpu, 'type'),
    value([...way, 'memory'], memoryText(nodes.memoryMiB), 'type'),
    value([...way, 'maxPods'], nodes.maxPodsPerNode, 'type'),
    value(
      [...way, 'allocatable'],
      { cpu: cpuText(allocatable), memory: memoryText(allocatable.memoryMiB) },
      'type',
    ),
  ];
  if (provisioner === 'fixed') return size;
  const consolidate = consolidateAfterMs === undefined ? 'never' : formatDurationExact(consolidateAfterMs);
  return [
    ...size,
    ...(provisionMs.kind === 'lognormal'
      ? [
          value(
            [...way, 'provision'],
            {
              lognormal: {
                p50: formatDurationExact(provisionMs.p50),
                p90: formatDurationExact(provisionMs.p90),
              },
            },
            'provisioner',
          ),
        ]
      : []),
    value([...way, 'consolidateAfter'], consolidate, 'provisioner'),
  ];
}

function cpuText({ cpuMillicores }: PodResources): string {
  return `${cpuMillicores}m`;
}

/** Returns memory as a binary quantity, exact to the byte. */
function memoryText(mebibytes: number): string {
  return formatQuantity(Math.round(mebibytes * 1_048_576) * 1000, 'binary');
}
