/** An instance type as a Kubernetes node. */
export interface NodeType {
  readonly vcpu: number;
  readonly memoryMiB: number;
  /** Addresses that its network interfaces have for pods. */
  readonly maxPods: number;
}

/**
 * Instance types of EC2. vCPU and memory: aws.amazon.com/ec2/instance-types. maxPods: interfaces x (addresses of each
 * - 1) + 2. Source: eni-max-pods.txt of github.com/awslabs/amazon-eks-ami.
 */
export const NODE_TYPES: Readonly<Record<string, NodeType>> = {
  't3.medium': { vcpu: 2, memoryMiB: 4096, maxPods: 17 },
  't3.large': { vcpu: 2, memoryMiB: 8192, maxPods: 35 },
  't3.xlarge': { vcpu: 4, memoryMiB: 16_384, maxPods: 58 },
  't3.2xlarge': { vcpu: 8, memoryMiB: 32_768, maxPods: 58 },
  'm5.large': { vcpu: 2, memoryMiB: 8192, maxPods: 29 },
  'm5.xlarge': { vcpu: 4, memoryMiB: 16_384, maxPods: 58 },
  'm5.2xlarge': { vcpu: 8, memoryMiB: 32_768, maxPods: 58 },
  'm6i.large': { vcpu: 2, memoryMiB: 8192, maxPods: 29 },
  'm6i.xlarge': { vcpu: 4, memoryMiB: 16_384, maxPods: 58 },
  'm7g.large': { vcpu: 2, memoryMiB: 8192, maxPods: 29 },
  'm7g.xlarge': { vcpu: 4, memoryMiB: 16_384, maxPods: 58 },
  'c5.large': { vcpu: 2, memoryMiB: 4096, maxPods: 29 },
  'c5.xlarge': { vcpu: 4, memoryMiB: 8192, maxPods: 58 },
  'c6i.large': { vcpu: 2, memoryMiB: 4096, maxPods: 29 },
  'c6i.xlarge': { vcpu: 4, memoryMiB: 8192, maxPods: 58 },
  'c7g.large': { vcpu: 2, memoryMiB: 4096, maxPods: 29 },
  'c7g.xlarge': { vcpu: 4, memoryMiB: 8192, maxPods: 58 },
};

/** Pods of a node that says nothing else. Source: kubelet configuration, maxPods. */
export const DEFAULT_MAX_PODS = 110;

/** Share of an instance's memory that the hypervisor keeps. Source: Karpenter's VM_MEMORY_OVERHEAD_PERCENT. */
const VM_OVERHEAD = 0.075;

/** Memory below which the kubelet evicts pods [MiB]. */
const EVICTION_MIB = 100;

/**
 * Returns the CPU that the kubelet of EKS leaves for pods [millicores]: it keeps 6 % of the first core, 1 % of the
 * second, 0.5 % of the next two and 0.25 % of the others. Source: awslabs/amazon-eks-ami, get_cpu_millicores_to_reserve.
 */
export function allocatableMillicores(vcpu: number): number {
  const tiers = [
    { fromCore: 0, toCore: 1, millicoresPerCore: 60 },
    { fromCore: 1, toCore: 2, millicoresPerCore: 10 },
    { fromCore: 2, toCore: 4, millicoresPerCore: 5 },
    { fromCore: 4, toCore: Number.POSITIVE_INFINITY, millicoresPerCore: 2.5 },
  ];
  const kept = tiers.reduce((sum, { fromCore, toCore, millicoresPerCore }) => {
    const cores = Math.max(0, Math.min(vcpu, toCore) - fromCore);
    return sum + Math.floor(cores * millicoresPerCore);
  }, 0);
  return vcpu * 1000 - kept;
}

/**
 * Returns the memory that is left for pods [MiB]: without the hypervisor's part, 255 MiB + 11 MiB for each possible
 * pod, and the eviction threshold; not below 0. Source: awslabs/amazon-eks-ami, get_memory_mebibytes_to_reserve.
 */
export function allocatableMiB(memoryMiB: number, maxPods: number): number {
  const usable = Math.floor(memoryMiB * (1 - VM_OVERHEAD));
  return Math.max(0, usable - (255 + 11 * maxPods) - EVICTION_MIB);
}
