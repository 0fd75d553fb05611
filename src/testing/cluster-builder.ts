import type { HpaSpec } from '../kubernetes/hpa-spec.ts';
import type {
  ClusterPlan,
  HpaSettingsPlan,
  NodePlan,
  ScalingPlan,
  WorkloadPlan,
} from '../kubernetes/workload-plan.ts';

export const HPA_SETTINGS: HpaSettingsPlan = {
  syncPeriodMs: 15_000,
  restartsAtMs: [],
  kubeletRefreshMs: 10_000,
  scrapeMs: 15_000,
};

/** Returns an autoscaler on CPU, in whole percent of the request. */
export function cpuHpa(minReplicas: number, maxReplicas: number, percent: number): HpaSpec {
  const target = { kind: 'utilization', percent } as const;
  return { minReplicas, maxReplicas, metrics: [{ kind: 'resource', resource: 'cpu', target }] };
}

export function hpaScaling(spec: HpaSpec): Extract<ScalingPlan, { kind: 'hpa' }> {
  return { kind: 'hpa', spec, settings: HPA_SETTINGS, schedule: [] };
}

export function fixedScaling(replicas: number): Extract<ScalingPlan, { kind: 'fixed' }> {
  return { kind: 'fixed', replicas, schedule: [] };
}

/** Returns a gateway of one core and 1 GiB that is ready 10 s after a node has been found. */
export function workloadPlan(changes: Partial<WorkloadPlan> = {}): WorkloadPlan {
  return {
    name: 'gateway',
    role: {
      kind: 'gateway',
      cpuMicrosPerRequest: { join: 1000, poll: 1000, enter: 1000, leave: 1000 },
      queueLimitPerPod: 1000,
      timeoutMs: 15_000,
      idleCpuMillicores: 10,
    },
    requests: { cpuMillicores: 1000, memoryMiB: 1024 },
    limits: { cpuMillicores: 1000, memoryMiB: 1024 },
    startup: {
      scheduleMs: { kind: 'fixed', value: 500 },
      pullMs: { kind: 'fixed', value: 3000 },
      bootMs: { kind: 'fixed', value: 5000 },
    },
    readiness: {
      initialDelayMs: 0,
      periodMs: 10_000,
      timeoutMs: 1000,
      failureThreshold: 3,
      asksRedis: false,
    },
    memory: { baseMiB: 100, mibPerRequestPerSec: 0.1, returned: false },
    drainMs: 5000,
    scaling: fixedScaling(2),
    ...changes,
  };
}

/** Returns nodes for four pods each, of which there may be ten, ready a minute after they are needed. */
export function nodePlan(changes: Partial<NodePlan> = {}): NodePlan {
  return {
    type: 'four-cores',
    vcpu: 4,
    memoryMiB: 16_384,
    allocatable: { cpuMillicores: 4000, memoryMiB: 15_000 },
    maxPodsPerNode: 29,
    provisioner: 'karpenter',
    provisionMs: { kind: 'fixed', value: 60_000 },
    min: 1,
    max: 10,
    spotShare: 0,
    spotInterruptionsPerHour: 0,
    ...changes,
  };
}

export function clusterPlan(
  workload: Partial<WorkloadPlan> = {},
  nodes: Partial<NodePlan> = {},
): ClusterPlan {
  return { workloads: [workloadPlan(workload)], nodes: nodePlan(nodes), fidelity: 'flow' };
}
