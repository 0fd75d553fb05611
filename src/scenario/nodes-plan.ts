import { allocatableMiB, allocatableMillicores, DEFAULT_MAX_PODS, NODE_TYPES } from '../data/node-types.ts';
import type { NodePlan, PodResources, WorkloadPlan } from '../kubernetes/workload-plan.ts';
import type { Distribution } from '../random/distribution.ts';
import { nearest } from './nearest.ts';
import { complain, type Site } from './site.ts';
import type { NodesSection } from './vocabulary/cluster.ts';
import { distributionOf } from './vocabulary/distribution.ts';

type Provisioner = NodePlan['provisioner'];

/** Time to a node: Karpenter 45-90 s, Cluster Autoscaler 180-300 s; and how long a node must be of little use to go. */
const PROVISION: Readonly<Record<Provisioner, Distribution>> = {
  karpenter: { kind: 'lognormal', p50: 60_000, p90: 90_000 },
  'cluster-autoscaler': { kind: 'lognormal', p50: 240_000, p90: 300_000 },
  fixed: { kind: 'fixed', value: 0 },
};
const CONSOLIDATE_MS: Readonly<Record<Provisioner, number | undefined>> = {
  karpenter: 60_000,
  'cluster-autoscaler': 600_000,
  fixed: undefined,
};

/** Returns the nodes in the units of a plan, or undefined after reporting what is wrong with them. */
export function nodesPlan(section: NodesSection, site: Site): NodePlan | undefined {
  const size = sizeOf(section, site);
  if (size === undefined || reportContradictions(section, site)) return undefined;
  const { provisioner, spot, type } = section;
  const consolidate = section.consolidateAfter ?? CONSOLIDATE_MS[provisioner];
  return {
    type,
    ...size,
    provisioner,
    provisionMs: section.provision === undefined ? PROVISION[provisioner] : distributionOf(section.provision),
    min: provisioner === 'fixed' ? section.max : section.min,
    max: section.max,
    ...(typeof consolidate === 'number' ? { consolidateAfterMs: consolidate } : {}),
    spotShare: spot?.share ?? 0,
    spotInterruptionsPerHour: spot?.interruptionsPerHour ?? 0,
  };
}

type NodeSize = Pick<NodePlan, 'vcpu' | 'memoryMiB' | 'maxPodsPerNode' | 'allocatable'>;

function sizeOf(section: NodesSection, site: Site): NodeSize | undefined {
  const known = Object.hasOwn(NODE_TYPES, section.type) ? NODE_TYPES[section.type] : undefined;
  const vcpu = section.vcpu ?? known?.vcpu;
  const memoryMiB = section.memory ?? known?.memoryMiB;
  if (vcpu === undefined || memoryMiB === undefined) {
    const types = Object.keys(NODE_TYPES);
    const missing = [vcpu === undefined ? 'vcpu' : '', memoryMiB === undefined ? 'memory' : ''];
    complain(site, ['cluster', 'nodes', 'type'], {
      code: 'unknown-word',
      expected: `one of: ${types.join(', ')}; or any with ${missing.filter(Boolean).join(' and ')}`,
      cure: nearest(section.type, types) ?? 'vcpu: 2, memory: 8Gi',
    });
    return undefined;
  }
  const maxPodsPerNode = section.maxPods ?? known?.maxPods ?? DEFAULT_MAX_PODS;
  const allocatable: PodResources = {
    cpuMillicores: section.allocatable?.cpu ?? allocatableMillicores(vcpu),
    memoryMiB: section.allocatable?.memory ?? allocatableMiB(memoryMiB, maxPodsPerNode),
  };
  if (allocatable.cpuMillicores > vcpu * 1000 || allocatable.memoryMiB > memoryMiB) {
    const key = allocatable.cpuMillicores > vcpu * 1000 ? 'cpu' : 'memory';
    complain(site, ['cluster', 'nodes', 'allocatable', key], {
      code: 'out-of-range',
      expected: `at most what the node has: ${vcpu} vCPU, ${memoryMiB}Mi`,
    });
    return undefined;
  }
  return { vcpu, memoryMiB, maxPodsPerNode, allocatable };
}

function reportContradictions(section: NodesSection, site: Site): boolean {
  const { min, max, provisioner, provision, consolidateAfter } = section;
  const fixed = provisioner === 'fixed';
  const idle = (key: string): void =>
    complain(site, ['cluster', 'nodes', key], {
      code: 'no-effect',
      expected: `no ${key}: with provisioner: fixed all max nodes run all the time`,
      cure: `remove ${key}`,
    });
  if (fixed && provision !== undefined) idle('provision');
  if (fixed && consolidateAfter !== undefined) idle('consolidateAfter');
  if (fixed && min > 0 && min !== max) idle('min');
  if (!fixed && min > max) {
    complain(site, ['cluster', 'nodes', 'min'], {
      code: 'out-of-range',
      expected: `at most max, ${max}`,
      cure: String(max),
    });
  }
  return fixed
    ? provision !== undefined || consolidateAfter !== undefined || (min > 0 && min !== max)
    : min > max;
}

/** Reports workloads whose pods fit on no node. */
export function reportLargePods(workloads: readonly WorkloadPlan[], nodes: NodePlan, site: Site): void {
  const { cpuMillicores, memoryMiB } = nodes.allocatable;
  for (const { name, requests } of workloads) {
    const tooLarge = (key: string, expected: string): void =>
      complain(site, ['cluster', 'workloads', name, 'requests', key], {
        code: 'pod-too-large',
        expected: `at most ${expected}, which a ${nodes.type} has for pods`,
        cure: 'a smaller request, or a larger cluster.nodes.type',
      });
    if (requests.cpuMillicores > cpuMillicores) tooLarge('cpu', `${cpuMillicores}m`);
    if (requests.memoryMiB > memoryMiB) tooLarge('memory', `${Math.floor(memoryMiB)}Mi`);
  }
}
