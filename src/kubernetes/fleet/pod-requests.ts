import type { PodRequests } from '../pod-request.ts';
import type { WorkloadPlan } from '../workload-plan.ts';

const BYTES_PER_MIB = 2 ** 20;

/** Returns an amount of memory as the autoscaler counts it [milli-bytes]. */
export function memoryMilli(memoryMiB: number): number {
  return memoryMiB * BYTES_PER_MIB * 1000;
}

/**
 * Returns what every pod of a workload asks for. A pod has one container, named as the first metric of its autoscaler
 * that names one does, else as the workload.
 */
export function podRequestsOf({ name, requests, scaling }: WorkloadPlan): PodRequests {
  const metrics = scaling.kind === 'hpa' ? scaling.spec.metrics : [];
  const named = metrics.find((metric) => metric.kind === 'containerResource');
  const requestsMilli = { cpu: requests.cpuMillicores, memory: memoryMilli(requests.memoryMiB) };
  return { containers: [{ name: named?.container ?? name, requestsMilli }] };
}
