import type { PodRequests } from '../kubernetes/pod-request.ts';
import type { ReplaySettings } from '../result/replay-record.ts';

/** Returns what a replayed pod asks for; a resource without a request has none. */
export function requestsOf({ cpuRequestMilli, memoryRequestMilli }: ReplaySettings): PodRequests {
  const requestsMilli = {
    ...(cpuRequestMilli === undefined ? {} : { cpu: cpuRequestMilli }),
    ...(memoryRequestMilli === undefined ? {} : { memory: memoryRequestMilli }),
  };
  return { containers: [{ name: 'pod', requestsMilli }] };
}
